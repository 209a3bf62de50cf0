"""A slice of a record batch → the columns of its facts, and the rows that must be judged one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from assize.decision.batch.intake.approvals import ApprovalReader
from assize.decision.batch.intake.buffers import either
from assize.decision.batch.intake.cells import TextPool, pool_symbols
from assize.decision.batch.intake.columns import FactColumn
from assize.decision.batch.layout import Layout
from assize.rules.columns.texts import texts_read
from assize.rules.columns.values import Bools, FactColumns, symbols_of
from assize.rules.model import Rulebook


class Taken(NamedTuple):
    """The facts of the rows. Those in `aside` hold something harmless: they are wrong, or too unusual to be
    read here. `open_fields`: for fields of records, where a row's list has an element without that field.
    """

    columns: FactColumns
    aside: Bools | None
    open_fields: Mapping[tuple[str, str], Bools]


class Intake:
    """Takes in the batches of one schema. For a row that is not set aside this gives what `FactChecker.check`
    gives.
    """

    def __init__(self, incoming: pa.Schema, layout: Layout, rulebook: Rulebook, *, written: bool) -> None:
        symbols, read = symbols_of(rulebook), texts_read(rulebook, layout.facts)
        self._symbols = pool_symbols(symbols)
        self._approvals = ApprovalReader(layout, rulebook)
        self._facts = []
        for fact in rulebook.facts:
            fields = frozenset(field for name, field in read if name == fact.name)
            parts = layout.facts.get(fact.name, {})
            self._facts.append(FactColumn(fact, parts, incoming, symbols.codes, fields, written=written))

    def take(self, batch: pa.RecordBatch, day: date) -> Taken:
        """The facts of some rows as of a day."""
        # Whoever reads buffers without this would reach into foreign memory.
        batch.validate()
        pool, columns, rows = TextPool(self._symbols), batch.columns, batch.num_rows
        none = np.broadcast_to(np.int64(0), (rows,))
        # A signalling NaN, or what lies under a null, is no reason for a warning.
        with np.errstate(all="ignore"):
            found = [fact.take(columns, none, day, pool) for fact in self._facts]
        granted, aside = self._approvals.read(batch, day)
        open_fields: dict[tuple[str, str], Bools] = {}
        for checked in found:
            aside = either(aside, checked.wrong)
            open_fields |= checked.open_fields
        values, evidence = tuple(c.values for c in found), tuple(c.evidence for c in found)
        return Taken(FactColumns(rows, values, evidence, granted), aside, open_fields)
