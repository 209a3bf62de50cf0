"""One sent value → the value a program computes with, or a violation. One converter for each type."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from assize.decision.money import read_money
from assize.decision.violations import Violations
from assize.rules.errors import nearest
from assize.rules.types import (
    BooleanType,
    ChoiceType,
    DateType,
    LevelType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    ScalarType,
    TextType,
)

LARGEST_INTEGER = 2**53
LONGEST_TEXT = 10_000

Convert = Callable[[object, str, Violations], object]
"""(value, path, violations) → the value to compute with; None is unknown, or wrong and then noted."""


def converter(kind: ScalarType | ListType) -> Convert:
    """The converter for values of a type. It never sees None."""
    match kind:
        case BooleanType():
            return _boolean
        case NumberType():
            return _number(kind)
        case TextType():
            return _text
        case ChoiceType() | LevelType():
            return _choice(choices_of(kind))
        case DateType():
            return _date
        case MoneyType():
            return lambda value, path, found: read_money(value, path, kind, found)
        case ListType():
            return _list(kind)


def choices_of(kind: ChoiceType | LevelType) -> tuple[str, ...]:
    """All choices of a type; of levels, those of every scheme."""
    if isinstance(kind, ChoiceType):
        return kind.choices
    return tuple(dict.fromkeys(level for _, levels in kind.choices for level in levels))


def unknown_of(kind: ScalarType | ListType) -> object:
    """What stands for an unknown value of a type."""
    return 1 if isinstance(kind, BooleanType) else None


def _boolean(value: object, path: str, found: Violations) -> object:
    if value is True:
        return 2
    if value is False:
        return 0
    found.wrong_type(path, "true or false", value)
    return 1


def to_float(value: object, path: str, found: Violations) -> float | None:
    """A finite float64 from an int, float or Decimal."""
    if type(value) is not float:
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            hint = "a number is sent as a number, not as text" if isinstance(value, str) else ""
            found.wrong_type(path, "a number", value, hint)
            return None
        if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
            found.add(
                path,
                "beyond the whole numbers that float64 holds exactly",
                str(value)[:40],
                "NUMBER_TOO_LARGE",
                "at most 2^53",
            )
            return None
        value = _nearest_float(value)
    if not math.isfinite(value):
        found.add(
            path, "not a finite number", str(value), "NOT_FINITE", "leave the fact out if it is not known"
        )
        return None
    return value


def _nearest_float(value: float | Decimal) -> float:
    try:
        return float(value)
    except (OverflowError, InvalidOperation, ValueError):
        return math.inf


def _number(kind: NumberType) -> Convert:
    low = -math.inf if kind.low is None else kind.low
    high = math.inf if kind.high is None else kind.high
    integer, unit = kind.integer, f" {kind.unit}" if kind.unit else ""

    def convert(value: object, path: str, found: Violations) -> object:
        number = to_float(value, path, found)
        if number is None:
            return None
        if not low <= number <= high:
            found.add(path, f"outside the range {low:g} to {high:g}{unit}", f"{value}"[:40], "OUT_OF_RANGE")
            return None
        if integer and not number.is_integer():
            found.add(path, "not a whole number", f"{value}"[:40], "NOT_WHOLE")
            return None
        return number + 0.0

    return convert


def _text(value: object, path: str, found: Violations) -> object:
    if not isinstance(value, str):
        found.wrong_type(path, "a text", value)
        return None
    if not value.strip():
        found.add(path, "an empty text", '""', "EMPTY_TEXT", "leave the fact out if it is not known")
        return None
    if len(value) > LONGEST_TEXT:
        found.add(path, f"a text of more than {LONGEST_TEXT} characters", f"{len(value)}", "TEXT_TOO_LONG")
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        found.add(path, "not valid Unicode", "half a surrogate pair", "NOT_UNICODE")
        return None
    return value


def _choice(choices: tuple[str, ...]) -> Convert:
    known = frozenset(choices)

    def convert(value: object, path: str, found: Violations) -> object:
        if value.__class__ is int:
            value = str(value)
        if not isinstance(value, str):
            found.wrong_type(path, "one of its choices", value, nearest("", choices))
            return None
        if value not in known:
            found.add(
                path, "not one of its choices", f'"{value[:40]}"', "UNKNOWN_CHOICE", nearest(value, choices)
            )
            return None
        return value

    return convert


def _date(value: object, path: str, found: Violations) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.toordinal()
    if isinstance(value, str):
        day = iso_date(value)
        if day is not None:
            return day.toordinal()
        found.add(path, "not a date", f'"{value[:40]}"', "NOT_A_DATE", "write dates as YYYY-MM-DD")
        return None
    found.wrong_type(path, "a date", value, "write dates as YYYY-MM-DD")
    return None


def iso_date(text: str) -> date | None:
    """The day that `YYYY-MM-DD` writes, and nothing else."""
    try:
        is_calendar = len(text) == len("YYYY-MM-DD") and text[4] == "-" == text[7]
        return date.fromisoformat(text) if is_calendar else None
    except ValueError:
        return None


def _list(kind: ListType) -> Convert:
    element = kind.element
    read = _record(element) if isinstance(element, RecordType) else _element(converter(element))
    key = element.index(kind.key) if isinstance(element, RecordType) and kind.key else None

    def convert(value: object, path: str, found: Violations) -> object:
        if not isinstance(value, list | tuple):
            found.wrong_type(path, "a list", value)
            return None
        if len(value) > kind.max_items:
            found.add(path, f"more than {kind.max_items} elements", f"{len(value)}", "TOO_MANY_ELEMENTS")
            return None
        items = tuple([read(item, f"{path}[{place}]", found) for place, item in enumerate(value)])
        if key is not None:
            _check_keys(items, key, str(kind.key), path, found)
        return items

    return convert


def _element(convert: Convert) -> Convert:
    def read(value: object, path: str, found: Violations) -> object:
        if value is None:
            found.add(path, "an element that is null", "null", "NULL_ELEMENT", "leave it out")
            return None
        return convert(value, path, found)

    return read


def _record(kind: RecordType) -> Convert:
    plans = [(field.name, converter(field.type), unknown_of(field.type)) for field in kind.fields]
    names = frozenset(field.name for field in kind.fields)
    levels = [
        (place, kind.index(field.type.by), field.name, dict(field.type.choices))
        for place, field in enumerate(kind.fields)
        if isinstance(field.type, LevelType)
    ]

    def read(value: object, path: str, found: Violations) -> object:
        if not isinstance(value, Mapping):
            found.wrong_type(path, "a record", value)
            return None
        cells = [
            empty if (cell := value.get(name)) is None else convert(cell, f"{path}.{name}", found)
            for name, convert, empty in plans
        ]
        if not value.keys() <= names:
            for name in sorted(str(name) for name in value.keys() - names):
                found.add(f"{path}.{name}", "no such field", "", "UNKNOWN_FIELD", nearest(name, names))
        for place, by, name, known in levels:
            _check_level(cells, place, by or 0, known, f"{path}.{name}", found)
        return tuple(cells)

    return read


def _check_level(
    cells: list[object], place: int, by: int, known: dict[str, tuple[str, ...]], path: str, found: Violations
) -> None:
    level, scheme = cells[place], cells[by]
    if isinstance(level, str) and isinstance(scheme, str) and level not in known[scheme]:
        hint = nearest(level, known[scheme]) or f"{scheme} has no levels: leave it out"
        found.add(path, f"not a level of {scheme}", f'"{level}"', "UNKNOWN_CHOICE", hint)


def _check_keys(items: tuple[object, ...], key: int, name: str, path: str, found: Violations) -> None:
    seen: set[object] = set()
    for place, item in enumerate(items):
        value = item[key] if isinstance(item, tuple) else None
        if value is not None and value in seen:
            found.add(f"{path}[{place}].{name}", "stands twice in the list", f"{value}", "DUPLICATE_KEY")
        seen.add(value)
