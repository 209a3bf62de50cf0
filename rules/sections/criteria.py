"""`criteria:` — the tree of what is scored and how much it weighs."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from assize.rules.expressions import Expression
from assize.rules.model import Criterion, Form, IfMissing, Limit, Score, Weights
from assize.rules.scope import Place, Symbol
from assize.rules.sections.context import Context
from assize.rules.sections.forms import FORMS, read_form
from assize.rules.sections.header import read_share
from assize.rules.types import NUMBER
from assize.rules.yaml_nodes import Entry, Node

IF_MISSING = ("worst", "exclude", "unknown")
_COMMON = ("source", "note", "at_most")
_LEAF = ("of", "if_missing", *FORMS)
_BRANCH = ("criteria", "min_coverage")


def read_criteria(node: Node | None, score: Score | None, ctx: Context) -> tuple[Criterion, ...]:
    """The tree; its weights add up at every node."""
    if node is None:
        return ()
    if score is None:
        ctx.problems.add(
            node.mark, "there are criteria but no `score`", hint="add `score: {scale: [0, 100], …}`"
        )
        return ()
    criteria = _children(node, "criteria", score, "", ctx)
    check_weights(criteria, score, ctx, "")
    return criteria


def _children(node: Node, what: str, score: Score, source: str, ctx: Context) -> tuple[Criterion, ...]:
    entries = ctx.reader.entries(node, what, names=True)
    found = [_criterion(entry, score, source, ctx) for entry in entries]
    return tuple(criterion for criterion in found if criterion is not None)


def _criterion(entry: Entry, score: Score, inherited: str, ctx: Context) -> Criterion | None:
    what = f"criterion `{entry.key}`"
    fields = ctx.reader.mapping(entry.value, what, ["weight"], (*_COMMON, *_LEAF, *_BRANCH))
    if fields is None or not ctx.scope.declare(entry.key, Symbol("criterion", NUMBER, entry.key_mark)):
        return None
    ctx.marks[entry.key] = fields["weight"].mark
    weight = ctx.reader.decimal(fields["weight"], f"{what}: weight")
    source = ctx.reader.text(fields.get("source"), f"{what}: source") or inherited
    note = ctx.reader.text(fields.get("note"), f"{what}: note") or ""
    if weight is None or weight <= 0:
        if weight is not None:
            hint = "leave out what does not count"
            ctx.problems.add(
                fields["weight"].mark, f"{what}: a weight is more than 0", got=f"{weight}", hint=hint
            )
        return None
    limits = _limits(fields.get("at_most"), what, ctx)
    base = Criterion(entry.key, weight, source, note, at_most=limits)
    if "criteria" in fields:
        return _branch(entry, fields, base, score, ctx)
    return _leaf(entry, fields, base, ctx)


def _branch(
    entry: Entry, fields: dict[str, Node], base: Criterion, score: Score, ctx: Context
) -> Criterion | None:
    what = f"criterion `{entry.key}`"
    for key in (key for key in _LEAF if key in fields):
        ctx.problems.add(fields[key].mark, f"{what} has children, so it has no `{key}`")
    children = _children(fields["criteria"], f"{what}: criteria", score, base.source, ctx)
    coverage = read_share(fields.get("min_coverage"), ctx)
    if not children:
        ctx.problems.add(fields["criteria"].mark, f"{what}: no child could be read")
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
    _check_sum("the criteria", criteria, score.total, score.weights, ctx, suffix)


def _check_sum(
    what: str, children: tuple[Criterion, ...], wanted: Decimal, weights: Weights, ctx: Context, suffix: str
) -> None:
    total = sum((child.weight for child in children), Decimal(0))
    if children and total != wanted:
        hint = f"write weights that add up to {wanted}; the difference is {wanted - total}"
        ctx.problems.add(
            ctx.marks[children[0].name],
            f"the weights of {what} do not add up{suffix}",
            got=f"{total}",
            hint=hint,
        )
    for child in children:
        part = Decimal(100) if weights == "percent" else child.weight
        _check_sum(f"`{child.name}`", child.children, part, weights, ctx, suffix)
