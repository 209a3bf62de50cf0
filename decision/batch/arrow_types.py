"""Which Arrow types can hold which declared types."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa
import pyarrow.types as at

from assize.rules.errors import nearest
from assize.rules.types import (
    BooleanType,
    ChoiceType,
    DateType,
    FactType,
    LevelType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    ScalarType,
    Type,
    describe,
)

APPROVAL_FIELDS = ("rule", "role", "by", "granted_on", "expires")
_MONEY_FIELDS = ("amount", "currency", "scale", "rate")
_RATE_FIELDS = ("value", "date", "source")


class Misfit(NamedTuple):
    """A type that cannot hold what is declared; `path` leads to it inside the column."""

    path: str
    what: str
    got: str
    hint: str


def fits(kind: pa.DataType, declared: FactType, *, written: bool, texts: bool = False) -> list[Misfit]:
    """What keeps a column of type `kind` from holding a declared type; nothing if it can.

    `written`: scalars may be texts as a CSV file writes them; `texts`: a number may be a decimal text.
    """
    if at.is_null(kind):
        return []
    if isinstance(declared, ListType):
        return _list(kind, declared)
    if is_text(kind) and (written or texts):
        return []
    return _scalar(kind, declared, "")


def has_words(kind: pa.DataType) -> bool:
    """Whether values are kept in a dictionary."""
    return at.is_dictionary(kind) or any(has_words(kind.field(n).type) for n in range(kind.num_fields))


def is_text(kind: pa.DataType) -> bool:
    """Whether a column holds texts, plainly or by a dictionary."""
    if at.is_dictionary(kind):
        return is_text(kind.value_type)
    return bool(at.is_string(kind) or at.is_large_string(kind) or at.is_string_view(kind))


def is_number(kind: pa.DataType) -> bool:
    """Whether a column holds numbers."""
    return bool(at.is_integer(kind) or at.is_floating(kind) or at.is_decimal(kind))


def is_list(kind: pa.DataType) -> bool:
    """Whether a column holds lists."""
    return bool(at.is_list(kind) or at.is_large_list(kind) or at.is_fixed_size_list(kind))


def _list(kind: pa.DataType, declared: ListType) -> list[Misfit]:
    if not is_list(kind):
        return [
            _misfit("", declared, kind, "a list column is list<…>; an empty list is known, a null is not")
        ]
    inner = kind.value_type
    if not isinstance(declared.element, RecordType):
        return [] if at.is_null(inner) else _scalar(inner, declared.element, "[]")
    if at.is_null(inner):
        return []
    if not at.is_struct(inner):
        return [_misfit("[]", declared.element, inner, "its elements are structs")]
    return _struct(inner, declared.element)


def _struct(kind: pa.DataType, declared: RecordType) -> list[Misfit]:
    types = {field.name: field.type for field in declared.fields}
    found: list[Misfit] = []
    seen: set[str] = set()
    for field in kind:
        path = f"[].{field.name}"
        if field.name in seen:
            found.append(Misfit(path, "stands twice", "", "keep one"))
            continue
        seen.add(field.name)
        if field.name not in types:
            found.append(Misfit(path, "no such field", "", nearest(field.name, types)))
        elif not at.is_null(field.type):
            found += _scalar(field.type, types[field.name], path)
    return found


def _scalar(kind: pa.DataType, declared: ScalarType, path: str) -> list[Misfit]:
    match declared:
        case BooleanType():
            fine = at.is_boolean(kind)
        case NumberType():
            fine = is_number(kind)
        case ChoiceType() | LevelType():
            fine = is_text(kind) or at.is_integer(kind)
        case DateType():
            fine = is_text(kind) or at.is_date(kind)
        case MoneyType():
            return _money(kind, declared, path)
        case _:
            fine = is_text(kind)
    return [] if fine else [_misfit(path, declared, kind, _HINTS.get(type(declared), ""))]


_HINTS: dict[type, str] = {
    NumberType: "cast it to a number",
    DateType: "cast it to date32; a point in time has no day without a time zone",
    BooleanType: "cast it to bool",
}


def _money(kind: pa.DataType, declared: MoneyType, path: str) -> list[Misfit]:
    if not at.is_struct(kind):
        hint = "money is a struct of amount and currency, or the columns `@amount` and `@currency`"
        return [_misfit(path, declared, kind, hint)]
    found = _fields(kind, _MONEY_FIELDS, path)
    types = {field.name: field.type for field in kind}
    for name in ("amount", "scale"):
        if name in types and not (is_number(types[name]) or is_text(types[name]) or at.is_null(types[name])):
            found.append(_misfit(f"{path}.{name}", NumberType(), types[name], ""))
    if "currency" in types and not (is_text(types["currency"]) or at.is_null(types["currency"])):
        found.append(Misfit(f"{path}.currency", "expected a text", f"{types['currency']}", ""))
    if "rate" in types and at.is_struct(types["rate"]):
        found += _fields(types["rate"], _RATE_FIELDS, f"{path}.rate")
    elif "rate" in types and not at.is_null(types["rate"]):
        found.append(
            Misfit(f"{path}.rate", "expected a struct of value, date, source", f"{types['rate']}", "")
        )
    return found


def _fields(kind: pa.DataType, known: tuple[str, ...], path: str) -> list[Misfit]:
    names = [field.name for field in kind]
    return [Misfit(f"{path}.{n}", "no such field", "", nearest(n, known)) for n in names if n not in known]


def wanted(kind: pa.DataType) -> tuple[str, str, str] | None:
    """What is wrong with a column of approvals: what, got, hint; None if nothing is."""
    fields = ", ".join(APPROVAL_FIELDS)
    hint = f"a list of structs of {fields}"
    if at.is_null(kind):
        return None
    if not is_list(kind) or not (at.is_struct(kind.value_type) or at.is_null(kind.value_type)):
        return "no list of approvals", f"{kind}", hint
    fields_sent = [] if at.is_null(kind.value_type) else list(kind.value_type)
    odd = [field.name for field in fields_sent if field.name not in APPROVAL_FIELDS]
    if odd:
        return "no such field of an approval", ", ".join(odd), hint
    wrong = [f"{field.name}: {field.type}" for field in fields_sent if not _fits_approval(field)]
    return ("approvals of other types", ", ".join(wrong), "texts, and days as date32") if wrong else None


def _fits_approval(field: pa.Field) -> bool:
    is_day = field.name in ("granted_on", "expires")
    return at.is_null(field.type) or bool(at.is_date(field.type) if is_day else is_text(field.type))


def _misfit(path: str, declared: Type, kind: pa.DataType, hint: str) -> Misfit:
    return Misfit(path, f"expected {describe(declared)}", f"{kind}", hint)
