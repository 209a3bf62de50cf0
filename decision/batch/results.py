"""The answers of a batch as numpy columns: what the column program gives, and what single decisions give."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from assize.decision.batch.names import EFFECTS, Names
from assize.decision.result import Decision, Raw, RiskResult
from assize.decision.texts import fact_of
from assize.rules.columns.operations import bits
from assize.rules.columns.recorded import Value
from assize.rules.errors import Violation
from assize.rules.types import BooleanType, DateType, Type, is_number

Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Places = NDArray[np.int16]
"""Places among the names; -1: none."""
Masks = NDArray[np.int64]

VERDICTS = ("pass", "needs_approval", "deny", "undetermined")
TRUTHS = ("false", "unknown", "true")
NUMBERS = ("score", "low", "high", "coverage", "declared_share", "verified_share")
RISK_NUMBERS = ("inherent", "residual", "at_best")


class RiskColumns(NamedTuple):
    """One risk: 0 absent, 1 unknown, 2 present, then (lowest, highest) of each of RISK_NUMBERS, and the
    places of the names of the residual level's ends.
    """

    present: Bytes
    numbers: tuple[tuple[Floats, Floats], ...]
    level: tuple[Places, Places]


class Results(NamedTuple):
    """The decisions on n rows, by `Names`. NaN is unknown; a 0-d array stands for n equal values. Rows that
    are refused hold anything. `numbers` are those of NUMBERS.

    `possible` and `grades` are bit masks. `reasons` are the rules that hold, `possible_reasons` those that
    may, `missing` the facts: the bits of eight names in a column (see `by_eights`). `points` has a column for
    every criterion if they are asked for. What is shown is held as float64 (numbers, days as ordinals), uint8
    (conditions) or objects (texts, None: unknown).
    """

    version: Places
    variant: Places
    outcome: Places
    possible: Masks
    effects: tuple[Places, ...]
    numbers: tuple[Floats, ...]
    grade: Places
    before_caps: Places
    grades: Masks
    reasons: tuple[Bytes, ...]
    possible_reasons: tuple[Bytes, ...]
    missing: tuple[Bytes, ...]
    points: tuple[Floats, ...]
    verdicts: tuple[Places, ...]
    risks: tuple[RiskColumns, ...]
    shows: tuple[NDArray[Any], ...]


def eights(count: int) -> int:
    """How many columns have the bits of so many names."""
    return -(-count // 8)


def by_eights(conditions: Sequence[Value]) -> tuple[Value, ...]:
    """A condition for each name, as the bits of a column for each eight, the first of which is the lowest."""
    return tuple(bits(conditions[8 * place :][:8]) for place in range(eights(len(conditions))))


def results_of(decisions: Sequence[Decision | None], names: Names, *, points: bool) -> Results:
    """The columns of single decisions; None stands for a refused row."""
    return _Columns(decisions, names).results(points=points)


class _Columns:
    def __init__(self, decisions: Sequence[Decision | None], names: Names) -> None:
        self.decisions = decisions
        self.names = names

    def results(self, *, points: bool) -> Results:
        """All columns."""
        names = self.names
        return Results(
            self._places([d and d.content_hash for d in self.decisions], names.hashes),
            self._places([d and d.variant for d in self.decisions], names.variants),
            self._places([d and d.outcome for d in self.decisions], names.outcomes),
            self._masks([d.possible_outcomes if d else () for d in self.decisions], names.outcomes),
            tuple(
                self._places([d and dict(d.effects).get(use) for d in self.decisions], EFFECTS)
                for use in names.uses
            ),
            tuple(self._floats([getattr(d, name, None) for d in self.decisions]) for name in NUMBERS),
            self._places([d and d.grade for d in self.decisions], names.grades),
            self._places([d and d.grade_before_caps for d in self.decisions], names.grades),
            self._masks([d.possible_grades if d else () for d in self.decisions], names.grades),
            self._rules("true"),
            self._rules("unknown"),
            self._missing(),
            self._points() if points else (),
            self._verdicts(),
            self._risks(),
            self._shows(),
        )

    def _places(self, found: Sequence[object], known: Sequence[str]) -> Places:
        places = {name: place for place, name in enumerate(known)}
        return np.array([places.get(cast(str, name), -1) for name in found], dtype=np.int16)

    def _masks(self, found: Sequence[Sequence[str]], known: Sequence[str]) -> Masks:
        bits = {name: 1 << place for place, name in enumerate(known)}
        return np.array([sum(bits[name] for name in some) for some in found], dtype=np.int64)

    def _floats(self, found: Sequence[float | None]) -> Floats:
        return np.array([np.nan if number is None else number for number in found], dtype=np.float64)

    def _rules(self, state: str) -> tuple[Bytes, ...]:
        found = [{f.rule for f in d.findings if f.state == state} if d else set() for d in self.decisions]
        return self._by_eights(found, self.names.rules)

    def _missing(self) -> tuple[Bytes, ...]:
        found = [{fact_of(missing.fact) for missing in d.missing} if d else set() for d in self.decisions]
        return self._by_eights(found, self.names.facts)

    def _by_eights(self, found: Sequence[Container[str]], names: Sequence[str]) -> tuple[Bytes, ...]:
        return by_eights([np.array([name in some for some in found], dtype=np.bool_) for name in names])

    def _points(self) -> tuple[Floats, ...]:
        found = [{c.name: c.contribution for c in d.criteria} if d else {} for d in self.decisions]
        return tuple(self._floats([some.get(name) for some in found]) for name in self.names.criteria)

    def _verdicts(self) -> tuple[Places, ...]:
        found = [{v.principle: v.verdict for v in d.verdicts} if d else {} for d in self.decisions]
        return tuple(self._places([some.get(p) for some in found], VERDICTS) for p in self.names.principles)

    def _risks(self) -> tuple[RiskColumns, ...]:
        found = [{risk.name: risk for risk in d.risks} if d else {} for d in self.decisions]
        return tuple(self._risk([some.get(name) for some in found]) for name in self.names.risks)

    def _risk(self, risks: Sequence[RiskResult | None]) -> RiskColumns:
        present = np.array([TRUTHS.index(r.present) if r else 1 for r in risks], dtype=np.uint8)
        numbers = tuple(
            (
                self._floats([getattr(r, number)[0] if r else None for r in risks]),
                self._floats([getattr(r, number)[1] if r else None for r in risks]),
            )
            for number in RISK_NUMBERS
        )
        ends = tuple(self._places([r and r.level[end] for r in risks], self.names.levels) for end in (0, 1))
        return RiskColumns(present, numbers, (ends[0], ends[1]))

    def _shows(self) -> tuple[NDArray[Any], ...]:
        found = [dict(d.shows) if d else {} for d in self.decisions]
        columns = (([some.get(name) for some in found], kind) for name, kind in self.names.shows)
        return tuple(self._shown(values, kind) for values, kind in columns)

    def _shown(self, values: list[Raw], kind: Type) -> NDArray[Any]:
        if isinstance(kind, BooleanType):
            return np.array([1 if v is None else TRUTHS.index(str(v)) for v in values], dtype=np.uint8)
        if isinstance(kind, DateType):
            return self._floats(
                [None if v is None else date.fromisoformat(str(v)).toordinal() for v in values]
            )
        if is_number(kind):
            return self._floats([cast("float | None", value) for value in values])
        return np.array(values, dtype=np.object_)


class Refusal(NamedTuple):
    """A row that was not decided, and why."""

    row: int
    violations: tuple[Violation, ...]
