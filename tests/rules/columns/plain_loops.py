"""Loops over lists the plain way: a Python list of elements for each thing, one number after the other."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isfinite, isnan, nan
from typing import NamedTuple

UNKNOWN, TRUE = 1, 2


class Element(NamedTuple):
    """What is told of an element: whether it counts, its value, whether that is unknown."""

    member: int
    value: float
    unknown: bool


Elements = Sequence[Element] | None
"""Of one thing; None: its list is unknown."""


def any_of(elements: Elements) -> int:
    return UNKNOWN if elements is None else max([e.member for e in elements], default=0)


def all_of(elements: Elements) -> int:
    return UNKNOWN if elements is None else min([e.member for e in elements], default=TRUE)


def sum_of(elements: Elements) -> float:
    total = 0.0
    for value in _counted(elements):
        total += value
    return _finite(total)


def count_of(elements: Elements) -> float:
    return sum_of(None if elements is None else [e._replace(value=1.0) for e in elements])


def min_of(elements: Elements) -> float:
    least = inf
    for value in _counted(elements):
        # Of zeros the last one stays.
        least = least if isnan(least) or least < value else value
    return _finite(least)


def max_of(elements: Elements) -> float:
    greatest = -inf
    for value in _counted(elements):
        greatest = greatest if isnan(greatest) or greatest > value else value
    return _finite(greatest)


def distinct_of(elements: Elements) -> float:
    counted = [e for e in elements or () if e.member]
    if elements is None or any(e.member == UNKNOWN or e.unknown for e in counted):
        return nan
    return float(len({None if isnan(e.value) else e.value for e in counted}))


def _counted(elements: Elements) -> list[float]:
    if elements is None:
        return [nan]
    return [e.value if e.member == TRUE else nan for e in elements if e.member]


def _finite(number: float) -> float:
    return number if isfinite(number) else nan
