"""The facts of a batch that C reads without further help, all in one call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from assize.decision.batch.intake import _reading
from assize.decision.batch.intake.columns import DECLARED, ScalarFact
from assize.decision.batch.intake.marks import HAS_LONG, HAS_WRONG
from assize.decision.batch.intake.readers import NOTHING
from assize.rules.columns.values import Array, Bools, Bytes

_DAYS_KEPT = 64


class NativeColumns(NamedTuple):
    """Values and evidence of the facts; where a row is wrong (None: nowhere); the places among these facts of
    those with numbers too long for C, which are still to be read.
    """

    values: Sequence[Array]
    evidence: Sequence[Bytes]
    wrong: Bools | None
    left: Sequence[int]


class NativeFacts:
    """Reads facts that have native readers."""

    def __init__(self, facts: Sequence[ScalarFact]) -> None:
        self._facts = facts
        self._natives = [fact.native for fact in facts if fact.native is not None]
        self._steps = lru_cache(_DAYS_KEPT)(self._steps_of)

    def read(self, batch: pa.RecordBatch, day: date) -> NativeColumns:
        """Their columns as of a day."""
        rows = batch.num_rows
        values = [native.room(rows) for native in self._natives]
        marks = np.empty((len(values), rows), np.uint8)
        wrong = np.zeros(rows, np.bool_)
        has = _reading.facts(batch, self._steps(day), values, marks, wrong)
        return NativeColumns(
            [NOTHING if column is None else column for column in values],
            [own if some else DECLARED for own, some in zip(marks, has, strict=True)],
            wrong if any(some & HAS_WRONG for some in has) else None,
            [place for place, some in enumerate(has) if some & HAS_LONG],
        )

    def _steps_of(self, day: date) -> list[tuple[int, object, bool]]:
        """For each column its place, its reader, and whether its values are those of a fact."""
        found = []
        for fact in self._facts:
            found += [(*some, not told) for told, some in enumerate(fact.readers(day))]
        return found
