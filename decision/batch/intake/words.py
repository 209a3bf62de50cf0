"""Cells that hold one of a few known words: choices, kinds of evidence, currencies, written booleans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake import _reading, _told, _words
from assize.decision.batch.intake.readers import Native, plainer
from assize.rules.columns.values import Bytes


class Words:
    """Words and their numbers. Of a column of integers the words are their digits. `written`: an empty text
    is not sent.
    """

    def __init__(self, numbers: Mapping[str, int], incoming: pa.DataType, *, written: bool = False) -> None:
        self._incoming = incoming
        self._skip_empty = written and is_text(incoming)
        words = {word.encode(): number for word, number in numbers.items() if word or not self._skip_empty}
        if at.is_integer(incoming):
            held = {int(word): number for word, number in numbers.items() if _is_digits_of(word, incoming)}
            words = {_word_of(number): code for number, code in held.items()}
        self._words = _words.words_of(list(words), list(words.values()))

    def native(self, unknown: int) -> Native:
        """Reads the number of each word, int32, `unknown` where there is none; a word not known is wrong."""
        return Native(_words.word_reader(self._words, unknown, self._skip_empty), np.int32)

    def teller(self, missing: int) -> Teller:
        """Marks other cells by these: a known cell gets the number of its word, or `missing` where there is
        none; where the word is not known it is wrong.
        """
        return Teller(_told.teller(self._words, missing, self._skip_empty), plainer(self._incoming))


class Teller(NamedTuple):
    """A reader in C that changes the marks of other cells, and what makes its texts plain ones."""

    reader: object
    plain: Callable[[pa.Array], pa.Array] | None = None

    def tell(self, array: pa.Array, marks: Bytes) -> int:
        """Change marks. Returns what has changed."""
        return _reading.column(array if self.plain is None else self.plain(array), self.reader, None, marks)


def _word_of(number: int) -> bytes:
    """The eight bytes of a whole number, signed or not."""
    return (number % 2**64).to_bytes(8, "little")


def _is_digits_of(word: str, kind: pa.DataType) -> bool:
    limits = np.iinfo(kind.to_pandas_dtype())
    is_number = word.isascii() and word.removeprefix("-").isdecimal() and str(int(word)) == word
    return is_number and bool(limits.min <= int(word) <= limits.max)
