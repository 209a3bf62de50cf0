"""Columns of facts → columns of answers, by one compiled rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assize.decision.batch.choice import Choice
from assize.decision.batch.joining import Part, joined
from assize.decision.batch.names import Names
from assize.decision.batch.openness import ColumnOpenness, Field, merged
from assize.decision.batch.recording import Recording, Sent, Variant, sent_of
from assize.decision.batch.reporting import Report
from assize.decision.batch.results import Bools, Results
from assize.decision.decider import Compiled
from assize.decision.unsure import shown_of
from assize.rules.columns.evaluation import ColumnEvaluation
from assize.rules.columns.loops import TooWideError
from assize.rules.columns.program import generate_columns
from assize.rules.columns.rows import some_rows
from assize.rules.columns.selector import generate_column_selector
from assize.rules.columns.values import Bytes, FactColumns, Symbols
from assize.rules.generate.evaluation import Program
from assize.rules.inference.cache import TableCache
from assize.rules.model import Rulebook

Rows = NDArray[np.intp]
OpenFields = Mapping[Field, Bools]


class Judge:
    """Decides rows by a compiled rulebook. May be shared by threads."""

    def __init__(
        self, compiled: Compiled, symbols: Symbols, cache: TableCache, names: Names, choice: Choice
    ) -> None:
        rulebook = compiled.rulebook

        def variant(single: Program) -> Variant:
            program = generate_columns(single, symbols, cache, points=choice.points)
            openness = ColumnOpenness(program.rulebook, rulebook) if "missing" in choice.wanted else None
            return Variant(program, openness, Report(program, names, choice))

        self._variants = [variant(assembler.program) for assembler in compiled.assemblers]
        select = generate_column_selector(rulebook, compiled.period, symbols)
        self._select = select if rulebook.variants else None
        self._facts = rulebook.facts
        self._recordings: dict[Sent, Recording] = {}

    def results(self, facts: FactColumns, open_fields: OpenFields, today: int) -> Results:
        """The answers on all rows, as of a day (its ordinal) inside the period."""
        with np.errstate(all="ignore"):
            try:
                found = self._recording(facts, today).run(facts, open_fields, today)
            except TooWideError:
                return self._by_halves(facts, open_fields, today)
            # To look at bytes as conditions is many times as fast.
            if not np.count_nonzero(found.doubtful.view(np.bool_)):
                return found.results
            rows = np.flatnonzero(np.broadcast_to(found.doubtful, (facts.rows,)))
            parts: list[Part] = [(np.arange(facts.rows), found.results)]
            for inner, held in self._held(some_rows(facts, rows), today):
                places = rows if inner is None else rows[inner]
                parts.append((places, self._answers(*_some(facts, open_fields, places), today, held)))
            return joined(parts, facts.rows)

    def _recording(self, facts: FactColumns, today: int) -> Recording:
        sent = sent_of(facts)
        if sent not in self._recordings:
            self._recordings[sent] = Recording(self._facts, sent, facts, self._variants, self._select, today)
        return self._recordings[sent]

    def _by_halves(self, facts: FactColumns, open_fields: OpenFields, today: int) -> Results:
        """Half of the rows at a time, where loops inside loops are too wide."""
        halves = np.array_split(np.arange(facts.rows), 2)
        return joined(
            [(rows, self.results(*_some(facts, open_fields, rows), today)) for rows in halves], facts.rows
        )

    def _held(self, facts: FactColumns, today: int) -> Iterator[tuple[Rows | None, tuple[int, ...]]]:
        """The rows under the same variants, with the programs that may hold, the surest last."""
        if self._select is None or not facts.rows:
            yield None, (0,)
            return
        pattern = np.zeros((), dtype=np.int64)
        for place, condition in enumerate(self._select.compute(facts, self._select.fixed(today))):
            pattern = pattern + condition.astype(np.int64) * 3**place
        if np.ndim(pattern) == 0 or len(patterns := np.flatnonzero(np.bincount(pattern))) == 1:
            found = int(pattern if np.ndim(pattern) == 0 else patterns[0])
            yield None, self._of_pattern(found)
            return
        for found in patterns.tolist():
            yield np.flatnonzero(pattern == found), self._of_pattern(found)

    def _of_pattern(self, pattern: int) -> tuple[int, ...]:
        """The variants that may hold: the first whose condition is true ends the search, as for one case."""
        held: list[int] = []
        for place in range(len(self._variants) - 1):
            condition = pattern // 3**place % 3
            if condition:
                held.append(place + 1)
            if condition == 2:
                return tuple(held)
        return (*held, 0)

    def _answers(
        self, facts: FactColumns, open_fields: OpenFields, today: int, held: tuple[int, ...]
    ) -> Results:
        variants = [self._variants[place] for place in held]
        found = [variant.program.evaluate(facts, today) for variant in variants]
        if len(held) == 1:
            return variants[0].answers(found[0], facts, open_fields)
        books = [variant.program.rulebook for variant in variants]
        shown = shown_of(books)
        return variants[shown].answers(_merged(books, found, shown), facts, open_fields, known=False)


def _merged(books: Sequence[Rulebook], found: Sequence[ColumnEvaluation], shown: int) -> ColumnEvaluation:
    """One evaluation that covers several variants that may hold (see `assize.decision.unsure.merge`)."""
    unknown = None if found[shown].score is None else np.array(np.nan)
    return found[shown]._replace(
        conclusions=merged(books, [evaluation.conclusions for evaluation in found]),
        possible=_folded(np.bitwise_or, [evaluation.possible for evaluation in found]),
        score=unknown,
        low=_folded(np.minimum, [e.low for e in found]),
        high=_folded(np.maximum, [e.high for e in found]),
        coverage=_folded(np.minimum, [e.coverage for e in found]),
        grade=_hull([e.grade for e in found]),
        grade_before_caps=_hull([e.grade_before_caps for e in found]),
        declared_share=unknown,
        verified_share=unknown,
    )


def _some(facts: FactColumns, open_fields: OpenFields, rows: Rows) -> tuple[FactColumns, OpenFields]:
    """The facts of some rows."""
    fields = {field: c if np.ndim(c) == 0 else c.take(rows) for field, c in open_fields.items()}
    return some_rows(facts, rows), fields


def _folded(function: np.ufunc, columns: Sequence[NDArray[Any] | None]) -> Any:  # noqa: ANN401  # as its columns
    known = [column for column in columns if column is not None]
    if not known:
        return None
    found = known[0]
    for column in known[1:]:
        found = function(found, column)
    return found


def _hull(ranges: Sequence[tuple[Bytes, Bytes] | None]) -> tuple[Bytes, Bytes] | None:
    known = [found for found in ranges if found is not None]
    low = _folded(np.minimum, [low for low, _ in known])
    high = _folded(np.maximum, [high for _, high in known])
    return None if low is None or high is None else (low, high)
