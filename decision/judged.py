"""Verdicts of principles, and risks with their controls, from an evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from assize.decision.result import ControlResult, ControlState, RiskResult, Truth, Verdict
from assize.rules.binding import Period
from assize.rules.generate.risk_levels import STATES, WORKING, RiskLevel, RiskPlan
from assize.rules.generate.risks import plan_of
from assize.rules.model import Rule, Rulebook
from assize.rules.risk_model import Risk
from assize.scoring import to_score

_TRUTH: tuple[Truth, Truth, Truth] = ("false", "unknown", "true")


class Judge:
    """Finds the verdicts of a rulebook's principles. Rules are told by their place among all."""

    def __init__(self, rulebook: Rulebook) -> None:
        placed = list(enumerate(rulebook.rules))
        self._principles = tuple(
            (principle, tuple((place, rule) for place, rule in placed if rule.principle == principle.name))
            for principle in rulebook.principles
        )

    def verdicts(self, conclusions: Sequence[int], granted: frozenset[str]) -> tuple[Verdict, ...]:
        """Every principle's verdict: deny, else undetermined, else needs approval, else pass."""
        found = []
        for principle, rules in self._principles:
            held = [(rule, conclusions[place]) for place, rule in rules if conclusions[place]]
            told = tuple(rule.name for rule, _ in held)
            found.append(Verdict(principle.name, principle.source, _verdict(held, granted), told))
        return tuple(found)


def _verdict(
    held: Sequence[tuple[Rule, int]], granted: frozenset[str]
) -> Literal["pass", "needs_approval", "deny", "undetermined"]:
    """The verdict by the rules that hold (2) or may hold (1)."""
    denied = [state for rule, state in held if rule.knock_out]
    asked = [state for rule, state in held if rule.approval is not None and rule.name not in granted]
    if 2 in denied:
        return "deny"
    if denied or 1 in asked:
        return "undetermined"
    return "needs_approval" if asked else "pass"


class RiskAssembler:
    """Makes risk results for one period of a rulebook."""

    def __init__(self, rulebook: Rulebook, period: Period) -> None:
        scale = rulebook.risk_scale
        assert scale is not None
        self._levels = tuple((level.name, period.number(level.lowest)) for level in scale.levels)
        self._risks = tuple((risk, plan_of(risk, scale, period)) for risk in rulebook.risks)
        self._places = {rule.name: place for place, rule in enumerate(rulebook.rules)}

    def results(self, levels: tuple[RiskLevel, ...], conclusions: Sequence[int]) -> tuple[RiskResult, ...]:
        """Every risk, in declared order."""
        pairs = zip(self._risks, levels, strict=True)
        return tuple(self._result(risk, plan, level, conclusions) for (risk, plan), level in pairs)

    def _result(self, risk: Risk, plan: RiskPlan, level: RiskLevel, conclusions: Sequence[int]) -> RiskResult:
        low, high = level.residual
        return RiskResult(
            risk.name,
            risk.source,
            _TRUTH[conclusions[self._places[risk.name]]],
            level.likelihood,
            level.impact,
            level.inherent,
            level.residual,
            level.at_best,
            (self._name(low), self._name(high)),
            _controls(risk, plan, level),
        )

    def _name(self, level: float) -> str:
        return next((name for name, lowest in self._levels if level >= lowest), self._levels[-1][0])


def _controls(risk: Risk, plan: RiskPlan, level: RiskLevel) -> tuple[ControlResult, ...]:
    counts = [control.counts for control in level.controls]
    now = level.residual[1]
    found = []
    for place, (control, held) in enumerate(zip(risk.controls, level.controls, strict=True)):
        better = now
        if held.counts != (1.0, 1.0):
            better = plan.residual_at(level, [*counts[:place], (1.0, 1.0), *counts[place + 1 :]])
        clauses = zip(control.clauses, held.clauses, strict=True)
        told = tuple((clause.name, _state(state)) for clause, state in clauses)
        takes_off = to_score(now - better, 6)
        reduction = plan.reductions[place]
        found.append(
            ControlResult(control.name, control.source, reduction, _state(held.state), told, takes_off)
        )
    return tuple(sorted(found, key=lambda c: (c.state == STATES[WORKING], -c.takes_off)))


def _state(state: int) -> ControlState:
    return cast(ControlState, STATES[state])
