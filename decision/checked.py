"""What the check of facts gives: for the program, and for the explanation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from assize.decision.known import KnownFacts
from assize.decision.result import RateUsed, Why

UNKNOWN_EVIDENCE = 9


class CheckedFacts(NamedTuple):
    """What a program is given (`values`, `evidence`, `granted`), and what the explanation needs. `ends` is
    the last day on which all facts used are good.
    """

    values: tuple[object, ...]
    evidence: tuple[int, ...]
    granted: frozenset[str]
    why: Mapping[str, Why]
    known: KnownFacts
    unused: tuple[str, ...]
    rates: tuple[RateUsed, ...]
    ends: date | None
