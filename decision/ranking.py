"""Several decisions by one rulebook → a ranking. A wrong candidate makes it incomplete; it changes no other's
place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from assize.decision.result import Decision
from assize.rules.model import Rulebook
from assize.scoring import Entry, Place, rank


class Ranked(NamedTuple):
    """Places, best first, and whether they are final. `wrong` are the candidates that could not be decided at
    all.
    """

    places: tuple[Place, ...]
    wrong: tuple[str, ...]
    complete: bool


def rank_decisions(decisions: Mapping[str, Decision | None], rulebook: Rulebook) -> Ranked:
    """Rank candidates by capped grade, then score; None stands for a candidate whose facts were wrong."""
    grades = tuple(grade.name for grade in rulebook.grades)
    blocked = {o.name for o in rulebook.outcomes if all(effect == "block" for _, effect in o.effects)}
    entries = [_entry(name, d, grades, blocked) for name, d in decisions.items() if d is not None]
    wrong = tuple(sorted(name for name, decision in decisions.items() if decision is None))
    found = rank(entries)
    return Ranked(found.places, wrong, found.complete and not wrong)


def _entry(name: str, decision: Decision, grades: tuple[str, ...], blocked: set[str]) -> Entry:
    """A candidate that every possible outcome blocks is not eligible; one that some block may not be."""
    verdicts = {outcome in blocked for outcome in decision.possible_outcomes}
    eligible = None if len(verdicts) > 1 else verdicts == {False}
    settled = not decision.undetermined and (not grades or decision.grade is not None)
    if settled and decision.score is not None and not any(e == "undetermined" for _, e in decision.effects):
        grade, score = grades.index(decision.grade) if decision.grade else 0, decision.score
        return Entry(name, eligible, False, grade, score, grade, grade, score, score)
    ends = [grades.index(grade) for grade in decision.possible_grades] or [0]
    low, high = decision.low or 0.0, decision.high or 0.0
    return Entry(name, eligible, True, None, None, ends[0], ends[-1], low, high)
