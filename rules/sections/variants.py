"""`variants:` — declared changes of criteria, rules and weights."""

from __future__ import annotations

from decimal import Decimal

from assize.rules.criteria_model import Criterion, Score
from assize.rules.errors import nearest
from assize.rules.model import Rule, Variant
from assize.rules.reader import quote
from assize.rules.scope import RESERVED, Place
from assize.rules.sections.context import Context
from assize.rules.sections.criteria import check_weights
from assize.rules.variants import flatten, with_variant
from assize.rules.yaml_nodes import Entry, Node


def read_variants(
    node: Node | None,
    criteria: tuple[Criterion, ...],
    rules: tuple[Rule, ...],
    score: Score | None,
    ctx: Context,
) -> tuple[Variant, ...]:
    """Every variant; what is left of the criteria adds up again."""
    if node is None:
        return ()
    found = [
        _variant(entry, criteria, rules, ctx) for entry in ctx.reader.entries(node, "variants", names=True)
    ]
    variants = tuple(variant for variant in found if variant is not None)
    if score is not None:
        for variant in variants:
            check_weights(with_variant(criteria, variant), score, ctx, f" in the variant `{variant.name}`")
    return variants


def _variant(
    entry: Entry, criteria: tuple[Criterion, ...], rules: tuple[Rule, ...], ctx: Context
) -> Variant | None:
    what = f"variant `{entry.key}`"
    fields = ctx.reader.mapping(entry.value, what, ["when", "note"], ["without", "weights"])
    if entry.key in RESERVED:
        ctx.problems.add(entry.key_mark, f"{what}: the name has a meaning of its own", hint="choose another")
    if fields is None:
        return None
    when = ctx.expression(fields["when"], f"{what}: when", Place.FACTS)
    names = {criterion.name for criterion in flatten(criteria)}
    before = len(ctx.problems)
    without = _without(fields.get("without"), what, names | {rule.name for rule in rules}, ctx)
    weights = _weights(fields.get("weights"), what, names, ctx)
    note = ctx.reader.text(fields["note"], f"{what}: note") or ""
    # A variant with a wrong name or weight would only seem not to add up.
    return (
        None
        if when is None or len(ctx.problems) > before
        else Variant(entry.key, when, without, weights, note)
    )


def _without(node: Node | None, what: str, known: set[str], ctx: Context) -> tuple[str, ...]:
    if node is None:
        return ()
    items = ctx.reader.items(node, f"{what}: without")
    named = [(item, ctx.reader.text(item, f"{what}: without")) for item in items]
    for item, name in named:
        if name is not None and name not in known and not ctx.scope.is_written(name, "criterion", "rule"):
            problem = f"{what}: {quote(name)} is no criterion or rule"
            ctx.problems.add(item.mark, problem, hint=nearest(name, known))
    return tuple(name for _, name in named if name in known and name is not None)


def _weights(node: Node | None, what: str, known: set[str], ctx: Context) -> tuple[tuple[str, Decimal], ...]:
    if node is None:
        return ()
    found: list[tuple[str, Decimal]] = []
    for entry in ctx.reader.entries(node, f"{what}: weights"):
        weight = ctx.reader.decimal(entry.value, f"{what}: weight of `{entry.key}`")
        if ctx.scope.is_written(entry.key, "criterion") and entry.key not in known:
            continue
        if entry.key not in known:
            problem = f"{what}: no criterion {quote(entry.key)}"
            ctx.problems.add(entry.key_mark, problem, hint=nearest(entry.key, known))
        elif weight is not None and weight <= 0:
            ctx.problems.add(
                entry.value.mark, f"{what}: a weight is more than 0", hint="name it under `without`"
            )
        elif weight is not None:
            found.append((entry.key, weight))
    return tuple(found)
