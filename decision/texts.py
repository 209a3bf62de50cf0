"""Why a decision is as it is, in a language and for an audience: coded reasons, the weightiest first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from assize.decision.known import plain_value
from assize.decision.result import Decision, Finding
from assize.rules import placeholders
from assize.rules.model import Rulebook, Texts
from assize.rules.types import Type, is_number

Kind = Literal["finding", "criterion", "missing"]
LEAST_LOSS = 0.005
UNKNOWN = "?"
_ORDER = {"knock_out": 0, "cap": 1, "approval": 2, "condition": 3, "warning": 4, "obligation": 5}


class Reason(NamedTuple):
    """A coded reason. `points_lost` only for criteria. `facts` are the facts that it rests on."""

    code: str
    kind: Kind
    text: str
    remedy: str
    points_lost: float | None
    facts: tuple[str, ...]
    source: str


def reasons(decision: Decision, rulebook: Rulebook, language: str, audience: str) -> tuple[Reason, ...]:
    """Findings with an effect by their weight, then criteria by points lost, then what is missing.

    What an audience may not see is left out. Raises KeyError for a language or an audience that the rulebook
    does not have.
    """
    texts = texts_of(rulebook, language)
    hidden = hidden_from(texts, audience)
    found = [
        reason
        for finding in _ranked(decision.findings)
        for reason in reasons_of(finding, decision, rulebook, language, audience)
    ]
    lost = [c for c in decision.criteria if c.lost is not None and c.lost >= LEAST_LOSS and c.parent is None]
    for criterion in sorted(lost, key=lambda c: -(c.lost or 0.0)):
        if criterion.name not in hidden:
            title = texts.criteria[criterion.name]
            found.append(Reason(criterion.name, "criterion", title, "", criterion.lost, (), criterion.source))
    for missing in decision.missing:
        name = fact_of(missing.fact)
        if name not in hidden:
            found.append(Reason(missing.fact, "missing", texts.facts[name], "", None, (missing.fact,), ""))
    return tuple(found)


def hidden_from(texts: Texts, audience: str) -> frozenset[str]:
    """The facts and criteria whose names and values an audience may not see."""
    return frozenset(name for reader, name in texts.hidden if reader == audience)


def fact_of(place: str) -> str:
    """The fact that a place is in: `certificates[2].level` is in `certificates`."""
    return place.partition("[")[0]


def texts_of(rulebook: Rulebook, language: str) -> Texts:
    """The texts of a language. Raises KeyError."""
    return {texts.language: texts for texts in rulebook.texts}[language]


def _ranked(findings: tuple[Finding, ...]) -> list[Finding]:
    """Sure findings with effects before possible ones; the gravest effect first."""
    told = [finding for finding in findings if finding.effects]
    return sorted(told, key=lambda f: (f.state != "true", min(_ORDER[effect] for effect in f.effects)))


def reasons_of(
    finding: Finding, decision: Decision, rulebook: Rulebook, language: str, audience: str
) -> tuple[Reason, ...]:
    """One reason, or one for each element that the rule holds for; none where it is hidden."""
    texts = texts_of(rulebook, language)
    text = texts.rules[finding.rule]
    reason, remedy = text.reason.for_audience(audience), text.remedy.for_audience(audience)
    if reason is None:
        return ()
    hidden = hidden_from(texts, audience)
    facts = tuple(fact for fact in finding.facts if fact not in hidden)
    variable = next(
        (rule.each.variable for rule in rulebook.rules if rule.name == finding.rule and rule.each), ""
    )
    common = {name: value for name, value in _known(decision, rulebook).items() if name not in hidden}
    found = []
    for element in finding.elements or (None,):
        known = dict(common)
        if element is not None:
            known |= {f"{variable}.{name}" if name else variable: value for name, value in element.says}
        parts = fill(reason, known), fill(remedy or "", known)
        found.append(Reason(finding.rule, "finding", *parts, None, facts, finding.source))
    return tuple(found)


def _known(decision: Decision, rulebook: Rulebook) -> dict[str, object]:
    """What placeholders of texts may name: facts, lets, parameters, the day."""
    known: dict[str, object] = {"as_of": decision.as_of.isoformat()}
    for parameter in rulebook.parameters:
        known[parameter.name] = _plain(parameter.at(decision.as_of), parameter.type)
    known |= dict(decision.told)
    facts = decision.facts
    for fact, value in zip(facts.declared, facts.values, strict=True):
        known[fact.name] = _plain(value, fact.type)
    return known


def _plain(value: object, kind: Type) -> object:
    """As the value could be sent; an amount as its number, which its text says the currency of."""
    return value if value is None or is_number(kind) else plain_value(value, kind)


def fill(text: str, known: Mapping[str, object]) -> str:
    """The text with its placeholders filled; what is unknown shows as a question mark."""
    return placeholders.fill(text, lambda name: _written(known.get(name)))


def _written(value: object) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)
