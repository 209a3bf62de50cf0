"""Assessed risks for a person: subject by subject, then all of them together."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table

from assize.server.cli.assessing import Assessed
from assize.server.cli.console import UNKNOWN, fields, keep_whole, table, text
from assize.server.cli.show_answer import answer_parts, day_text, enum_word, style_of
from assize.server.cli.show_judgements import level_text, range_text
from assize.v1.answer_pb2 import Answer
from assize.v1.decision_pb2 import Decision
from assize.v1.risk_service_pb2 import RiskRollUp


def assessments(console: Console, assessed: Assessed, *, brief: bool) -> Iterator[RenderableType]:
    """Each subject in full, then all in one table, then the roll-up; only these two when `brief`."""
    decided = [answer for answer in assessed.response.answers if answer.HasField("record")]
    for answer in () if brief else decided:
        rulebook = assessed.rulebooks[answer.record.decision.rulebook]
        yield from answer_parts(console, answer.id, answer.record, rulebook)
    yield _overview(console, decided)
    yield text("All risks together", "bold")
    yield fields(_roll_up(assessed.response.roll_up))


def _overview(console: Console, decided: list[Answer]) -> Table:
    columns = ("Id", "By", "Outcome", "Worst risk", "Residual", "Level", "Valid until")
    made = table(console, "All subjects", columns, right=(4,))
    for answer in decided:
        decision = answer.record.decision
        made.add_row(
            text(answer.id),
            text(decision.rulebook),
            text(decision.outcome_title, style_of(decision)),
            *_worst(decision),
            day_text(decision, "valid_until"),
        )
    keep_whole(console, made, 0)
    return made


def _worst(decision: Decision) -> tuple[str, str, str]:
    risk = max(decision.risks, key=lambda each: (each.residual.high, each.residual.low), default=None)
    return ("", "", "") if risk is None else (risk.title, range_text(risk.residual), level_text(risk))


def _roll_up(rolled: RiskRollUp) -> Iterator[tuple[str, str]]:
    yield "Risks", f"{rolled.risks}" + ("" if rolled.complete else "; not complete: facts are missing")
    if rolled.HasField("worst"):
        worst = rolled.worst
        level = worst.level or f"{UNKNOWN} ({' '.join(worst.possible_levels)})"
        yield "Worst", f"{worst.title} of {worst.id}: {level}"
        yield "Worst inherent", range_text(rolled.worst_inherent)
        yield "Worst residual", range_text(rolled.worst_residual)
        yield "Mean residual", f"{range_text(rolled.mean_residual)}  (for information: the worst counts)"
    yield "At worst", ", ".join(f"{each.risks} {each.level}" for each in rolled.by_level)
    uses = sorted(rolled.effects)
    yield "Effect", "; ".join(f"{use}: {enum_word('Effect', rolled.effects[use])}" for use in uses)
