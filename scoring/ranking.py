"""Rank candidates by capped grade, then score. Ties share a rank; what is unknown widens it to a range.

Only the order of the candidates is made here: no score depends on who else is a candidate.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

Key: TypeAlias = tuple[int, float]
"""Grade index (0 is the best grade) and the negated score: the smaller, the better."""


class Entry(NamedTuple):
    """One candidate. Scores are rounded as they are shown; `grade` is the capped grade's index, 0 the best.

    `eligible` is None while it is not known. The candidate is undetermined if it says so, or if eligibility,
    grade or score is None; then only its bounds count: best grade with highest score, worst with lowest.
    """

    id: str
    eligible: bool | None
    undetermined: bool
    grade: int | None
    score: float | None
    best_grade: int
    worst_grade: int
    low: float
    high: float


class Place(NamedTuple):
    """Where a candidate stands.

    `rank`: among the determined candidates (1, 2, 2, 4); None for the others. `best` and `worst`: the ranks
    it can take once all is known; None for the ineligible. `tied`: all ids on its rank, its own too; empty
    when it is alone there.
    """

    id: str
    rank: int | None
    best: int | None
    worst: int | None
    tied: tuple[str, ...]


class Ranking(NamedTuple):
    """Determined candidates by rank, then undetermined ones by best rank, then ineligible ones; ties by id.

    `complete`: no candidate is undetermined, so the ranks are final.
    """

    places: tuple[Place, ...]
    complete: bool


def rank(entries: Iterable[Entry]) -> Ranking:
    """Rank the entries; their order changes nothing. Raises ValueError for equal ids and wrong bounds."""
    ordered = sorted(entries, key=lambda entry: entry.id)
    problems = _problems(ordered)
    if problems:
        raise ValueError("; ".join(problems))
    inside = [entry for entry in ordered if entry.eligible is not False]
    settled = [entry for entry in inside if not _open(entry)]
    pending = [entry for entry in inside if _open(entry)]
    surely = sorted(_worst(entry) for entry in inside if entry.eligible)
    possibly = sorted(_best(entry) for entry in inside)
    ranges = {entry.id: _range(entry, surely, possibly) for entry in inside}
    waiting = sorted(
        (Place(e.id, None, *ranges[e.id], ()) for e in pending), key=lambda p: (p.best, p.worst, p.id)
    )
    outside = [Place(entry.id, None, None, None, ()) for entry in ordered if entry.eligible is False]
    return Ranking((*_ranked(settled, ranges), *waiting, *outside), complete=not pending)


def _open(entry: Entry) -> bool:
    return entry.undetermined or entry.eligible is None or entry.grade is None or entry.score is None


def _best(entry: Entry) -> Key:
    if _open(entry) or entry.grade is None or entry.score is None:
        return entry.best_grade, -entry.high
    return entry.grade, -entry.score


def _worst(entry: Entry) -> Key:
    if _open(entry) or entry.grade is None or entry.score is None:
        return entry.worst_grade, -entry.low
    return entry.grade, -entry.score


def _range(entry: Entry, surely: Sequence[Key], possibly: Sequence[Key]) -> tuple[int, int]:
    """Best rank: all that can lose to it do. Worst: all that can beat it do; it never beats itself."""
    best, worst = _best(entry), _worst(entry)
    return 1 + bisect_left(surely, best), 1 + bisect_left(possibly, worst) - (best < worst)


def _ranked(settled: Sequence[Entry], ranges: dict[str, tuple[int, int]]) -> list[Place]:
    places: list[Place] = []
    for _, group in groupby(sorted(settled, key=lambda e: (_best(e), e.id)), key=_best):
        ids = tuple(entry.id for entry in group)
        rank_here, tied = len(places) + 1, ids if len(ids) > 1 else ()
        places += [Place(name, rank_here, *ranges[name], tied) for name in ids]
    return places


def _problems(entries: Sequence[Entry]) -> list[str]:
    times = Counter(entry.id for entry in entries)
    problems = [f"{name!r} stands in the list {n} times; keep one" for name, n in times.items() if n > 1]
    for entry in entries:
        grade = entry.best_grade if entry.grade is None else entry.grade
        score = entry.low if entry.score is None else entry.score
        if not entry.best_grade <= grade <= entry.worst_grade:
            problems.append(
                f"{entry.id!r}: grade {entry.grade} lies outside {entry.best_grade} to {entry.worst_grade}"
            )
        if not entry.low <= score <= entry.high:
            problems.append(f"{entry.id!r}: score {entry.score} lies outside {entry.low} to {entry.high}")
    return problems
