"""`parameters:` — dated numbers and days — and `tables:` and `let:`, which are read with them."""

from __future__ import annotations

from assize.rules.criteria_model import Number
from assize.rules.expressions import Expression
from assize.rules.model import DatedValue, Let, Parameter, Table
from assize.rules.scope import Place, Symbol
from assize.rules.sections.context import Context
from assize.rules.table_shape import TableShape
from assize.rules.types import DATE, NUMBER, NumberType, Type
from assize.rules.yaml_nodes import Entry, ListNode, MapNode, Node, TextNode

MOST_KEYS = 2


def read_parameters(node: Node | None, ctx: Context) -> tuple[Parameter, ...]:
    """Every parameter, in order."""
    if node is None:
        return ()
    found = [_parameter(entry, ctx) for entry in ctx.reader.entries(node, "parameters", names=True)]
    return tuple(parameter for parameter in found if parameter is not None)


def _parameter(entry: Entry, ctx: Context) -> Parameter | None:
    what = f"parameter `{entry.key}`"
    fields = ctx.reader.mapping(entry.value, what, ["values"], ["unit", "type"])
    if fields is None:
        return None
    name = ctx.reader.choice(fields.get("type"), f"{what}: type", ("number", "date"))
    unit = ctx.reader.text(fields.get("unit"), f"{what}: unit")
    kind: Type = DATE if name == "date" else NumberType(unit)
    values = _values(fields["values"], what, kind, ctx)
    ctx.marks[entry.key] = entry.key_mark
    declared = ctx.scope.declare(entry.key, Symbol("parameter", kind, entry.key_mark))
    return Parameter(entry.key, kind, values) if declared and values else None


def _values(node: Node, what: str, kind: Type, ctx: Context) -> tuple[DatedValue, ...]:
    """The dated values, ascending; none after a problem with one of them."""
    items = ctx.reader.items(node, f"{what}: values")
    if isinstance(node, ListNode) and not items:
        ctx.problems.add(node.mark, f"{what}: at least one value is needed")
    found = [_dated(item, what, kind, ctx) for item in items]
    values = tuple(value for value in found if value is not None)
    starts = [value.start for value in values]
    if starts != sorted(set(starts)):
        got = ", ".join(map(str, starts))
        ctx.problems.add(node.mark, f"{what}: the dates must ascend, each once", got=got)
        return ()
    return values if len(values) == len(found) else ()


def _dated(node: Node, what: str, kind: Type, ctx: Context) -> DatedValue | None:
    fields = ctx.reader.mapping(
        node, f"{what}: value", ["from", "value", "note"], ["reference", "checked_on"]
    )
    if fields is None:
        return None
    start = ctx.reader.date(fields["from"], f"{what}: from")
    ends = isinstance(fields["value"], TextNode) and fields["value"].text == "null"
    value = None if ends else _value(fields["value"], what, kind, ctx)
    note = ctx.reader.text(fields["note"], f"{what}: note") or ""
    reference = ctx.reader.text(fields.get("reference"), f"{what}: reference") or ""
    checked_on = ctx.reader.date(fields.get("checked_on"), f"{what}: checked_on")
    if start is None or (value is None and not ends):
        return None
    return DatedValue(start, value, note, reference, checked_on)


def _value(node: Node, what: str, kind: Type, ctx: Context) -> float | int | None:
    if kind == DATE:
        day = ctx.reader.date(node, f"{what}: value")
        return None if day is None else day.toordinal()
    return ctx.reader.number(node, f"{what}: value")


def read_tables(node: Node | None, ctx: Context) -> tuple[Table, ...]:
    """Every table, in order."""
    if node is None:
        return ()
    found = [_table(entry, ctx) for entry in ctx.reader.entries(node, "tables", names=True)]
    return tuple(table for table in found if table is not None)


def _table(entry: Entry, ctx: Context) -> Table | None:
    what = f"table `{entry.key}`"
    fields = ctx.reader.mapping(entry.value, what, ["by", "rows"], ["otherwise", "note"])
    if fields is None or not ctx.scope.declare(entry.key, Symbol("table", NUMBER, entry.key_mark)):
        return None
    by = tuple(
        ctx.reader.text(item, f"{what}: by") or "" for item in ctx.reader.items(fields["by"], f"{what}: by")
    )
    if not 1 <= len(by) <= MOST_KEYS:
        if isinstance(fields["by"], ListNode):
            ctx.problems.add(fields["by"].mark, f"{what}: `by` names one key or two", got=f"{len(by)}")
        return None
    rows = tuple(_row(row, what, len(by), ctx) for row in ctx.reader.entries(fields["rows"], f"{what}: rows"))
    otherwise = ctx.number(fields.get("otherwise"), f"{what}: otherwise")
    keys = tuple(
        (key, tuple(k for k, _ in value) if isinstance(value, tuple) else None) for key, value in rows
    )
    ctx.scope.tables[entry.key] = TableShape(entry.key, by, keys, otherwise is not None)
    return Table(entry.key, by, rows, otherwise)


def _row(
    entry: Entry, what: str, keys: int, ctx: Context
) -> tuple[str, Number | tuple[tuple[str, Number], ...]]:
    if isinstance(entry.value, MapNode) and keys == MOST_KEYS:
        cells = ctx.reader.entries(entry.value, f"{what}: row `{entry.key}`")
        return entry.key, tuple(
            (cell.key, ctx.number(cell.value, f"{what}: {cell.key}") or 0.0) for cell in cells
        )
    return entry.key, ctx.number(entry.value, f"{what}: row `{entry.key}`") or 0.0


def read_lets(node: Node | None, ctx: Context) -> tuple[Let, ...]:
    """Every let, in order; each reads only what stands above it."""
    if node is None:
        return ()
    found = [_let(entry, ctx) for entry in ctx.reader.entries(node, "let", names=True)]
    return tuple(let for let in found if let is not None)


def _let(entry: Entry, ctx: Context) -> Let | None:
    expression: Expression | None = ctx.expression(entry.value, f"let `{entry.key}`", Place.FACTS, "any")
    ctx.scope.arrive(entry.key)
    if expression is None or not ctx.scope.declare(entry.key, Symbol("let", expression.type, entry.key_mark)):
        return None
    return Let(entry.key, expression)
