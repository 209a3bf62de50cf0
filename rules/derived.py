"""The rules that nobody writes: what is present, what is in place, what is missing.

They are chained with the others: sign → risk present → control missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from assize.rules.expressions import And, Compare, ConclusionRef, Constant, Expression, Not, Or
from assize.rules.model import Rule
from assize.rules.risk_model import Clause, Control, Risk
from assize.rules.types import BOOLEAN, NUMBER


def rules_of(risk: Risk) -> Iterator[Rule]:
    """The rule of a risk (it is present), then two for each control: it is in place, it is missing."""
    yield _rule(risk.name, _present(risk), risk.source, risk.note)
    for control in risk.controls:
        yield _rule(control.name, _in_place(control), control.source, control.note)
        lacking = And((ConclusionRef(risk.name), Not(ConclusionRef(control.name))))
        yield _rule(f"{control.name}_missing", lacking, control.source, control.note)


def _rule(name: str, when: Expression, source: str, note: str) -> Rule:
    return Rule(name, 1, when, source, note, derived=True)


def _present(risk: Risk) -> Expression:
    parts: list[Expression] = [ConclusionRef(sign) for sign in risk.signs]
    if risk.events is not None:
        parts.append(Compare(">", risk.events, Constant(0.0, NUMBER), f"events of {risk.name} > 0"))
    if risk.happening_now is not None:
        parts.append(risk.happening_now)
    return _joined(parts, Or((Constant(0, BOOLEAN),)), any_of=True)


def _in_place(control: Control) -> Expression:
    return _joined([_holds(clause) for clause in control.clauses], Constant(0, BOOLEAN), any_of=False)


def _holds(clause: Clause) -> Expression:
    return clause.in_place if clause.expired is None else And((clause.in_place, Not(clause.expired)))


def _joined(parts: list[Expression], empty: Expression, *, any_of: bool) -> Expression:
    if not parts:
        return empty
    if len(parts) == 1:
        return parts[0]
    return Or(tuple(parts)) if any_of else And(tuple(parts))
