"""An evaluation → a decision with its explanation. What is the same for every case is prepared once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, NamedTuple, cast

from assize.decision.facts import UNKNOWN_EVIDENCE, CheckedFacts
from assize.decision.judged import RiskAssembler, verdicts
from assize.decision.result import (
    Approval,
    CriterionResult,
    Decision,
    Duty,
    Element,
    Evidence,
    Finding,
    Raw,
    RiskResult,
    Status,
    Truth,
    Verdict,
)
from assize.decision.unsure import Openness
from assize.rules.calendar import add
from assize.rules.expressions import FactRef, LetRef, Select
from assize.rules.generate.evaluation import Evaluation, Program
from assize.rules.model import Rule, Rulebook
from assize.rules.reads import facts_of_lets, facts_of_rule
from assize.rules.types import BooleanType, DateType, ListType, RecordType, Type
from assize.rules.variants import STANDARD

_STATUS: dict[int, Status] = {0: "known", 2: "stand_in", 3: "excluded", 4: "unknown"}
_EVIDENCE: dict[int, Evidence] = {1: "declared", 2: "documented", 3: "verified", UNKNOWN_EVIDENCE: "none"}
_TRUTH: tuple[Truth, Truth, Truth] = ("false", "unknown", "true")


class _Node(NamedTuple):
    name: str
    parent: str | None
    source: str
    weight: float
    kind: Type | None
    best: float


class _RulePlan(NamedTuple):
    rule: Rule
    effects: tuple[str, ...]
    facts: tuple[str, ...]
    element: Type | None
    listed: int | None


class Assembler:
    """Makes decisions of the evaluations of one program. `whole` is the rulebook before its variant was
    applied.
    """

    def __init__(self, program: Program, whole: Rulebook) -> None:
        self.program = program
        self._whole = whole
        rulebook = program.rulebook
        self._variant = program.variant or STANDARD
        nodes = _plan_nodes(program)
        self._columns = tuple(zip(*((n.name, n.parent, n.source, n.weight) for n in nodes), strict=True))
        self._bests = tuple(node.best for node in nodes)
        self._shown = tuple((place, node.kind) for place, node in enumerate(nodes) if node.kind is not None)
        self._rules = tuple(_plan_rules(rulebook))
        self._grades = tuple(grade.name for grade in reversed(rulebook.grades))
        self._outcomes = tuple(outcome.name for outcome in rulebook.outcomes)
        self._effects = {outcome.name: outcome.effects for outcome in rulebook.outcomes}
        self._openness = Openness(program, whole)
        self._risks = RiskAssembler(rulebook, program.period) if rulebook.risks else None

    def decision(
        self,
        evaluation: Evaluation,
        facts: CheckedFacts,
        day: date,
        ends: date | None,
        *,
        variant_known: bool = True,
    ) -> Decision:
        """The decision; `ends` is the first day on which parameters or version change."""
        rulebook = self.program.rulebook
        possible = tuple(self._outcomes[index] for index in evaluation.possible)
        outcome = possible[0] if len(possible) == 1 else rulebook.undetermined
        findings = tuple(self._findings(evaluation, facts))
        approvals, duties = self._duties(evaluation, facts, day)
        review = evaluation.next_review
        return Decision(
            rulebook.name,
            rulebook.version,
            rulebook.content_hash,
            rulebook.adoption is None,
            day,
            self._variant if variant_known else None,
            outcome,
            possible,
            self._effects[outcome],
            evaluation.score,
            evaluation.low,
            evaluation.high,
            evaluation.coverage,
            self._one_grade(evaluation.grade),
            self._one_grade(evaluation.grade_before_caps),
            self._possible_grades(evaluation.grade),
            evaluation.declared_share,
            evaluation.verified_share,
            self._criteria(evaluation),
            findings,
            approvals,
            duties,
            self._openness.missing(evaluation, facts, variant_known=variant_known),
            facts.unused,
            facts.rates,
            facts.known,
            self._valid_until(evaluation, facts, day, ends),
            None if review is None else date.fromordinal(review),
            *self._judged(evaluation, facts),
        )

    def _judged(
        self, evaluation: Evaluation, facts: CheckedFacts
    ) -> tuple[tuple[Verdict, ...], tuple[RiskResult, ...], tuple[tuple[str, Raw], ...]]:
        """Verdicts, risks and other shown values, where the rulebook has any."""
        rulebook = self.program.rulebook
        if not (rulebook.principles or self._risks or rulebook.shows):
            return (), (), ()
        names = (rule.name for rule in rulebook.rules)
        conclusions = dict(zip(names, evaluation.conclusions, strict=True))
        risks = self._risks.results(evaluation.risks, conclusions) if self._risks else ()
        pairs = zip(rulebook.shows, evaluation.shows, strict=True)
        shows = tuple((entry.name, shown(value, entry.expression.type)) for entry, value in pairs)
        return verdicts(rulebook, conclusions, facts.granted), risks, shows

    def _one_grade(self, ends: tuple[int, int] | None) -> str | None:
        return self._grades[ends[0]] if ends is not None and ends[0] == ends[1] else None

    def _possible_grades(self, ends: tuple[int, int] | None) -> tuple[str, ...]:
        """Best first."""
        return () if ends is None else tuple(self._grades[place] for place in range(ends[1], ends[0] - 1, -1))

    def _criteria(self, evaluation: Evaluation) -> tuple[CriterionResult, ...]:
        """All nodes. Rows are built column by column: there are many, and this is half of an explanation."""
        values, shares, states = evaluation.values, evaluation.shares, evaluation.states
        raws = list(evaluation.raws)
        for place, kind in self._shown:
            raws[place] = shown(raws[place], kind)
        points: list[float | None] = [
            None if x is None else w * x for w, x in zip(shares, values, strict=True)
        ]
        lost: list[float | None] = [
            None if x is None else w * (best - x)
            for w, x, best in zip(shares, values, self._bests, strict=True)
        ]
        if 3 in states:
            for place, state in enumerate(states):
                if state == 3:
                    points[place] = lost[place] = 0.0
        statuses = map(_STATUS.__getitem__, states)
        evidence = map(_EVIDENCE.__getitem__, evaluation.evidence)
        dynamic = (raws, values, evaluation.lows, evaluation.highs, points, lost, statuses, evaluation.limits)
        return tuple(map(CriterionResult._make, zip(*self._columns, *dynamic, evidence, strict=True)))

    def _findings(self, evaluation: Evaluation, facts: CheckedFacts) -> list[Finding]:
        found = []
        for plan, state, elements in zip(
            self._rules, evaluation.conclusions, evaluation.elements, strict=True
        ):
            if state:
                says = () if elements is None else tuple(_elements(plan, elements, facts.values))
                found.append(
                    Finding(plan.rule.name, plan.rule.source, _TRUTH[state], plan.effects, says, plan.facts)
                )
        return found

    def _duties(
        self, evaluation: Evaluation, facts: CheckedFacts, day: date
    ) -> tuple[tuple[Approval, ...], tuple[Duty, ...]]:
        approvals: list[Approval] = []
        duties: list[Duty] = []
        for plan, state in zip(self._rules, evaluation.conclusions, strict=True):
            rule = plan.rule
            if not state:
                continue
            if rule.approval is not None:
                due = rule.approval.due
                sure = _approval_state(state, rule.name in facts.granted)
                approvals.append(
                    Approval(rule.name, rule.approval.role, due, add(day, due) if due else None, sure)
                )
            word: Literal["due", "possible"] = "due" if state == 2 else "possible"
            if rule.condition is not None:
                due = rule.condition.due
                owner = rule.condition.owner
                duties.append(
                    Duty("condition", rule.name, rule.name, owner, due, add(day, due) if due else None, word)
                )
            for duty in rule.obligations:
                when = add(day, duty.due) if duty.due else None
                values = evaluation.duties.get((rule.name, duty.name), ())
                told = tuple(
                    (name, shown(value, expression.type))
                    for (name, expression), value in zip(duty.parameters, values, strict=True)
                )
                duties.append(
                    Duty("obligation", rule.name, duty.name, duty.owner, duty.due, when, word, told)
                )
        return tuple(approvals), tuple(duties)

    def _valid_until(
        self, evaluation: Evaluation, facts: CheckedFacts, day: date, ends: date | None
    ) -> date | None:
        """The last day on which the answer is good."""
        held = self.program.rulebook.holds_for
        days = [add(day, held)] if held is not None else []
        if facts.ends is not None:
            days.append(facts.ends)
        if ends is not None:
            days.append(ends - timedelta(days=1))
        today = day.toordinal()
        days += [date.fromordinal(end) for end in evaluation.holds_until if end is not None and end >= today]
        return min(days, default=None)


def _plan_nodes(program: Program) -> list[_Node]:
    found: list[_Node] = []
    for node in program.nodes:
        criterion = node.criterion
        parent = found[node.parent].name if node.parent >= 0 else None
        kind = criterion.of.type if criterion.of is not None else None
        exotic = kind if isinstance(kind, BooleanType | DateType) else None
        found.append(_Node(criterion.name, parent, criterion.source, 100.0 * node.share, exotic, node.high))
    return found


def _plan_rules(rulebook: Rulebook) -> list[_RulePlan]:
    lets = facts_of_lets(rulebook)
    places = {fact.name: place for place, fact in enumerate(rulebook.facts)}
    found = []
    for rule in rulebook.rules:
        named = {
            "knock_out": rule.knock_out,
            "cap": rule.cap,
            "approval": rule.approval,
            "condition": rule.condition,
            "obligation": rule.obligations,
            "warning": rule.warning,
        }
        effects = tuple(name for name, effect in named.items() if effect)
        facts = tuple(sorted(facts_of_rule(rule, lets), key=places.__getitem__))
        kind = rule.each.items.type if rule.each is not None else None
        element = kind.element if isinstance(kind, ListType) else None
        found.append(_RulePlan(rule, effects, facts, element, _listed(rule, rulebook, places)))
    return found


def _approval_state(state: int, granted: bool) -> Literal["open", "granted", "possible"]:
    return "granted" if granted else "open" if state == 2 else "possible"


def _elements(
    plan: _RulePlan, elements: list[tuple[int, int, object]], values: tuple[object, ...]
) -> list[Element]:
    """What the elements say that the rule holds for, and where they stand in the list that was sent."""
    sent = values[plan.listed] if plan.listed is not None else None
    if isinstance(sent, tuple):
        places = {id(item): place for place, item in enumerate(sent)}
        elements = [(places.get(id(item), place), state, item) for place, state, item in elements]
    return [Element(place, _TRUTH[state], _says(plan.element, item)) for place, state, item in elements]


def _listed(rule: Rule, rulebook: Rulebook, places: dict[str, int]) -> int | None:
    """The place of the fact that a selection of records comes from; None where it is the fact itself."""
    lets = {let.name: let.expression for let in rulebook.lets}
    items = rule.each.items if rule.each is not None else None
    if not isinstance(items, LetRef):
        return None
    while isinstance(items, LetRef | Select):
        items = lets[items.name] if isinstance(items, LetRef) else items.items
    kind = items.type if items is not None else None
    is_records = isinstance(kind, ListType) and isinstance(kind.element, RecordType)
    return places[items.name] if isinstance(items, FactRef) and is_records else None


def shown(value: object, kind: Type) -> Raw:
    """A value as it was sent: days as dates, conditions as true or false."""
    if isinstance(kind, BooleanType):
        return {0: "false", 2: "true"}.get(cast(int, value))
    if value is None:
        return None
    if isinstance(kind, DateType):
        return date.fromordinal(cast(int, value)).isoformat()
    return cast(Raw, value)


def _says(kind: Type | None, item: object) -> tuple[tuple[str, Raw], ...]:
    if isinstance(kind, RecordType):
        cells = zip(kind.fields, cast("tuple[object, ...]", item), strict=True)
        return tuple((field.name, shown(cell, field.type)) for field, cell in cells)
    return (("", shown(item, kind)),) if kind is not None else ()
