"""Risks → lines of source. Risk x has the variable g_x, a RiskLevel; stage 2 reads its numbers as ranges."""

from __future__ import annotations

from assize.rules.binding import Period
from assize.rules.generate.conclusions import CONCLUSION
from assize.rules.generate.expressions import Emitter
from assize.rules.generate.risk_levels import RiskPlan, left
from assize.rules.model import Rulebook
from assize.rules.risk_model import Clause, Control, ImpactRow, Risk, RiskScale
from assize.rules.scope import RISK_NUMBERS

WORST = ("inherent", "residual", "at_best")


def plan_of(risk: Risk, scale: RiskScale, period: Period) -> RiskPlan:
    """What is fixed of a risk in a period."""
    number = period.number
    reductions = tuple(number(control.reduction) for control in risk.controls)
    least_left = number(scale.least_left)
    return RiskPlan(
        tuple(number(step) for step in scale.likelihood),
        reductions,
        number(scale.on_paper),
        least_left,
        scale.reduces == "likelihood",
        left(reductions, [1.0] * len(reductions), least_left),
    )


def write_risks(emitter: Emitter, rulebook: Rulebook, period: Period, read: frozenset[str]) -> None:
    """Write all risks; `read` are the numbers that stage 2 reads."""
    assert rulebook.risk_scale is not None
    for risk in rulebook.risks:
        emitter.place = risk.name
        _write_risk(emitter, risk, rulebook.risk_scale, period)
        for number in (number for number in RISK_NUMBERS if f"{risk.name}_{number}" in read):
            _name(emitter, f"{risk.name}_{number}", f"g_{risk.name}.{number}")
    levels = [f"g_{risk.name}" for risk in rulebook.risks]
    for number in (number for number in WORST if f"worst_{number}" in read):
        _name(emitter, f"worst_{number}", f"worst([{', '.join(f'{level}.{number}' for level in levels)}])")


def _name(emitter: Emitter, name: str, code: str) -> None:
    emitter.writer.line(f"n_{name}_low, n_{name}_high = {code}")
    emitter.names[name] = f"n_{name}"


def _write_risk(emitter: Emitter, risk: Risk, scale: RiskScale, period: Period) -> None:
    plan = emitter.writer.constant(plan_of(risk, scale, period))
    signs = "".join(f"{CONCLUSION}{sign}, " for sign in risk.signs)
    events = "0.0" if risk.events is None else emitter.emit(risk.events)
    now = "0" if risk.happening_now is None else emitter.emit(risk.happening_now)
    impact = _write_impact(emitter, risk.impact, period)
    clauses = "".join(f"{_write_control(emitter, control)}, " for control in risk.controls)
    emitter.writer.line(f"g_{risk.name} = {plan}.level(({signs}), {events}, {now}, {impact}, ({clauses}))")


def _write_impact(emitter: Emitter, rows: tuple[ImpactRow, ...], period: Period) -> str:
    least = max(period.number(row.value) for row in rows if row.when is None)
    low = high = repr(least)
    for row in (row for row in rows if row.when is not None and period.number(row.value) > least):
        assert row.when is not None
        truth, value = emitter.emit(row.when), repr(period.number(row.value))
        low = emitter.writer.let(f"{value} if {truth} == 2 and {low} < {value} else {low}")
        high = emitter.writer.let(f"{value} if {truth} and {high} < {value} else {high}")
    return f"({low}, {high})"


def _write_control(emitter: Emitter, control: Control) -> str:
    emitter.place = control.name
    return "(" + "".join(f"{_write_clause(emitter, clause)}, " for clause in control.clauses) + ")"


def _write_clause(emitter: Emitter, clause: Clause) -> str:
    """What is not said of working is not shown; what is not said of expiry does not expire."""
    in_place = emitter.emit(clause.in_place)
    works = "0" if clause.works is None else emitter.emit(clause.works)
    expired = "0" if clause.expired is None else emitter.emit(clause.expired)
    return f"({in_place}, {works}, {expired})"
