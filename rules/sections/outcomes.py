"""`grades:`, `uses:`, `outcomes:` and `decide:` — from numbers and conclusions to the answer."""

from __future__ import annotations

from typing import cast

from assize.rules.criteria_model import Grade
from assize.rules.errors import nearest
from assize.rules.model import Effect, Outcome, Row
from assize.rules.reader import quote
from assize.rules.scope import Place
from assize.rules.sections.context import Context
from assize.rules.yaml_nodes import Entry, ListNode, MapNode, Node, TextNode

EFFECTS = ("none", "warn", "needs_approval", "block", "undetermined")


def grade_names(node: Node | None) -> tuple[str, ...]:
    """The names of all grades, best first, whether their numbers can be read or not."""
    return tuple(entry.key for entry in node.entries) if isinstance(node, MapNode) else ()


def read_grades(node: Node | None, ctx: Context) -> tuple[Grade, ...]:
    """Grades, best first; none if a number could not be read.

    That the numbers fall is checked when parameters are bound.
    """
    if node is None:
        return ()
    entries = ctx.reader.entries(node, "grades")
    ctx.marks["grades"] = node.mark
    ctx.rows["grades"] = tuple(entry.key_mark for entry in entries)
    cells = [(entry.key, ctx.number(entry.value, f"grade `{entry.key}`")) for entry in entries]
    grades = tuple(Grade(name, lowest) for name, lowest in cells if lowest is not None)
    return grades if len(grades) == len(cells) else ()


def read_uses(node: Node, ctx: Context) -> tuple[str, ...]:
    """What an answer is used for."""
    found = [ctx.reader.text(item, "uses") for item in ctx.reader.items(node, "uses")]
    if not found and isinstance(node, ListNode):
        ctx.problems.add(node.mark, "uses: at least one is needed")
    return tuple(dict.fromkeys(use for use in found if use is not None))


def read_outcomes(node: Node, uses: tuple[str, ...], ctx: Context) -> tuple[Outcome, ...]:
    """Every outcome with its effect on each use; exactly one is the undetermined one."""
    entries = ctx.reader.entries(node, "outcomes", names=True)
    outcomes = tuple(Outcome(entry.key, _effects(entry, uses, ctx) if uses else ()) for entry in entries)
    if not uses or any(len(outcome.effects) < len(uses) for outcome in outcomes):
        return outcomes
    open_ones = [o.name for o in outcomes if o.effects and all(e == "undetermined" for _, e in o.effects)]
    if len(open_ones) != 1:
        hint = "add `undetermined: undetermined`: what is answered when something unknown decides"
        got = ", ".join(open_ones) or "none"
        ctx.problems.add(node.mark, "outcomes: exactly one has the effect `undetermined`", got=got, hint=hint)
    return outcomes


def _effects(entry: Entry, uses: tuple[str, ...], ctx: Context) -> tuple[tuple[str, Effect], ...]:
    what = f"outcome `{entry.key}`"
    if isinstance(entry.value, TextNode):
        effect = ctx.reader.choice(entry.value, what, EFFECTS)
        return tuple((use, cast(Effect, effect)) for use in uses) if effect is not None else ()
    fields = ctx.reader.mapping(entry.value, what, uses) or {}
    effects = [(use, ctx.reader.choice(fields.get(use), f"{what}: {use}", EFFECTS)) for use in uses]
    return tuple((use, cast(Effect, effect)) for use, effect in effects if effect is not None)


def read_ladder(node: Node, outcomes: tuple[Outcome, ...], ctx: Context) -> tuple[Row, ...]:
    """The rows, ending in `otherwise`."""
    items = ctx.reader.items(node, "decide")
    ctx.rows["decide"] = tuple(item.mark for item in items)
    names = [outcome.name for outcome in outcomes]
    rows = [_row(item, index == len(items) - 1, names, ctx) for index, item in enumerate(items)]
    if items and rows[-1] is not None and rows[-1].when is not None:
        ctx.problems.add(
            items[-1].mark, "decide: the last row must be `otherwise`", hint="- otherwise: <outcome>"
        )
    if not items and isinstance(node, ListNode):
        ctx.problems.add(node.mark, "decide: at least one row is needed")
    return tuple(row for row in rows if row is not None)


def _row(node: Node, last: bool, outcomes: list[str], ctx: Context) -> Row | None:
    if not isinstance(node, MapNode) or len(node.entries) != 1:
        ctx.problems.add(node.mark, "decide: a row is `outcome: condition`", hint="- rejected: knocked_out")
        return None
    entry = node.entries[0]
    if entry.key == "otherwise":
        if not last:
            ctx.problems.add(entry.key_mark, "decide: `otherwise` is the last row")
        outcome = ctx.reader.choice(entry.value, "decide: otherwise", outcomes)
        return None if outcome is None else Row(outcome, None)
    if entry.key not in outcomes and not ctx.scope.is_written(entry.key, "outcome"):
        hint = nearest(entry.key, outcomes)
        ctx.problems.add(entry.key_mark, "decide: not an outcome", got=quote(entry.key), hint=hint)
    when = ctx.expression(entry.value, "decide", Place.LADDER)
    return None if when is None else Row(entry.key, when)
