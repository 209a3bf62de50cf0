"""One fact of a batch → its column, with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.intake.about import AboutReader
from assize.decision.batch.intake.buffers import either
from assize.decision.batch.intake.cells import TextPool
from assize.decision.batch.intake.lists import (
    ListCells,
    ListReader,
    keep_rows,
    rows_with,
    unknown_of,
)
from assize.decision.batch.intake.marks import (
    GONE,
    HAS_GONE,
    HAS_HIDDEN,
    HAS_OLD,
    HAS_WRONG,
    KNOWN,
    WRONG,
    Marked,
)
from assize.decision.batch.intake.money import MoneyReader
from assize.decision.batch.intake.readers import Native
from assize.decision.batch.intake.scalars import reader_of
from assize.decision.batch.layout import MONEY, VALUE
from assize.rules.columns.values import Array, Bools, Bytes, ListColumn
from assize.rules.model import Fact
from assize.rules.types import ListType, MoneyType, ScalarType

DECLARED = np.array(KNOWN, dtype=np.uint8)
"""The evidence of a column whose cells are all known, and no more than declared."""
_NOWHERE = np.zeros((), dtype=np.bool_)
NOTHING: Mapping[tuple[str, str], Bools] = {}


class Checked(NamedTuple):
    """A fact as a program reads it, where a row is wrong, and where fields of a row's list are unknown."""

    values: Array | ListColumn
    evidence: Bytes
    wrong: Bools | None = None
    open_fields: Mapping[tuple[str, str], Bools] = NOTHING


class Sent(NamedTuple):
    """Where the columns of a fact are, by part, in batches of a schema."""

    fact: Fact
    parts: Mapping[str, int]
    incoming: pa.Schema

    @property
    def types(self) -> Mapping[str, pa.DataType]:
        """The types of the columns."""
        return {part: self.incoming.field(place).type for part, place in self.parts.items()}

    @property
    def is_nothing(self) -> bool:
        """Whether no value is sent."""
        types = self.types
        return bool(at.is_null(types.get(VALUE, types.get("amount", pa.null()))))


class FactReader(Protocol):
    """Reads one fact, alone or together with others: `native` does it where C can, but for long numbers."""

    native: Native | None

    def readers(self, day: date) -> Iterator[tuple[int, object]]:
        """The places of the columns, each with the reader in C that reads it, what has values first."""

    def take(self, batch: pa.RecordBatch, day: date, pool: TextPool) -> Checked:
        """The column of the fact."""


class ScalarFact:
    """Reads one value a row."""

    def __init__(
        self, sent: Sent, kind: ScalarType, codes: Mapping[str, int], *, is_read: bool, written: bool
    ) -> None:
        fact, parts, incoming = sent
        types = sent.types
        self._about = AboutReader(fact, parts, incoming, written=written)
        self._unknown = unknown_of(kind)
        self._amounts: MoneyReader | None = None
        if isinstance(kind, MoneyType) and VALUE not in parts:
            self._amounts = MoneyReader(kind, {p: types[p] for p in parts if p in MONEY}, written=written)
            self._places = {part: place for part, place in parts.items() if part in MONEY}
            native = self._amounts.native
        else:
            self._reader = reader_of(kind, types[VALUE], codes, is_read=is_read, written=written)
            self._place = parts[VALUE]
            native = self._reader.native
        self.native: Native | None = native if self._about.is_native else None

    def readers(self, day: date) -> Iterator[tuple[int, object]]:
        """The places of the columns, each with the reader in C that reads it, the values first."""
        assert self.native is not None
        if self._amounts is None:
            yield self._place, self.native.reader
        else:
            yield self._places["amount"], self.native.reader
            yield self._places["currency"], self._amounts.currency.reader
        yield from self._about.readers(day)

    def take(self, batch: pa.RecordBatch, day: date, pool: TextPool) -> Checked:
        """The column of the fact."""
        values, marks, has = self._read(batch, pool)
        told = self._about.tell(batch, day, marks)
        if told & HAS_OLD and values.ndim:
            values[marks == GONE] = self._unknown
        return _checked(values, marks, has | told)

    def _read(self, batch: pa.RecordBatch, pool: TextPool) -> Marked:
        if self._amounts is None:
            return self._reader.read(batch.column(self._place), pool)
        return self._amounts.read({part: batch.column(place) for part, place in self._places.items()})


class ListFact:
    """Reads one list a row. `read` are the fields whose texts are compared."""

    def __init__(
        self, sent: Sent, kind: ListType, codes: Mapping[str, int], read: frozenset[str], *, written: bool
    ) -> None:
        self._name = sent.fact.name
        self._about = AboutReader(*sent, written=written)
        self._place = sent.parts[VALUE]
        self._lists = ListReader(kind, sent.types[VALUE], codes, read)

        self.native: Native | None = self._lists.native if self._about.is_native else None

    def readers(self, day: date) -> Iterator[tuple[int, object]]:
        """The places of the columns, each with the reader in C that reads it, the lists first."""
        yield self._place, self._lists.native.reader
        yield from self._about.readers(day)

    def take(self, batch: pa.RecordBatch, day: date, pool: TextPool) -> Checked:
        """The column of the fact."""
        lengths, marks, has = self._lists.native.read(batch.column(self._place))
        has |= self._about.tell(batch, day, marks)
        checked = _checked(lengths, marks, has)
        found = self.fill(batch, Marked(lengths, marks, has), pool)
        return found._replace(wrong=either(found.wrong, checked.wrong))

    def fill(self, batch: pa.RecordBatch, read: Marked, pool: TextPool) -> Checked:
        """The column of which lengths and marks are read. `wrong` are rows with wrong elements alone."""
        lengths, marks, has = read
        cells = self._lists.read(batch.column(self._place), lengths, has, pool)
        if cells.wrong is not None:
            marks[cells.wrong] = GONE
            has |= HAS_WRONG
        told = has & (HAS_GONE | HAS_WRONG | HAS_OLD)
        unknown = marks == GONE if told else _NOWHERE
        kept = keep_rows(cells, unknown) if has & (HAS_WRONG | HAS_OLD) else cells
        values = ListColumn(unknown, kept.lengths, tuple(field.values for field in kept.fields))
        evidence = marks if has & ~HAS_HIDDEN else DECLARED
        return Checked(values, evidence, cells.wrong, self._open_fields(kept))

    def _open_fields(self, cells: ListCells) -> Mapping[tuple[str, str], Bools]:
        """For each field of records that is unknown somewhere, the rows where it is."""
        if self._lists.record is None or all(field.known is None for field in cells.fields):
            return NOTHING
        found = {}
        for field, column in zip(self._lists.fields, cells.fields, strict=True):
            is_open = None if column.known is None else rows_with(cells.lengths, ~column.known)
            if is_open is not None:
                found[self._name, field.name] = is_open
        return found


def _checked(values: Array, marks: Bytes, has: int) -> Checked:
    if not has:
        return Checked(values, DECLARED)
    if not has & HAS_WRONG:
        return Checked(values, marks)
    wrong: Bools = marks == WRONG
    marks[wrong] = GONE  # Evidence has no other mark.
    return Checked(values, marks, wrong)
