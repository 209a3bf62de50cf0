"""The approvals given in some rows. They are rare: each such row is checked as it would be alone."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.cases import RowReader
from assize.decision.batch.intake.buffers import known_of
from assize.decision.batch.layout import Layout
from assize.decision.batch.request import APPROVALS, REQUESTER
from assize.decision.case import Case
from assize.decision.facts import FactChecker
from assize.rules.columns.values import Bools
from assize.rules.errors import FactError
from assize.rules.model import Rulebook


class Approvals(NamedTuple):
    """For each rule whose approval is given somewhere, where it is; where something is wrong."""

    granted: dict[str, Bools]
    wrong: Bools | None


class ApprovalReader:
    """Reads the columns `approvals` and `requester`."""

    def __init__(self, layout: Layout, rulebook: Rulebook) -> None:
        own = {name: layout.own[name] for name in (APPROVALS, REQUESTER) if name in layout.own}
        self._place = own.get(APPROVALS)
        self._rows = RowReader(Layout({}, own, None, (), ()), rulebook.facts, written=False)
        self._checker = FactChecker(rulebook, frozenset()) if own else None

    def read(self, batch: pa.RecordBatch, day: date) -> Approvals:
        """The approvals that hold on a day."""
        granted: dict[str, Bools] = {}
        if self._place is None or self._checker is None or at.is_null(batch.schema.field(self._place).type):
            return Approvals(granted, None)
        column, count = batch.column(self._place), batch.num_rows
        known = known_of(column)
        given = column.value_lengths().fill_null(0).to_numpy(zero_copy_only=False) > 0
        if known is not None:
            given &= known
        rows = np.flatnonzero(given)
        wrong = np.zeros(count, dtype=np.bool_)
        if not _has_days(column.type.value_type):
            wrong[rows] = True
            return Approvals(granted, wrong)
        cases = self._rows.cases(batch, rows.tolist()) if len(rows) else []
        for row, case in zip(rows.tolist(), cases, strict=True):
            try:
                rules = self._checker.check(Case("", {}, case.approvals, case.requester), day).granted
            except FactError:
                wrong[row] = True
                continue
            for rule in rules:
                granted.setdefault(rule, np.zeros(count, dtype=np.bool_))[row] = True
        return Approvals(granted, wrong if bool(wrong.any()) else None)


def _has_days(kind: pa.DataType) -> bool:
    """Whether the days of approvals are days."""
    fields = {field.name: field.type for field in kind} if at.is_struct(kind) else {}
    days = [fields[name] for name in ("granted_on", "expires") if name in fields]
    return all(at.is_date(day) or at.is_null(day) for day in days)
