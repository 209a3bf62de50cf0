"""Cells that hold one of a few known words: choices, kinds of evidence, currencies, written booleans."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake import _told, _words
from assize.decision.batch.intake.buffers import plain_text
from assize.decision.batch.intake.marks import Marked
from assize.rules.columns.values import Bytes


class Words:
    """Reads the number that each word stands for. Of a column of integers the words are
    their digits. `written`: an empty text is not sent.
    """

    def __init__(
        self, numbers: Mapping[str, int], incoming: pa.DataType, *, unknown: int, written: bool = False
    ) -> None:
        self._unknown = unknown
        self._skip_empty = written and is_text(incoming)
        self._plain = plainer(incoming)
        words = {word.encode(): number for word, number in numbers.items()}
        if at.is_integer(incoming):
            held = {int(word): number for word, number in numbers.items() if _is_digits_of(word, incoming)}
            words = {_word_of(number): code for number, code in held.items()}
        self._words = _words.words_of(list(words), list(words.values()))

    def read(self, array: pa.Array) -> Marked:
        """The numbers, int32; a word that is not known is wrong."""
        if self._plain is not None:
            array = self._plain(array)
        rows = len(array)
        values, marks = np.empty(rows, np.int32), np.empty(rows, np.uint8)
        has = _words.codes(array, self._words, values, marks, self._unknown, self._skip_empty)
        return Marked(values, marks, has)

    def tell(self, array: pa.Array, marks: Bytes, missing: int) -> int:
        """Mark other cells by these: a known cell gets the number of its word, or `missing` where there is
        none; where the word is not known it is wrong. Returns what has changed.
        """
        if self._plain is not None:
            array = self._plain(array)
        return _told.tell(array, self._words, marks, missing, self._skip_empty)


def plainer(incoming: pa.DataType) -> Callable[[pa.Array], pa.Array] | None:
    """Makes plain texts of texts in views, and of dictionaries of other than plain texts. None: needless."""
    value = incoming.value_type if at.is_dictionary(incoming) else incoming
    is_plain = at.is_string(value) or at.is_large_string(value) or not is_text(value)
    return None if is_plain else plain_text


def _word_of(number: int) -> bytes:
    """The eight bytes of a whole number, signed or not."""
    return (number % 2**64).to_bytes(8, "little")


def _is_digits_of(word: str, kind: pa.DataType) -> bool:
    limits = np.iinfo(kind.to_pandas_dtype())
    is_number = word.isascii() and word.removeprefix("-").isdecimal() and str(int(word)) == word
    return is_number and bool(limits.min <= int(word) <= limits.max)
