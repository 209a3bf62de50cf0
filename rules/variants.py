"""What a variant leaves of the criteria and the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assize.rules.criteria_model import Criterion
from assize.rules.model import Rulebook, Variant

STANDARD = "standard"


def flatten(criteria: tuple[Criterion, ...]) -> Iterator[Criterion]:
    """All nodes of the tree, parents first, in declared order."""
    for criterion in criteria:
        yield criterion
        yield from flatten(criterion.children)


def with_variant(criteria: tuple[Criterion, ...], variant: Variant | None) -> tuple[Criterion, ...]:
    """The criteria that a variant keeps, with its weights; a branch that lost all its children goes too."""
    if variant is None:
        return criteria
    weights = dict(variant.weights)
    kept = []
    for criterion in criteria:
        children = with_variant(criterion.children, variant)
        if criterion.name not in variant.without and (children or criterion.is_leaf):
            kept.append(
                replace(criterion, weight=weights.get(criterion.name, criterion.weight), children=children)
            )
    return tuple(kept)


def apply_variant(rulebook: Rulebook, variant: Variant | None) -> Rulebook:
    """The rulebook as the variant has it. Conclusions of rules that it leaves out are false."""
    if variant is None:
        return rulebook
    rules = tuple(rule for rule in rulebook.rules if rule.name not in variant.without)
    return replace(rulebook, criteria=with_variant(rulebook.criteria, variant), rules=rules)
