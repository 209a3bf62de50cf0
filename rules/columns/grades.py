"""Grades over columns, as places from the worst."""

from __future__ import annotations

import numpy as np

from assize.rules.columns.values import Bools, Bytes, Floats

_ONE = np.uint8(1)


def grade_of(number: Floats, borders: Floats) -> Bytes:
    """The grade of each score; `borders` are the lowest scores of the grades but the worst, best first."""
    found = np.zeros(number.shape, dtype=np.uint8)
    for border in borders:
        found = found + (number >= border).view(np.uint8)
    return found


def capped(grade: Bytes, holds: Bools, cap: int) -> Bytes:
    """The grade, but at most `cap` where a condition holds."""
    # One less than false is 255, which caps nothing.
    found: Bytes = np.minimum(grade, np.uint8(cap) | (holds.view(np.uint8) - _ONE))
    return found
