"""Aggregates over lists and over selections → lines of numpy.

A selection is its list with conditions: an element belongs to it as surely as the least of them says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from assize.rules import expressions as ex
from assize.rules.columns.frames import Frame

if TYPE_CHECKING:
    from assize.rules.columns.expressions import ColumnEmitter


class Filter(NamedTuple):
    """A condition of a selection on its elements."""

    variable: str
    where: ex.Expression


def filters_of(emitter: ColumnEmitter, items: ex.Expression) -> tuple[str, tuple[Filter, ...]]:
    """The variable of the list that is looped over, and the conditions of the selections on the way to it."""
    filters: list[Filter] = []
    while not isinstance(items, ex.FactRef):
        if isinstance(items, ex.Select):
            filters.append(Filter(items.variable, items.where))
            items = items.items
        else:
            assert isinstance(items, ex.LetRef)
            items = emitter.lets[items.name]
    return f"f_{items.name}", tuple(filters)


@contextmanager
def in_loop(emitter: ColumnEmitter, variable: str, frame: Frame) -> Iterator[None]:
    """While a variable stands for the elements of a loop."""
    before = emitter.loops
    emitter.loops = {**before, variable: frame}
    yield
    emitter.loops = before


def members(emitter: ColumnEmitter, filters: Sequence[Filter], own: Filter | None, frame: Frame) -> str:
    """How surely each element of a loop counts."""
    codes = []
    for condition in (*filters, *([own] if own is not None else [])):
        with in_loop(emitter, condition.variable, frame):
            codes.append(emitter.code(condition.where, frame))
    if not codes:
        return "TRUE"
    found = codes[0]
    for code in codes[1:]:
        found = f"minimum({found}, {code})"
    return emitter.hold(found)


def emit_aggregate(emitter: ColumnEmitter, node: ex.Aggregate, frame: Frame) -> str:
    """any, all, count, sum, min, max, distinct over a list."""
    items, filters = filters_of(emitter, node.items)
    inner = emitter.frames.over(items, frame)
    own = None if node.where is None else Filter(node.variable, node.where)
    member = members(emitter, filters, own, inner)
    if node.body is None:
        return f"{inner.loop}.count({member})"
    with in_loop(emitter, node.variable, inner):
        body = emitter.code(node.body, inner)
        unknown = emitter.unknown(node.body, inner)
    match node.name:
        case "any":
            return f"{inner.loop}.any({body if member == 'TRUE' else f'minimum({body}, {member})'})"
        case "all":
            return f"{inner.loop}.all({body if member == 'TRUE' else f'maximum({body}, TRUE - {member})'})"
        case "distinct":
            return f"{inner.loop}.distinct({member}, {body}, {unknown})"
        case name:
            return f"{inner.loop}.{name}({member}, {body})"
