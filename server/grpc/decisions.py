"""Decisions to messages. A writer knows one rulebook, language and audience, and looks things up once."""

from __future__ import annotations

from collections.abc import Mapping

from assize.decision import result
from assize.decision.duties import MergedDuty, merge_duties
from assize.decision.texts import fact_of, hidden_from, reasons
from assize.rules.model import Effect, Rule, Rulebook
from assize.rules.types import ListType, RecordType, Type
from assize.server.grpc.criteria import CriteriaWriter, maybe_date, to_date, to_value
from assize.server.grpc.judgements import JudgementWriter, to_reason
from assize.server.grpc.words import APPROVALS, DUTIES, DUTY_KINDS, EFFECTS, TRUTHS, WHYS
from assize.v1 import decision_pb2 as pb

_NUMBERS = ("score", "coverage", "declared_share", "verified_share", "grade", "grade_before_caps", "variant")


class DecisionWriter:
    """Writes decisions by one rulebook for one language and audience."""

    def __init__(self, rulebook: Rulebook, language: str, audience: str) -> None:
        self._rulebook = rulebook
        self._language = language
        self._audience = audience
        self._texts = next(texts for texts in rulebook.texts if texts.language == language)
        # Rules, facts and criteria: all names are of one space.
        self._hidden = hidden_from(self._texts, audience) | {
            name for name, text in self._texts.rules.items() if text.reason.for_audience(audience) is None
        }
        self._heads = {
            outcome.name: self._head(outcome.name, outcome.effects) for outcome in rulebook.outcomes
        }
        self._criteria = CriteriaWriter(rulebook, self._texts.criteria, self._hidden)
        self._elements = {rule.name: _element_types(rule) for rule in rulebook.rules}
        self._duties = {
            (rule.name, duty.name): {name: expression.type for name, expression in duty.parameters}
            for rule in rulebook.rules
            for duty in rule.obligations
        }
        self._judgements = JudgementWriter(rulebook, self._texts, audience, self._hidden)

    def _head(self, outcome: str, effects: tuple[tuple[str, Effect], ...]) -> pb.Decision:
        """What all decisions with one outcome have in common."""
        return pb.Decision(
            rulebook=self._rulebook.name,
            version=self._rulebook.version,
            content_hash=self._rulebook.content_hash,
            draft=self._rulebook.adoption is None,
            outcome=outcome,
            outcome_title=self._texts.outcomes[outcome],
            effects={use: EFFECTS[effect] for use, effect in effects},
        )

    def write(self, decision: result.Decision, message: pb.Decision, *, full: bool) -> None:
        """Fill an empty message; with `full` also each criterion, finding, missing fact and rate."""
        message.MergeFrom(self._heads[decision.outcome])
        for name in _NUMBERS:
            if (value := getattr(decision, name)) is not None:
                setattr(message, name, value)
        if decision.low is not None and decision.high is not None:
            message.score_low = decision.low
            message.score_high = decision.high
        message.possible_outcomes.extend(decision.possible_outcomes)
        message.possible_grades.extend(decision.possible_grades)
        message.as_of.MergeFrom(to_date(decision.as_of))
        if decision.valid_until is not None:
            message.valid_until.MergeFrom(to_date(decision.valid_until))
        if decision.next_review is not None:
            message.next_review.MergeFrom(to_date(decision.next_review))
        self._explain(message, decision)
        self._judgements.write(message, decision, full=full)
        if full:
            self._detail(message, decision)

    def _explain(self, message: pb.Decision, decision: result.Decision) -> None:
        states = {finding.rule: TRUTHS[finding.state] for finding in decision.findings}
        told = reasons(decision, self._rulebook, self._language, self._audience)
        remedies = {reason.code: reason.remedy for reason in told}
        for reason in told:
            message.reasons.append(to_reason(reason, states.get(reason.code)))
        for approval in decision.approvals:
            if approval.rule not in self._hidden:
                self._add_approval(message, approval)
        for merged in merge_duties(duty for duty in decision.duties if duty.rule not in self._hidden):
            self._add_duty(message, merged, remedies.get(merged.duty.rule, ""))

    def _detail(self, message: pb.Decision, decision: result.Decision) -> None:
        self._criteria.write(message, decision)
        for finding in decision.findings:
            if finding.rule not in self._hidden:
                self._add_finding(message, finding)
        for fact in decision.missing:
            if fact_of(fact.fact) not in self._hidden:
                self._add_missing(message, fact)
        message.unused.extend(decision.unused)
        for rate in sorted(decision.rates):
            if fact_of(rate.path.removeprefix("$.")) not in self._hidden:
                _add_rate(message, rate)

    def _add_approval(self, message: pb.Decision, approval: result.Approval) -> None:
        message.approvals.add(
            rule=approval.rule,
            role=approval.role,
            role_title=self._texts.roles[approval.role],
            due_in=str(approval.due_in) if approval.due_in else None,
            due=maybe_date(approval.due),
            state=APPROVALS[approval.state],
        )

    def _add_duty(self, message: pb.Decision, merged: MergedDuty, remedy: str) -> None:
        duty = merged.duty
        added = message.duties.add(
            kind=DUTY_KINDS[duty.kind],
            rule=duty.rule,
            name=duty.name,
            # A condition is met by its rule's remedy; an obligation has a title of its own.
            title=self._texts.obligations[duty.name] if duty.kind == "obligation" else remedy,
            owner=duty.owner,
            owner_title=self._texts.roles[duty.owner],
            due_in=str(duty.due_in) if duty.due_in else None,
            due=maybe_date(duty.due),
            state=DUTIES[duty.state],
            rules=merged.rules,
        )
        for name, raw in duty.parameters:
            value = to_value(raw, self._duties[duty.rule, duty.name][name])
            if value is not None:
                added.parameters[name].CopyFrom(value)

    def _add_finding(self, message: pb.Decision, finding: result.Finding) -> None:
        added = message.findings.add(
            rule=finding.rule,
            source=finding.source,
            state=TRUTHS[finding.state],
            effects=finding.effects,
            facts=self._visible(finding.facts),
        )
        variable, types = self._elements[finding.rule]
        for element in finding.elements:
            one = added.elements.add(index=element.place, state=TRUTHS[element.state])
            for name, raw in element.says:
                value = to_value(raw, types[name])
                if value is not None:
                    one.says[name or variable].CopyFrom(value)

    def _add_missing(self, message: pb.Decision, fact: result.MissingFact) -> None:
        message.missing.add(
            fact=fact.fact,
            title=self._texts.facts[fact_of(fact.fact)],
            why=WHYS[fact.why],
            criteria=self._visible(fact.criteria),
            rules=self._visible(fact.rules),
            points=fact.points,
        )

    def _visible(self, names: tuple[str, ...]) -> list[str]:
        return [name for name in names if name not in self._hidden]


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
