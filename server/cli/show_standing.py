"""What a rulebook says of principles, risks, controls and shown values, for a person."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from assize.server.cli.console import table, text
from assize.v1 import rulebook_pb2 as pb


def principles(console: Console, rulebook: pb.Rulebook) -> Table:
    """What a gate judges by."""
    made = table(console, "Principles", ("Principle", "What", "Source", "Note"))
    for each in rulebook.principles:
        made.add_row(text(each.name), text(each.title), text(each.source), text(each.note))
    return made


def risks(console: Console, rulebook: pb.Rulebook) -> Table:
    """Every risk with its signs."""
    made = table(console, "Risks", ("Risk", "What", "Source", "Signs"))
    for risk in rulebook.risks:
        made.add_row(text(risk.name), text(risk.title), text(risk.source), text(", ".join(risk.signs)))
    return made


def controls(console: Console, rulebook: pb.Rulebook) -> Table:
    """Every control with what it takes off at most, and its parts."""
    columns = ("Control", "What", "Source", "Reduction", "Parts")
    made = table(console, "Controls", columns, right=(3,))
    for risk in rulebook.risks:
        for control in risk.controls:
            parts = "; ".join(clause.title for clause in control.clauses) if len(control.clauses) > 1 else ""
            made.add_row(
                text(control.name),
                text(control.title),
                text(control.source),
                text(number_text(control.reduction)),
                text(parts),
            )
    return made


def shown_values(console: Console, rulebook: pb.Rulebook) -> Table:
    """The values that stand beside the outcome."""
    made = table(console, "Figures it shows", ("Figure", "What", "Unit"))
    for each in rulebook.shows:
        made.add_row(text(each.name), text(each.title), text(each.type.unit))
    return made


def number_text(number: pb.Number) -> str:
    """A number that is written out, or the name of a parameter."""
    return number.parameter or f"{number.value:g}"
