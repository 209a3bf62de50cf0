"""Cells that hold one of a few known words: choices, kinds of evidence, currencies, written booleans."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake.buffers import fixed, known_of, plain_text, without_empty
from assize.decision.batch.intake.cells import Cells
from assize.rules.columns.values import Array, Codes


class Words:
    """Reads the number that each word stands for. Of a column of integers the words are
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
        # There is one more, so that something can be taken where there are no words.
        self._numbers = np.array([*(numbers[str(word)] for word in words), unknown], dtype=np.int32)

    def read(self, array: pa.Array) -> Cells:
        """The numbers, int32; a word that is not known is wrong."""
        if self._written:
            array = without_empty(array)
        return (
            by_dictionary(array, self.read, self._unknown)
            if at.is_dictionary(array.type)
            else self._plain(array)
        )

    def _plain(self, array: pa.Array) -> Cells:
        if at.is_string_view(array.type):
            array = plain_text(array)
        found, known = pc.index_in(array, value_set=self._words), known_of(array)
        values: Codes = self._numbers.take(fixed(found, np.int32), mode="clip")
        if known is not None:
            values[~known] = self._unknown
        if found.null_count == array.null_count:
            return Cells(values, known)
        missing = ~found.is_valid().to_numpy(zero_copy_only=False)
        wrong = missing if known is None else missing & known
        values[wrong] = self._unknown
        return Cells(values, known, wrong)


def by_dictionary(array: pa.Array, read: Callable[[pa.Array], Cells], unknown: np.generic) -> Cells:
    """The cells of a dictionary array, whose few entries alone are read."""
    entries, places = read(array.dictionary), places_of(array)
    values = _after(unknown, entries.values).take(places)
    known = known_of(array.indices)
    if entries.known is not None:
        known = _after(np.False_, entries.known).take(places)
    wrong = None if entries.wrong is None else _after(np.False_, entries.wrong).take(places)
    return Cells(values, known, wrong)


def _after(first: np.generic, entries: Array) -> Array:
    """The entries of a dictionary behind what stands for null."""
    return np.concatenate((np.array([first], dtype=entries.dtype), entries))


def places_of(array: pa.Array) -> Array:
    """The places of a dictionary array's cells in its dictionary, from 1 on; 0 where they are null."""
    indices = array.indices
    places = fixed(indices, indices.type.to_pandas_dtype()).astype(np.intp)
    places += 1
    known = known_of(indices)
    if known is not None:
        places *= known
    return places


def _is_digits_of(word: str, kind: pa.DataType) -> bool:
    limits = np.iinfo(kind.to_pandas_dtype())
    is_number = word.isascii() and word.removeprefix("-").isdecimal() and str(int(word)) == word
    return is_number and bool(limits.min <= int(word) <= limits.max)
