"""The meaning of an expression, node by node, as docs/rulebook-language.md §4 tells it."""

from __future__ import annotations

import calendar
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from assize.rules import expressions as e
from assize.rules.model import Rulebook, Table
from assize.rules.types import DateType, ListType, RecordType, Type
from tests.oracle.comparison import Range, compare
from tests.oracle.values import FALSE, TRUE, UNKNOWN, Value, is_unknown, number, parameter, unknown_of


@dataclass(frozen=True)
class Scope:
    """All that an expression can read. `numbers` are ranges, None where even these are unknown;
    `grades` are the possible ones; `variables` are the elements under a loop."""

    book: Rulebook
    day: date
    facts: Mapping[str, Value]
    lets: Mapping[str, Value]
    conclusions: Mapping[str, int]
    numbers: Mapping[str, Range | None]
    grades: Mapping[str, tuple[str, ...]]
    variables: Mapping[str, tuple[Type, Value]]

    def within(self, variable: str, items: Type, element: Value) -> Scope:
        assert isinstance(items, ListType)
        return replace(self, variables={**self.variables, variable: (items.element, element)})

    def field(self, variable: str, name: str) -> Value:
        kind, element = self.variables[variable]
        assert isinstance(kind, RecordType)
        return dict(zip((field.name for field in kind.fields), element, strict=True))[name]


def scope_of_facts(book: Rulebook, day: date, facts: Mapping[str, Value]) -> Scope:
    """The scope of stage 1: facts, and the lets one after the other."""
    held = {fact.name: facts.get(fact.name, unknown_of(fact.type)) for fact in book.facts}
    lets: dict[str, Value] = {}
    scope = Scope(book, day, held, lets, {}, {}, {}, {})
    for let in book.lets:
        lets[let.name] = evaluate(let.expression, scope)
    return scope


def evaluate(node: e.Expression, scope: Scope) -> Value:
    match node:
        case e.Constant(value=value):
            return value
        case e.Unknown(type=kind):
            return unknown_of(kind)
        case e.FactRef(name=name):
            return scope.facts[name]
        case e.LetRef(name=name):
            return scope.lets[name]
        case e.ParameterRef(name=name):
            return parameter(scope.book, name, scope.day)
        case e.AsOf():
            return scope.day.toordinal()
        case e.ElementRef(variable=variable):
            return scope.variables[variable][1]
        case e.FieldRef(variable=variable, field=field):
            return scope.field(variable, field)
        case e.ConclusionRef(name=name):
            return scope.conclusions[name]
        case _:
            return _composite(node, scope)


def _composite(node: e.Expression, scope: Scope) -> Value:
    match node:
        case e.And(parts=parts):
            return min(evaluate(part, scope) for part in parts)
        case e.Or(parts=parts):
            return max(evaluate(part, scope) for part in parts)
        case e.Not(part=part):
            return TRUE - evaluate(part, scope)
        case e.Compare():
            return compare(node, scope, lambda part: evaluate(part, scope))
        case e.Member():
            return _member(node, scope)
        case e.MemberOf():
            return _member_of(node, scope)
        case e.Aggregate():
            return _aggregate(node, scope)
        case e.Select():
            return _select(node, scope)
        case _:
            return _number(node, scope)


def _number(node: e.Expression, scope: Scope) -> Value:
    match node:
        case e.If():
            return _if(node, scope)
        case e.Arithmetic():
            return _arithmetic(node, evaluate(node.left, scope), evaluate(node.right, scope))
        case e.Extreme(name=name, parts=parts):
            return _extreme(name, [evaluate(part, scope) for part in parts])
        case e.AddMonths(day=day, months=months):
            return add_months(evaluate(day, scope), evaluate(months, scope))
        case e.TableRef(table=table, keys=keys):
            return _look_up(table, [evaluate(key, scope) for key in keys], scope)
        case _:
            raise AssertionError(f"no value of its own: {node}")


def _if(node: e.If, scope: Scope) -> Value:
    condition = evaluate(node.condition, scope)
    if condition == UNKNOWN:
        return unknown_of(node.type)
    return evaluate(node.then if condition == TRUE else node.other, scope)


