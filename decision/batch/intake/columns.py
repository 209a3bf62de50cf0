"""One fact of a batch → its column, with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.intake import _cells
from assize.decision.batch.intake.about import AboutReader
from assize.decision.batch.intake.cells import TextPool
from assize.decision.batch.intake.lists import (
    ListCells,
    ListReader,
    column_of,
    keep_rows,
    no_lists,
    rows_with,
    unknown_of,
)
from assize.decision.batch.intake.marks import GONE, HAS_OLD, HAS_WRONG, KNOWN, WRONG, Marked, marks_of
from assize.decision.batch.intake.money import money_parts_reader
from assize.decision.batch.intake.scalars import marked_reader
from assize.decision.batch.layout import MONEY, VALUE
from assize.decision.checked import UNKNOWN_EVIDENCE
from assize.rules.columns.values import Array, Bools, Bytes, Counts, ListColumn
from assize.rules.model import Fact
from assize.rules.types import ListType, MoneyType

_NO_EVIDENCE = np.array(UNKNOWN_EVIDENCE, dtype=np.uint8)
_DECLARED = np.array(KNOWN, dtype=np.uint8)
NOTHING: Mapping[tuple[str, str], Bools] = {}

Columns = Sequence[pa.Array]
"""Those of a batch."""


class Checked(NamedTuple):
    """A fact as a program reads it, where a row is wrong, and where fields of a row's list are unknown."""

    values: Array | ListColumn
    evidence: Bytes
    wrong: Bools | None = None
    open_fields: Mapping[tuple[str, str], Bools] = NOTHING


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
        self._place = parts.get(VALUE, -1)
        self._read: Callable[[Columns, TextPool], Marked] | None = None
        types = {part: incoming.field(place).type for part, place in parts.items()}
        if at.is_null(types.get(VALUE, types.get("amount", pa.null()))):
            return
        if isinstance(kind, ListType):
            self._lists = ListReader(kind, types[VALUE], codes, read)
        elif isinstance(kind, MoneyType) and VALUE not in parts:
            places = {part: place for part, place in parts.items() if part in MONEY}
            amounts = money_parts_reader(kind, {part: types[part] for part in places}, written=written)
            self._read = lambda columns, _pool: amounts({p: columns[place] for p, place in places.items()})
        else:
            place = self._place
            reader = marked_reader(kind, types[VALUE], codes, is_read=bool(read), written=written)
            self._read = lambda columns, pool: reader(columns[place], pool)

    def take(self, columns: Columns, none: Counts, day: date, pool: TextPool) -> Checked:
        """The column of the fact. `none` is a 0 for each row."""
        if self._lists is not None:
            return self._list(self._lists, columns, day, pool)
        if self._read is None:
            nothing = self._nothing
            if isinstance(nothing, ListColumn):
                nothing = nothing._replace(lengths=none)
            return Checked(nothing, _NO_EVIDENCE)
        values, marks, has = self._read(columns, pool)
        told = self._about.tell(columns, day, marks)
        if told & HAS_OLD and values.ndim:
            _cells.blank(values, marks)
        has |= told
        if not has:
            return Checked(values, _DECLARED)
        wrong = _wrong(marks) if has & HAS_WRONG else None
        return Checked(values, marks, wrong)

    def _list(self, lists: ListReader, columns: Columns, day: date, pool: TextPool) -> Checked:
        cells = lists.read(columns[self._place], pool)
        marks, has = marks_of(cells.known, cells.wrong, len(cells.lengths))
        twins = lists.twins(cells)
        if twins is not None:
            marks[twins] = WRONG
            has |= HAS_WRONG
        told = self._about.tell(columns, day, marks)
        gone = marks == GONE if told & HAS_OLD else None
        has |= told
        wrong = _wrong(marks) if has & HAS_WRONG else None
        if wrong is not None:
            gone = wrong if gone is None else gone | wrong
        kept = keep_rows(cells, gone)
        return Checked(column_of(kept), marks if has else _DECLARED, wrong, self._open_fields(lists, kept))

    def _open_fields(self, lists: ListReader, cells: ListCells) -> Mapping[tuple[str, str], Bools]:
        """For each field of records that is unknown somewhere, the rows where it is."""
        if lists.record is None or all(field.known is None for field in cells.fields):
            return NOTHING
        found = {}
        for field, column in zip(lists.fields, cells.fields, strict=True):
            is_open = None if column.known is None else rows_with(cells.lengths, ~column.known)
            if is_open is not None:
                found[self._fact.name, field.name] = is_open
        return found


def _wrong(marks: Bytes) -> Bools:
    """Where a row is wrong; it is marked as gone then, for evidence has no other mark."""
    wrong: Bools = marks == WRONG
    marks[wrong] = GONE
    return wrong
