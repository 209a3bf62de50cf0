"""`principles:`, `shows:` and `holds_until:` — what else an answer says."""

from __future__ import annotations

from assize.rules.expressions import Expression
from assize.rules.model import Principle, Shown
from assize.rules.scope import Place
from assize.rules.sections.context import Context
from assize.rules.yaml_nodes import Node


def read_principles(node: Node | None, ctx: Context) -> tuple[Principle, ...]:
    """What a gate judges by, in order."""
    found = []
    for entry in ctx.reader.entries(node, "principles", names=True) if node is not None else ():
        what = f"principle `{entry.key}`"
        fields = ctx.reader.mapping(entry.value, what, ["note"], ["source"])
        if fields is not None:
            source = ctx.reader.text(fields.get("source"), f"{what}: source") or ""
            found.append(Principle(entry.key, source, ctx.reader.text(fields["note"], f"{what}: note") or ""))
    return tuple(found)


def read_shows(node: Node | None, ctx: Context) -> tuple[Shown, ...]:
    """Named values that are added to the answer."""
    found = []
    for entry in ctx.reader.entries(node, "shows", names=True) if node is not None else ():
        expression = ctx.expression(entry.value, f"shows `{entry.key}`", Place.FACTS, "any")
        if expression is not None:
            found.append(Shown(entry.key, expression))
    return tuple(found)


def read_holds_until(node: Node | None, ctx: Context) -> tuple[Expression, ...]:
    """Days after which an answer no longer holds."""
    items = ctx.reader.items(node, "holds_until") if node is not None else ()
    found = [ctx.expression(item, "holds_until", Place.FACTS, "date") for item in items]
    return tuple(day for day in found if day is not None)
