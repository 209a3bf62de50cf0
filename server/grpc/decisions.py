"""Decisions to messages. A writer knows one rulebook, language and audience, and looks things up once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from google.type.date_pb2 import Date

from assize.decision import result
from assize.decision.texts import Reason as DecisionReason
from assize.decision.texts import reasons
from assize.rules.model import Rule, Rulebook
from assize.rules.types import BooleanType, DateType, ListType, RecordType, Type
from assize.rules.variants import flatten
from assize.v1 import decision_pb2 as pb
from assize.v1.facts_pb2 import Evidence


def codes(enum: EnumTypeWrapper, prefix: str) -> dict[str, int]:
    """An enum's numbers by our words: `ACTION_DUE` of prefix `ACTION_` is `due`."""
    return {name.removeprefix(prefix).lower(): number for name, number in enum.items()}


EFFECTS = codes(pb.Effect, "EFFECT_")
_KINDS = codes(pb.ReasonKind, "REASON_KIND_")
_APPROVALS = codes(pb.ApprovalState, "APPROVAL_STATE_")
_DUTIES = codes(pb.DutyState, "DUTY_STATE_")
_DUTY_KINDS = codes(pb.DutyKind, "DUTY_KIND_")
_STATUSES = codes(pb.CriterionStatus, "CRITERION_STATUS_")
_TRUTHS = codes(pb.Truth, "TRUTH_")
_WHYS = codes(pb.WhyMissing, "WHY_MISSING_")
_EVIDENCE = codes(Evidence, "EVIDENCE_") | {"none": Evidence.EVIDENCE_UNSPECIFIED}


def to_date(day: date | None) -> Date | None:
    """A day as a message; None stays None, which leaves a field unset."""
    return None if day is None else Date(year=day.year, month=day.month, day=day.day)


def to_value(raw: result.Raw, kind: Type | None) -> pb.Value | None:
    """A value inside an explanation, by its type; None when it is unknown."""
    if raw is None:
        return None
    if not isinstance(raw, str):
        return pb.Value(number=raw)
    match kind:
        case BooleanType():
            return pb.Value(boolean=raw == "true")
        case DateType():
            return pb.Value(date=to_date(date.fromisoformat(raw)))
        case _:
            return pb.Value(text=raw)


