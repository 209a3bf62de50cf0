"""Cells of a CSV file that hold lists as JSON → an Arrow list column, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import orjson
import pyarrow as pa

from assize.decision.batch.arrow_types import APPROVAL_FIELDS
from assize.decision.values import LARGEST_INTEGER, converter, iso_date
from assize.decision.violations import Violations
from assize.rules.errors import FactError, Violation
from assize.rules.types import (
    DATE,
    TEXT,
    BooleanType,
    ChoiceType,
    DateType,
    Field,
    LevelType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    ScalarType,
)

_DAYS = ("granted_on", "expires")
APPROVALS_TYPE = ListType(
    RecordType(tuple(Field(name, DATE if name in _DAYS else TEXT) for name in APPROVAL_FIELDS))
)
_RATE = ("value", "date", "source")
_MONEY = pa.struct(
    [
        *((name, pa.string()) for name in ("amount", "currency", "scale")),
        ("rate", pa.struct([(name, pa.string()) for name in _RATE])),
    ]
)
_Fit = Callable[[Any], Any]


class ListCells:
    """Reads the cells of one column; `name` is its fact."""

    def __init__(self, name: str, kind: ListType) -> None:
        element = kind.element
        self.type = pa.list_(arrow_type(element))
        self._path = f"$.{name}"
        self._convert = converter(kind)
        self._fit = _record(element) if isinstance(element, RecordType) else _present(_fit(element))

    def read(self, cells: pa.Array) -> tuple[pa.Array, Mapping[int, tuple[Violation, ...]]]:
        """The lists, and the rows whose cell is none, with why. An empty cell is not sent."""
        lists: list[object] = []
        wrong: dict[int, tuple[Violation, ...]] = {}
        for row, text in enumerate(cells.to_pylist()):
            value, why = self._cell(text)
            lists.append(value)
            if why:
                wrong[row] = why
        return pa.array(lists, self.type), wrong

    def _cell(self, text: str | None) -> tuple[object, tuple[Violation, ...]]:
        if not text:
            return None, ()
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            hint = 'a list is written as JSON: ["a", "b"]'
            return None, (Violation(self._path, "not JSON", f'"{text[:40]}"', hint, "NOT_JSON"),)
        if value is None:
            return None, ()
        try:
            return [self._fit(item) for item in _items(value)], ()
        except _Unfit:
            return None, self._violations(value)

    def _violations(self, value: object) -> tuple[Violation, ...]:
        """Why a value is refused, in the words in which it would be refused alone."""
        found = Violations()
        self._convert(value, self._path, found)
        if not found:
            found.wrong_type(self._path, "a list of its declared type", value)
        try:
            found.raise_if_any()
        except FactError as error:
            return error.violations
        return ()


class _Unfit(Exception):
    """A value that its type cannot hold."""


def arrow_type(kind: ScalarType | RecordType) -> pa.DataType:
    """The Arrow type that holds an element of a list."""
    match kind:
        case RecordType():
            return pa.struct([pa.field(field.name, arrow_type(field.type)) for field in kind.fields])
        case BooleanType():
            return pa.bool_()
        case NumberType(integer=integer):
            return pa.int64() if integer else pa.float64()
        case DateType():
            return pa.date32()
        case MoneyType():
            return _MONEY
        case _:
            return pa.string()


def _items(value: Any) -> list[Any]:  # noqa: ANN401  # whatever JSON holds
    if not isinstance(value, list):
        raise _Unfit
    return value


def _record(kind: RecordType) -> _Fit:
    fits = {field.name: _fit(field.type) for field in kind.fields}

    def fit(value: Any) -> Any:  # noqa: ANN401  # whatever JSON holds
        if not isinstance(value, dict) or not value.keys() <= fits.keys():
            raise _Unfit
        return {name: None if cell is None else fits[name](cell) for name, cell in value.items()}

    return fit


def _present(fit: _Fit) -> _Fit:
    def present(value: Any) -> Any:  # noqa: ANN401  # whatever JSON holds
        if value is None:
            raise _Unfit
        return fit(value)

    return present


def _fit(kind: ScalarType) -> _Fit:
    match kind:
        case BooleanType():
            return _boolean
        case NumberType(integer=integer):
            return _whole if integer else _number
        case DateType():
            return _date
        case MoneyType():
            return _money
        case ChoiceType() | LevelType():
            return lambda value: str(value) if value.__class__ is int else _text(value)
        case _:
            return _text


def _text(value: Any) -> str:  # noqa: ANN401  # whatever JSON holds
    if not isinstance(value, str):
        raise _Unfit
    return value


def _boolean(value: Any) -> bool:  # noqa: ANN401  # whatever JSON holds
    if not isinstance(value, bool):
        raise _Unfit
    return value


def _number(value: Any) -> float:  # noqa: ANN401  # whatever JSON holds
    if value.__class__ is float or (value.__class__ is int and abs(value) <= LARGEST_INTEGER):
        return float(value)
    raise _Unfit


def _whole(value: Any) -> int:  # noqa: ANN401  # whatever JSON holds
    number = _number(value)
    if not number.is_integer() or abs(number) > LARGEST_INTEGER:
        raise _Unfit
    return int(number)


def _date(value: Any) -> date:  # noqa: ANN401  # whatever JSON holds
    day = iso_date(value) if isinstance(value, str) else None
    if day is None:
        raise _Unfit
    return day


def _money(value: Any) -> dict[str, object]:  # noqa: ANN401  # whatever JSON holds
    """An amount; numbers as the texts that write them."""
    if not isinstance(value, dict) or not value.keys() <= {"amount", "currency", "scale", "rate"}:
        raise _Unfit
    rate = value.get("rate")
    if rate is not None and not (isinstance(rate, dict) and rate.keys() <= set(_RATE)):
        raise _Unfit
    found: dict[str, object] = {name: _written(cell) for name, cell in value.items() if name != "rate"}
    if rate is not None:
        found["rate"] = {name: _written(cell) for name, cell in rate.items()}
    return found


def _written(value: Any) -> str | None:  # noqa: ANN401  # whatever JSON holds
    return None if value is None else str(value) if value.__class__ in (int, float) else _text(value)
