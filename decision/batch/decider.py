"""The one way from a record batch of facts to one of decisions. Pure but for the programs kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import numpy as np
import pyarrow as pa

from assize.decision.batch.answers import AnswerWriter
from assize.decision.batch.cases import RowReader
from assize.decision.batch.layout import layout_of
from assize.decision.batch.names import names_of
from assize.decision.batch.request import ID, BatchRequest
from assize.decision.batch.results import Refusal, results_of
from assize.decision.decider import Decider
from assize.decision.result import Decision
from assize.rules.errors import FactError, Violation

Refused = Mapping[int, tuple[Violation, ...]]
"""Rows that whoever read them could not read, and why."""
NOBODY: Refused = {}


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
        self.incoming = incoming
        compiled, self._day = decider.find(request.rulebook, as_of, request.version, request.content_hash)
        versions = (compiled.rulebook,)
        self._facts = compiled.rulebook.facts
        self._layout = layout_of(incoming, self._facts, compiled.checker.elsewhere, request)
        self._reader = RowReader(self._layout, self._facts, written=request.written)
        self._names = names_of(versions)
        kept = [*([self._layout.own[ID]] if ID in self._layout.own else []), *self._layout.kept]
        self._carried = tuple(dict.fromkeys(kept))
        carried = [incoming.field(place) for place in self._carried]
        self._writer = AnswerWriter(request.rulebook, self._names, carried, points=request.contributions)

    @property
    def answers(self) -> pa.Schema:
        """The schema of the answers."""
        return self._writer.schema

    def decide(self, batch: pa.RecordBatch, refused: Refused = NOBODY) -> pa.RecordBatch:
        """The decision on every row, in their order. A row that is wrong has its errors and no decision."""
        cases = self._reader.cases(batch, range(batch.num_rows))
        decisions: list[Decision | None] = []
        wrong: list[Refusal] = []
        for row, case in enumerate(cases):
            found, why = None, refused.get(row)
            if why is None:
                try:
                    found = self._decider.decide(
                        self._request.rulebook,
                        case,
                        self._day,
                        self._request.version,
                        self._request.content_hash,
                    )
                except FactError as error:
                    why = error.violations
            decisions.append(found)
            if why is not None:
                wrong.append(Refusal(row, why))
        results = results_of(decisions, self._names, points=self._request.contributions)
        days = np.full(batch.num_rows, self._day.toordinal(), dtype=np.int64)
        return self._writer.write([batch.column(p) for p in self._carried], days, results, wrong)
