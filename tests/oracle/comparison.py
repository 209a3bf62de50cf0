"""Comparisons, three-valued: both sides are ranges, and a known value is a range of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assize.rules import expressions as e
from assize.rules.types import LevelType, Type
from tests.oracle.values import FALSE, TRUE, UNKNOWN, Value, is_unknown

if TYPE_CHECKING:
    from tests.oracle.expressions import Scope

Range = tuple[Value, Value]
Evaluate = Callable[[e.Expression], Value]


def compare(node: e.Compare, scope: Scope, evaluate: Evaluate) -> int:
    order = _order(node, scope, evaluate)
    if order is None:
        return UNKNOWN
    left, right = (_range(side, order, scope, evaluate) for side in (node.left, node.right))
    return UNKNOWN if left is None or right is None else compare_ranges(node.op, left, right)


def compare_ranges(op: str, a: Range, b: Range) -> int:
    match op:
        case "<":
            return TRUE if a[1] < b[0] else FALSE if a[0] >= b[1] else UNKNOWN
        case "<=":
            return TRUE if a[1] <= b[0] else FALSE if a[0] > b[1] else UNKNOWN
        case ">" | ">=":
            return compare_ranges("<" if op == ">" else "<=", b, a)
        case "!=":
            return TRUE - compare_ranges("==", a, b)
    if a[0] == a[1] == b[0] == b[1]:
        return TRUE
    return FALSE if a[1] < b[0] or b[1] < a[0] else UNKNOWN


def _order(node: e.Compare, scope: Scope, evaluate: Evaluate) -> tuple[str, ...] | None:
    """The texts from worst to best; empty: compared as they are; None: the scale is unknown."""
    if isinstance(node.left, e.GradeRef) or isinstance(node.right, e.GradeRef):
        return tuple(grade.name for grade in reversed(scope.book.grades))
    if node.level_by is None:
        return node.rank
    kind = node.left.type if isinstance(node.left.type, LevelType) else node.right.type
    assert isinstance(kind, LevelType)
    return _scale(kind, evaluate(node.level_by))


def _scale(kind: LevelType, scheme: str | None) -> tuple[str, ...] | None:
    levels = dict(kind.choices).get(scheme or "", ())
    if not levels:
        return None
    return tuple(reversed(levels)) if kind.best == "first" else levels


def _range(side: e.Expression, order: tuple[str, ...], scope: Scope, evaluate: Evaluate) -> Range | None:
    if isinstance(side, e.ScoreRef):
        return scope.numbers.get(side.name)
    if isinstance(side, e.GradeRef):
        places = [order.index(grade) for grade in scope.grades[side.name]]
        return min(places), max(places)
    return _single(evaluate(side), side.type, order)


def _single(value: Value, kind: Type, order: tuple[str, ...]) -> Range | None:
    if is_unknown(value, kind):
        return None
    if order:
        return (order.index(value), order.index(value)) if value in order else None
    return value, value
