"""The criteria tree as docs/rulebook-language.md §5 tells it, node by node, bottom up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import inf

from assize.rules.criteria_model import ChecklistForm, Criterion, IfMissing, Score
from assize.rules.expressions import Aggregate, Expression, FactRef
from assize.rules.model import Variant
from assize.rules.types import MoneyType, NumberType
from tests.oracle.expressions import Scope, evaluate
from tests.oracle.functions import extremes, value_at
from tests.oracle.values import FALSE, TRUE, UNKNOWN, is_unknown, number


@dataclass(frozen=True)
class Node:
    """A judged criterion; `children` are those that the variant keeps.

    `value` is None while unknown or left out; `known_part` is how much of its weight is known.
    """

    criterion: Criterion | None
    weight: Decimal
    value: float | None
    low: float
    high: float
    excluded: bool
    known_part: Fraction
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


def judge_all(scope: Scope, variant: Variant | None) -> Node | None:
    """The whole tree under one root; None for a rulebook without criteria."""
    if scope.book.score is None:
        return None
    root = _Judge(scope, scope.book.score, variant).branch(None, scope.book.criteria, Decimal(1))
    assert root is not None
    return root


class _Judge:
    def __init__(self, scope: Scope, score: Score, variant: Variant | None) -> None:
        self.scope = scope
        self.score = score
        self.without = variant.without if variant else ()
        self.weights = dict(variant.weights) if variant else {}

    def bind(self, given: float | str) -> float:
        return number(given, self.scope.book, self.scope.day)

    def node(self, criterion: Criterion) -> Node | None:
        if criterion.name in self.without:
            return None
        weight = self.weights.get(criterion.name, criterion.weight)
        if not criterion.is_leaf:
            return self.branch(criterion, criterion.children, weight)
        plain = self._checklist(criterion, weight) or self._leaf(criterion, weight)
        return _settle(self._limit(plain), criterion.if_missing)

    def branch(
        self, criterion: Criterion | None, below: tuple[Criterion, ...], weight: Decimal
    ) -> Node | None:
        judged = [self.node(child) for child in below]
        children = tuple(node for node in judged if node is not None)
        if not children:
            return None
        known = sum((_part(node, children) * node.known_part for node in children), Fraction(0))
        lowest = self.score.min_coverage if criterion is None else criterion.min_coverage
        excluded = all(node.excluded for node in children)
        value = _mean([(node.weight, node.value) for node in children if not node.excluded])
        if lowest is not None and known * 100 < Fraction(lowest):
            value, excluded = None, False
        low = _mean([(node.weight, node.low) for node in children])
        high = _mean([(node.weight, node.high) for node in children])
        assert low is not None
        assert high is not None
        if value is not None:
            value = min(max(value, low), high)
        return self._limit(Node(criterion, weight, value, low, high, excluded, known, children))

    def _leaf(self, criterion: Criterion, weight: Decimal) -> Node:
        assert criterion.of is not None
        assert criterion.form is not None
        scale = (self.score.low, self.score.high)
        x = evaluate(criterion.of, self.scope)
        if is_unknown(x, criterion.of.type):
            low, high = extremes(criterion.form, self.bind, scale, self._domain(criterion.of))
            return Node(criterion, weight, None, low, high, excluded=False, known_part=Fraction(0))
        value = value_at(criterion.form, x, self.bind, scale)
        return Node(criterion, weight, value, value, value, excluded=False, known_part=Fraction(1))

    def _domain(self, of: Expression) -> tuple[float, float]:
        """The declared range of a fact; a number of things is not negative."""
        if isinstance(of, FactRef) and isinstance(of.type, NumberType | MoneyType):
            low, high = of.type.low, of.type.high
            return -inf if low is None else low, inf if high is None else high
        return 0.0 if isinstance(of, Aggregate) and of.name in ("count", "distinct") else -inf, inf

    def _checklist(self, criterion: Criterion, weight: Decimal) -> Node | None:
        if not isinstance(criterion.form, ChecklistForm):
            return None
        points = [(evaluate(item.when, self.scope), self.bind(item.points)) for item in criterion.form.items]
        total = sum(p for _, p in points)

        def share(earned: float) -> float:
            return self.score.low + (self.score.high - self.score.low) * earned / total

        low = share(sum(p for state, p in points if state == TRUE))
        high = share(sum(p for state, p in points if state != FALSE))
        known = all(state != UNKNOWN for state, _ in points)
        value = low if known else None
        return Node(criterion, weight, value, low, high, excluded=False, known_part=Fraction(known))

    def _limit(self, node: Node) -> Node:
        """At most so much while a condition holds, for the bounds too; then what may hold."""
        limits = node.criterion.at_most if node.criterion else ()
        judged = [(self.bind(limit.value), evaluate(limit.when, self.scope)) for limit in limits]
        for most, state in judged:
            if state == TRUE:
                value = None if node.value is None else min(node.value, most)
                node = replace(node, value=value, low=min(node.low, most), high=min(node.high, most))
        for most, state in judged:
            if state == UNKNOWN:
                matters = node.value is not None and node.value > most
                node = replace(node, value=None if matters else node.value, low=min(node.low, most))
        return node


def _settle(leaf: Node, if_missing: IfMissing) -> Node:
    """What a leaf whose value is unknown does."""
    if leaf.value is not None:
        return leaf
    leaf = replace(leaf, known_part=Fraction(0))
    match if_missing:
        case "worst":
            return replace(leaf, value=leaf.low)
        case "exclude":
            return replace(leaf, excluded=True)
        case _:
            return leaf


def _mean(parts: list[tuple[Decimal, float | None]]) -> float | None:
    """The weighted mean, added in declared order; None if there is nothing, or something is unknown."""
    total, weights = 0.0, 0.0
    for weight, value in parts:
        if value is None:
            return None
        total += float(weight) * value
        weights += float(weight)
    return total / weights if parts else None


def _part(node: Node, siblings: tuple[Node, ...]) -> Fraction:
    return Fraction(node.weight) / sum(Fraction(sibling.weight) for sibling in siblings)
