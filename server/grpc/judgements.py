"""Verdicts of principles, risks with their controls, and shown values as messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assize.decision.result import ControlResult, Decision, RiskResult, Verdict
from assize.decision.texts import Reason, reasons_of
from assize.rules.model import Rule, Rulebook, Texts
from assize.rules.reads import facts_of_lets, facts_of_rule
from assize.rules.risk_model import Risk
from assize.rules.types import Type, unit_of
from assize.server.grpc.criteria import to_value
from assize.server.grpc.words import CONTROLS, KINDS, TRUTHS, VERDICTS
from assize.v1 import decision_pb2 as pb

Range = tuple[float, float]


class JudgementWriter:
    """Writes what decisions by one rulebook judge beside the outcome. `hidden` are the names of rules, facts
    and criteria that the audience may not see.
    """

    def __init__(self, rulebook: Rulebook, texts: Texts, audience: str, hidden: frozenset[str]) -> None:
        self._rulebook = rulebook
        self._texts = texts
        self._audience = audience
        self._hidden = hidden
        self._judging = {rule.name: rule for rule in rulebook.rules if _judges(rule)}
        self._facts = _facts_by_principle(rulebook, hidden)
        self._risks: Mapping[str, Risk] = {risk.name: risk for risk in rulebook.risks}
        self._levels = [level.name for level in rulebook.risk_scale.levels] if rulebook.risk_scale else []
        self._shows: Mapping[str, Type] = {each.name: each.expression.type for each in rulebook.shows}

    def write(self, message: pb.Decision, decision: Decision, *, full: bool) -> None:
        """Add them all to a message that has its reasons already; controls of risks only with `full`."""
        for verdict in decision.verdicts:
            self._add_verdict(message, verdict, decision)
        for risk in decision.risks:
            self._add_risk(message, risk, decision, full=full)
        for name, raw in decision.shows:
            if name not in self._hidden:
                kind = self._shows[name]
                message.shows.add(
                    name=name, title=self._texts.shows[name], value=to_value(raw, kind), unit=unit_of(kind)
                )

    def _add_verdict(self, message: pb.Decision, verdict: Verdict, decision: Decision) -> None:
        visible = [name for name in verdict.rules if name not in self._hidden]
        judging = [name for name in visible if name in self._judging]
        message.verdicts.add(
            principle=verdict.principle,
            title=self._texts.principles[verdict.principle],
            source=verdict.source,
            state=VERDICTS[verdict.verdict],
            code=self._code(verdict, decision, judging),
            rules=visible,
            reasons=_reasons(message, verdict, frozenset(judging)),
            facts=self._facts[verdict.principle],
        )

    def _code(self, verdict: Verdict, decision: Decision, judging: list[str]) -> str:
        """The first rule, knock-outs before approvals, that gives this verdict."""
        open_ones = {each.rule for each in decision.approvals if each.state != "granted"}
        states = {finding.rule: finding.state for finding in decision.findings}
        sure = verdict.verdict in ("deny", "needs_approval")
        wanted = "true" if sure else "unknown"
        if verdict.verdict == "pass":
            return ""
        able = [name for name in judging if states[name] == wanted]
        found = [name for name in able if self._judging[name].knock_out]
        if verdict.verdict != "deny":
            found += [name for name in able if name in open_ones]
        return found[0] if found else ""

    def _add_risk(self, message: pb.Decision, risk: RiskResult, decision: Decision, *, full: bool) -> None:
        levels = possible_levels(self._levels, risk.level)
        added = message.risks.add(
            name=risk.name,
            title=self._texts.risks[risk.name],
            source=risk.source,
            present=TRUTHS[risk.present],
            likelihood=to_range(risk.likelihood),
            impact=to_range(risk.impact),
            inherent=to_range(risk.inherent),
            residual=to_range(risk.residual),
            at_best=to_range(risk.at_best),
            level=levels[0] if len(levels) == 1 else None,
            possible_levels=levels,
        )
        self._add_signs(added, self._risks[risk.name], decision)
        for control in risk.controls if full else ():
            self._add_control(added, control)

    def _add_signs(self, added: pb.AssessedRisk, risk: Risk, decision: Decision) -> None:
        for finding in decision.findings:
            if finding.rule in risk.signs:
                told = reasons_of(finding, decision, self._rulebook, self._texts.language, self._audience)
                added.signs.extend(to_reason(reason, TRUTHS[finding.state]) for reason in told)

    def _add_control(self, added: pb.AssessedRisk, control: ControlResult) -> None:
        titles = self._texts.controls
        added.controls.add(
            name=control.name,
            title=titles[control.name],
            source=control.source,
            reduction=control.reduction,
            state=CONTROLS[control.state],
            takes_off=control.takes_off,
            clauses=[
                pb.AssessedClause(name=name, title=titles[name], state=CONTROLS[state])
                for name, state in control.clauses
            ],
        )


def possible_levels(levels: Sequence[str], ends: tuple[str, str]) -> Sequence[str]:
    """The names from the highest of the ends to the lowest; `levels` are worst first."""
    lowest, highest = ends
    return levels[levels.index(highest) : levels.index(lowest) + 1]


def to_range(ends: Range) -> pb.Range:
    """A lowest and a highest value."""
    return pb.Range(low=ends[0], high=ends[1])


def to_reason(reason: Reason, state: pb.Truth | None) -> pb.Reason:
    """A line of the explanation."""
    return pb.Reason(
        code=reason.code,
        kind=KINDS[reason.kind],
        text=reason.text,
        remedy=reason.remedy,
        points_lost=reason.points_lost,
        facts=reason.facts,
        source=reason.source,
        state=state,
    )


def _reasons(message: pb.Decision, verdict: Verdict, rules: frozenset[str]) -> list[pb.Reason]:
    """The sure ones; where the verdict is open also those that may hold."""
    states = (pb.TRUTH_TRUE, pb.TRUTH_UNKNOWN) if verdict.verdict == "undetermined" else (pb.TRUTH_TRUE,)
    found = (reason for reason in message.reasons if reason.kind == pb.REASON_KIND_FINDING)
    return [reason for reason in found if reason.code in rules and reason.state in states]


def _judges(rule: Rule) -> bool:
    """Whether it can stand against a yes, or warns; other rules only bring duties."""
    return rule.knock_out or rule.warning or rule.approval is not None or rule.condition is not None


def _facts_by_principle(rulebook: Rulebook, hidden: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The facts that the rules of each principle read, in declared order."""
    lets = facts_of_lets(rulebook)
    found = {}
    for principle in rulebook.principles:
        rules = [rule for rule in rulebook.rules if rule.principle == principle.name and _judges(rule)]
        read = frozenset[str]().union(*(facts_of_rule(rule, lets) for rule in rules)) - hidden
        found[principle.name] = tuple(fact.name for fact in rulebook.facts if fact.name in read)
    return found
