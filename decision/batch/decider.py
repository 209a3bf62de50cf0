"""The one way from a record batch of facts to one of decisions. Pure but for the programs kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from threading import Lock
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assize.decision.batch.answer_batch import Made
from assize.decision.batch.answers import AnswerWriter
from assize.decision.batch.cases import RowReader
from assize.decision.batch.choice import choice_of
from assize.decision.batch.days import Day, days_of
from assize.decision.batch.intake import Intake
from assize.decision.batch.joining import joined
from assize.decision.batch.judge import Judge
from assize.decision.batch.layout import Layout, layouts_of
from assize.decision.batch.names import names_of
from assize.decision.batch.request import BatchRequest
from assize.decision.batch.results import Refusal, Results, results_of
from assize.decision.batch.validated import Validated, validated
from assize.decision.batch.views import text_type, texts
from assize.decision.decider import Compiled, Decider
from assize.decision.result import Decision
from assize.rules.columns.values import symbols_of
from assize.rules.errors import FactError, NotEffective, Violation
from assize.rules.library import ContentChanged
from assize.rules.model import Rulebook
from assize.rules.types import TextType

CHUNK = 65_536
"""Rows that are evaluated at once: more cost memory, fewer cost calls, about half a millisecond a chunk."""

Refused = Mapping[int, tuple[Violation, ...]]
"""Rows that whoever read them could not read, and why."""
NOBODY: Refused = {}


class _Version(NamedTuple):
    """A version of the rulebook: how its facts are read from the columns. Columns hold codes of texts: where
    it `tells_texts` that a fact holds, its rows are decided one at a time.
    """

    intake: Intake
    reader: RowReader
    tells_texts: bool


class BatchDecider:
    """Decides the batches of one job, all of the schema `incoming`. May be shared by threads.

    `as_of` is the day, or the point in time, of rows without a day of their own. Raises UnknownRulebook,
    UnknownVersion, NotEffective, ContentChanged, and ColumnError with every problem of the columns.
    """

    def __init__(
        self, decider: Decider, request: BatchRequest, incoming: pa.Schema, as_of: date | datetime
    ) -> None:
        self._decider = decider
        self._request = request
        # Arrow cannot take rows of views.
        plain = [field.with_type(text_type(field.type)) for field in incoming]
        self.incoming = incoming = pa.schema(plain, incoming.metadata)
        versions = self._versions(as_of)
        layouts = layouts_of(incoming, versions, decider.library, request)
        self._layout: Layout = layouts[-1]
        self._read = {
            rulebook.content_hash: _Version(
                Intake(incoming, layout, rulebook, written=request.written),
                RowReader(layout, rulebook.facts, written=request.written),
                any(isinstance(shown.expression.type, TextType) for shown in rulebook.shows),
            )
            for rulebook, layout in zip(versions, layouts, strict=True)
        }
        self._names = names_of(versions)
        self._judges: dict[int, Judge] = {}
        self._lock = Lock()
        self._choice = choice_of(request, self._names)
        carried = [incoming.field(place) for place in self._layout.carried]
        self._writer = AnswerWriter(
            request.rulebook, self._names, carried, points=self._choice.points, wanted=self._choice.wanted
        )

    def _versions(self, as_of: date | datetime) -> tuple[Rulebook, ...]:
        """The versions that may decide: that of the day, or any where rows have days of their own."""
        pinned = self._request.version, self._request.content_hash
        if self._request.as_of_column is None:
            self._today = self._decider.find(self._request.rulebook, as_of, *pinned)
            return (self._today[0].rulebook,)
        return self._decider.library.pinned(self._request.rulebook, *pinned)

    @property
    def answers(self) -> pa.Schema:
        """The schema of the answers."""
        return self._writer.schema

    def decide(self, batch: pa.RecordBatch, refused: Refused = NOBODY) -> pa.RecordBatch:
        """The decision on every row, in their order. A row that is wrong has its errors and no decision."""
        found = list(self.chunks(batch, refused))
        return found[0] if len(found) == 1 else pa.concat_batches(found)

    def chunks(self, batch: pa.RecordBatch, refused: Refused = NOBODY) -> Iterator[pa.RecordBatch]:
        """As `decide`, in slices that are decided one after the other; one at least."""
        # To compare all types takes its time, and most schemas are equal.
        if not batch.schema.equals(self.incoming) and batch.schema.types != self.incoming.types:
            batch = pa.RecordBatch.from_arrays(list(map(texts, batch.columns)), schema=self.incoming)
        for start in range(0, max(batch.num_rows, 1), CHUNK):
            some = batch.slice(start, CHUNK) if batch.num_rows > CHUNK else batch
            inside = range(start, start + some.num_rows)
            wrong = {row - start: why for row, why in refused.items() if row in inside}
            yield self.decide_validated(validated(some), wrong).batch()

    def decide_validated(self, sent: Validated, refused: Refused = NOBODY) -> Made:
        """As `decide`, for rows of the very types of `incoming`, all in one chunk."""
        batch, wrong = sent.batch, dict(refused)
        if self._layout.as_of is None:
            compiled, day = self._today
            results = self._as_of(compiled, day, sent, wrong)
            days = np.array(day.toordinal())
        else:
            column = batch.column(self._layout.as_of)
            results, days = self._by_day(batch, column, wrong)
        carried = [batch.column(place) for place in self._layout.carried]
        refusals = [Refusal(*some) for some in sorted(wrong.items())]
        return self._writer.write(batch.num_rows, carried, days, results, refusals)

    def _by_day(
        self, batch: pa.RecordBatch, column: pa.Array, wrong: dict[int, tuple[Violation, ...]]
    ) -> tuple[Results, NDArray[np.int64]]:
        """The rows of each day together."""
        found = days_of(column, str(self._request.as_of_column))
        wrong |= {row: why for row, why in found.wrong.items() if row not in wrong}
        days = np.zeros(batch.num_rows, dtype=np.int64)
        nobody = results_of([None] * batch.num_rows, self._names, points=self._choice.points)
        parts = [(np.arange(batch.num_rows), nobody)]
        for some in found.days:
            days[some.rows] = some.day.toordinal()
            parts += self._of_day(some, batch, wrong)
        return joined(parts, batch.num_rows), days

    def _of_day(
        self, some: Day, batch: pa.RecordBatch, wrong: dict[int, tuple[Violation, ...]]
    ) -> list[tuple[NDArray[np.intp], Results]]:
        inner = {place: wrong[row] for place, row in enumerate(some.rows.tolist()) if row in wrong}
        request = self._request
        try:
            compiled, day = self._decider.find(
                request.rulebook, some.day, request.version, request.content_hash
            )
            results = self._as_of(compiled, day, validated(batch.take(pa.array(some.rows))), inner)
        except (NotEffective, ContentChanged) as error:
            path = f"$.{request.as_of_column}"
            why = (Violation(path, str(error), f"{some.day}", "", "NOT_EFFECTIVE"),)
            wrong |= dict.fromkeys((int(row) for row in some.rows), why)
            return []
        wrong |= {int(some.rows[place]): why for place, why in inner.items()}
        return [(some.rows, results)]

    def _as_of(
        self,
        compiled: Compiled,
        day: date,
        sent: Validated,
        wrong: dict[int, tuple[Violation, ...]],
    ) -> Results:
        """The answers as of one day; rows that are not plainly right are decided one at a time."""
        batch, version = sent.batch, self._read[compiled.rulebook.content_hash]
        taken = version.intake.take(sent, day)
        results = self._judge(compiled).results(taken.columns, taken.open_fields, day.toordinal())
        if taken.aside is None and not version.tells_texts:
            return results
        aside = np.full(batch.num_rows, version.tells_texts)
        aside |= False if taken.aside is None else taken.aside
        aside[list(wrong)] = False
        rows = np.flatnonzero(aside)
        if not len(rows):
            return results
        single: list[Decision | None] = []
        for row, case in zip(rows.tolist(), version.reader.cases(batch, rows.tolist()), strict=True):
            try:
                single.append(compiled.decide(case, day))
            except FactError as error:
                single.append(None)
                wrong[row] = error.violations
        own = results_of(single, self._names, points=self._choice.points)
        return joined([(np.arange(batch.num_rows), results), (rows, own)], batch.num_rows)

    def _judge(self, compiled: Compiled) -> Judge:
        """The programs over columns of a compiled rulebook, made when they are first needed."""
        judge = self._judges.get(id(compiled))
        if judge is None:
            with self._lock:
                symbols = symbols_of(compiled.rulebook)
                judge = Judge(compiled, symbols, self._decider.cache, self._names, self._choice)
                self._judges[id(compiled)] = judge
        return judge
