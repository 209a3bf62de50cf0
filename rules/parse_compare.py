"""Comparisons as they are written: chains of == < >= and of `in`."""

from __future__ import annotations

import ast

from assize.rules import typing_compare
from assize.rules.expressions import And, CompareOp, Expression, Not
from assize.rules.parse_base import ExpressionReader
from assize.rules.types import describe

_COMPARE: dict[type[ast.cmpop], CompareOp] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


def comparison(reader: ExpressionReader, tree: ast.Compare) -> Expression | None:
    """The comparison; a chain is the `and` of its links."""
    if any(not isinstance(op, (*_COMPARE, ast.In, ast.NotIn)) for op in tree.ops):
        reader.written.refuse(tree, "only == != < <= > >= in are part of the language")
        return None
    sides = [tree.left, *tree.comparators]
    links = [_link(reader, a, op, b) for a, op, b in zip(sides, tree.ops, sides[1:], strict=False)]
    parts = tuple(link for link in links if link is not None)
    if len(parts) < len(links):
        return None
    return parts[0] if len(parts) == 1 else And(parts)


def _link(reader: ExpressionReader, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Expression | None:
    written = reader.written
    if isinstance(op, ast.In | ast.NotIn):
        found = _membership(reader, left, right)
        return Not(found) if found is not None and isinstance(op, ast.NotIn) else found
    parts = reader.visit_all([left, right])
    if parts is None:
        return None
    name = _COMPARE[type(op)]
    text = f"{written.side(left)} {name} {written.side(right)}"
    return typing_compare.compare(name, parts[0], parts[1], text, written.mark(left), reader.problems)


def _membership(reader: ExpressionReader, left: ast.expr, right: ast.expr) -> Expression | None:
    written = reader.written
    text, mark = f"{written.side(left)} in {written.side(right)}", written.mark(left)
    item = reader.visit(left)
    if isinstance(right, ast.List | ast.Tuple):
        options = reader.visit_all(right.elts)
        if item is None or options is None:
            return None
        return typing_compare.member(item, options, text, mark, reader.problems)
    items = reader.visit(right)
    if item is None or items is None:
        return None
    element = typing_compare.element_of(items)
    if element is None:
        written.refuse(right, "expected a list of values", kind=describe(items.type))
        return None
    return typing_compare.member_of(item, items, text, mark, reader.problems)
