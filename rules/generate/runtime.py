"""What generated programs call where a line of source would not do. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import floor

from assize.rules.generate.risk_levels import worst
from assize.scoring import to_score

LAST_DAY = date.max.toordinal()
LAST_YEAR = date.max.year
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def add_days(day: int, days: float) -> int | None:
    """The day so many whole days later; None outside the calendar. A part of a day is dropped."""
    if abs(days) > LAST_DAY:
        return None
    found = day + floor(days)
    return found if 1 <= found <= LAST_DAY else None


def add_months(day: int, months: float) -> int | None:
    """The same day so many months later, or the last of that month; None outside the calendar."""
    if abs(months) > 12 * LAST_YEAR:
        return None
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + floor(months), 12)
    if not 1 <= year <= LAST_YEAR:
        return None
    longest = 29 if month == 1 and (year % 400 == 0 or (year % 4 == 0 and year % 100)) else _LENGTHS[month]
    return date(year, month + 1, min(start.day, longest)).toordinal()


def member_of(item: object, items: Sequence[object]) -> int:
    """Whether `item` equals an element of a list of known values, three-valued in the item."""
    if item is None:
        return 1 if items else 0
    return 2 if item in items else 0


def member_of_selected(item: object, items: Sequence[tuple[int, object]]) -> int:
    """`member_of` for a selection: an element that is only possibly in it counts as unknown."""
    if item is None:
        return 1 if items else 0
    return max((member for member, element in items if element == item), default=0)


def in_range(low: int, high: int, positions: frozenset[int]) -> int:
    """Whether a position known to lie from `low` to `high` is one of `positions`."""
    inside = [position in positions for position in range(low, high + 1)]
    return 2 if all(inside) else 1 if any(inside) else 0


class Branch:
    """What is fixed of a node with children: weights in declared order, and the least share that must be
    known.
    """

    __slots__ = ("min_coverage", "total", "weights")

    def __init__(self, weights: tuple[float, ...], min_coverage: float) -> None:
        self.weights = weights
        self.min_coverage = min_coverage
        total = 0.0
        for weight in weights:
            total += weight
        self.total = total

    def combine(
        self,
        values: Sequence[float | None],
        states: Sequence[int],
        shares: Sequence[float],
        low: float,
        high: float,
    ) -> tuple[float | None, int, float]:
        """Value, state and known share of a branch of which not all is known.

        States: 0 known, 2 stand-in, 3 excluded, 4 unknown. The value stays between `low` and `high`: what is
        excluded cannot lift it above what it could reach if it were known.
        """
        known = 0.0
        for weight, share in zip(self.weights, shares, strict=True):
            known += weight * share
        known /= self.total
        counting = [state for state in states if state != 3]
        if 4 in counting or known < self.min_coverage - 1e-9:
            return None, 4, known
        if not counting:
            return None, 3, known
        total = weighed = 0.0
        for weight, value, state in zip(self.weights, values, states, strict=True):
            if state != 3 and value is not None:
                total += weight * value
                weighed += weight
        return min(max(total / weighed, low), high), 2 if 2 in counting else 0, known


def effective_shares(
    tree: Sequence[tuple[int, float]], weights: Sequence[float], states: Sequence[int]
) -> tuple[float, ...]:
    """Each node's share of the score (0 to 1) after exclusion. `tree` gives each node's parent (-1: the
    root), parents first.
    """
    counted: dict[int, float] = {}
    for (parent, _), weight, state in zip(tree, weights, states, strict=True):
        if state != 3:
            counted[parent] = counted.get(parent, 0.0) + weight
    shares: list[float] = []
    for (parent, _), weight, state in zip(tree, weights, states, strict=True):
        above = 1.0 if parent < 0 else shares[parent]
        shares.append(0.0 if state == 3 or not above else above * (weight / counted[parent]))
    return tuple(shares)


NAMES: Mapping[str, object] = {
    "add_days": add_days,
    "add_months": add_months,
    "effective_shares": effective_shares,
    "in_range": in_range,
    "member_of": member_of,
    "member_of_selected": member_of_selected,
    "to_score": to_score,
    "worst": worst,
}
"""What generated source may call."""
