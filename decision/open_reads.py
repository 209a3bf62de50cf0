"""What the rules, criteria, risks and variants of a rulebook read: what could leave each of them open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from assize.rules.criteria_model import Criterion
from assize.rules.expressions import Expression, FieldRef, GradeRef, LetRef, ScoreRef, walk
from assize.rules.model import Rule, Rulebook
from assize.rules.reads import facts_of, facts_of_criterion, facts_of_lets, facts_of_rule
from assize.rules.risk_model import Risk
from assize.rules.types import ListType, RecordType
from assize.rules.variants import flatten


class Reads(NamedTuple):
    """What a rule or criterion reads: facts in declared order, fields of their elements, and whether the
    score too.
    """

    name: str
    facts: tuple[str, ...]
    fields: frozenset[str]
    scored: bool


class OpenReads(NamedTuple):
    """What a rulebook as a variant left it reads. `rules`, `criteria` (parents first) and `risks` are in
    declared order, `selectors` are the facts that the conditions of all variants read.
    """

    rules: tuple[Reads, ...]
    criteria: tuple[Reads, ...]
    risks: tuple[Reads, ...]
    selectors: tuple[str, ...]


def open_reads(rulebook: Rulebook, whole: Rulebook) -> OpenReads:
    """What is read; `whole` is the rulebook before its variant was applied."""
    return _Reader(rulebook).all(whole)


def fields_of(rulebook: Rulebook, reads: Reads) -> tuple[tuple[str, str], ...]:
    """The fields of elements that are read, each with its fact."""
    types = {fact.name: fact.type for fact in rulebook.facts}
    return tuple(
        (name, field.name)
        for name in reads.facts
        if isinstance(kind := types[name], ListType) and isinstance(kind.element, RecordType)
        for field in kind.element.fields
        if field.name in reads.fields
    )


class _Reader:
    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.places = {fact.name: place for place, fact in enumerate(rulebook.facts)}
        self.lets = facts_of_lets(rulebook)
        self.let_fields: dict[str, frozenset[str]] = {}
        for let in rulebook.lets:
            self.let_fields[let.name] = self._fields([let.expression])

    def all(self, whole: Rulebook) -> OpenReads:
        """What everything reads."""
        scored = self.rulebook.score is not None
        selectors = (name for v in whole.variants for name in self._ordered(facts_of(v.when, self.lets)))
        return OpenReads(
            tuple(self._rule(rule) for rule in self.rulebook.rules),
            tuple(self._criterion(node) for node in flatten(self.rulebook.criteria)) if scored else (),
            tuple(self._risk(risk) for risk in self.rulebook.risks),
            tuple(dict.fromkeys(selectors)),
        )

    def _rule(self, rule: Rule) -> Reads:
        scored = any(isinstance(part, ScoreRef | GradeRef) for part in walk(rule.when))
        parts = [rule.when] if rule.each is None else [rule.when, rule.each.items]
        facts = self._ordered(facts_of_rule(rule, self.lets))
        return Reads(rule.name, facts, self._fields(parts), scored)

    def _criterion(self, criterion: Criterion) -> Reads:
        facts = self._ordered(facts_of_criterion(criterion, self.lets))
        parts = [criterion.of] if criterion.of is not None else []
        return Reads(criterion.name, facts, self._fields(parts), scored=False)

    def _risk(self, risk: Risk) -> Reads:
        """What the levels of a risk are found from, beside its signs."""
        clauses = [clause for control in risk.controls for clause in control.clauses]
        parts = [risk.events, risk.happening_now, *(row.when for row in risk.impact)]
        parts += [part for clause in clauses for part in (clause.in_place, clause.works, clause.expired)]
        known = [part for part in parts if part is not None]
        facts = frozenset[str]().union(*(facts_of(part, self.lets) for part in known))
        return Reads(risk.name, self._ordered(facts), self._fields(known), scored=False)

    def _fields(self, expressions: Iterable[Expression]) -> frozenset[str]:
        """The fields of elements that expressions read, by way of lets too."""
        found: set[str] = set()
        for part in (part for expression in expressions for part in walk(expression)):
            if isinstance(part, FieldRef):
                found.add(part.field)
            elif isinstance(part, LetRef):
                found |= self.let_fields[part.name]
        return frozenset(found)

    def _ordered(self, facts: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(facts, key=self.places.__getitem__))
