"""Loops as they are written: `[x for x in list if condition]` and what aggregates read."""

from __future__ import annotations

import ast
from typing import cast

from assize.rules.expressions import And, Expression, Select
from assize.rules.parse_base import ExpressionReader
from assize.rules.parse_calls import Generator
from assize.rules.types import ListType, RecordType, describe

DEEPEST_LOOPS = 4

Loop = ast.GeneratorExp | ast.ListComp


def selection(reader: ExpressionReader, tree: ast.ListComp) -> Expression | None:
    """The elements of a list for which a condition holds."""
    source = generator(reader, tree)
    if source is None:
        return None
    if source.body is not None or source.where is None:
        reader.written.refuse(tree, "a selection is `[x for x in list if condition]`")
        return None
    kind = cast(ListType, source.items.type)
    selected = ListType(kind.element, kind.key, kind.max_items, selected=True)
    return Select(source.variable, source.items, source.where, selected)


def generator(reader: ExpressionReader, tree: Loop) -> Generator | None:
    """One loop over one list; None after a problem."""
    loop = tree.generators[0]
    if len(tree.generators) > 1 or loop.is_async or not isinstance(loop.target, ast.Name):
        reader.written.refuse(tree, "one loop over one list, with one variable")
        return None
    if len(reader.variables) >= DEEPEST_LOOPS:
        hint = f"at most {DEEPEST_LOOPS}: name one with `let`"
        reader.written.refuse(tree, "too many loops in one another", hint)
        return None
    items = reader.visit(loop.iter)
    if items is None:
        return None
    if not isinstance(items.type, ListType):
        reader.written.refuse(loop.iter, "expected a list", kind=describe(items.type))
        return None
    name = loop.target.id
    if reader.scope.get(name) is not None or name in reader.variables:
        reader.written.refuse(loop.target, "already a name", "choose another variable")
        return None
    reader.variables[name] = items.type.element
    source = _inside(reader, tree, name, items, items.type)
    del reader.variables[name]
    return source


def _inside(
    reader: ExpressionReader, tree: Loop, name: str, items: Expression, kind: ListType
) -> Generator | None:
    where = [reader.condition(test) for test in tree.generators[0].ifs]
    itself = isinstance(tree.elt, ast.Name) and tree.elt.id == name
    plain = not isinstance(kind.element, RecordType)
    body = None if itself and not plain else reader.visit(tree.elt)
    tests = tuple(test for test in where if test is not None)
    if len(tests) < len(where) or (body is None and not itself):
        return None
    condition = None if not tests else tests[0] if len(tests) == 1 else And(tests)
    return Generator(name, items, condition, None if itself and isinstance(tree, ast.ListComp) else body)
