"""A value function in steps: one value for each stretch of the input."""

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf, isfinite, nextafter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assize.scoring.problems import (
    Domain,
    Problem,
    domain_problems,
    number,
    refuse,
)
from assize.scoring.stretches import operand, split_source, stretches


class Step(NamedTuple):
    """`value` for inputs from `low` up to, not including, `high` (None: unbounded).

    `closed_top` takes `high` in too; only the last step may.
    """

    low: float | None
    high: float | None
    value: float
    closed_top: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps from low to high that meet without hole or overlap and cover `domain`, the declared range.

    Raises ValueFunctionError with every problem.
    """

    rows: tuple[Step, ...]
    domain: Domain = (None, None)
    _borders: tuple[float, ...] = field(init=False, repr=False, compare=False)
    _values: tuple[float, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        refuse(_problems(self.rows, self.domain))
        object.__setattr__(
            self, "_borders", tuple(number(row.low) for row in self.rows[1:] if row.low is not None)
        )
        object.__setattr__(self, "_values", tuple(number(row.value) for row in self.rows))

    def at(self, x: float) -> float:
        """The value at input `x`, which lies in the declared range."""
        return self._values[bisect_right(self._borders, x)]

    def bounds(self) -> tuple[float, float]:
        """The lowest and highest value over the declared range."""
        low, high = self.domain
        first = 0 if low is None else bisect_right(self._borders, low)
        last = len(self._borders) if high is None else bisect_right(self._borders, high)
        reachable = self._values[first : last + 1]
        return min(reachable), max(reachable)

    def columns(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """`at` of every element, the same bits; NaN of NaN."""
        i = stretches(self._borders, x)
        i[np.isnan(x)] = len(self._values)
        return np.asarray([*self._values, np.nan]).take(i)

    def table(self) -> tuple[NDArray[np.float64], int]:
        """Borders, then the value of each step; and how many borders there are."""
        return np.array([*self._borders, *self._values]), len(self._borders)

    def source(self, arg: str) -> str:
        """Python expression of `at` for the name or expression `arg`, the same bits."""
        return split_source(operand(arg), self._borders, lambda i: repr(self._values[i]))

    def inverse(self, y: float, near: float) -> float | None:
        """The input nearest `near`, within the declared range, whose value is at least `y`; None if none is.

        Of two equally near, the higher. Going down, that is the last float64 below a step's top.
        """
        low, high = (-inf if self.domain[0] is None else self.domain[0]), self.domain[1]
        here = bisect_right(self._borders, near)
        if self._values[here] >= y:
            return near
        up = next(
            (b for b, v in zip(self._borders[here:], self._values[here + 1 :], strict=True) if v >= y), None
        )
        down = next(
            (nextafter(self._borders[i], -inf) for i in reversed(range(here)) if self._values[i] >= y), None
        )
        if up is not None and high is not None and up > high:
            up = None
        if down is not None and down < low:
            down = None
        if up is None or down is None:
            return down if up is None else up
        return up if up - near <= near - down else down


def _problems(rows: tuple[Step, ...], domain: Domain) -> list[Problem]:
    if not rows:
        return [(None, "there is no step; give at least one")]
    found = domain_problems(domain)
    for i, row in enumerate(rows):
        found += [
            (i, f"step {i + 1} ({_span(row)}) {text}") for text in _row_problems(row, i == len(rows) - 1)
        ]
    for i, (row, after) in enumerate(pairwise(rows), start=1):
        found += [(i, text) for text in _border_problems(i, row, after)]
    return found or _cover_problems(rows, domain)


def _row_problems(row: Step, last: bool) -> list[str]:
    numbers = [x for x in (row.low, row.high, row.value) if x is not None]
    if not all(isfinite(x) for x in numbers):
        return ["holds a number that is not finite; leave an unbounded end out"]
    found = []
    if row.low is not None and row.high is not None:
        if row.low > row.high:
            found.append("runs backwards; give the lower end first")
        elif row.low == row.high and not row.closed_top:
            found.append("is empty; its top is not included")
    if row.closed_top and not last:
        found.append("includes its top; only the last step may: give the others `below`")
    return found


def _border_problems(i: int, row: Step, after: Step) -> list[str]:
    """Problems between step `i` and step `i + 1` (counted from 1)."""
    both = f"step {i} ({_span(row)}) and step {i + 1} ({_span(after)})"
    if row.high is None or after.low is None:
        return [
            f"{both} overlap; only the first step may be unbounded below and only the last unbounded above"
        ]
    if row.high < after.low:
        return [f"values from {row.high:.15g} to {after.low:.15g} fall in no step, between {both}"]
    if row.low is not None and after.low < row.low:
        return [f"{both} are out of order; list the steps from low to high"]
    if row.high > after.low:
        return [f"{both} overlap from {after.low:.15g} to {row.high:.15g}"]
    return []


def _cover_problems(rows: tuple[Step, ...], domain: Domain) -> list[Problem]:
    """The ends of the declared range that no step covers."""
    low, high = domain
    bottom, top, closed = rows[0].low, rows[-1].high, rows[-1].closed_top
    found: list[Problem] = []
    if bottom is not None and (low is None or low < bottom):
        hole = f"values below {bottom:.15g}" if low is None else f"values from {low:.15g} to {bottom:.15g}"
        found.append((0, f"{hole} fall in no step; step 1 ({_span(rows[0])}) {_reach(low, 'from', 'start')}"))
    if top is not None and (high is None or high > top or (high == top and not closed)):
        hole = f"values from {top:.15g}{'' if high is None else f' to {high:.15g}'} fall in no step"
        hole = f"the value {top:.15g} falls in no step" if high == top else hole
        last = f"step {len(rows)} ({_span(rows[-1])})"
        found.append((len(rows) - 1, f"{hole}; {last} {_reach(high, 'to' if closed else 'below', 'end')}"))
    return found


def _reach(end: float | None, key: str, name: str) -> str:
    """What the outermost step must do, `end` being that end of the declared range."""
    return f"must leave out `{key}`" if end is None else f"must reach the {name} of the range"


def _span(row: Step) -> str:
    low = "unbounded" if row.low is None else f"{row.low:.15g}"
    high = "unbounded" if row.high is None else f"{row.high:.15g}"
    return f"{low} to {high}"
