"""What is left open, and what would close it: missing facts, most decisive first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assize.decision.facts import UNKNOWN_EVIDENCE, CheckedFacts
from assize.decision.open_reads import Reads, open_reads
from assize.decision.result import MissingFact, Why
from assize.decision.values import unknown_of
from assize.rules.generate.conclusions import ladder_atoms, ladder_plan
from assize.rules.generate.evaluation import Evaluation, Program
from assize.rules.model import Rulebook
from assize.rules.reads import conclusions_of
from assize.rules.types import ListType, RecordType
from assize.rules.variants import flatten

NEVER = 10**9


def merge(programs: Sequence[Program], evaluations: Sequence[Evaluation]) -> tuple[int, Evaluation]:
    """One evaluation that covers several variants that may hold, and the place of the one it looks like.

    It looks like that of the variant that has most rules and criteria. A rule that does not come out alike in
    all of them is unknown.
    """
    shown = shown_of([program.rulebook for program in programs])
    states = [
        dict(zip((rule.name for rule in program.rulebook.rules), evaluation.conclusions, strict=True))
        for program, evaluation in zip(programs, evaluations, strict=True)
    ]
    alike = {rule: {some.get(rule, 0) for some in states} for rule in states[shown]}
    possible = sorted({outcome for evaluation in evaluations for outcome in evaluation.possible})
    lows = [e.low for e in evaluations if e.low is not None]
    highs = [e.high for e in evaluations if e.high is not None]
    shares = [e.coverage for e in evaluations if e.coverage is not None]
    merged = evaluations[shown]._replace(
        conclusions=tuple(found.pop() if len(found) == 1 else 1 for found in alike.values()),
        possible=tuple(possible),
        score=None,
        low=min(lows, default=None),
        high=max(highs, default=None),
        coverage=min(shares, default=None),
        grade=_hull([e.grade for e in evaluations]),
        grade_before_caps=_hull([e.grade_before_caps for e in evaluations]),
        declared_share=None,
        verified_share=None,
    )
    return shown, merged


def shown_of(rulebooks: Sequence[Rulebook]) -> int:
    """The place of the variant that several look like together: the one with most rules and criteria."""
    sizes = [len(book.rules) + (len([*flatten(book.criteria)]) if book.score else 0) for book in rulebooks]
    return max(range(len(sizes)), key=sizes.__getitem__)


def _hull(ranges: Sequence[tuple[int, int] | None]) -> tuple[int, int] | None:
    known = [found for found in ranges if found is not None]
    return (min(low for low, _ in known), max(high for _, high in known)) if known else None


class Openness:
    """Finds the missing facts of a program's evaluations."""

    def __init__(self, program: Program, whole: Rulebook) -> None:
        rulebook = program.rulebook
        self._program = program
        self._plan = ladder_plan(rulebook)
        self._places = {fact.name: place for place, fact in enumerate(rulebook.facts)}
        self._types = {fact.name: fact.type for fact in rulebook.facts}
        self._rules = {rule.name: rule for rule in rulebook.rules}
        self._waits = {rule.name: sorted(conclusions_of(rule.when)) for rule in rulebook.rules}
        self._signs = tuple(sign for risk in rulebook.risks for sign in risk.signs)
        self._atoms = [self._rules_of_atom(atom) for atom in ladder_atoms(rulebook)]
        reads = open_reads(rulebook, whole)
        self._by_rule = {read.name: read for read in reads.rules}
        self._by_leaf = reads.criteria
        self._risks = reads.risks
        self._selectors = reads.selectors

    def missing(
        self, evaluation: Evaluation, facts: CheckedFacts, *, variant_known: bool
    ) -> tuple[MissingFact, ...]:
        """The unknown facts that something open hangs on; the most decisive first, then by points, then as
        declared.
        """
        open_rules = self._open_rules(evaluation, facts)
        open_leaves = [
            place for place, state in enumerate(evaluation.states) if state and self._by_leaf[place].facts
        ]
        if not open_rules and not open_leaves and variant_known:
            return ()
        criteria: dict[str, dict[str, float]] = {}
        for place in open_leaves:
            points = self._program.nodes[place].share * (evaluation.highs[place] - evaluation.lows[place])
            for name in self._unknown(self._by_leaf[place], facts):
                criteria.setdefault(name, {})[self._by_leaf[place].name] = points
        rules: dict[str, list[str]] = {}
        for rule in open_rules:
            for name in self._open_facts(self._behind(rule, open_rules), facts, criteria):
                rules.setdefault(name, []).append(rule)
        weight = self._decisiveness(evaluation, facts.granted, rules, criteria)
        if not variant_known:
            for name in self._selectors:
                if self._is_unknown(name, facts):
                    rules.setdefault(name, [])
                    weight[name] = 0
        names = sorted({*criteria, *rules}, key=self._declared)
        found = [self._entry(name, facts, criteria, rules) for name in names]
        return tuple(sorted(found, key=lambda m: (weight.get(m.fact, NEVER), -m.points)))

    def _open_rules(self, evaluation: Evaluation, facts: CheckedFacts) -> list[str]:
        """The rules that are unknown, or that settled what is unknown by their `if_unknown`."""
        found = []
        for rule, state in zip(self._rules.values(), evaluation.conclusions, strict=True):
            settled = rule.if_unknown != "hold" and self._unknown(self._by_rule[rule.name], facts)
            if state == 1 or settled:
                found.append(rule.name)
        return found

    def _entry(
        self,
        name: str,
        facts: CheckedFacts,
        criteria: Mapping[str, dict[str, float]],
        rules: Mapping[str, list[str]],
    ) -> MissingFact:
        hanging = criteria.get(name, {})
        why: Why = facts.why.get(name, "not_sent")
        return MissingFact(name, why, tuple(hanging), tuple(rules.get(name, ())), sum(hanging.values()))

    def _declared(self, name: str) -> tuple[int, str]:
        return self._places[name.partition("[")[0]], name

    def _decisiveness(
        self,
        evaluation: Evaluation,
        granted: frozenset[str],
        rules: Mapping[str, list[str]],
        criteria: Mapping[str, object],
    ) -> dict[str, int]:
        """For every missing fact, how many outcomes would be left at most if what it feeds were settled;
        fewer is more decisive.
        """
        if len(evaluation.possible) < 2 or len(evaluation.atoms) != len(self._atoms):
            return {}
        weight: dict[str, int] = {}

        def note(names: Iterator[str], left: Sequence[set[int]]) -> None:
            if any(some != left[0] for some in left):
                for name in names:
                    weight[name] = min(weight.get(name, NEVER), sum(map(len, left)))

        low, high = evaluation.grade or (0, 0)
        found = self._outcomes(evaluation, granted)
        for place, atom in enumerate(evaluation.atoms):
            if atom == 1:
                left = [{o for atoms, _, o in found if atoms[place] == value} for value in (0, 2)]
                note((name for name, some in rules.items() if self._atoms[place] & set(some)), left)
        if low != high:
            note(iter(criteria), [{o for _, grade, o in found if grade == g} for g in range(low, high + 1)])
        return weight

    def _outcomes(
        self, evaluation: Evaluation, granted: frozenset[str]
    ) -> list[tuple[tuple[int, ...], int, int]]:
        """Every completion: the atoms, the grade's position, the outcome."""
        low, high = evaluation.grade or (0, 0)
        coverage = evaluation.coverage or 0.0
        cases = {*self._plan.completed(evaluation.conclusions, granted)}
        return [(c, g, self._program.ladder(*c, g, coverage)) for c in cases for g in range(low, high + 1)]

    def _behind(self, rule: str, open_rules: Sequence[str]) -> list[Reads]:
        """What a rule reads, what the open rules behind it read, and the risks whose levels it reads."""
        found, waiting = dict.fromkeys([rule]), [rule]
        risks: tuple[Reads, ...] = ()
        while waiting:
            name = waiting.pop()
            signs: tuple[str, ...] = ()
            if self._by_rule[name].scored and not risks:
                risks = self._risks
                signs = self._signs
            for below in (*self._waits[name], *signs):
                if below in open_rules and below not in found:
                    found[below] = None
                    waiting.append(below)
        return [*(self._by_rule[name] for name in found), *risks]

    def _open_facts(
        self, reads: list[Reads], facts: CheckedFacts, criteria: Mapping[str, object]
    ) -> tuple[str, ...]:
        own = [name for some in reads for name in self._unknown(some, facts)]
        more = list(criteria) if any(some.scored for some in reads) else []
        return tuple(dict.fromkeys([*own, *more]))

    def _unknown(self, reads: Reads, facts: CheckedFacts) -> tuple[str, ...]:
        """The unknown ones among the facts that are read; else the unknown fields of lists that are read."""
        found = tuple(name for name in reads.facts if self._is_unknown(name, facts))
        if found:
            return found
        return tuple(path for name in reads.facts for path in self._unknown_fields(name, reads.fields, facts))

    def _is_unknown(self, name: str, facts: CheckedFacts) -> bool:
        return facts.evidence[self._places[name]] == UNKNOWN_EVIDENCE

    def _unknown_fields(self, name: str, fields: frozenset[str], facts: CheckedFacts) -> Iterator[str]:
        kind, value = self._types[name], facts.values[self._places[name]]
        if isinstance(kind, ListType) and isinstance(kind.element, RecordType) and isinstance(value, tuple):
            for place, element in enumerate(value):
                for field, cell in zip(kind.element.fields, element, strict=True):
                    if field.name in fields and cell == unknown_of(field.type):
                        yield f"{name}[{place}].{field.name}"

    def _rules_of_atom(self, atom: str) -> frozenset[str]:
        """The rules that a conclusion or a summary stands for."""
        rules = self._rules.values()
        match atom:
            case "knocked_out":
                return frozenset(rule.name for rule in rules if rule.knock_out)
            case "approval_open":
                return frozenset(rule.name for rule in rules if rule.approval)
            case "condition_open":
                return frozenset(rule.name for rule in rules if rule.condition)
            case _:
                return frozenset({atom})
