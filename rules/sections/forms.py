"""The value functions of criteria as they are written: curve, steps, table, target, checklist."""

from __future__ import annotations

from assize.rules.criteria_model import (
    ChecklistForm,
    ChecklistItem,
    CurveForm,
    Form,
    StepRow,
    StepsForm,
    TableForm,
    TargetForm,
)
from assize.rules.errors import nearest
from assize.rules.expressions import Expression
from assize.rules.reader import quote
from assize.rules.scope import Place
from assize.rules.sections.context import Context
from assize.rules.types import BooleanType, ChoiceType, Type, describe
from assize.rules.yaml_nodes import Entry, Node

FORMS = ("curve", "steps", "table", "target", "checklist")


def read_form(criterion: str, name: str, node: Node, of: Expression | None, ctx: Context) -> Form | None:
    """The form `name` written at `node`; its rows are checked again when parameters are bound."""
    what = f"criterion `{criterion}`: {name}"
    ctx.marks[f"form of {criterion}"] = node.mark
    match name:
        case "curve":
            return _curve(criterion, node, what, ctx)
        case "steps":
            return _steps(criterion, node, what, ctx)
        case "table":
            return _table(criterion, node, what, of, ctx)
        case "target":
            return _target(node, what, ctx)
        case _:
            return _checklist(node, what, ctx)


def _curve(criterion: str, node: Node, what: str, ctx: Context) -> CurveForm | None:
    items = ctx.reader.items(node, what)
    ctx.rows[criterion] = tuple(item.mark for item in items)
    pairs = [ctx.pair(item, what, "a pair of numbers") for item in items]
    points = tuple(pair for pair in pairs if pair is not None)
    return CurveForm(points) if points and len(points) == len(pairs) else None


def _steps(criterion: str, node: Node, what: str, ctx: Context) -> StepsForm | None:
    items = ctx.reader.items(node, what)
    ctx.rows[criterion] = tuple(item.mark for item in items)
    rows = [_step(item, what, ctx) for item in items]
    known = tuple(row for row in rows if row is not None)
    return StepsForm(known) if known and len(known) == len(rows) else None


def _step(node: Node, what: str, ctx: Context) -> StepRow | None:
    fields = ctx.reader.mapping(node, what, ["value"], ["from", "below", "to"])
    if fields is None:
        return None
    if "below" in fields and "to" in fields:
        ctx.problems.add(
            node.mark, f"{what}: `below` excludes its number, `to` includes it", hint="write one of them"
        )
        return None
    numbers = {key: ctx.number(value, f"{what}: {key}") for key, value in fields.items()}
    value = numbers["value"]
    if value is None or None in numbers.values():
        return None
    return StepRow(numbers.get("from"), numbers.get("below", numbers.get("to")), "to" in fields, value)


def _table(criterion: str, node: Node, what: str, of: Expression | None, ctx: Context) -> TableForm | None:
    entries = ctx.reader.entries(node, what)
    ctx.rows[criterion] = tuple(entry.key_mark for entry in entries)
    cells = [(entry.key, ctx.number(entry.value, what)) for entry in entries]
    rows = tuple((key, value) for key, value in cells if value is not None)
    fits = of is not None and _fits(entries, of.type, node, what, ctx)
    return TableForm(rows) if fits and rows and len(rows) == len(cells) else None


def _fits(entries: tuple[Entry, ...], of: Type, node: Node, what: str, ctx: Context) -> bool:
    """Whether there is one row for each value that `of` can have."""
    if not isinstance(of, ChoiceType | BooleanType):
        ctx.problems.add(node.mark, f"{what}: takes a choice or a condition", got=describe(of))
        return False
    known = of.choices if isinstance(of, ChoiceType) else ("true", "false")
    wrong = [entry for entry in entries if entry.key not in known]
    for entry in wrong:
        hint = nearest(entry.key, known)
        ctx.problems.add(entry.key_mark, f"{what}: no such value", got=quote(entry.key), hint=hint)
    lacking = [f"`{key}`" for key in known if key not in {entry.key for entry in entries}]
    if lacking and entries:
        ctx.problems.add(node.mark, f"{what}: no row for {', '.join(lacking)}", hint="every value needs one")
    return not wrong and not lacking


def _target(node: Node, what: str, ctx: Context) -> TargetForm | None:
    fields = ctx.reader.mapping(node, what, ["zero", "full"])
    if fields is None:
        return None
    zero, full = (ctx.pair(fields[key], f"{what}: {key}", "a pair of numbers") for key in ("zero", "full"))
    return None if zero is None or full is None else TargetForm(zero, full)


def _checklist(node: Node, what: str, ctx: Context) -> ChecklistForm | None:
    found = []
    items = ctx.reader.items(node, what)
    for item in items:
        fields = ctx.reader.mapping(item, what, ["when", "points"])
        if fields is None:
            continue
        when = ctx.expression(fields["when"], what, Place.FACTS)
        points = ctx.number(fields["points"], f"{what}: points")
        if isinstance(points, float) and points <= 0:
            ctx.problems.add(fields["points"].mark, f"{what}: points are more than 0", got=f"{points:g}")
        elif when is not None and points is not None:
            found.append(ChecklistItem(when, points))
    return ChecklistForm(tuple(found)) if found and len(found) == len(items) else None
