"""Lists → their lengths, and their elements flat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.intake import _lists
from assize.decision.batch.intake.buffers import either, known_of, offsets_of
from assize.decision.batch.intake.cells import Cells, TextPool
from assize.decision.batch.intake.marks import GONE, HAS_LONG, cells_of
from assize.decision.batch.intake.readers import ColumnReader, Step, read_all
from assize.decision.batch.intake.scalars import reader_of
from assize.rules.columns.loops import lift
from assize.rules.columns.values import Array, Bools, Counts, ListColumn, choices_of
from assize.rules.types import (
    BooleanType,
    DateType,
    Field,
    LevelType,
    ListType,
    RecordType,
    ScalarType,
    is_number,
    is_text,
)

ONLY = ""
"""The field of a list that is no list of records."""
_ALL = np.ones((), dtype=np.bool_)


class ListCells(NamedTuple):
    """Lists as they were sent: `wrong` rows, where any is; `fields` a column of elements each."""

    lengths: Counts
    known: Bools | None
    wrong: Bools | None
    fields: tuple[Cells, ...]


class ListReader:
    """Reads the lists of one fact. `read` are the fields whose texts something compares."""

    def __init__(
        self, kind: ListType, incoming: pa.DataType, codes: Mapping[str, int], read: frozenset[str]
    ) -> None:
        self.kind = kind
        self.record = kind.element if isinstance(kind.element, RecordType) else None
        self.fields = self.record.fields if self.record else (Field(ONLY, _scalar(kind)),)
        self._inner = incoming.value_type
        self._readers: list[ColumnReader | None] = []
        self._places: list[int] = []
        for field in self.fields:
            place, inner = self._place(field)
            self._places.append(place)
            is_read = field.name in read or field.name == kind.key
            self._readers.append(
                None
                if at.is_null(inner)
                else reader_of(field.type, inner, codes, is_read=is_read, written=False)
            )
        found = zip(self._places, self._readers, strict=True)
        natives = [
            (place, reader.native) for place, reader in found if place >= 0 and reader and reader.native
        ]
        self._natives = [native for _, native in natives]
        self._steps: list[Step] = [(place, native.reader, True) for place, native in natives]
        self._levels = tuple(_levels(self.record, codes)) if self.record else ()

    def _place(self, field: Field) -> tuple[int, pa.DataType]:
        if self.record is None or at.is_null(self._inner):
            return -1, self._inner
        place = self._inner.get_field_index(field.name)
        return place, self._inner.field(place).type if place >= 0 else pa.null()

    def read(self, array: pa.Array, pool: TextPool) -> ListCells:
        """The lists; texts have their codes when the pool is filled."""
        lengths, known, elements, longest = _flat(array)
        total = len(elements)
        native, bad = self._native(elements)
        fields = []
        for field, reader, place in zip(self.fields, self._readers, self._places, strict=True):
            if reader is None:
                cells = Cells(unknowns(field.type, total), np.zeros(total, dtype=np.bool_))
            elif place in native:
                cells = native[place]
            else:
                cells = cells_of(reader.read(elements if place < 0 else elements.field(place), pool))
            if cells.values.ndim == 0:
                cells = cells._replace(values=np.full(total, cells.values))
            fields.append(cells)
        wrong = lengths > self.kind.max_items if longest > self.kind.max_items else None
        bad = either(bad, self._bad_elements(elements, fields))
        if bad is not None:
            wrong = either(wrong, rows_with(lengths, bad))
        return ListCells(lengths, known, wrong, tuple(fields))

    def _native(self, elements: pa.Array) -> tuple[dict[int, Cells], Bools | None]:
        """The fields that C reads all at once, by their places, and where one of them is wrong."""
        if not self._steps:
            return {}, None
        found = read_all(elements, self._natives, self._steps)
        fields = {
            place: Cells(values, marks != GONE if has else None)
            for (place, _, _), values, marks, has in zip(self._steps, *found[:3], strict=True)
            if not has & HAS_LONG
        }
        return fields, found.wrong

    def _bad_elements(self, elements: pa.Array, fields: list[Cells]) -> Bools | None:
        if at.is_null(elements.type):
            return np.ones(len(elements), dtype=np.bool_)
        present = known_of(elements) if self.record is not None else fields[0].known
        bad = None if present is None else ~present
        for cells in fields:
            wrong = cells.wrong
            if wrong is not None and cells.known is not None:
                wrong = wrong & cells.known
            bad = either(bad, wrong)
        for place, by, table in self._levels:
            fit = table.take(fields[by].values * np.int32(len(table)) + fields[place].values)
            bad = bad if bool(fit.all()) else either(bad, ~fit)
        return bad

    def twins(self, cells: ListCells) -> Bools | None:
        """Rows in which two records have the same key."""
        if self.record is None or self.kind.key is None:
            return None
        place = self.record.index(self.kind.key) or 0
        values, known, _ = cells.fields[place]
        # An unknown condition is a value like others.
        if known is None or isinstance(self.fields[place].type, BooleanType):
            known = _ALL
        found = np.empty(len(cells.lengths), dtype=np.bool_)
        return found if _lists.twins(cells.lengths, values, known, found) else None


def keep_rows(cells: ListCells, gone: Bools | None) -> ListCells:
    """The lists, unknown in some rows."""
    if gone is None or not bool(gone.any()):
        return cells
    places = np.empty(len(cells.fields[0].values), dtype=np.int32)
    left = places[: _lists.kept(cells.lengths, gone, places)]
    fields = tuple(
        Cells(lift(field.values, left), None if field.known is None else lift(field.known, left))
        for field in cells.fields
    )
    known = ~gone if cells.known is None else cells.known & ~gone
    return ListCells(np.where(gone, 0, cells.lengths), known, cells.wrong, fields)


def column_of(cells: ListCells) -> ListColumn:
    """The column that a program reads."""
    unknown = np.zeros((), dtype=np.bool_) if cells.known is None else ~cells.known
    return ListColumn(unknown, cells.lengths, tuple(field.values for field in cells.fields))


def no_lists(kind: ListType) -> ListColumn:
    """The column of a list that nobody sent, for no rows yet."""
    fields = kind.element.fields if isinstance(kind.element, RecordType) else (Field(ONLY, _scalar(kind)),)
    empty = tuple(unknowns(field.type, 0) for field in fields)
    return ListColumn(np.ones((), dtype=np.bool_), np.zeros(0, dtype=np.int64), empty)


def rows_with(lengths: Counts, marked: Bools) -> Bools | None:
    """The rows of which an element is marked. None: no row."""
    found = np.empty(len(lengths), dtype=np.bool_)
    return found if _lists.with_some(lengths, marked, found) else None


def unknown_of(kind: ScalarType) -> Array:
    """What stands for an unknown value of a type in its column, 0-d."""
    if isinstance(kind, BooleanType):
        return np.array(1, dtype=np.uint8)
    if is_number(kind) or isinstance(kind, DateType):
        return np.array(np.nan)
    assert is_text(kind)
    return np.array(0, dtype=np.int32)


def unknowns(kind: ScalarType, count: int) -> Array:
    """So many unknown values of a type."""
    return np.full(count, unknown_of(kind))


def _flat(array: pa.Array) -> tuple[Counts, Bools | None, pa.Array, int]:
    """The length of each list, where there is one, all elements, and the greatest length."""
    known, lengths = known_of(array), np.empty(len(array), dtype=np.int64)
    if at.is_fixed_size_list(array.type):
        longest = array.type.list_size
        lengths.fill(longest)
        if known is not None:
            lengths[~known] = 0
        return lengths, known, array.flatten(), longest
    offsets = offsets_of(array)
    longest, hidden = _lists.measure(offsets, _ALL if known is None else known, lengths)
    if hidden:
        return lengths, known, array.flatten(), longest
    start = int(offsets[0])
    # Arrow would put together what lies between two unknown lists, piece by piece.
    return lengths, known, array.values.slice(start, int(offsets[-1]) - start), longest


def _levels(record: RecordType, codes: Mapping[str, int]) -> Iterator[tuple[int, int, Bools]]:
    """For each level of a scheme its field, that of its scheme, and by their codes what fits together."""
    for place, field in enumerate(record.fields):
        if isinstance(field.type, LevelType):
            by = record.index(field.type.by) or 0
            known = [codes[text] for text in (*choices_of(field.type), *choices_of(record.fields[by].type))]
            table = np.zeros((max(known) + 1, max(known) + 1), dtype=np.bool_)
            table[0, :] = table[:, 0] = True
            for scheme, levels in field.type.choices:
                table[codes[scheme], [codes[level] for level in levels]] = True
            yield place, by, table


def _scalar(kind: ListType) -> ScalarType:
    assert not isinstance(kind.element, RecordType)
    return kind.element
