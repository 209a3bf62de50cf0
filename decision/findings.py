"""What the rules of an answer say: findings, approvals that are due, duties."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple, cast

from assize.decision.facts import CheckedFacts
from assize.decision.result import Approval, Duty, Element, Finding, Raw, Truth
from assize.decision.shown import shown
from assize.rules.calendar import add
from assize.rules.duration import Duration
from assize.rules.expressions import FactRef, LetRef, Select
from assize.rules.generate.evaluation import Evaluation
from assize.rules.model import Obligation, Rule, Rulebook
from assize.rules.reads import facts_of_lets, facts_of_rule
from assize.rules.types import ListType, RecordType, Type

_TRUTH: tuple[Truth, Truth, Truth] = ("false", "unknown", "true")


class _RulePlan(NamedTuple):
    rule: Rule
    effects: tuple[str, ...]
    facts: tuple[str, ...]
    element: Type | None
    listed: int | None


class RuleReport:
    """Makes findings, approvals and duties for one rulebook; what never changes is prepared once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rules = tuple(_plan_rules(rulebook))
        placed = list(enumerate(rulebook.rules))
        self._approving = tuple((place, r.name, r.approval) for place, r in placed if r.approval is not None)
        self._binding = tuple((place, r.name, _duties_of(r)) for place, r in placed if _duties_of(r))

    def findings(self, evaluation: Evaluation, facts: CheckedFacts) -> tuple[Finding, ...]:
        """The rules that hold or may hold, in order."""
        found = []
        for plan, state, elements in zip(
            self._rules, evaluation.conclusions, evaluation.elements, strict=True
        ):
            if state:
                says = () if elements is None else tuple(_elements(plan, elements, facts.values))
                found.append(
                    Finding(plan.rule.name, plan.rule.source, _TRUTH[state], plan.effects, says, plan.facts)
                )
        return tuple(found)

    def approvals(self, evaluation: Evaluation, granted: frozenset[str], day: date) -> tuple[Approval, ...]:
        """The approvals of rules that hold or may hold."""
        found = []
        for place, rule, approval in self._approving:
            state = evaluation.conclusions[place]
            if state:
                held = _approval_state(state, rule in granted)
                found.append(Approval(rule, approval.role, approval.due, _due(day, approval.due), held))
        return tuple(found)

    def duties(self, evaluation: Evaluation, day: date) -> tuple[Duty, ...]:
        """The conditions and obligations of rules that hold or may hold."""
        found: list[Duty] = []
        days: dict[Duration | None, date | None] = {None: None}
        for place, rule, duties in self._binding:
            state = evaluation.conclusions[place]
            if state:
                word: Literal["due", "possible"] = "due" if state == 2 else "possible"
                for kind, duty in duties:
                    if duty.due not in days:
                        days[duty.due] = _due(day, duty.due)
                    told = _told(duty, evaluation.duties[rule, duty.name]) if duty.parameters else ()
                    when = days[duty.due]
                    found.append(Duty(kind, rule, duty.name, duty.owner, duty.due, when, word, told))
        return tuple(found)


def _duties_of(rule: Rule) -> tuple[tuple[Literal["condition", "obligation"], Obligation], ...]:
    """Its condition, which goes by the rule's own name, then its obligations."""
    condition = rule.condition
    own = Obligation(rule.name, condition.owner, condition.due) if condition is not None else None
    obligations = [("obligation", duty) for duty in rule.obligations]
    return (*((("condition", own),) if own is not None else ()), *obligations)


def _told(duty: Obligation, values: tuple[object, ...]) -> tuple[tuple[str, Raw], ...]:
    pairs = zip(duty.parameters, values, strict=True)
    return tuple([(name, shown(value, expression.type)) for (name, expression), value in pairs])


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


def _due(day: date, due: Duration | None) -> date | None:
    return None if due is None else add(day, due)


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
    kind = items.type
    is_records = isinstance(kind, ListType) and isinstance(kind.element, RecordType)
    return places[items.name] if isinstance(items, FactRef) and is_records else None


def _says(kind: Type | None, item: object) -> tuple[tuple[str, Raw], ...]:
    if isinstance(kind, RecordType):
        cells = zip(kind.fields, cast("tuple[object, ...]", item), strict=True)
        return tuple((field.name, shown(cell, field.type)) for field, cell in cells)
    return (("", shown(item, kind)),) if kind is not None else ()
