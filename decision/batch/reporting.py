"""What a column program found → the answers of a batch, by the names of the job."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from assize.decision.batch.asked import asked_of
from assize.decision.batch.choice import Choice
from assize.decision.batch.names import EFFECTS, Names
from assize.decision.batch.results import (
    VERDICTS,
    Bools,
    Bytes,
    Floats,
    Masks,
    Places,
    Results,
    by_eights,
)
from assize.decision.batch.weighing import weighing_of
from assize.rules.columns.evaluation import ColumnEvaluation, ColumnProgram
from assize.rules.columns.operations import called, look_up, pair_of, where
from assize.rules.columns.values import Array, FactColumns
from assize.rules.model import Rulebook
from assize.rules.types import BooleanType, FactType, Type, is_text
from assize.rules.variants import STANDARD

_NAN = np.array(np.nan)
_FALSE = np.zeros((), dtype=np.uint8)
_NONE = np.array(-1, dtype=np.int16)
_NOWHERE = np.zeros((), dtype=np.bool_)


class Report:
    """Makes the answers of one program. What does not depend on rows is prepared once."""

    def __init__(self, program: ColumnProgram, names: Names, choice: Choice) -> None:
        rulebook = program.rulebook
        rules = {rule.name: place for place, rule in enumerate(rulebook.rules)}
        nodes = {node.criterion.name: place for place, node in enumerate(program.nodes)}
        self._names = names
        self._wanted = choice.wanted
        self._version = np.array(names.hashes.index(rulebook.content_hash), dtype=np.int16)
        self._variant = np.array(names.variants.index(program.variant or STANDARD), dtype=np.int16)
        self._outcomes = [names.outcomes.index(outcome.name) for outcome in rulebook.outcomes]
        self._undetermined = names.outcomes.index(rulebook.undetermined)
        own = self._outcomes == list(range(len(self._outcomes)))
        self._by_names = _unchanged if own else _tabled(self._possible, len(self._outcomes))
        self._outcome_of = _tabled(self._outcome, len(names.outcomes))
        self._effects = tuple(_effects_of(use, rulebook, names) for use in names.uses)
        self._grades = _grades_of(rulebook, names)
        self._rules = [rules.get(name) for name in names.rules]
        facts = {fact.name: place for place, fact in enumerate(rulebook.facts)}
        told = "missing" in choice.wanted
        self._facts = [facts.get(name) if told else None for name in names.facts]
        points = names.criteria if choice.points else ()
        self._points = [nodes.get(name) if f"points_{name}" in choice.wanted else None for name in points]
        self._principles = [_judging(principle, rulebook) for principle in names.principles]
        self._risks = [weighing_of(name, program, names) for name in names.risks]
        shows = {shown.name: place for place, shown in enumerate(rulebook.shows)}
        self._shows = [(shows.get(name), kind) for name, kind in names.shows]
        self._texts = np.array([None, *program.symbols.codes], dtype=np.object_)

    def results(
        self, found: ColumnEvaluation, facts: FactColumns, missing: Sequence[Bools], *, variant_known: bool
    ) -> Results:
        """The answers on all rows."""
        possible = self._by_names(found.possible)
        outcome = self._outcome_of(possible)
        grade, before_caps, grades = self._graded(found)
        rules = [_FALSE if place is None else found.conclusions[place] for place in self._rules]
        results = Results(
            self._version,
            self._variant if variant_known else _NONE,
            outcome,
            possible,
            tuple(look_up(effects, outcome) for effects in self._effects),
            tuple(_NAN if column is None else column for column in _numbers(found)),
            grade,
            before_caps,
            grades,
            by_eights([rule == 2 for rule in rules]),
            by_eights([rule == 1 for rule in rules]),
            by_eights([_NOWHERE if place is None else missing[place] for place in self._facts]),
            tuple(_points(found, place) for place in self._points),
            tuple(principle.verdicts(found.conclusions, facts) for principle in self._principles),
            tuple(risk.columns(found) for risk in self._risks),
            tuple(self._shown(found, place, kind) for place, kind in self._shows),
        )
        return asked_of(results, self._names, self._wanted)

    def _possible(self, masks: Masks) -> Masks:
        """Outcomes by the names of the job."""
        found = np.zeros_like(masks)
        for bit, place in enumerate(self._outcomes):
            found |= (masks >> bit & 1) << place
        return found

    def _outcome(self, possible: Masks) -> Places:
        """The only outcome that remains, else the undetermined one."""
        one = np.bitwise_count(possible) == 1
        place = np.frexp(possible.astype(np.float64))[1] - 1
        return np.where(one, place, self._undetermined).astype(np.int16)

    def _graded(self, found: ColumnEvaluation) -> tuple[Places, Places, Masks]:
        if found.grade is None or found.grade_before_caps is None:
            return _NONE, _NONE, np.zeros((), dtype=np.int64)
        return (
            self._grades.one(*found.grade),
            self._grades.one(*found.grade_before_caps),
            self._grades.all(*found.grade),
        )

    def _shown(self, found: ColumnEvaluation, place: int | None, kind: Type | FactType) -> Array:
        text = is_text(kind)
        if place is None and isinstance(kind, BooleanType):
            return np.ones((), dtype=np.uint8)
        if place is None:
            return np.array(None, dtype=np.object_) if text else _NAN
        column = found.shows[place]
        # A text of the facts that the rulebook does not write is told by the decision on the row alone.
        return look_up(self._texts, column) if text else column


class _Grades:
    """Ranges of grades, places from the worst, by the names of the job."""

    def __init__(self, places: Sequence[int]) -> None:
        self._best = len(places)
        self._one = np.full((self._best, self._best), -1, dtype=np.int16)
        self._all = np.zeros((self._best, self._best), dtype=np.int64)
        for low in range(self._best):
            self._one[low, low] = places[low]
            for high in range(low, self._best):
                self._all[low, high] = sum(1 << place for place in places[low : high + 1])

    def one(self, low: Bytes, high: Bytes) -> Places:
        """The only grade; -1 where several are possible."""
        return look_up(self._one.ravel(), pair_of(low, high, self._best))  # type: ignore[no-any-return]  # a column

    def all(self, low: Bytes, high: Bytes) -> Masks:
        """The grades that are possible."""
        return look_up(self._all.ravel(), pair_of(low, high, self._best))  # type: ignore[no-any-return]  # a column


class _Judging:
    """The rules of one principle, by what they do."""

    def __init__(self, denying: Sequence[int], asking: Sequence[tuple[int, str]]) -> None:
        self._denying = denying
        self._asking = asking

    def verdicts(self, conclusions: Sequence[Bytes], facts: FactColumns) -> Places:
        """Deny, else undetermined, else needs approval, else pass."""
        denied = doubted = asked = np.False_
        for place in self._denying:
            denied = denied | (conclusions[place] == 2)
            doubted = doubted | (conclusions[place] == 1)
        for place, rule in self._asking:
            waits = ~facts.granted[rule] if rule in facts.granted else np.True_
            asked = asked | (waits & (conclusions[place] == 2))
            doubted = doubted | (waits & (conclusions[place] == 1))
        passes, needs, deny, undetermined = (np.int16(place) for place in range(len(VERDICTS)))
        return where(denied, deny, where(doubted, undetermined, where(asked, needs, passes)))  # type: ignore[no-any-return]  # a column


def _numbers(found: ColumnEvaluation) -> Iterator[Floats | None]:
    yield from (
        found.score,
        found.low,
        found.high,
        found.coverage,
        found.declared_share,
        found.verified_share,
    )


def _points(found: ColumnEvaluation, place: int | None) -> Floats:
    """The points of a criterion, 0 where it is left out; NaN where they are unknown or it is not there."""
    if place is None:
        return _NAN
    points, out = found.shares[place] * found.values[place], found.excluded[place]
    return points if out is None else where(out, 0.0, points)


_MOST_OUTCOMES = 12
"""So many outcomes have a table of all their sets."""


def _tabled(function: Callable[[Masks], Any], outcomes: int) -> Callable[[Any], Any]:
    """A function of sets of outcomes, looked up where they are few."""
    if outcomes <= _MOST_OUTCOMES:
        table = function(np.arange(1 << outcomes, dtype=np.int64))
        return lambda masks: look_up(table, masks)
    return lambda masks: called(function, masks)


def _unchanged(masks: Masks) -> Masks:
    return masks


def _effects_of(use: str, rulebook: Rulebook, names: Names) -> Places:
    """The effect of each outcome for one use."""
    effects = {outcome.name: dict(outcome.effects) for outcome in rulebook.outcomes}
    found = [EFFECTS.index(effects[o][use]) if use in effects.get(o, {}) else -1 for o in names.outcomes]
    return np.array(found, dtype=np.int16)


def _grades_of(rulebook: Rulebook, names: Names) -> _Grades:
    return _Grades([names.grades.index(grade.name) for grade in reversed(rulebook.grades)])


def _judging(principle: str, rulebook: Rulebook) -> _Judging:
    placed = [(place, rule) for place, rule in enumerate(rulebook.rules) if rule.principle == principle]
    return _Judging(
        [place for place, rule in placed if rule.knock_out],
        [(place, rule.name) for place, rule in placed if rule.approval is not None],
    )
