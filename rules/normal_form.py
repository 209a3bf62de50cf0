"""Conditions of rules as terms over literals: what is chained, and what is computed before.

A literal is a largest part of a condition that reads no conclusion of its own stage. `not x` of such a
conclusion is a literal of its
own, computed from the conclusion; so is the conclusion of a rule with `each`, which is found by a loop.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from assize.rules.expressions import And, ConclusionRef, Constant, Expression, Not, Or, walk
from assize.rules.inference.groups import StageRule, build_groups
from assize.rules.inference.model import Group
from assize.rules.model import Rule
from assize.rules.types import BOOLEAN

MOST_TERMS = 64

Term = frozenset[str]


class TooManyTerms(Exception):
    """A condition whose normal form has more than MOST_TERMS terms."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(rule)


class Literal(NamedTuple):
    """A condition that is computed before chaining. `loop` names the rule with `each` whose elements it looks
    at.
    """

    name: str
    expression: Expression
    loop: str | None = None


class Stage(NamedTuple):
    """The rules of one stage, ready to be chained. `negations` maps the literal `not x` to the rule x."""

    literals: tuple[Literal, ...]
    negations: dict[str, str]
    groups: tuple[Group, ...]


def stage_of(rules: Iterable[Rule], number: int, known: frozenset[str]) -> Stage:
    """The stage's literals and groups; `known` are all rules that exist, others count as false.

    Raises TooManyTerms, RuleCycle, TooManyLiterals.
    """
    own = tuple(rule for rule in rules if rule.stage == number)
    forms = _Forms(frozenset(rule.name for rule in own), known)
    staged = [StageRule(rule.name, forms.terms(rule), rule.if_unknown != "hold") for rule in own]
    groups = build_groups(staged, forms.negations)
    return Stage(tuple(forms.literals.values()), forms.negations, groups)


class _Forms:
    """Collects the literals of one stage while its conditions are brought into normal form."""

    def __init__(self, own: frozenset[str], known: frozenset[str]) -> None:
        self.own = own
        self.known = known
        self.literals: dict[tuple[Expression, str | None], Literal] = {}
        self.negations: dict[str, str] = {}

    def terms(self, rule: Rule) -> tuple[tuple[str, ...], ...]:
        """The condition of a rule as a disjunction of conjunctions of atoms."""
        if rule.each is not None:
            return ((self._literal(rule.when, rule.name),),)
        found = self._normal(rule.when, False)
        if len(found) > MOST_TERMS:
            raise TooManyTerms(rule.name)
        smallest = [term for term in found if not any(other < term for other in found)]
        return tuple(sorted(tuple(sorted(term)) for term in smallest))

    def _literal(self, expression: Expression, loop: str | None = None) -> str:
        key = (expression, loop)
        if key not in self.literals:
            self.literals[key] = Literal(f"c{len(self.literals)}", expression, loop)
        return self.literals[key].name

    def _normal(self, node: Expression, negated: bool) -> frozenset[Term]:
        if not any(self._is_own(part) for part in walk(node)):
            return self._single(self._literal(Not(node) if negated else self._closed(node)))
        match node:
            case ConclusionRef(name=name):
                return self._single(self._negation(name) if negated else name)
            case Not(part=part):
                return self._normal(part, not negated)
            case And(parts=parts):
                return self._joined(parts, negated, both=not negated)
            case Or(parts=parts):
                return self._joined(parts, negated, both=negated)
            case _:
                raise TypeError(node)

    def _joined(self, parts: tuple[Expression, ...], negated: bool, both: bool) -> frozenset[Term]:
        """The parts joined by and (`both`) or by or; those without conclusions stay one literal."""
        plain = tuple(part for part in parts if not any(self._is_own(inner) for inner in walk(part)))
        chained = [part for part in parts if part not in plain]
        joined = [And(plain) if both != negated else Or(plain)] if len(plain) > 1 else list(plain)
        forms = [self._normal(part, negated) for part in [*joined, *chained]]
        if not both:
            return frozenset().union(*forms)
        product: frozenset[Term] = frozenset({frozenset()})
        for form in forms:
            product = frozenset(left | right for left in product for right in form)
            if len(product) > MOST_TERMS:
                break
        return product

    def _negation(self, name: str) -> str:
        self.negations[f"not {name}"] = name
        return f"not {name}"

    def _is_own(self, node: Expression) -> bool:
        return isinstance(node, ConclusionRef) and node.name in self.own

    def _closed(self, node: Expression) -> Expression:
        """A reference to a rule that a variant leaves out is false."""
        if isinstance(node, ConclusionRef) and node.name not in self.known:
            return Constant(0, BOOLEAN)
        return node

    @staticmethod
    def _single(atom: str) -> frozenset[Term]:
        return frozenset({frozenset({atom})})