def _member(node: e.Member, scope: Scope) -> int:
    options = {option.value for option in node.options}
    if isinstance(node.item, e.GradeRef):
        answers = {grade in options for grade in scope.grades[node.item.name]}
        return UNKNOWN if len(answers) == 2 else TRUE if answers == {True} else FALSE
    item = evaluate(node.item, scope)
    if is_unknown(item, node.item.type):
        return UNKNOWN
    return TRUE if item in options else FALSE


def _member_of(node: e.MemberOf, scope: Scope) -> int:
    item, elements = evaluate(node.item, scope), members(node.items, scope)
    if elements is None:
        return UNKNOWN
    unknown = is_unknown(item, node.item.type)
    equal = [UNKNOWN if unknown or element is None else TRUE * (item == element) for _, element in elements]
    return max((min(m, same) for (m, _), same in zip(elements, equal, strict=True)), default=FALSE)


def _arithmetic(node: e.Arithmetic, left: Value, right: Value) -> Value:
    if left is None or right is None:
        return None
    if isinstance(node.type, DateType):
        return _later(left, Fraction(right if node.op == "+" else -right))
    match node.op:
        case "+":
            return finite(left + right)
        case "-":
            return finite(float(left - right))
        case "*":
            return finite(left * right)
        case "/":
            return None if right == 0 else finite(left / right)


def finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _later(day: int, days: Fraction) -> int | None:
    """A part of a day is dropped; None beyond the calendar."""
    ordinal = day + math.floor(days)
    return ordinal if date.min.toordinal() <= ordinal <= date.max.toordinal() else None


def _extreme(name: str, values: Sequence[Value]) -> Value:
    if not values or any(value is None for value in values):
        return None
    return min(values) if name == "min" else max(values)


def members(items: e.Expression, scope: Scope) -> list[tuple[int, Value]] | None:
    """Each element with whether it is a member (2) or may be one (1); None: the list is unknown."""
    elements = evaluate(items, scope)
    if elements is None:
        return None
    return list(elements) if getattr(items.type, "selected", False) else [(TRUE, one) for one in elements]


def _select(node: e.Select, scope: Scope) -> Value:
    elements = members(node.items, scope)
    if elements is None:
        return None
    judged = [
        (min(membership, evaluate(node.where, scope.within(node.variable, node.items.type, one))), one)
        for membership, one in elements
    ]
    return tuple(pair for pair in judged if pair[0] != FALSE)


def _aggregate(node: e.Aggregate, scope: Scope) -> Value:
    elements = members(node.items, scope)
    if elements is None:
        return unknown_of(node.type)
    inner = [scope.within(node.variable, node.items.type, one) for _, one in elements]
    chosen = [
        min(membership, TRUE if node.where is None else evaluate(node.where, here))
        for (membership, _), here in zip(elements, inner, strict=True)
    ]
    bodies: list[Value] = [None if node.body is None else evaluate(node.body, here) for here in inner]
    if node.name == "any":
        return max((min(c, body) for c, body in zip(chosen, bodies, strict=True)), default=FALSE)
    if node.name == "all":
        return min((max(TRUE - c, body) for c, body in zip(chosen, bodies, strict=True)), default=TRUE)
    if UNKNOWN in chosen:
        return None
    kept = [body for c, body in zip(chosen, bodies, strict=True) if c == TRUE]
    return float(len(kept)) if node.name == "count" else _reduce(node.name, kept)


def _reduce(name: str, values: list[Value]) -> Value:
    if None in values:
        return None
    if name == "distinct":
        return float(len(set(values)))
    if name != "sum":
        return _extreme(name, values)
    total = 0.0
    for value in values:
        total += value
    return finite(total)


def add_months(day: int | None, months: float | None) -> int | None:
    if day is None or months is None:
        return None
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + math.floor(months), 12)
    if not date.min.year <= year <= date.max.year:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).toordinal()


def _look_up(name: str, keys: list[Value], scope: Scope) -> float | None:
    """A row that is a number asks no second key; a key that is asked and unknown makes the answer unknown."""
    table: Table = next(table for table in scope.book.tables if table.name == name)
    row: Value = table.rows
    for key in keys:
        if not isinstance(row, tuple):
            break
        if key is None:
            return None
        row = dict(row).get(key, table.otherwise)
    return None if row is None else number(row, scope.book, scope.day)
