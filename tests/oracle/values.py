"""Run-time values as `assize.rules.types` lays them down, and the parameters of a day."""

from datetime import date
from typing import Any

from assize.rules.criteria_model import Number
from assize.rules.model import Rulebook
from assize.rules.types import BooleanType, Type

Value = Any  # a float, an ordinal, a text, 0/1/2, a tuple, or None
FALSE, UNKNOWN, TRUE = 0, 1, 2


def unknown_of(kind: Type) -> Value:
    """How an unknown value of this type is held."""
    return UNKNOWN if isinstance(kind, BooleanType) else None


def is_unknown(value: Value, kind: Type) -> bool:
    return value is None or (isinstance(kind, BooleanType) and value == UNKNOWN)


def parameter(book: Rulebook, name: str, day: date) -> float | int:
    """The value of a parameter on a day on which it has one."""
    value = next(p for p in book.parameters if p.name == name).at(day)
    assert value is not None, f"{name} has no value on {day}"
    return value


def number(given: Number, book: Rulebook, day: date) -> float:
    """A number of a curve, a step, a grade: itself, or the parameter that it names."""
    return float(parameter(book, given, day) if isinstance(given, str) else given)
