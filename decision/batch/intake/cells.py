"""What reading a column gives, and the texts that get their codes when all columns are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from assize.decision.batch.intake.buffers import fixed, known_of
from assize.rules.columns.values import UNKNOWN_CODE, Array, Bools, Codes, Symbols


class Cells(NamedTuple):
    """Values, unknown where they are not `known` (None: all are), anything harmless where they are `wrong`
    (None: none is).
    """

    values: Array
    known: Bools | None = None
    wrong: Bools | None = None


class _Waiting(NamedTuple):
    """Texts whose codes go to `codes`: as they are, or by the `places` of the rows among them, from 1
    on (0: unknown).
    """

    texts: pa.Array
    places: Array | None
    codes: Codes


class TextPool:
    """All texts of a chunk that something compares: equal ones get one code over all columns."""

    def __init__(self, symbols: pa.Array) -> None:
        self._symbols = symbols
        self._waiting: list[_Waiting] = []

    def add(self, texts: pa.Array, places: Array | None = None) -> Codes:
        """The codes of some texts, or of those at `places`, counted from 1 on (0: unknown). They are there
        after `fill`.
        """
        codes = np.zeros(len(texts) if places is None else len(places), dtype=np.int32)
        self._waiting.append(_Waiting(texts.cast(pa.large_string()), places, codes))
        return codes

    def fill(self) -> None:
        """Give every text its code; those that the rulebook writes come first and keep theirs."""
        if not self._waiting:
            return
        every = pa.concat_arrays([self._symbols, *(waiting.texts for waiting in self._waiting)])
        found = every.dictionary_encode().indices
        codes, known = fixed(found, np.int32) + np.int32(1), known_of(found)
        if known is not None:
            codes[~known] = UNKNOWN_CODE
        start = len(self._symbols)
        for texts, places, out in self._waiting:
            own = codes[start : start + len(texts)]
            start += len(texts)
            if places is None:
                out[:] = own
            else:
                out[:] = np.insert(own, 0, UNKNOWN_CODE).take(places)


def pool_symbols(symbols: Symbols) -> pa.Array:
    """The texts that a rulebook writes, in the order of their codes."""
    return pa.array(list(symbols.codes), pa.large_string())


Read = Callable[[pa.Array, TextPool], Cells]
"""Reads the cells of an Arrow array of one type."""
