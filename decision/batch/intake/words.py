"""Cells that hold one of a few known words: choices, kinds of evidence, currencies, written booleans."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake.buffers import fixed, known_of, plain_text, without_empty
from assize.decision.batch.intake.cells import Cells
from assize.rules.columns.values import Array, Codes


class Words:
    """Reads the number that each word stands for (never negative). Of a column of integers the words are
    their digits. `written`: an empty text is not sent.
    """

    def __init__(
        self, numbers: Mapping[str, int], incoming: pa.DataType, *, unknown: int, written: bool = False
    ) -> None:
        self._unknown = np.int32(unknown)
        self._written = written and is_text(incoming)
        while at.is_dictionary(incoming):
            incoming = incoming.value_type
        words: list[str] | list[int] = list(numbers)
        if at.is_integer(incoming):
            words = [int(word) for word in numbers if _is_digits_of(word, incoming)]
        elif at.is_string_view(incoming):
            incoming = pa.large_string()
        self._words = pa.array(words, incoming)
        # The last entry stands for what is none of the words.
        self._numbers = np.array([*(numbers[str(word)] for word in words), -1], dtype=np.int32)

    def read(self, array: pa.Array) -> Cells:
        """The numbers, int32; a word that is not known is wrong."""
        if self._written:
            array = without_empty(array)
        return self._cells(self._dictionary(array) if at.is_dictionary(array.type) else self._plain(array))

    def _cells(self, values: Codes) -> Cells:
        """Of numbers, with -2 for null and -1 for a word that is not known."""
        if not len(values) or values.min() >= 0:
            return Cells(values)
        known, wrong = values != -2, values == -1
        values = np.where(values < 0, self._unknown, values)
        return Cells(values, None if bool(known.all()) else known, wrong if bool(wrong.any()) else None)

    def _plain(self, array: pa.Array) -> Codes:
        if at.is_string_view(array.type):
            array = plain_text(array)
        found = pc.index_in(array, value_set=self._words)
        values: Codes = self._numbers.take(fixed(found, np.int32), mode="clip")
        missing = known_of(found)
        if missing is not None:
            known = known_of(array)
            values[~missing] = -1
            if known is not None:
                values[~known] = -2
        return values

    def _dictionary(self, array: pa.Array) -> Codes:
        inner = array.dictionary
        entries = self._dictionary(inner) if at.is_dictionary(inner.type) else self._plain(inner)
        return np.append(entries, np.int32(-2)).take(places_of(array))


def places_of(array: pa.Array) -> Array:
    """The places of a dictionary array's cells in its dictionary, -1 where they are null."""
    indices = array.indices
    places = fixed(indices, indices.type.to_pandas_dtype())
    known = known_of(indices)
    return places if known is None else np.where(known, places, np.int64(-1))


def _is_digits_of(word: str, kind: pa.DataType) -> bool:
    limits = np.iinfo(kind.to_pandas_dtype())
    is_number = word.isascii() and word.removeprefix("-").isdecimal() and str(int(word)) == word
    return is_number and bool(limits.min <= int(word) <= limits.max)
