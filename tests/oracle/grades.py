"""Grades as ranges: from the lowest to the highest that is still possible."""

from __future__ import annotations

from collections.abc import Mapping

from assize.rules.model import Rulebook
from tests.oracle.expressions import Scope
from tests.oracle.values import FALSE, TRUE, number

Places = tuple[int, int]
"""Positions in `names`, from worst to best, both ends possible."""


def names(book: Rulebook) -> tuple[str, ...]:
    """The grades from worst to best."""
    return tuple(grade.name for grade in reversed(book.grades))


def places_of(scope: Scope, low: float, high: float) -> Places:
    """The grades that scores from `low` to `high` earn."""
    return _place(scope, low), _place(scope, high)


def _place(scope: Scope, score: float) -> int:
    earned = [i for i, grade in enumerate(reversed(scope.book.grades)) if score >= _from(scope, grade.lowest)]
    return max(earned, default=0)


def _from(scope: Scope, lowest: float | str) -> float:
    return number(lowest, scope.book, scope.day)


def capped(book: Rulebook, places: Places, conclusions: Mapping[str, int]) -> Places:
    """A cap that holds limits both ends, one that may hold only the lower end."""
    low, high = places
    for rule in book.rules:
        if rule.cap is None or conclusions[rule.name] == FALSE:
            continue
        cap = names(book).index(rule.cap)
        low = min(low, cap)
        high = min(high, cap) if conclusions[rule.name] == TRUE else high
    return low, high


def between(book: Rulebook, places: Places) -> tuple[str, ...]:
    """The possible grades, best first."""
    return tuple(reversed(names(book)[places[0] : places[1] + 1]))
