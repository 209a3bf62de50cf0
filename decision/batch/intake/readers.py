"""What reads a column: a reader in C alone, or one with the help of Arrow and numpy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake import _reading
from assize.decision.batch.intake.buffers import plain_text
from assize.decision.batch.intake.cells import TextPool
from assize.decision.batch.intake.marks import HAS_WRONG, Marked
from assize.decision.batch.validated import Validated
from assize.rules.columns.values import Array, Bools, Bytes

NOTHING: Array = np.zeros((), dtype=np.int32)
"""The values where nobody reads them."""


class Native(NamedTuple):
    """A reader in C, and the dtype of the values that it writes; None: it writes no values."""

    reader: object
    dtype: type[np.generic] | None

    def read(self, array: pa.Array) -> Marked:
        """The cells of an array."""
        marks = np.empty(len(array), np.uint8)
        values = NOTHING if self.dtype is None else np.empty(len(array), self.dtype)
        return Marked(values, marks, _reading.column(array, self.reader, values, marks))


class ColumnReader(NamedTuple):
    """Reads the cells of an Arrow array of one type; `native`: what does all of it."""

    read: Callable[[pa.Array, TextPool], Marked]
    native: Native | None = None


def native_reader(native: Native, incoming: pa.DataType) -> ColumnReader:
    """A reader of a type that C can read, or could if its texts were plain ones."""
    read = reading(native, incoming)
    return ColumnReader(lambda array, _pool: read(array), native if plainer(incoming) is None else None)


def reading(native: Native, incoming: pa.DataType) -> Callable[[pa.Array], Marked]:
    """Reads arrays of such a type."""
    plain = plainer(incoming)
    return native.read if plain is None else lambda array: native.read(plain(array))


Step = tuple[int, object, bool]
"""The place of a column, its reader in C, and whether this reads values, or marks what others have read."""


class NativeColumns(NamedTuple):
    """Columns read in one call: values, marks and what there is among these; where one is wrong (None:
    nowhere). What is wrong is marked as gone.
    """

    values: list[Array]
    marks: Bytes
    has: bytes
    wrong: Bools | None


class Natives:
    """Reads columns of a batch, or fields of structs, in one call. Values of one type are rows of one array,
    which is quicker to make than one each.
    """

    def __init__(self, natives: Iterable[Native]) -> None:
        self._count = 0
        self._places: dict[type[np.generic], list[int]] = {}
        for place, native in enumerate(natives):
            self._count += 1
            if native.dtype is not None:
                self._places.setdefault(native.dtype, []).append(place)

    def read(self, batch: Validated | pa.StructArray, steps: list[Step]) -> NativeColumns:
        """The columns; one with HAS_LONG is left to be read anew."""
        rows, values = len(batch), [NOTHING] * self._count
        for dtype, places in self._places.items():
            for place, room in zip(places, np.empty((len(places), rows), dtype), strict=True):
                values[place] = room
        marks, wrong = np.empty((self._count, rows), np.uint8), np.zeros(rows, np.bool_)
        has = _reading.facts(batch, steps, values, marks, wrong)
        return NativeColumns(values, marks, has, wrong if any(some & HAS_WRONG for some in has) else None)


def plainer(incoming: pa.DataType) -> Callable[[pa.Array], pa.Array] | None:
    """Makes plain texts of texts in views, and of dictionaries of other than plain texts. None: needless."""
    value = incoming.value_type if at.is_dictionary(incoming) else incoming
    is_plain = at.is_string(value) or at.is_large_string(value) or not is_text(value)
    return None if is_plain else plain_text
