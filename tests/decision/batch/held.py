"""Columns of facts, row by row: what the scalar check would hold for the same row."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import numpy as np

from assize.rules.columns.texts import texts_read
from assize.rules.columns.values import Array, FactColumns, ListColumn, symbols_of
from assize.rules.model import Fact, Rulebook
from assize.rules.types import BooleanType, ListType, RecordType, ScalarType, TextType, is_text

UNREAD = "a text that nothing compares"


class Held:
    """The values of columns. A text beyond the rulebook's own is given by its code; `present` are the facts
    that have columns.
    """

    def __init__(self, columns: FactColumns, book: Rulebook, present: Container[str]) -> None:
        self.columns = columns
        self.book = book
        self.read = texts_read(book, present)
        self.texts = {code: text for text, code in symbols_of(book).codes.items()}

    def row(self, row: int) -> tuple[Any, ...]:
        """The values of a row, in declared order."""
        pairs = zip(self.book.facts, self.columns.values, strict=True)
        return tuple(self._fact(column, fact, row) for fact, column in pairs)

    def evidence(self, row: int) -> tuple[int, ...]:
        """The evidence of a row."""
        return tuple(int(at_row(column, row)) for column in self.columns.evidence)

    def granted(self, row: int) -> frozenset[str]:
        """The rules whose approval is given in a row."""
        return frozenset(rule for rule, column in self.columns.granted.items() if column[row])

    def _fact(self, column: Array | ListColumn, fact: Fact, row: int) -> Any:  # noqa: ANN401
        kind = fact.type
        if not isinstance(column, ListColumn):
            assert not isinstance(kind, ListType)
            return self._scalar(column, kind, row, (fact.name, ""))
        assert isinstance(kind, ListType)
        start, length = int(column.lengths[:row].sum()), int(column.lengths[row])
        total = int(column.lengths.sum())
        assert all(len(field) == total for field in column.fields)
        if at_row(column.unknown, row):
            assert length == 0
            return None
        places = range(start, start + length)
        if isinstance(kind.element, RecordType):
            pairs = list(zip(kind.element.fields, column.fields, strict=True))
            return tuple(
                tuple(self._scalar(cells, f.type, place, (fact.name, f.name)) for f, cells in pairs)
                for place in places
            )
        return tuple(self._scalar(column.fields[0], kind.element, place, (fact.name, "")) for place in places)

    def _scalar(self, column: Array, kind: ScalarType, row: int, name: tuple[str, str]) -> Any:  # noqa: ANN401
        value = at_row(column, row)
        if isinstance(kind, BooleanType):
            assert column.dtype == np.uint8
            return int(value)
        if is_text(kind):
            assert column.dtype == np.int32
            if isinstance(kind, TextType) and name not in self.read:
                return UNREAD
            return self.texts.get(int(value), int(value)) if value else None
        assert column.dtype == np.float64
        return None if np.isnan(value) else float(value)


def at_row(column: Array, row: int) -> Any:  # noqa: ANN401  # whatever it holds
    """The value of a row; a 0-d column has one for all."""
    return column[row] if column.ndim else column[()]


class Twin:
    """Tells whether values are alike, to the bit: texts beyond the rulebook's own by one code always."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._texts: dict[int, str] = {}

    def alike(self, expected: Any, held: Any) -> bool:  # noqa: ANN401  # whatever they hold
        """Whether a checked value is held."""
        if held is UNREAD:
            return expected is None or isinstance(expected, str)
        if isinstance(expected, tuple) and isinstance(held, tuple):
            return len(expected) == len(held) and all(map(self.alike, expected, held))
        if isinstance(expected, str) and isinstance(held, int):
            self._codes.setdefault(expected, held)
            self._texts.setdefault(held, expected)
            return self._codes[expected] == held and self._texts[held] == expected
        if type(expected) is int and isinstance(held, float):
            return expected == held
        return repr(expected) == repr(held)
