"""One fact of a batch → its column, with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.intake.about import About, AboutReader, graded
from assize.decision.batch.intake.buffers import either
from assize.decision.batch.intake.cells import Cells, TextPool
from assize.decision.batch.intake.lists import (
    ListCells,
    ListReader,
    column_of,
    keep_rows,
    no_lists,
    rows_of,
    unknown_of,
)
from assize.decision.batch.intake.money import money_parts_reader
from assize.decision.batch.intake.scalars import scalar_reader
from assize.decision.batch.layout import MONEY, VALUE
from assize.decision.checked import UNKNOWN_EVIDENCE
from assize.rules.columns.values import Array, Bools, Bytes, ListColumn
from assize.rules.model import Fact
from assize.rules.types import ListType, MoneyType

_NO_EVIDENCE = np.array(UNKNOWN_EVIDENCE, dtype=np.uint8)
NOTHING: Mapping[tuple[str, str], Bools] = {}


class Sent(NamedTuple):
    """What the columns of a fact hold. Its texts have no codes yet. None: there is no column."""

    rows: int
    cells: Cells | ListCells | None
    about: About | None


class Checked(NamedTuple):
    """A fact as a program reads it, where a row is wrong, and where fields of a row's list are unknown."""

    values: Array | ListColumn
    evidence: Bytes
    wrong: Bools | None
    open_fields: Mapping[tuple[str, str], Bools]


class FactColumn:
    """Reads one fact. `parts` are the places of its columns; `read` the fields whose texts are compared."""

    def __init__(
        self,
        fact: Fact,
        parts: Mapping[str, int],
        incoming: pa.Schema,
        codes: Mapping[str, int],
        read: frozenset[str],
        *,
        written: bool,
    ) -> None:
        self._fact = fact
        self._about = AboutReader(fact, parts, incoming, written=written)
        self._lists: ListReader | None = None
        kind = fact.type
        self._nothing = no_lists(kind) if isinstance(kind, ListType) else unknown_of(kind)
        self._read = self._reader(parts, incoming, codes, read, written=written)

    def _reader(
        self,
        parts: Mapping[str, int],
        incoming: pa.Schema,
        codes: Mapping[str, int],
        read: frozenset[str],
        *,
        written: bool,
    ) -> Callable[[pa.RecordBatch, TextPool], Cells | ListCells] | None:
        kind = self._fact.type
        types = {part: incoming.field(place).type for part, place in parts.items()}
        if at.is_null(types.get(VALUE, types.get("amount", pa.null()))):
            return None
        if isinstance(kind, MoneyType) and VALUE not in parts:
            places = {part: place for part, place in parts.items() if part in MONEY}
            amounts = money_parts_reader(kind, {part: types[part] for part in places}, written=written)
            return lambda batch, _pool: amounts({p: batch.column(place) for p, place in places.items()})
        place = parts[VALUE]
        if isinstance(kind, ListType):
            lists = self._lists = ListReader(kind, types[VALUE], codes, read)
            return lambda batch, pool: lists.read(batch.column(place), pool)
        reader = scalar_reader(kind, types[VALUE], codes, is_read=bool(read), written=written)
        return lambda batch, pool: reader(batch.column(place), pool)

    def read(self, batch: pa.RecordBatch, day: date, pool: TextPool) -> Sent:
        """What the batch holds of the fact."""
        if self._read is None:
            return Sent(batch.num_rows, None, None)
        return Sent(batch.num_rows, self._read(batch, pool), self._about.read(batch, day, pool))

    def finish(self, sent: Sent) -> Checked:
        """The column of the fact, when texts have their codes."""
        cells, about = sent.cells, sent.about
        if cells is None or about is None:
            return self._absent(sent.rows)
        wrong = either(cells.wrong, about.wrong)
        if wrong is not None and cells.known is not None:
            wrong = wrong & cells.known
        unknown = None if cells.known is None else ~cells.known
        gone = either(unknown, about.old)
        evidence = graded(about.evidence, gone)
        if isinstance(cells, ListCells):
            return self._list(cells, evidence, wrong, about.old)
        values = cells.values
        if about.old is not None and values.ndim:
            assert not isinstance(self._nothing, ListColumn)
            values = np.where(about.old, self._nothing, values)
        return Checked(values, evidence, wrong, NOTHING)

    def _list(self, cells: ListCells, evidence: Bytes, wrong: Bools | None, old: Bools | None) -> Checked:
        assert self._lists is not None
        wrong = either(wrong, self._lists.twins(cells))
        kept = keep_rows(cells, either(old, wrong))
        return Checked(column_of(kept), evidence, wrong, self._open_fields(kept))

    def _open_fields(self, cells: ListCells) -> Mapping[tuple[str, str], Bools]:
        """For each field of records that is unknown somewhere, the rows where it is."""
        assert self._lists is not None
        if self._lists.record is None or all(field.known is None for field in cells.fields):
            return NOTHING
        rows = rows_of(cells.lengths)
        found = {}
        for field, column in zip(self._lists.fields, cells.fields, strict=True):
            if column.known is not None and not bool(column.known.all()):
                is_open = np.zeros(len(cells.lengths), dtype=np.bool_)
                is_open[rows[~column.known]] = True
                found[self._fact.name, field.name] = is_open
        return found

    def _absent(self, rows: int) -> Checked:
        values = self._nothing
        if isinstance(values, ListColumn):
            values = values._replace(lengths=np.broadcast_to(np.int64(0), (rows,)))
        return Checked(values, _NO_EVIDENCE, None, NOTHING)
