"""Lists → their lengths, and their elements flat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.intake import _cells, _lists
from assize.decision.batch.intake.buffers import either, known_of, offsets_of
from assize.decision.batch.intake.cells import Cells, TextPool
from assize.decision.batch.intake.marks import GONE, HAS_HIDDEN, HAS_LONG, cells_of
from assize.decision.batch.intake.readers import ColumnReader, Native, Natives, Step
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
    """Lists as they were sent: a column of elements for each field; `wrong` (None: nowhere) where a list has
    one that is wrong, or two of one key.
    """

    lengths: Counts
    fields: tuple[Cells, ...]
    wrong: Bools | None = None


class ListReader:
    """Reads the lists of one fact. `read` are the fields whose texts something compares."""

    def __init__(
        self, kind: ListType, incoming: pa.DataType, codes: Mapping[str, int], read: frozenset[str]
    ) -> None:
        self.kind = kind
        self.record = kind.element if isinstance(kind.element, RecordType) else None
        self.fields = self.record.fields if self.record else (Field(ONLY, _scalar(kind)),)
        self._inner = incoming.value_type
        self.native = Native(_cells.length_reader(kind.max_items), np.int64)
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
        self._natives = Natives(native for _, native in natives)
        self._steps: list[Step] = [(place, native.reader, True) for place, native in natives]
        self._levels = tuple(_levels(self.record, codes)) if self.record else ()

    def _place(self, field: Field) -> tuple[int, pa.DataType]:
        if self.record is None or at.is_null(self._inner):
            return -1, self._inner
        place = self._inner.get_field_index(field.name)
        return place, self._inner.field(place).type if place >= 0 else pa.null()

    def read(self, array: pa.Array, lengths: Counts, has: int, pool: TextPool) -> ListCells:
        """The lists, of which `native` has read the lengths and said what there is."""
        elements = _elements(array, has)
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
        bad = either(bad, self._bad_elements(elements, fields))
        wrong = None if bad is None else rows_with(lengths, bad)
        return ListCells(lengths, tuple(fields), either(wrong, self.twins(lengths, fields)))

    def _native(self, elements: pa.Array) -> tuple[dict[int, Cells], Bools | None]:
        """The fields that C reads all at once, by their places, and where one of them is wrong."""
        if not self._steps:
            return {}, None
        found = self._natives.read(elements, self._steps)
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

    def twins(self, lengths: Counts, fields: Sequence[Cells]) -> Bools | None:
        """Rows in which two records have the same key."""
        if self.record is None or self.kind.key is None:
            return None
        place = self.record.index(self.kind.key) or 0
        values, known, _ = fields[place]
        # An unknown condition is a value like others.
        if known is None or isinstance(self.fields[place].type, BooleanType):
            known = _ALL
        found = np.empty(len(lengths), dtype=np.bool_)
        return found if _lists.twins(lengths, values, known, found) else None


def keep_rows(cells: ListCells, gone: Bools) -> ListCells:
    """The lists, none in some rows."""
    places = np.empty(len(cells.fields[0].values), dtype=np.int32)
    left = places[: _lists.kept(cells.lengths, gone, places)]
    fields = tuple(
        Cells(lift(field.values, left), None if field.known is None else lift(field.known, left))
        for field in cells.fields
    )
    return ListCells(np.where(gone, 0, cells.lengths), fields)


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


def _elements(array: pa.Array, has: int) -> pa.Array:
    """All elements of lists that are known."""
    if has & HAS_HIDDEN or at.is_fixed_size_list(array.type):
        return array.flatten()
    offsets = offsets_of(array)
    start = int(offsets[0])
    # Arrow would put together what lies between two unknown lists, piece by piece.
    return array.values.slice(start, int(offsets[-1]) - start)


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
