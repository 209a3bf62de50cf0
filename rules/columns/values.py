"""How columns hold values. n is the number of rows; a 0-d array stands for n equal ones.

| type | column | unknown |
|---|---|---|
| BooleanType | uint8: 0 false, 1 unknown, 2 true | 1 |
| NumberType, MoneyType | float64 | NaN |
| TextType, ChoiceType, LevelType | int32: the code of the text in `Symbols`, or one beyond them | 0 |
| DateType | float64: the ordinal of the day | NaN |
| ListType | ListColumn | `unknown` |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assize.rules import expressions as ex
from assize.rules.model import Rulebook
from assize.rules.reads import expressions_of
from assize.rules.types import ChoiceType, LevelType, ListType, RecordType, ScalarType

Array = NDArray[Any]
Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Codes = NDArray[np.int32]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

UNKNOWN_CODE = 0


class ListColumn(NamedTuple):
    """Lists, one a row: their elements lie flat in `fields`, row after row.

    `unknown` (bool, n); `lengths` (int64, n), 0 where unknown; `fields`: a column for each field of a record
    in declared order, one column for a list of values, each as long as the sum of the lengths.
    """

    unknown: Bools
    lengths: Counts
    fields: tuple[Array, ...]


class FactColumns(NamedTuple):
    """The checked facts of n rows: values and evidence in declared order (1 declared, 2 documented,
    3 verified, 9 unknown), and for each rule whose approval is given in some row, where it is.
    """

    rows: int
    values: tuple[Array | ListColumn, ...]
    evidence: tuple[Bytes, ...]
    granted: Mapping[str, Bools]


class Symbols(NamedTuple):
    """The texts that a rulebook writes, coded from 1 on; a text of the facts that is none of them has a code
    beyond, the same for equal texts of one chunk.
    """

    codes: Mapping[str, int]

    def code(self, text: str) -> int:
        """The code of a text that the rulebook writes."""
        return self.codes[text]


def symbols_of(rulebook: Rulebook) -> Symbols:
    """All choices, all texts in expressions, all keys of tables and of value tables."""
    found: dict[str, None] = {}
    for fact in rulebook.facts:
        for kind in _scalars(fact.type):
            found |= dict.fromkeys(choices_of(kind))
    for node in (part for expression, _ in expressions_of(rulebook) for part in ex.walk(expression)):
        if isinstance(node, ex.Constant) and isinstance(node.value, str):
            found[node.value] = None
        if isinstance(node, ex.Member):
            found |= {option.value: None for option in node.options if isinstance(option.value, str)}
    for table in rulebook.tables:
        for key, cell in table.rows:
            found[key] = None
            found |= {level: None for level, _ in cell} if isinstance(cell, tuple) else {}
    return Symbols({text: place + 1 for place, text in enumerate(found)})


def choices_of(kind: ScalarType) -> Iterable[str]:
    """The texts that a value of a type can be, where they are declared."""
    if isinstance(kind, ChoiceType):
        return kind.choices
    if isinstance(kind, LevelType):
        return (*(scheme for scheme, _ in kind.choices), *(c for _, choices in kind.choices for c in choices))
    return ()


def _scalars(kind: ScalarType | ListType) -> Iterable[ScalarType]:
    if not isinstance(kind, ListType):
        return (kind,)
    if isinstance(kind.element, RecordType):
        return tuple(field.type for field in kind.element.fields)
    return (kind.element,)
