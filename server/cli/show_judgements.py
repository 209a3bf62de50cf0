"""Verdicts of principles, risks with their controls and shown values for a person."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from assize.server.cli.console import UNKNOWN, keep_whole, table, text
from assize.server.cli.messages import from_date
from assize.server.cli.plain import word
from assize.v1 import decision_pb2 as pb

_VERDICT = pb.DESCRIPTOR.enum_types_by_name["VerdictState"]
_CONTROL = pb.DESCRIPTOR.enum_types_by_name["ControlState"]
_PRESENT = {pb.TRUTH_TRUE: "yes", pb.TRUTH_FALSE: "no", pb.TRUTH_UNKNOWN: UNKNOWN}
_STYLES = {
    pb.VERDICT_STATE_PASS: "green",
    pb.VERDICT_STATE_NEEDS_APPROVAL: "yellow",
    pb.VERDICT_STATE_DENY: "red",
    pb.VERDICT_STATE_UNDETERMINED: "magenta",
}


def value_text(value: pb.Value) -> str:
    """A value as it is written; empty when it is unknown."""
    match value.WhichOneof("kind"):
        case "number":
            return f"{value.number:.10g}"
        case "text":
            return value.text
        case "boolean":
            return "yes" if value.boolean else "no"
        case "date":
            return str(from_date(value.date))
        case _:
            return ""


def verdicts(console: Console, decision: pb.Decision) -> Table:
    """What each principle says, and the rule that makes it so."""
    made = table(console, "Verdicts", ("Principle", "Source", "Verdict", "Decided by"))
    for verdict in decision.verdicts:
        said = (word(_VERDICT, verdict.state) or "").replace("_", " ")
        made.add_row(
            text(verdict.title),
            text(verdict.source),
            text(said, _STYLES.get(verdict.state, "")),
            text(verdict.code),
        )
    return made


def shown_values(console: Console, decision: pb.Decision) -> Table:
    """The values that the rulebook shows."""
    made = table(console, "Figures", ("Figure", "Value", "Unit"), right=(1,))
    for each in decision.shows:
        value = value_text(each.value) if each.HasField("value") else UNKNOWN
        made.add_row(text(each.title), text(value), text(each.unit))
    return made


def risks(console: Console, decision: pb.Decision) -> Table:
    """Every risk with its levels, before and after its controls."""
    columns = (
        "Risk",
        "Source",
        "Present",
        "Likelihood",
        "Impact",
        "Inherent",
        "Residual",
        "At best",
        "Level",
    )
    made = table(console, "Risks", columns, right=(3, 4, 5, 6, 7))
    for risk in decision.risks:
        made.add_row(
            text(risk.title),
            text(risk.source),
            _PRESENT.get(risk.present, ""),
            *map(range_text, (risk.likelihood, risk.impact, risk.inherent, risk.residual, risk.at_best)),
            text(level_text(risk)),
        )
    keep_whole(console, made, 0)
    return made


def signs(console: Console, decision: pb.Decision) -> Table:
    """What shows the risks."""
    made = table(console, "Signs", ("Risk", "Sign", "Remedy"))
    for risk in decision.risks:
        for sign in risk.signs:
            if sign.state == pb.TRUTH_TRUE:
                made.add_row(text(risk.source), text(sign.text), text(sign.remedy))
    return made


def controls(console: Console, decision: pb.Decision) -> Table:
    """The controls that do not work, the one that would take off most first; working ones last."""
    made = table(
        console,
        "Controls, by what they would take off the residual level",
        ("Control", "Source", "State", "Takes off", "Parts that do not work"),
        right=(3,),
    )
    found = [control for risk in decision.risks for control in risk.controls]
    for control in sorted(found, key=lambda each: (_works(each), -each.takes_off)):
        parts = [part for part in control.clauses if part.state != pb.CONTROL_STATE_WORKING]
        said = "; ".join(f"{part.title} ({_state(part.state)})" for part in parts)
        alone = len(control.clauses) == 1
        made.add_row(
            text(control.title),
            text(control.source),
            text(_state(control.state)),
            f"{control.takes_off:.2f}",
            text("" if alone else said),
        )
    keep_whole(console, made, 0)
    return made


def range_text(ends: pb.Range) -> str:
    """One number, or the lowest and the highest that are possible."""
    low, high = f"{ends.low:.4g}", f"{ends.high:.4g}"
    return low if low == high else f"{low}–{high}"


def level_text(risk: pb.AssessedRisk) -> str:
    """The level, or those still possible."""
    return risk.level or f"{UNKNOWN} ({' '.join(risk.possible_levels)})"


def _works(control: pb.AssessedControl) -> bool:
    return control.state == pb.CONTROL_STATE_WORKING


def _state(state: pb.ControlState) -> str:
    return (word(_CONTROL, state) or "").replace("_", " ")
