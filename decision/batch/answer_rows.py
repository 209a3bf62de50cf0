"""What was found on the rows of one batch → Arrow arrays; no copy where numpy holds what Arrow wants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import DTypeLike, NDArray

from assize.decision.batch import _validity
from assize.decision.batch.results import Bools, Bytes, Floats, Masks, Places, Results
from assize.decision.batch.word_lists import Member, WordLists, listed, unpacked

WORD = pa.dictionary(pa.int16(), pa.string())
WORDS = pa.list_(WORD)
_EPOCH = 719163  # the ordinal of 1970-01-01


class AnswerRows:
    """The rows of one batch. `ordinals` are their days, 0 where the day is wrong; `gone` are the refused
    rows, None: there are none.
    """

    def __init__(self, found: Results, ordinals: NDArray[np.int64], gone: Bools | None) -> None:
        self.found = found
        self._ordinals = ordinals
        self._gone = gone
        self._rows = len(ordinals)

    def days(self) -> pa.Array:
        """The day of each row; a refused row keeps its own."""
        return self._array(pa.date32(), *_validity.days(self._full(self._ordinals, np.int64))[::-1])

    def words(self, places: Places | Bytes, words: pa.Array) -> pa.Array:
        """The word at each place."""
        codes = self._full(places, np.int16)
        buffers = _buffers(_validity.codes(codes, self._gone), codes)
        return pa.DictionaryArray.from_buffers(WORD, self._rows, buffers, words)

    def numbers(self, column: Floats) -> pa.Array:
        """Numbers; NaN is null."""
        numbers = self._full(column, np.float64)
        return self._array(pa.float64(), _validity.numbers(numbers, self._gone), numbers)

    def listed(self, members: Iterable[Member | None], words: pa.Array) -> pa.Array:
        """For every row the words whose member holds, in their order."""
        return self._lists(listed(members, self._rows, self._gone), words)

    def unpacked(self, masks: Masks, words: pa.Array) -> pa.Array:
        """For every row the words whose bit is set, in their order."""
        return self._lists(unpacked(masks, len(words), self._rows, self._gone), words)

    def dates(self, column: Floats) -> pa.Array:
        """Days, of ordinals; NaN is null."""
        ordinals = self._full(column, np.float64)
        days = np.where(np.isnan(ordinals) | self._none_in(ordinals), 0.0, ordinals - _EPOCH)
        return self._array(pa.date32(), _validity.numbers(ordinals, self._gone), days.astype(np.int32))

    def conditions(self, column: Bytes) -> pa.Array:
        """Three values: 0 false, 1 null, 2 true."""
        states = np.broadcast_to(column, self._rows)
        return pa.array(states == 2, pa.bool_(), mask=(states == 1) | self._none_in(states))

    def texts(self, column: NDArray[np.object_]) -> pa.Array:
        """Texts; None is null."""
        return pa.array(np.broadcast_to(column, self._rows), pa.string(), mask=self._gone)

    def _lists(self, lists: WordLists, words: pa.Array) -> pa.Array:
        codes = pa.DictionaryArray.from_buffers(WORD, len(lists.codes), _buffers(None, lists.codes), words)
        return pa.Array.from_buffers(WORDS, self._rows, _buffers(None, lists.offsets), children=[codes])

    def _array(self, kind: pa.DataType, known: bytes | None, values: bytes | NDArray[Any]) -> pa.Array:
        return pa.Array.from_buffers(kind, self._rows, _buffers(known, values))

    def _full(self, column: NDArray[Any], kind: DTypeLike) -> NDArray[Any]:
        """A cell for each row."""
        return np.ascontiguousarray(column, kind) if column.ndim else np.full(self._rows, column, kind)

    def _none_in(self, column: NDArray[Any]) -> Bools:
        return np.zeros(column.shape, dtype=np.bool_) if self._gone is None else self._gone


def _buffers(known: bytes | None, values: bytes | NDArray[Any]) -> list[pa.Buffer | None]:
    return [None if known is None else pa.py_buffer(known), pa.py_buffer(values)]
