"""Risks → lines of numpy. Risk x has the variable g_x, a RiskColumn; stage 2 reads its numbers as ranges."""

from __future__ import annotations

from assize.rules.binding import Period
from assize.rules.columns.expressions import ColumnEmitter
from assize.rules.generate.conclusions import CONCLUSION
from assize.rules.generate.risks import WORST, plan_of
from assize.rules.model import Rulebook
from assize.rules.risk_model import Clause, Control, ImpactRow, Risk, RiskScale
from assize.rules.scope import RISK_NUMBERS


def write_risks(emitter: ColumnEmitter, rulebook: Rulebook, period: Period, read: frozenset[str]) -> None:
    """Write all risks; `read` are the numbers that stage 2 reads."""
    assert rulebook.risk_scale is not None
    for risk in rulebook.risks:
        _write_risk(emitter, risk, rulebook.risk_scale, period)
        for number in (number for number in RISK_NUMBERS if f"{risk.name}_{number}" in read):
            _name(emitter, f"{risk.name}_{number}", f"g_{risk.name}.{number}")
    levels = [f"g_{risk.name}" for risk in rulebook.risks]
    for number in (number for number in WORST if f"worst_{number}" in read):
        _name(emitter, f"worst_{number}", f"worst_column([{', '.join(f'{g}.{number}' for g in levels)}])")


def _name(emitter: ColumnEmitter, name: str, code: str) -> None:
    emitter.writer.line(f"n_{name}_low, n_{name}_high = {code}")
    emitter.names[name] = f"n_{name}"


def _write_risk(emitter: ColumnEmitter, risk: Risk, scale: RiskScale, period: Period) -> None:
    plan = emitter.writer.constant(plan_of(risk, scale, period))
    signs = "".join(f"{CONCLUSION}{sign}, " for sign in risk.signs)
    events = "np.float64(0.0)" if risk.events is None else emitter.rows(risk.events)
    now = "FALSE" if risk.happening_now is None else emitter.rows(risk.happening_now)
    impact = _impact(emitter, risk.impact, period)
    clauses = "".join(f"{_control(emitter, control)}, " for control in risk.controls)
    emitter.writer.line(
        f"g_{risk.name} = risk_column({plan}, ({signs}), {events}, {now}, {impact}, ({clauses}))"
    )


def _impact(emitter: ColumnEmitter, rows: tuple[ImpactRow, ...], period: Period) -> str:
    least = max(period.number(row.value) for row in rows if row.when is None)
    low = high = f"np.float64({least!r})"
    for row in (row for row in rows if row.when is not None and period.number(row.value) > least):
        assert row.when is not None
        truth, value = emitter.rows(row.when), repr(period.number(row.value))
        low = emitter.writer.let(f"where({truth} == TRUE, maximum({low}, np.float64({value})), {low})")
        high = emitter.writer.let(f"where({truth} != FALSE, maximum({high}, np.float64({value})), {high})")
    return f"({low}, {high})"


def _control(emitter: ColumnEmitter, control: Control) -> str:
    return "(" + "".join(f"{_clause(emitter, clause)}, " for clause in control.clauses) + ")"


def _clause(emitter: ColumnEmitter, clause: Clause) -> str:
    """What is not said of working is not shown; what is not said of expiry does not expire."""
    works = "FALSE" if clause.works is None else emitter.rows(clause.works)
    expired = "FALSE" if clause.expired is None else emitter.rows(clause.expired)
    return f"({emitter.rows(clause.in_place)}, {works}, {expired})"