class DecisionWriter:
    """Writes decisions by one rulebook for one language and audience."""

    def __init__(self, rulebook: Rulebook, language: str, audience: str) -> None:
        self._rulebook = rulebook
        self._language = language
        self._audience = audience
        self._texts = next(texts for texts in rulebook.texts if texts.language == language)
        self._hidden = frozenset(
            name for name, text in self._texts.rules.items() if text.reason.for_audience(audience) is None
        )
        self._raws = {each.name: each.of.type if each.of else None for each in flatten(rulebook.criteria)}
        self._elements = {rule.name: _element_types(rule) for rule in rulebook.rules}

    def write(self, decision: result.Decision, full: bool) -> pb.Decision:
        """The decision as a message; with `full` also each criterion, finding, missing fact and rate."""
        message = pb.Decision(
            rulebook=decision.rulebook,
            version=decision.version,
            content_hash=decision.content_hash,
            draft=decision.draft,
            as_of=to_date(decision.as_of),
            variant=decision.variant,
            outcome=decision.outcome,
            outcome_title=self._texts.outcomes[decision.outcome],
            effects={use: EFFECTS[effect] for use, effect in decision.effects},
            possible_outcomes=decision.possible_outcomes,
            score=decision.score,
            score_low=decision.low,
            score_high=decision.high,
            coverage=decision.coverage,
            grade=decision.grade,
            grade_before_caps=decision.grade_before_caps,
            possible_grades=decision.possible_grades,
            declared_share=decision.declared_share,
            verified_share=decision.verified_share,
            valid_until=to_date(decision.valid_until),
            next_review=to_date(decision.next_review),
        )
        self._explain(message, decision)
        if full:
            self._detail(message, decision)
        return message

    def _explain(self, message: pb.Decision, decision: result.Decision) -> None:
        states = {finding.rule: _TRUTHS[finding.state] for finding in decision.findings}
        for reason in reasons(decision, self._rulebook, self._language, self._audience):
            _add_reason(message, reason, states.get(reason.code))
        for approval in decision.approvals:
            if approval.rule not in self._hidden:
                self._add_approval(message, approval)
        for duty in decision.duties:
            if duty.rule not in self._hidden:
                self._add_duty(message, duty)

    def _detail(self, message: pb.Decision, decision: result.Decision) -> None:
        for criterion in decision.criteria:
            self._add_criterion(message, criterion)
        for finding in decision.findings:
            if finding.rule not in self._hidden:
                self._add_finding(message, finding)
        for fact in decision.missing:
            self._add_missing(message, fact)
        message.unused.extend(decision.unused)
        for rate in sorted(decision.rates):
            _add_rate(message, rate)

    def _add_approval(self, message: pb.Decision, approval: result.Approval) -> None:
        message.approvals.add(
            rule=approval.rule,
            role=approval.role,
            role_title=self._texts.roles[approval.role],
            due_in=str(approval.due_in) if approval.due_in else None,
            due=to_date(approval.due),
            state=_APPROVALS[approval.state],
        )

    def _add_duty(self, message: pb.Decision, duty: result.Duty) -> None:
        title = (
            self._texts.obligations.get(duty.name, "")
            if duty.kind == "obligation"
            else self._remedy(duty.rule)
        )
        message.duties.add(
            kind=_DUTY_KINDS[duty.kind],
            rule=duty.rule,
            name=duty.name,
            title=title,
            owner=duty.owner,
            owner_title=self._texts.roles[duty.owner],
            due_in=str(duty.due_in) if duty.due_in else None,
            due=to_date(duty.due),
            state=_DUTIES[duty.state],
        )

    def _remedy(self, rule: str) -> str:
        return self._texts.rules[rule].remedy.for_audience(self._audience) or ""

    def _add_criterion(self, message: pb.Decision, criterion: result.CriterionResult) -> None:
        added = message.criteria.add(
            name=criterion.name,
            parent=criterion.parent,
            title=self._texts.criteria[criterion.name],
            source=criterion.source,
            weight=criterion.weight,
            value=criterion.value,
            low=criterion.low,
            high=criterion.high,
            contribution=criterion.contribution,
            lost=criterion.lost,
            status=_STATUSES[criterion.status],
            limited_to=criterion.limited_to,
            evidence=_EVIDENCE[criterion.evidence],
        )
        raw = to_value(criterion.raw, self._raws[criterion.name])
        if raw is not None:
            added.raw.CopyFrom(raw)

    def _add_finding(self, message: pb.Decision, finding: result.Finding) -> None:
        added = message.findings.add(
            rule=finding.rule,
            source=finding.source,
            state=_TRUTHS[finding.state],
            effects=finding.effects,
            facts=finding.facts,
        )
        variable, types = self._elements[finding.rule]
        for element in finding.elements:
            one = added.elements.add(index=element.place, state=_TRUTHS[element.state])
            for name, raw in element.says:
                value = to_value(raw, types[name])
                if value is not None:
                    one.says[name or variable].CopyFrom(value)

    def _add_missing(self, message: pb.Decision, fact: result.MissingFact) -> None:
        message.missing.add(
            fact=fact.fact,
            title=self._texts.facts[fact.fact.partition("[")[0]],
            why=_WHYS[fact.why],
            criteria=fact.criteria,
            rules=(rule for rule in fact.rules if rule not in self._hidden),
            points=fact.points,
        )


def _add_reason(message: pb.Decision, reason: DecisionReason, state: int | None) -> None:
    message.reasons.add(
        code=reason.code,
        kind=_KINDS[reason.kind],
        text=reason.text,
        remedy=reason.remedy,
        points_lost=reason.points_lost,
        facts=reason.facts,
        source=reason.source,
        state=state,
    )


def _add_rate(message: pb.Decision, rate: result.RateUsed) -> None:
    message.rates.add(
        path=rate.path,
        from_currency=rate.currency,
        to_currency=rate.to,
        value=rate.value,
        date=to_date(rate.date),
        source=rate.source,
    )


def _element_types(rule: Rule) -> tuple[str, Mapping[str, Type]]:
    """The variable of a rule that goes through a list, and the types of the fields; of a scalar, under ""."""
    kind = rule.each.items.type if rule.each else None
    if rule.each is None or not isinstance(kind, ListType):
        return "", {}
    if isinstance(kind.element, RecordType):
        return rule.each.variable, {field.name: field.type for field in kind.element.fields}
    return rule.each.variable, {"": kind.element}
