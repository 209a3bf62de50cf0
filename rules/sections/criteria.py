"""`criteria:` — the tree of what is scored and how much it weighs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from assize.rules.criteria_model import Criterion, Form, IfMissing, Limit, Score, Weights
from assize.rules.expressions import Expression
from assize.rules.scope import Place, Symbol
from assize.rules.sections.context import Context
from assize.rules.sections.forms import FORMS, read_form
from assize.rules.sections.header import read_share
from assize.rules.types import NUMBER
from assize.rules.yaml_nodes import Entry, MapNode, Node

IF_MISSING = ("worst", "exclude", "unknown")
_COMMON = ("source", "note", "at_most")
_LEAF = ("of", "if_missing", *FORMS)
_BRANCH = ("criteria", "min_coverage")


def read_criteria(node: Node | None, score: Score | None, ctx: Context) -> tuple[Criterion, ...]:
    """The tree; its weights add up at every node of which every child could be read."""
    if node is None:
        return ()
    criteria = _children(node, "", "", ctx)
    if score is not None:
        check_weights(criteria, score, ctx, "")
    return criteria


def check_scored(fields: Mapping[str, Node], ctx: Context) -> bool:
    """Whether `score`, `criteria` and `grades` stand together; problems if not."""
    if "criteria" in fields and "score" not in fields:
        hint = "add `score: {scale: [0, 100], …}`"
        ctx.problems.add(fields["criteria"].mark, "there are criteria but no `score`", hint=hint)
        return False
    lonely = [key for key in ("score", "grades") if key in fields and "criteria" not in fields]
    for key in lonely:
        ctx.problems.add(fields[key].mark, f"there is `{key}` but nothing is scored", hint="add `criteria`")
    return not lonely


def _children(node: Node, parent: str, source: str, ctx: Context) -> tuple[Criterion, ...]:
    """What stands under `parent`, or under `criteria` itself."""
    what = f"criterion `{parent}`: criteria" if parent else "criteria"
    entries = ctx.reader.entries(node, what, names=True)
    found = [_criterion(entry, source, ctx) for entry in entries]
    criteria = tuple(criterion for criterion in found if criterion is not None)
    if isinstance(node, MapNode) and not node.entries:
        ctx.problems.add(node.mark, f"{what}: at least one is needed")
    if not isinstance(node, MapNode) or not criteria or len(criteria) < len(node.entries):
        ctx.partial.add(parent)
    return criteria


def _criterion(entry: Entry, inherited: str, ctx: Context) -> Criterion | None:
    what = f"criterion `{entry.key}`"
    fields = ctx.reader.mapping(entry.value, what, ["weight"], (*_COMMON, *_LEAF, *_BRANCH))
    if fields is None:
        return None
    declared = ctx.scope.declare(entry.key, Symbol("criterion", NUMBER, entry.key_mark))
    ctx.marks[entry.key] = fields["weight"].mark
    weight = _weight(fields["weight"], what, ctx)
    source = ctx.reader.text(fields.get("source"), f"{what}: source") or inherited
    note = ctx.reader.text(fields.get("note"), f"{what}: note") or ""
    limits = _limits(fields.get("at_most"), what, ctx)
    base = Criterion(entry.key, weight or Decimal(0), source, note, at_most=limits)
    read = _branch if "criteria" in fields else _leaf
    found = read(entry, fields, base, ctx)
    return found if declared and weight is not None else None


def _weight(node: Node, what: str, ctx: Context) -> Decimal | None:
    weight = ctx.reader.decimal(node, f"{what}: weight")
    if weight is None or weight > 0:
        return weight
    hint = "leave out what does not count"
    ctx.problems.add(node.mark, f"{what}: a weight is more than 0", got=f"{weight}", hint=hint)
    return None


def _branch(entry: Entry, fields: dict[str, Node], base: Criterion, ctx: Context) -> Criterion | None:
    what = f"criterion `{entry.key}`"
    for key in (key for key in _LEAF if key in fields):
        ctx.problems.add(fields[key].mark, f"{what} has children, so it has no `{key}`")
    children = _children(fields["criteria"], entry.key, base.source, ctx)
    coverage = read_share(fields.get("min_coverage"), ctx)
    if not children:
        return None
    return Criterion(
        base.name, base.weight, base.source, base.note, children, min_coverage=coverage, at_most=base.at_most
    )


def _leaf(entry: Entry, fields: dict[str, Node], base: Criterion, ctx: Context) -> Criterion | None:
    what = f"criterion `{entry.key}`"
    if "min_coverage" in fields:
        ctx.problems.add(fields["min_coverage"].mark, f"{what} has no children, so it has no `min_coverage`")
    written = [name for name in FORMS if name in fields]
    if len(written) != 1:
        hint = f"one of {', '.join(FORMS)}, or `criteria` with children"
        ctx.problems.add(
            entry.key_mark, f"{what}: exactly one value function is needed", got=", ".join(written), hint=hint
        )
        return None
    missing = ctx.reader.choice(fields.get("if_missing"), f"{what}: if_missing", IF_MISSING)
    if "if_missing" not in fields:
        ctx.problems.add(
            entry.key_mark, f"{what}: missing `if_missing`", hint=f"one of {', '.join(IF_MISSING)}"
        )
    of = _measured(fields, what, written[0], entry, ctx)
    form = read_form(entry.key, written[0], fields[written[0]], of, ctx)
    if form is None or missing is None or (of is None and written[0] != "checklist"):
        return None
    return _built(base, of, form, cast(IfMissing, missing))


def _built(base: Criterion, of: Expression | None, form: Form, missing: IfMissing) -> Criterion:
    return Criterion(
        base.name,
        base.weight,
        base.source,
        base.note,
        of=of,
        form=form,
        if_missing=missing,
        at_most=base.at_most,
    )


def _measured(fields: dict[str, Node], what: str, form: str, entry: Entry, ctx: Context) -> Expression | None:
    """What the value function is a function of."""
    if form == "checklist":
        if "of" in fields:
            ctx.problems.add(fields["of"].mark, f"{what}: a checklist has no `of`")
        return None
    if "of" not in fields:
        ctx.problems.add(
            entry.key_mark, f"{what}: missing `of`", hint="say what is measured, e.g. `of: headcount`"
        )
        return None
    return ctx.expression(fields["of"], f"{what}: of", Place.FACTS, "any" if form == "table" else "number")


def _limits(node: Node | None, what: str, ctx: Context) -> tuple[Limit, ...]:
    if node is None:
        return ()
    found = []
    for item in ctx.reader.items(node, f"{what}: at_most"):
        fields = ctx.reader.mapping(item, f"{what}: at_most", ["value", "when"])
        if fields is not None:
            value = ctx.number(fields["value"], f"{what}: at_most")
            when = ctx.expression(fields["when"], f"{what}: at_most", Place.FACTS)
            if value is not None and when is not None:
                found.append(Limit(value, when))
    return tuple(found)


def check_weights(criteria: tuple[Criterion, ...], score: Score, ctx: Context, suffix: str) -> None:
    """Note every node whose children's weights do not add up; exact in decimals."""
    _check_sum("", criteria, score.total, score.weights, ctx, suffix)


def _check_sum(
    parent: str, children: tuple[Criterion, ...], wanted: Decimal, weights: Weights, ctx: Context, suffix: str
) -> None:
    total = sum((child.weight for child in children), Decimal(0))
    if children and total != wanted and parent not in ctx.partial:
        what = f"the weights of {f'`{parent}`' if parent else 'the criteria'} do not add up{suffix}"
        apart = f"{abs(wanted - total)} too {'few' if total < wanted else 'many'}"
        hint = f"write weights that add up to {wanted}"
        ctx.problems.add(ctx.marks[children[0].name], what, got=f"{total}, {apart}", hint=hint)
    for child in children:
        part = Decimal(100) if weights == "percent" else child.weight
        _check_sum(child.name, child.children, part, weights, ctx, suffix)
