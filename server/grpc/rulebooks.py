"""Rulebooks to messages: what each wants to know and what it answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assize.decision.texts import hidden_from
from assize.rules.criteria_model import Criterion
from assize.rules.model import DatedValue, Fact, Outcome, Parameter, Rule, Rulebook, Texts, Variant
from assize.rules.types import DateType, Type, unit_of
from assize.server.grpc.criteria import hidden_criteria, maybe_date, to_date
from assize.server.grpc.standing import obligation, principles, risk_scale, risks, shows
from assize.server.grpc.types import to_grade, to_type
from assize.server.grpc.words import EFFECTS
from assize.v1 import rulebook_pb2 as pb
from assize.v1.decision_pb2 import Value

HUNDRED = Decimal(100)


def to_head(rulebook: Rulebook, language: str | None) -> pb.RulebookHead:
    """Name, version, dates; its title in `language`, or in its first one."""
    adopted = rulebook.adoption
    return pb.RulebookHead(
        name=rulebook.name,
        version=rulebook.version,
        content_hash=rulebook.content_hash,
        title=texts_in(rulebook, language).title,
        effective_from=to_date(rulebook.start),
        effective_to=maybe_date(rulebook.end),
        adoption=adopted
        and pb.Adoption(
            owner=adopted.owner,
            approver=adopted.approver,
            date=to_date(adopted.on),
            review=to_date(adopted.review),
        ),
        time_zone=rulebook.time_zone,
        languages=rulebook.languages,
        audiences=rulebook.audiences,
    )


def to_rulebook(rulebook: Rulebook, language: str, audience: str) -> pb.Rulebook:
    """The rulebook in full, in one language, with what the audience may read."""
    texts = texts_in(rulebook, language)
    hidden = hidden_from(texts, audience)
    score = rulebook.score
    return pb.Rulebook(
        head=to_head(rulebook, language),
        facts=[_fact(fact, texts) for fact in rulebook.facts if fact.name not in hidden],
        outcomes=[_outcome(outcome, texts) for outcome in rulebook.outcomes],
        uses=rulebook.uses,
        score=score
        and pb.ScoreDeclaration(
            low=score.low, high=score.high, decimals=score.decimals, min_coverage=score.min_coverage
        ),
        grades=[to_grade(grade) for grade in rulebook.grades],
        criteria=_criteria(rulebook, texts, hidden),
        rules=[_rule(rule, texts, audience) for rule in rulebook.rules],
        variants=[_variant(variant) for variant in rulebook.variants],
        parameters=[_parameter(parameter) for parameter in rulebook.parameters],
        principles=principles(rulebook, texts),
        risk_scale=rulebook.risk_scale and risk_scale(rulebook.risk_scale),
        risks=risks(rulebook, texts),
        shows=shows(rulebook, texts, hidden),
    )


def texts_in(rulebook: Rulebook, language: str | None) -> Texts:
    """The texts in `language`, or in the rulebook's first one."""
    return next((texts for texts in rulebook.texts if texts.language == language), rulebook.texts[0])


def effects_of(rule: Rule) -> tuple[str, ...]:
    """What the rule does, in the words of a finding."""
    does = {
        "knock_out": rule.knock_out,
        "cap": rule.cap,
        "approval": rule.approval,
        "condition": rule.condition,
        "obligation": rule.obligations,
        "warning": rule.warning,
    }
    return tuple(name for name, declared in does.items() if declared)


def _fact(fact: Fact, texts: Texts) -> pb.FactDeclaration:
    stale = str(fact.stale_after) if fact.stale_after else None
    return pb.FactDeclaration(
        name=fact.name,
        title=texts.facts[fact.name],
        type=to_type(fact.type),
        stale_after=stale,
        note=fact.note,
        decision=fact.decision,
    )


def _outcome(outcome: Outcome, texts: Texts) -> pb.OutcomeDeclaration:
    effects = {use: EFFECTS[effect] for use, effect in outcome.effects}
    return pb.OutcomeDeclaration(name=outcome.name, title=texts.outcomes[outcome.name], effects=effects)


def _criteria(rulebook: Rulebook, texts: Texts, hidden: frozenset[str]) -> list[pb.CriterionDeclaration]:
    """All nodes but the hidden ones, parents first, with their share of the whole."""
    written: list[pb.CriterionDeclaration] = []
    hidden = hidden_criteria(rulebook.criteria, hidden)

    def write(criteria: tuple[Criterion, ...], parent: str, share: Decimal, whole: Decimal) -> None:
        for criterion in criteria:
            own = share * criterion.weight / whole
            if criterion.name not in hidden:
                written.append(_criterion(criterion, parent, float(own), texts))
            percent = rulebook.score is None or rulebook.score.weights == "percent"
            write(criterion.children, criterion.name, own, HUNDRED if percent else criterion.weight)

    write(rulebook.criteria, "", HUNDRED, rulebook.score.total if rulebook.score else HUNDRED)
    return written


def _criterion(criterion: Criterion, parent: str, share: float, texts: Texts) -> pb.CriterionDeclaration:
    return pb.CriterionDeclaration(
        name=criterion.name,
        parent=parent,
        title=texts.criteria[criterion.name],
        source=criterion.source,
        weight=share,
        if_missing=criterion.if_missing if criterion.is_leaf else "",
        note=criterion.note,
    )


def _rule(rule: Rule, texts: Texts, audience: str) -> pb.RuleDeclaration:
    # A rule that nobody wrote has no text of its own.
    text = texts.rules.get(rule.name)
    return pb.RuleDeclaration(
        name=rule.name,
        source=rule.source,
        stage=rule.stage,
        effects=effects_of(rule),
        reason=text and text.reason.for_audience(audience),
        remedy=text and text.remedy.for_audience(audience),
        note=rule.note,
        principle=rule.principle,
        approval_role=rule.approval.role if rule.approval else None,
        obligations=[obligation(duty, texts) for duty in rule.obligations],
        derived=rule.derived,
    )


def _variant(variant: Variant) -> pb.VariantDeclaration:
    weights = {name: str(weight) for name, weight in variant.weights}
    return pb.VariantDeclaration(
        name=variant.name, note=variant.note, without=variant.without, weights=weights
    )


def _parameter(parameter: Parameter) -> pb.ParameterDeclaration:
    return pb.ParameterDeclaration(
        name=parameter.name,
        unit=unit_of(parameter.type),
        values=[_dated(dated, parameter.type) for dated in parameter.values],
    )


def _dated(dated: DatedValue, kind: Type) -> pb.DatedValue:
    value = Value(number=dated.value) if dated.value is not None else None
    if dated.value is not None and isinstance(kind, DateType):
        value = Value(date=to_date(date.fromordinal(int(dated.value))))
    return pb.DatedValue(
        start=to_date(dated.start),
        value=value,
        note=dated.note,
        reference=dated.reference,
        checked_on=maybe_date(dated.checked_on),
    )
