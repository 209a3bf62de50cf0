"""Comparisons and memberships → lines of source: of values, of choices by rank, of levels, of ranges."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assize.rules import expressions as ex
from assize.rules.types import ChoiceType, LevelType, ListType

if TYPE_CHECKING:
    from assize.rules.generate.expressions import Emitter


def emit_compare(emitter: Emitter, node: ex.Compare) -> str:
    """`left op right`: of ranges, of levels, of choices in their order, or plainly."""
    if isinstance(node.left, ex.ScoreRef | ex.GradeRef):
        return _range(emitter, node)
    if node.level_by is not None:
        return _level(emitter, node)
    left, right = emitter.emit(node.left), emitter.emit(node.right)
    if node.rank:
        return _rank(emitter, node, left, right)
    return emitter.guarded([left, right], f"2 if {{0}} {node.op} {{1}} else 0", "1")


def _rank(emitter: Emitter, node: ex.Compare, left: str, right: str) -> str:
    places = {choice: index for index, choice in enumerate(node.rank)}
    known = emitter.writer.constant(places)
    return emitter.guarded([left, right], f"2 if {known}[{{0}}] {node.op} {known}[{{1}}] else 0", "1")


def _level(emitter: Emitter, node: ex.Compare) -> str:
    assert isinstance(node.left, ex.FieldRef)
    assert isinstance(node.right, ex.Constant)
    assert node.level_by is not None
    kind = node.left.type
    assert isinstance(kind, LevelType)
    known = emitter.writer.constant(level_truths(kind, node.op, str(node.right.value)))
    scheme, level = emitter.emit(node.level_by), emitter.emit(node.left)
    return emitter.guarded([scheme, level], f"{known}.get(({{0}}, {{1}}), 1)", "1")


def _range_of(emitter: Emitter, node: ex.ScoreRef | ex.GradeRef) -> tuple[str, str]:
    """The names that hold the lowest and highest a score number, or a grade's position, can be."""
    name = emitter.names.get(node.name)
    if name is None:
        return "None", "None"
    return f"{name}_low", f"{name}_high"


def _range(emitter: Emitter, node: ex.Compare) -> str:
    assert isinstance(node.left, ex.ScoreRef | ex.GradeRef)
    low, high = _range_of(emitter, node.left)
    if isinstance(node.left, ex.GradeRef):
        assert isinstance(node.right, ex.Constant)
        right = repr(position(node.left, str(node.right.value)))
    else:
        right = emitter.emit(node.right)
    return emitter.guarded([low, high, right], _RANGES[node.op], "1")


def emit_member(emitter: Emitter, node: ex.Member) -> str:
    """`item in [option, …]`."""
    if isinstance(node.item, ex.GradeRef):
        places = frozenset(position(node.item, str(option.value)) for option in node.options)
        low, high = _range_of(emitter, node.item)
        return emitter.writer.let(f"in_range({low}, {high}, {emitter.writer.constant(places)})")
    known = emitter.writer.constant(frozenset(option.value for option in node.options))
    return emitter.guarded([emitter.emit(node.item)], f"2 if {{0}} in {known} else 0", "1")


def emit_member_of(emitter: Emitter, node: ex.MemberOf) -> str:
    """`item in list`."""
    kind = node.items.type
    call = "member_of_selected" if isinstance(kind, ListType) and kind.selected else "member_of"
    item, items = emitter.emit(node.item), emitter.emit(node.items)
    return emitter.writer.let(f"1 if {items} is None else {call}({item}, {items})")


_RANGES: dict[ex.CompareOp, str] = {
    "<": "2 if {1} < {2} else 1 if {0} < {2} else 0",
    "<=": "2 if {1} <= {2} else 1 if {0} <= {2} else 0",
    ">": "2 if {0} > {2} else 1 if {1} > {2} else 0",
    ">=": "2 if {0} >= {2} else 1 if {1} >= {2} else 0",
    "==": "2 if {0} == {1} == {2} else 1 if {0} <= {2} <= {1} else 0",
    "!=": "0 if {0} == {1} == {2} else 1 if {0} <= {2} <= {1} else 2",
}


def position(grade: ex.GradeRef, name: str) -> int:
    """A grade's place from worst (0) to best."""
    assert isinstance(grade.type, ChoiceType)
    choices = grade.type.choices
    return len(choices) - 1 - choices.index(name)


def level_truths(kind: LevelType, op: ex.CompareOp, against: str) -> dict[tuple[str, str], int]:
    """For every scheme that has the level `against`: whether each of its levels stands in that relation to
    it.
    """
    found: dict[tuple[str, str], int] = {}
    for scheme, levels in kind.choices:
        if against in levels:
            ranked = tuple(reversed(levels)) if kind.best == "first" else levels
            border = ranked.index(against)
            for place, level in enumerate(ranked):
                found[scheme, level] = 2 if _HOLDS[op](place, border) else 0
    return found


_HOLDS: dict[ex.CompareOp, Callable[[int, int], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
