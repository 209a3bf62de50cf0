"""Rulebooks to messages: what each wants to know and what it answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assize.rules.model import (
    Criterion,
    DatedValue,
    Fact,
    Grade,
    Number,
    Outcome,
    Parameter,
    Rule,
    Rulebook,
    Texts,
    Variant,
)
from assize.rules.types import (
    Best,
    BooleanType,
    ChoiceType,
    DateType,
    LevelType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    TextType,
    Type,
    unit_of,
)
from assize.server.grpc.criteria import maybe_date, to_date
from assize.server.grpc.words import EFFECTS
from assize.v1 import rulebook_pb2 as pb
from assize.v1.decision_pb2 import Value

HUNDRED = Decimal(100)
_ORDERS: dict[Best | None, pb.ChoiceOrder] = {
    None: pb.CHOICE_ORDER_UNSPECIFIED,
    "first": pb.CHOICE_ORDER_FIRST_IS_BEST,
    "last": pb.CHOICE_ORDER_LAST_IS_BEST,
}


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
    """The rulebook in full, in one language, with the reasons that the audience may read."""
    texts = texts_in(rulebook, language)
    score = rulebook.score
    return pb.Rulebook(
        head=to_head(rulebook, language),
        facts=[_fact(fact, texts) for fact in rulebook.facts],
        outcomes=[_outcome(outcome, texts) for outcome in rulebook.outcomes],
        uses=rulebook.uses,
        score=score
        and pb.ScoreDeclaration(
            low=score.low, high=score.high, decimals=score.decimals, min_coverage=score.min_coverage
        ),
        grades=[_grade(grade) for grade in rulebook.grades],
        criteria=_criteria(rulebook, texts),
        rules=[_rule(rule, texts, audience) for rule in rulebook.rules],
        variants=[_variant(variant) for variant in rulebook.variants],
        parameters=[_parameter(parameter) for parameter in rulebook.parameters],
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


def to_type(kind: Type) -> pb.FactType:
    """A type as declared."""
    match kind:
        case BooleanType():
            return pb.FactType(kind=pb.FACT_KIND_BOOLEAN)
        case NumberType(integer=integer, low=low, high=high):
            whole = pb.FACT_KIND_INTEGER if integer else pb.FACT_KIND_NUMBER
            return pb.FactType(kind=whole, unit=unit_of(kind), low=low, high=high)
        case MoneyType(low=low, high=high):
            return pb.FactType(kind=pb.FACT_KIND_MONEY, unit=unit_of(kind), low=low, high=high)
        case TextType():
            return pb.FactType(kind=pb.FACT_KIND_TEXT)
        case ChoiceType(choices=choices, best=best):
            return pb.FactType(kind=pb.FACT_KIND_CHOICE, choices=choices, order=_ORDERS[best])
        case LevelType(by=by, choices=by_value, best=best):
            listed = {value: pb.Choices(items=items) for value, items in by_value}
            return pb.FactType(kind=pb.FACT_KIND_CHOICE, by=by, choices_by=listed, order=_ORDERS[best])
        case DateType(expires=expires):
            return pb.FactType(kind=pb.FACT_KIND_DATE, expires=expires)
        case RecordType(fields=fields):
            named = [pb.Field(name=field.name, type=to_type(field.type)) for field in fields]
            return pb.FactType(kind=pb.FACT_KIND_RECORD, fields=named)
        case ListType(element=element, key=key, max_items=most):
            return pb.FactType(kind=pb.FACT_KIND_LIST, element=to_type(element), key=key, max_items=most)


def _fact(fact: Fact, texts: Texts) -> pb.FactDeclaration:
    stale = str(fact.stale_after) if fact.stale_after else None
    return pb.FactDeclaration(
        name=fact.name,
        title=texts.facts[fact.name],
        type=to_type(fact.type),
        stale_after=stale,
        note=fact.note,
    )


def _outcome(outcome: Outcome, texts: Texts) -> pb.OutcomeDeclaration:
    effects = {use: EFFECTS[effect] for use, effect in outcome.effects}
    return pb.OutcomeDeclaration(name=outcome.name, title=texts.outcomes[outcome.name], effects=effects)


def _number(number: Number) -> pb.Number:
    return pb.Number(parameter=number) if isinstance(number, str) else pb.Number(value=number)


def _grade(grade: Grade) -> pb.GradeDeclaration:
    return pb.GradeDeclaration(name=grade.name, lowest=_number(grade.lowest))


def _criteria(rulebook: Rulebook, texts: Texts) -> list[pb.CriterionDeclaration]:
    """All nodes, parents first, with their share of the whole."""
    written: list[pb.CriterionDeclaration] = []

    def write(criteria: tuple[Criterion, ...], parent: str, share: Decimal, whole: Decimal) -> None:
        for criterion in criteria:
            own = share * criterion.weight / whole
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
    text = texts.rules[rule.name]
    return pb.RuleDeclaration(
        name=rule.name,
        source=rule.source,
        stage=rule.stage,
        effects=effects_of(rule),
        reason=text.reason.for_audience(audience) or "",
        remedy=text.remedy.for_audience(audience) or "",
        note=rule.note,
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
