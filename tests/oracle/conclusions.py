"""Rules: each conclusion by direct three-valued evaluation of its condition, docs/rulebook-language.md §6."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from assize.rules.model import Rule
from tests.oracle.expressions import Scope, evaluate, members
from tests.oracle.values import FALSE, TRUE, UNKNOWN, Value


@dataclass(frozen=True)
class Concluded:
    """Conclusions by rule; for rules with `each` the state of every element by its
    place in the list that was sent, None if the list is unknown."""

    values: dict[str, int]
    elements: dict[str, dict[int, int] | None]


def conclude(scope: Scope, rules: tuple[Rule, ...], without: tuple[str, ...], before: Concluded) -> Concluded:
    """The conclusions of one stage over those before it. A rule that the variant leaves out is false."""
    lazy = _Lazy(scope, {rule.name: rule for rule in rules}, without, before)
    for rule in rules:
        lazy[rule.name]
    return Concluded(lazy.values_so_far, lazy.elements)


class _Lazy(Mapping[str, int]):
    """Conclusions that are worked out when they are asked for; rules form no cycle."""

    def __init__(
        self, scope: Scope, rules: dict[str, Rule], without: tuple[str, ...], before: Concluded
    ) -> None:
        self.scope = replace(scope, conclusions=self)
        self.rules = rules
        self.without = without
        self.values_so_far = dict(before.values)
        self.elements = dict(before.elements)

    def __getitem__(self, name: str) -> int:
        if name not in self.values_so_far:
            self.values_so_far[name] = FALSE if name in self.without else self._conclude(self.rules[name])
        return self.values_so_far[name]

    def _conclude(self, rule: Rule) -> int:
        found = evaluate(rule.when, self.scope) if rule.each is None else self._each(rule)
        return (
            {"hold": UNKNOWN, "fire": TRUE, "ignore": FALSE}[rule.if_unknown] if found == UNKNOWN else found
        )

    def _each(self, rule: Rule) -> int:
        assert rule.each is not None
        items = rule.each.items
        elements = members(items, self.scope)
        if elements is None:
            self.elements[rule.name] = None
            return UNKNOWN
        states = tuple(
            min(membership, evaluate(rule.when, self.scope.within(rule.each.variable, items.type, one)))
            for membership, one in elements
        )
        places = [self._place(one, index) for index, (_, one) in enumerate(elements)]
        self.elements[rule.name] = dict(zip(places, states, strict=True))
        return max(states, default=FALSE)

    def _place(self, element: Value, index: int) -> int:
        """A record stands somewhere in a list that was sent; a scalar where it is met."""
        lists = (value for value in self.scope.facts.values() if isinstance(value, tuple))
        sent = (place for items in lists for place, one in enumerate(items) if one is element)
        return next(sent, index) if isinstance(element, tuple) else index

    def __iter__(self) -> Iterator[str]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)
