"""The types of facts and of expressions.

A fact is declared with one of these; an expression is typed with one of these. At run time a value of each
type is held as:

| type | value | unknown |
|---|---|---|
| BooleanType | 0 false, 1 unknown, 2 true (Kleene) | 1 |
| NumberType, MoneyType | float (money: in the declared currency) | None |
| TextType, ChoiceType, LevelType | str | None |
| DateType | int, the proleptic ordinal of the day | None |
| ListType | tuple of values or of records; a record is a tuple in the order of its fields | None |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Best = Literal["first", "last"]


@dataclass(frozen=True, slots=True)
class BooleanType:
    """True or false; in an expression a three-valued condition."""


@dataclass(frozen=True, slots=True)
class NumberType:
    """A finite number with a unit; `low` and `high` are the declared range, both included."""

    unit: str | None = None
    integer: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class MoneyType:
    """An amount in one currency (ISO 4217 code)."""

    currency: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class TextType:
    """A non-empty text, compared for equality only."""


@dataclass(frozen=True, slots=True)
class ChoiceType:
    """One of some texts; with `best` they are in order and greater means better."""

    choices: tuple[str, ...]
    best: Best | None = None


@dataclass(frozen=True, slots=True)
class LevelType:
    """A choice whose choices, and their order, depend on another field of the same record."""

    by: str
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    best: Best | None = None


@dataclass(frozen=True, slots=True)
class DateType:
    """A day. `expires`: an answer that used it is valid no longer than the first such day ahead."""

    expires: bool = False


class Field(NamedTuple):
    """A named field of a record."""

    name: str
    type: ScalarType


@dataclass(frozen=True, slots=True)
class RecordType:
    """An element of a list: named fields of scalar types."""

    fields: tuple[Field, ...]

    def index(self, name: str) -> int | None:
        """The position of the field `name`, None if there is none."""
        return next((i for i, field in enumerate(self.fields) if field.name == name), None)


@dataclass(frozen=True, slots=True)
class ListType:
    """Many records or many scalars. `key`: no two records share this field. `selected`: a selection made by a
    let,
    held as a tuple of (membership 1 or 2, element).
    """

    element: ScalarType | RecordType
    key: str | None = None
    max_items: int = 1000
    selected: bool = False


ScalarType = BooleanType | NumberType | MoneyType | TextType | ChoiceType | LevelType | DateType
FactType = ScalarType | ListType
Type = ScalarType | ListType | RecordType

BOOLEAN = BooleanType()
NUMBER = NumberType()
TEXT = TextType()
DATE = DateType()


def unit_of(kind: Type) -> str | None:
    """The unit of a number, the currency of money; None where there is none."""
    if isinstance(kind, MoneyType):
        return kind.currency
    return kind.unit if isinstance(kind, NumberType) else None


def is_number(kind: Type) -> bool:
    """Whether values of this type are floats that can be added."""
    return isinstance(kind, NumberType | MoneyType)


def is_text(kind: Type) -> bool:
    """Whether values of this type are texts."""
    return isinstance(kind, TextType | ChoiceType | LevelType)


def worst_to_best(choices: tuple[str, ...], best: Best) -> tuple[str, ...]:
    """The choices from worst to best."""
    return tuple(reversed(choices)) if best == "first" else choices


def describe(kind: Type) -> str:
    """The type in the words of the language reference, for messages."""
    match kind:
        case BooleanType():
            return "a condition"
        case NumberType(unit=unit):
            return f"a number ({unit})" if unit else "a number"
        case MoneyType(currency=currency):
            return f"money ({currency})"
        case TextType():
            return "a text"
        case ChoiceType() | LevelType():
            return "a choice"
        case DateType():
            return "a date"
        case ListType():
            return "a list"
        case RecordType():
            return "a record"
