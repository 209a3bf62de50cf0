"""What reads a column: a reader in C alone, or one with the help of Arrow and numpy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake import _reading
from assize.decision.batch.intake.buffers import plain_text
from assize.decision.batch.intake.cells import TextPool
from assize.decision.batch.intake.marks import HAS_WRONG, Marked
from assize.rules.columns.values import Array, Bools, Bytes

NOTHING = np.zeros((), dtype=np.int32)
"""The values where nobody reads them."""


class Native(NamedTuple):
    """A reader in C, and the dtype of the values that it writes; None: it writes no values."""

    reader: object
    dtype: type[np.generic] | None

    def read(self, array: pa.Array) -> Marked:
        """The cells of an array."""
        marks, values = np.empty(len(array), np.uint8), self.room(len(array))
        has = _reading.column(array, self.reader, values, marks)
        return Marked(NOTHING if values is None else values, marks, has)

    def room(self, rows: int) -> Array | None:
        """Where its values can be written."""
        return None if self.dtype is None else np.empty(rows, self.dtype)


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


def read_all(
    batch: pa.RecordBatch | pa.StructArray, natives: Sequence[Native], steps: list[Step]
) -> NativeColumns:
    """Read columns of a batch, or fields of structs. One with HAS_LONG is left to be read anew."""
    rows = len(batch)
    values, marks = [native.room(rows) for native in natives], np.empty((len(natives), rows), np.uint8)
    wrong = np.zeros(rows, np.bool_)
    has = _reading.facts(batch, steps, values, marks, wrong)
    found = [NOTHING if column is None else column for column in values]
    return NativeColumns(found, marks, has, wrong if any(some & HAS_WRONG for some in has) else None)


def plainer(incoming: pa.DataType) -> Callable[[pa.Array], pa.Array] | None:
    """Makes plain texts of texts in views, and of dictionaries of other than plain texts. None: needless."""
    value = incoming.value_type if at.is_dictionary(incoming) else incoming
    is_plain = at.is_string(value) or at.is_large_string(value) or not is_text(value)
    return None if is_plain else plain_text
