"""Columns of answers → one record batch, by Arrow's C data interface.

It is made in one call; what Arrow can read as it is is not copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assize.decision.batch import _answers
from assize.decision.batch.results import Bools, Bytes, Floats, Masks, Places

WORD = pa.dictionary(pa.int16(), pa.string())
WORDS = pa.list_(WORD)

Dictionary = tuple[bytes, bytes]
"""Where each word begins and the last one ends (int32), and the words one behind the other."""
Part: TypeAlias = tuple[Any, ...] | pa.Array
"""A column: as `_answers.make` takes it, or an array."""

_DAYS, _NUMBERS, _WORDS, _MEMBERS, _SETS = range(1, 6)  # as answer_parts.h numbers them
_ARRAY = 80  # bytes of struct ArrowArray


def dictionary_of(words: Sequence[str]) -> Dictionary:
    """Words as columns share them."""
    texts = [word.encode() for word in words]
    ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
    return ends.tobytes(), b"".join(texts)


def days(ordinals: NDArray[np.int64]) -> Part:
    """Days; 0 is null. A refused row keeps its own."""
    return _DAYS, ordinals


def numbers(column: Floats) -> Part:
    """Numbers; NaN is null."""
    return _NUMBERS, column


def words(places: Places | Bytes, known: Dictionary) -> Part:
    """The word at each place; below 0 is null."""
    return _WORDS, places, known


def members(columns: Sequence[Bytes], listed: int, known: Dictionary) -> Part:
    """For every row the words whose bit is set, of the first `listed`, in their order; a column has the bits
    of eight words.
    """
    return _MEMBERS, columns, known, listed


def sets(masks: Masks, known: Dictionary) -> Part:
    """For every row the words whose bit is set, of at most 64, in their order."""
    return _SETS, masks, known


class Made(NamedTuple):
    """Rows of answers, not Arrow's yet. C may read them where they lie, by Arrow's C data interface."""

    schema: pa.Schema
    memory: tuple[object, object]

    def batch(self) -> pa.RecordBatch:
        """The rows as a batch, to which they are moved: once, and nothing can be read here afterwards."""
        return pa.RecordBatch._import_from_c(_answers.address(self.memory[1]), self.schema)  # noqa: SLF001


class BatchMaker:
    """Makes batches of one schema."""

    def __init__(self, schema: pa.Schema) -> None:
        self.schema = schema
        self._types = schema.types
        self._memory = schema.__arrow_c_schema__()

    def make(self, parts: Sequence[Part], rows: int, refused: Bools | None) -> Made:
        """The columns of `rows` rows. Of a refused one nothing is known or listed, but for arrays and days.

        Raises ValueError for columns of another type or length.
        """
        arrays = {place: part for place, part in enumerate(parts) if not isinstance(part, tuple)}
        # Arrow takes whatever lies there for what the schema says.
        if any(array.type != self._types[place] for place, array in arrays.items()):
            raise ValueError("a column has another type than its field")
        given = pa.allocate_buffer(_ARRAY * len(arrays))
        for number, array in enumerate(arrays.values()):
            array._export_to_c(given.address + _ARRAY * number)  # noqa: SLF001  # pyarrow's name for it
        own = [part if isinstance(part, tuple) else None for part in parts]
        return Made(self.schema, (self._memory, _answers.make(given, own, rows, refused)))
