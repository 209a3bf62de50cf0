"""Pieces of numpy code."""

from __future__ import annotations

from collections.abc import Sequence

NEVER = "np.False_"


def either(conditions: Sequence[str]) -> str:
    """The code of where one of some conditions holds."""
    known = [condition for condition in conditions if condition != NEVER]
    return NEVER if not known else known[0] if len(known) == 1 else f"({' | '.join(known)})"
