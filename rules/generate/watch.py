"""Watching a program at work: which comparisons and rules came out how. For the suites of rulebooks."""

from __future__ import annotations

from typing import NamedTuple


class Point(NamedTuple):
    """Something whose results are noted: a comparison (`text`) inside a rule, criterion or let (`place`), or
    a whole rule (no text).
    """

    place: str
    text: str


class Watch:
    """Numbers the points of programs while they are written, and notes their results (0, 1, 2) while they
    run.
    """

    def __init__(self) -> None:
        self._numbers: dict[Point, int] = {}
        self._points: list[Point] = []
        self._results: list[set[int]] = []

    def number(self, place: str, text: str) -> int:
        """The number of a point; the same point of several programs has one number."""
        point = Point(place, text)
        if point not in self._numbers:
            self._numbers[point] = len(self._points)
            self._points.append(point)
            self._results.append(set())
        return self._numbers[point]

    def seen(self, number: int, result: int) -> None:
        """Note a result."""
        self._results[number].add(result)

    def results(self) -> dict[Point, frozenset[int]]:
        """All points with the results that were seen."""
        return {point: frozenset(seen) for point, seen in zip(self._points, self._results, strict=True)}
