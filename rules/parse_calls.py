"""The functions of the expression language: aggregates over a list, min and max of several, add_months."""

from __future__ import annotations

from typing import Literal, NamedTuple, cast

from assize.rules import typing_rules
from assize.rules.errors import Problems, nearest
from assize.rules.expressions import Aggregate, AggregateName, And, Expression, Extreme
from assize.rules.reader import quote
from assize.rules.source import Mark
from assize.rules.types import BOOLEAN, NUMBER, BooleanType, DateType, ListType, describe, is_number, is_text

AGGREGATES: tuple[AggregateName, ...] = ("any", "all", "count", "sum", "min", "max", "distinct")
FUNCTIONS = (*AGGREGATES, "add_months")


class Generator(NamedTuple):
    """`body for variable in items if where`; `body` None is the element itself."""

    variable: str
    items: Expression
    where: Expression | None
    body: Expression | None


def aggregate(name: str, source: Generator, mark: Mark, problems: Problems) -> Expression | None:
    """`name(body for variable in items if where)`, typed."""
    if name not in AGGREGATES:
        problems.add(mark, f"{quote(name)} does not take a loop", hint=nearest(name, AGGREGATES))
        return None
    known: AggregateName = name
    if known == "count":
        return _count(source)
    if source.body is None or not _fits(known, source.body):
        got = describe(source.body.type) if source.body else "a record"
        problems.add(mark, f"`{name}` takes {_TAKES[known]}", got=got)
        return None
    kind = BOOLEAN if known in ("any", "all") else NUMBER if known == "distinct" else source.body.type
    return Aggregate(known, source.variable, source.items, source.where, source.body, kind)


_TAKES: dict[AggregateName, str] = {
    "any": "a condition",
    "all": "a condition",
    "sum": "numbers",
    "min": "numbers or dates",
    "max": "numbers or dates",
    "distinct": "texts or numbers",
}


def _fits(name: AggregateName, body: Expression) -> bool:
    match name:
        case "any" | "all":
            return isinstance(body.type, BooleanType)
        case "sum":
            return is_number(body.type)
        case "distinct":
            return is_number(body.type) or is_text(body.type)
        case _:
            return is_number(body.type) or isinstance(body.type, DateType)


def _count(source: Generator) -> Expression:
    """Elements are counted; a condition as body counts the elements for which it holds."""
    where = source.where
    if source.body is not None and isinstance(source.body.type, BooleanType):
        where = source.body if where is None else And((where, source.body))
    return Aggregate("count", source.variable, source.items, where, None, NUMBER)


def call(name: str, parts: tuple[Expression, ...], mark: Mark, problems: Problems) -> Expression | None:
    """`name(parts)`, typed."""
    if name == "count" and len(parts) == 1 and isinstance(parts[0].type, ListType):
        return Aggregate("count", "_", parts[0], None, None, NUMBER)
    if name in ("min", "max") and len(parts) >= 2:
        return _extreme(cast(Literal["min", "max"], name), parts, mark, problems)
    if name == "add_months" and len(parts) == 2:
        return typing_rules.add_months(parts[0], parts[1], mark, problems)
    if name in FUNCTIONS:
        problems.add(
            mark,
            f"`{name}` does not take these arguments",
            hint=_USE.get(name, f"{name}(x.field for x in list)"),
        )
    else:
        problems.add(mark, f"{quote(name)} is not a function", hint=nearest(name, FUNCTIONS))
    return None


_USE = {
    "count": "count(list) or count(x for x in list if condition)",
    "min": "min(a, b) or min(x.field for x in list)",
    "max": "max(a, b) or max(x.field for x in list)",
    "add_months": "add_months(date, 12)",
}


def _extreme(
    name: Literal["min", "max"], parts: tuple[Expression, ...], mark: Mark, problems: Problems
) -> Expression | None:
    kind = typing_rules.common_type(list(parts))
    if kind is None or not (is_number(kind) or isinstance(kind, DateType)):
        problems.add(
            mark,
            f"`{name}` takes numbers of one unit, or dates",
            got=", ".join(describe(p.type) for p in parts),
        )
        return None
    return Extreme(name, parts, kind)
