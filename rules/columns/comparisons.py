"""Comparisons and memberships → lines of numpy: of values, of choices by rank, of levels, of ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assize.rules import expressions as ex
from assize.rules.columns.codes import either
from assize.rules.columns.frames import Frame
from assize.rules.columns.lists import filters_of, in_loop, members
from assize.rules.columns.lookups import ranks_of, truths_of
from assize.rules.generate.comparisons import level_truths, position
from assize.rules.types import ChoiceType, LevelType, ListType, RecordType, is_text

if TYPE_CHECKING:
    from assize.rules.columns.expressions import ColumnEmitter

_FLIPPED = {"!=": "=="}
_ELEMENT = "$"  # no variable of a rulebook is called so


def emit_compare(emitter: ColumnEmitter, node: ex.Compare, frame: Frame) -> str:
    """`left op right`: of ranges, of levels, of choices in their order, or plainly."""
    if isinstance(node.left, ex.ScoreRef | ex.GradeRef):
        return _range(emitter, node)
    if node.level_by is not None:
        return _level(emitter, node, frame)
    left, right = emitter.code(node.left, frame), emitter.code(node.right, frame)
    unknown = [emitter.unknown(side, frame) for side in (node.left, node.right)]
    if node.rank:
        ranks = emitter.writer.constant(ranks_of(node.rank, emitter.symbols))
        left, right = f"{ranks}.at({left})", f"{ranks}.at({right})"
    # Of what is unknown `==` is false and `!=` would be true; two unknown texts have equal codes.
    test = f"{left} {_FLIPPED.get(node.op, node.op)} {right}"
    if is_text(node.left.type) and not node.rank and not isinstance(node.right, ex.Constant):
        test = f"({test}) & ({left} != NO_CODE)"
    holds = f"truth({test}, {either(unknown)})"
    return f"TRUE - {holds}" if node.op == "!=" else holds


def _level(emitter: ColumnEmitter, node: ex.Compare, frame: Frame) -> str:
    assert isinstance(node.left, ex.FieldRef)
    assert isinstance(node.right, ex.Constant)
    assert isinstance(node.left.type, LevelType)
    assert node.level_by is not None
    truths = level_truths(node.left.type, node.op, str(node.right.value))
    grid = emitter.writer.constant(truths_of(truths, emitter.symbols))
    return f"{grid}.at_both({emitter.code(node.level_by, frame)}, {emitter.code(node.left, frame)})"


def _ends(emitter: ColumnEmitter, node: ex.ScoreRef | ex.GradeRef) -> tuple[str, str] | None:
    """The names that hold the lowest and highest a score number, or a grade's place, can be."""
    name = emitter.names.get(node.name)
    return None if name is None else (f"{name}_low", f"{name}_high")


def _range(emitter: ColumnEmitter, node: ex.Compare) -> str:
    assert isinstance(node.left, ex.ScoreRef | ex.GradeRef)
    ends = _ends(emitter, node.left)
    if ends is None:
        return "UNKNOWN"
    if isinstance(node.left, ex.GradeRef):
        assert isinstance(node.right, ex.Constant)
        border = repr(position(node.left, str(node.right.value)))
    else:
        border = emitter.rows(node.right)
    return f"at_least({ends[0]}, {ends[1]}, {node.op!r}, {border})"


def emit_member(emitter: ColumnEmitter, node: ex.Member, frame: Frame) -> str:
    """`item in [option, …]`."""
    if isinstance(node.item, ex.GradeRef):
        return _grade_in(emitter, node.item, node)
    item = emitter.code(node.item, frame)
    tests = " | ".join(f"({item} == {emitter.code(option, frame)})" for option in dict.fromkeys(node.options))
    return f"truth({tests}, {emitter.unknown(node.item, frame)})"


def _grade_in(emitter: ColumnEmitter, grade: ex.GradeRef, node: ex.Member) -> str:
    ends = _ends(emitter, grade)
    if ends is None:
        return "UNKNOWN"
    assert isinstance(grade.type, ChoiceType)
    asked = {position(grade, str(option.value)) for option in node.options}
    places = tuple(place in asked for place in range(len(grade.type.choices)))
    return f"in_places({ends[0]}, {ends[1]}, {places})"


def emit_member_of(emitter: ColumnEmitter, node: ex.MemberOf, frame: Frame) -> str:
    """`item in list`: of an unknown item, unknown unless the list is empty."""
    items, filters = filters_of(emitter, node.items)
    inner = emitter.frames.over(items, frame)
    assert isinstance(node.items.type, ListType)
    assert not isinstance(node.items.type.element, RecordType)
    with in_loop(emitter, _ELEMENT, inner):
        element = ex.ElementRef(_ELEMENT, node.items.type.element)
        elements = emitter.code(element, inner)
        item = emitter.code(node.item, inner)
        same = f"truth({elements} == {item}, {emitter.unknown(node.item, inner)})"
        member = members(emitter, filters, None, inner)
    return f"{inner.loop}.any({same if member == 'TRUE' else f'minimum({same}, {member})'})"
