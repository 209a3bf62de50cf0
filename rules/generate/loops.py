"""Aggregates and selections → loops. A selection's elements come with their membership (1: possibly, 2:
surely).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assize.rules import expressions as ex
from assize.rules.types import ListType

if TYPE_CHECKING:
    from assize.rules.generate.expressions import Emitter


def loop_head(variable: str, items: str, kind: object) -> str:
    """The head of a loop over a list or over a selection."""
    selected = isinstance(kind, ListType) and kind.selected
    return f"for {f'm_{variable}, v_{variable}' if selected else f'v_{variable}'} in {items}:"


def is_selected(kind: object) -> bool:
    """Whether the elements come with their membership."""
    return isinstance(kind, ListType) and kind.selected


def emit_membership(emitter: Emitter, variable: str, where: ex.Expression | None, kind: object) -> str:
    """Inside a loop: the name of how surely the element counts."""
    member = f"m_{variable}"
    if where is None:
        return member if is_selected(kind) else "2"
    name = emitter.emit(where)
    return emitter.writer.let(f"{name} if {name} < {member} else {member}") if is_selected(kind) else name


def emit_select(emitter: Emitter, node: ex.Select) -> str:
    """`[x for x in items if where]`: a list of (membership, element)."""
    writer, items = emitter.writer, emitter.emit(node.items)
    result = writer.fresh()
    with emitter.block(f"if {items} is None:"):
        writer.line(f"{result} = None")
    with emitter.block("else:"):
        writer.line(f"{result} = []")
        head = loop_head(node.variable, items, node.items.type)
        with emitter.loop(head, node.variable, [node.where]):
            member = emit_membership(emitter, node.variable, node.where, node.items.type)
            writer.line(f"if {member}: {result}.append(({member}, v_{node.variable}))")
    return result


def emit_aggregate(emitter: Emitter, node: ex.Aggregate) -> str:
    """any, all, count, sum, min, max, distinct over a list."""
    writer, items = emitter.writer, emitter.emit(node.items)
    result = writer.fresh()
    start, unknown, step, end = _PLANS[node.name]
    with emitter.block(f"if {items} is None:"):
        writer.line(f"{result} = {unknown}")
    with emitter.block("else:"):
        writer.line(f"{result} = {start}")
        head = loop_head(node.variable, items, node.items.type)
        parts = [part for part in (node.where, node.body) if part is not None]
        with emitter.loop(head, node.variable, parts):
            step(emitter, node, result)
        for line in end:
            writer.line(line.format(result))
    return result


_Step = Callable[["Emitter", ex.Aggregate, str], None]


def _any(emitter: Emitter, node: ex.Aggregate, result: str) -> None:
    assert node.body is not None
    condition = node.body if node.where is None else ex.And((node.where, node.body))
    found = emit_membership(emitter, node.variable, condition, node.items.type)
    with emitter.block(f"if {found} > {result}:"):
        emitter.writer.line(f"{result} = {found}")
        emitter.writer.line("if " + f"{found} == 2: break")


def _all(emitter: Emitter, node: ex.Aggregate, result: str) -> None:
    assert node.body is not None
    condition = node.body if node.where is None else ex.Or((ex.Not(node.where), node.body))
    found = emitter.emit(condition)
    if is_selected(node.items.type):
        outside = f"2 - m_{node.variable}"
        found = emitter.writer.let(f"{found} if {found} > {outside} else {outside}")
    with emitter.block(f"if {found} < {result}:"):
        emitter.writer.line(f"{result} = {found}")
        emitter.writer.line(f"if {found} == 0: break")


def _member_or_stop(emitter: Emitter, node: ex.Aggregate, result: str) -> None:
    """Go on only with elements that surely count; one that only may makes the result unknown."""
    member = emit_membership(emitter, node.variable, node.where, node.items.type)
    if member != "2":
        with emitter.block(f"if {member} != 2:"):
            emitter.writer.line(f"if {member} == 0: continue")
            emitter.writer.line(f"{result} = None")
            emitter.writer.line("break")


def _value_or_stop(emitter: Emitter, node: ex.Aggregate, result: str) -> str:
    assert node.body is not None
    _member_or_stop(emitter, node, result)
    value = emitter.emit(node.body)
    if value.isidentifier():
        with emitter.block(f"if {value} is None:"):
            emitter.writer.line(f"{result} = None")
            emitter.writer.line("break")
    return value


def _count(emitter: Emitter, node: ex.Aggregate, result: str) -> None:
    _member_or_stop(emitter, node, result)
    emitter.writer.line(f"{result} += 1.0")


def _sum(emitter: Emitter, node: ex.Aggregate, result: str) -> None:
    value = _value_or_stop(emitter, node, result)
    emitter.writer.line(f"{result} += {value}")


def _extreme(better: str) -> _Step:
    def step(emitter: Emitter, node: ex.Aggregate, result: str) -> None:
        value = _value_or_stop(emitter, node, result)
        emitter.writer.line(f"if {result} is None or {value} {better} {result}: {result} = {value}")

    return step


def _distinct(emitter: Emitter, node: ex.Aggregate, result: str) -> None:
    value = _value_or_stop(emitter, node, result)
    emitter.writer.line(f"{result}.add({value})")


_FINITE = "if {0} is not None and {0} - {0} != 0.0: {0} = None"
_PLANS: dict[ex.AggregateName, tuple[str, str, _Step, tuple[str, ...]]] = {
    "any": ("0", "1", _any, ()),
    "all": ("2", "1", _all, ()),
    "count": ("0.0", "None", _count, ()),
    "sum": ("0.0", "None", _sum, (_FINITE,)),
    "min": ("None", "None", _extreme("<"), ()),
    "max": ("None", "None", _extreme(">"), ()),
    "distinct": ("set()", "None", _distinct, ("{0} = None if {0} is None else float(len({0}))",)),
}
