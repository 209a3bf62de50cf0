"""What reading a column of elements gives, and the texts of a chunk with their codes."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

from assize.decision.batch.intake import _texts
from assize.rules.columns.values import Array, Bools, Symbols


class Cells(NamedTuple):
    """Values, unknown where they are not `known` (None: all are), anything harmless where they are `wrong`
    (None: none is).
    """

    values: Array
    known: Bools | None = None
    wrong: Bools | None = None


class TextPool:
    """All texts of a chunk that something compares: equal ones get one code over all columns. Those that the
    rulebook writes come first and keep theirs.
    """

    def __init__(self, symbols: pa.Array) -> None:
        self._symbols = symbols
        self._pool: object = None

    def pool(self) -> object:
        """The texts and their codes, for C."""
        if self._pool is None:
            self._pool = _texts.pool_of(self._symbols)
        return self._pool


def pool_symbols(symbols: Symbols) -> pa.Array:
    """The texts that a rulebook writes, in the order of their codes."""
    return pa.array(list(symbols.codes), pa.large_string())
