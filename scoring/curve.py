"""A piecewise linear value function: straight between its points, flat outside them."""

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf, isfinite, nextafter

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

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """Value over input through `points`, flat outside them; `domain` is the input's declared range.

    Points are (input, value), finite, inputs strictly rising, at least two. The value at a breakpoint is
    exactly that point's; between two points it never leaves their range; a monotone curve is monotone in
    float64. `at(x)` is `y0 + slope * (x - x0)` of the segment that holds x.
    Raises ValueFunctionError with every problem.
    """

    points: tuple[Point, ...]
    domain: Domain = (None, None)
    _xs: tuple[float, ...] = field(init=False, repr=False, compare=False)
    _ys: tuple[float, ...] = field(init=False, repr=False, compare=False)
    _slopes: tuple[float, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        refuse(_problems(self.points) + domain_problems(self.domain))
        points = tuple((number(x), number(y)) for x, y in self.points)
        slopes = tuple(_slope(a, b) for a, b in pairwise(points))
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "_xs", tuple(x for x, _ in points))
        object.__setattr__(self, "_ys", tuple(y for _, y in points))
        object.__setattr__(self, "_slopes", (*slopes, 0.0))

    def at(self, x: float) -> float:
        """The value at input `x`."""
        i = bisect_right(self._xs, x) - 1
        if i < 0:
            return self._ys[0]
        if self._slopes[i] == 0.0:
            return self._ys[i]
        return self._ys[i] + self._slopes[i] * (x - self._xs[i])

    def bounds(self) -> tuple[float, float]:
        """The lowest and highest value over the declared range."""
        low, high = self._range()
        values = [self.at(low), self.at(high), *(y for x, y in self.points if low < x < high)]
        return min(values), max(values)

    def columns(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """`at` of every element, the same bits; NaN of NaN. Infinity is never passed."""
        # Below the first point as above the last a slope of 0 leaves the value of the point.
        i = stretches(self._xs, x)
        values: NDArray[np.float64] = x - np.asarray([self._xs[0], *self._xs]).take(i)
        values *= np.asarray([0.0, *self._slopes]).take(i)
        values += np.asarray([self._ys[0], *self._ys]).take(i)
        return values

    def table(self) -> tuple[NDArray[np.float64], int]:
        """Breakpoints; then the start, the slope and the value of each stretch between them, from the one
        below the first on; and how many breakpoints there are.
        """
        xs, ys = self._xs, self._ys
        return np.array([*xs, xs[0], *xs, 0.0, *self._slopes, ys[0], *ys]), len(xs)

    def source(self, arg: str) -> str:
        """Python expression of `at` for the name or expression `arg`, the same bits."""
        name = operand(arg)

        def piece(i: int) -> str:
            here = max(i - 1, 0)
            if i == 0 or self._slopes[here] == 0.0:
                return repr(self._ys[here])
            return f"{self._ys[here]!r} + {self._slopes[here]!r} * ({name} - {self._xs[here]!r})"

        return split_source(name, self._xs, piece)

    def inverse(self, y: float, near: float) -> float | None:
        """The input nearest `near`, within the declared range, whose value is at least `y`; None if none is.

        Exact in float64: the next float towards `near` has a lower value. Of two equally near, the higher.
        On a plateau this is the end nearest `near`.
        """
        if self.at(near) >= y:
            return near
        low, high = self._range()
        stops = [x for x in (low, *self._xs, high) if low <= x <= high and isfinite(x)]
        up = self._reach(y, near, sorted(x for x in stops if x > near))
        down = self._reach(y, near, sorted((x for x in stops if x < near), reverse=True))
        if up is None or down is None:
            return down if up is None else up
        return up if up - near <= near - down else down

    def _range(self) -> tuple[float, float]:
        low, high = self.domain
        return -inf if low is None else low, inf if high is None else high

    def _reach(self, y: float, near: float, stops: list[float]) -> float | None:
        """The first input on the way over `stops` away from `near` whose value is at least `y`."""
        below = near
        for stop in stops:
            if self.at(stop) >= y:
                return self._halve(y, below, stop)
            below = stop
        return None

    def _halve(self, y: float, below: float, enough: float) -> float:
        while (middle := below + (enough - below) / 2) not in (below, enough):
            if self.at(middle) >= y:
                enough = middle
            else:
                below = middle
        return enough


def target(
    lowest_zero: float | None,
    ideal_from: float,
    ideal_to: float,
    highest_zero: float | None,
    scale: tuple[float, float],
    domain: Domain = (None, None),
) -> Curve:
    """The top of `scale` from `ideal_from` to `ideal_to`, falling linearly to its bottom at the two zeros.

    A zero of None leaves that side open: the value stays at the top there. Raises ValueFunctionError.
    """
    bottom, top = scale
    if lowest_zero is None and highest_zero is None:
        refuse(
            [(None, "an ideal range needs a zero below or above it; every input would have the full value")]
        )
    points = [(lowest_zero, bottom), (ideal_from, top), (ideal_to, top), (highest_zero, bottom)]
    if ideal_from == ideal_to:
        del points[2]
    return Curve(tuple((x, y) for x, y in points if x is not None), domain)


def _problems(points: tuple[Point, ...]) -> list[Problem]:
    found: list[Problem] = []
    if len(points) < 2:
        found.append((None, f"a curve needs at least two points, got {len(points)}"))
    for i, (x, y) in enumerate(points):
        if not (isfinite(x) and isfinite(y)):
            found.append((i, f"point {i + 1} is [{x}, {y}]; both must be finite numbers"))
    for i, ((x0, y0), (x1, y1)) in enumerate(pairwise(points), start=1):
        if x1 <= x0:
            found.append(
                (i, f"point {i + 1} is at {x1:.15g}, not above point {i} at {x0:.15g}; inputs must rise")
            )
        elif all(map(isfinite, (x0, y0, x1, y1))) and not _fits((x0, y0), (x1, y1)):
            found.append((i, f"points {i} and {i + 1} are too far apart or too steep for float64"))
    return found


def _fits(start: Point, end: Point) -> bool:
    width, height = end[0] - start[0], end[1] - start[1]
    return isfinite(width) and isfinite(height / width)


def _slope(start: Point, end: Point) -> float:
    """Slope of a segment, at most a few float64 steps flatter than the quotient.

    The computed value rises (or falls) all along a segment, so it keeps to the segment's range if it does at
    the last input before the end. Rounding can carry it past; then the slope is made flatter.
    """
    (x0, y0), (x1, y1) = start, end
    slope = (y1 - y0) / (x1 - x0)
    last = nextafter(x1, -inf) - x0
    rises = slope > 0.0
    while slope and (y0 + slope * last > y1 if rises else y0 + slope * last < y1):
        slope = nextafter(slope, 0.0)
    return slope
