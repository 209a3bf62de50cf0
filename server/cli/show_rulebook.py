"""Rulebooks for a person: which there are, and what one wants and answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, RenderableType
from rich.table import Table

from assize.server.cli.console import fields, number, table, text
from assize.server.cli.messages import from_date
from assize.server.cli.show_answer import enum_word
from assize.server.cli.show_standing import controls, number_text, principles, risks, shown_values
from assize.v1 import rulebook_pb2 as pb

MOST_CHOICES = 12


def rulebook_list(console: Console, heads: Iterable[pb.RulebookHead]) -> Table:
    """A line for each version."""
    made = table(console, "", ("Name", "Version", "Title", "From", "To", "Adopted", "Languages", "Audiences"))
    for head in heads:
        made.add_row(
            text(head.name),
            text(head.version),
            text(head.title),
            *_dates(head),
            _adopted(head),
            text(" ".join(head.languages)),
            text(" ".join(head.audiences)),
        )
    return made


def rulebook_parts(console: Console, rulebook: pb.Rulebook) -> Iterator[RenderableType]:
    """Everything that a rulebook declares."""
    head = rulebook.head
    yield text(f"{head.title} ({head.name} {head.version})", "bold")
    start, end = _dates(head)
    yield fields(
        [
            ("Holds", f"from {start}" + (f" to before {end}" if end else "")),
            ("Adopted", _adopted(head)),
            ("Time zone", head.time_zone),
            ("Languages", ", ".join(head.languages)),
            ("Audiences", ", ".join(head.audiences)),
            (
                "Grades",
                ", ".join(f"{grade.name} from {number_text(grade.lowest)}" for grade in rulebook.grades),
            ),
            ("Content", head.content_hash),
        ]
    )
    yield text("")
    yield _facts(console, rulebook)
    yield _outcomes(console, rulebook)
    yield _criteria(console, rulebook)
    yield principles(console, rulebook)
    yield risks(console, rulebook)
    yield controls(console, rulebook)
    yield _rules(console, rulebook)
    yield shown_values(console, rulebook)
    yield _parameters(console, rulebook)
    yield _variants(console, rulebook)


def type_text(kind: pb.FactType) -> str:
    """A type in a few words."""
    match kind.kind:
        case pb.FACT_KIND_LIST:
            return f"list of {type_text(kind.element)}"
        case pb.FACT_KIND_RECORD:
            return "{" + ", ".join(f"{field.name}: {type_text(field.type)}" for field in kind.fields) + "}"
        case pb.FACT_KIND_CHOICE if kind.by:
            return f"choice by {kind.by}"
        case pb.FACT_KIND_CHOICE:
            more = " …" if len(kind.choices) > MOST_CHOICES else ""
            return " | ".join(kind.choices[:MOST_CHOICES]) + more
        case _:
            name = pb.FactKind.Name(kind.kind).removeprefix("FACT_KIND_").lower()
            unit = f" {kind.unit}" if kind.unit else ""
            ends = kind.HasField("low") and kind.HasField("high")
            limits = f" {kind.low:,.15g} to {kind.high:,.15g}" if ends else ""
            return name + limits + unit


def _dates(head: pb.RulebookHead) -> tuple[str, str]:
    end = str(from_date(head.effective_to)) if head.HasField("effective_to") else ""
    return str(from_date(head.effective_from)), end


def _adopted(head: pb.RulebookHead) -> str:
    if not head.HasField("adoption"):
        return "draft"
    return f"{from_date(head.adoption.date)} by {head.adoption.approver}"


def _facts(console: Console, rulebook: pb.Rulebook) -> Table:
    made = table(console, "Facts it wants", ("Fact", "What", "Type", "Good for", "Decided by"))
    for fact in rulebook.facts:
        made.add_row(
            text(fact.name),
            text(fact.title),
            text(type_text(fact.type)),
            text(fact.stale_after),
            text(fact.decision),
        )
    return made


def _outcomes(console: Console, rulebook: pb.Rulebook) -> Table:
    made = table(console, "Outcomes it answers", ("Outcome", "Title", *rulebook.uses))
    for outcome in rulebook.outcomes:
        effects = (text(enum_word("Effect", outcome.effects[use])) for use in rulebook.uses)
        made.add_row(text(outcome.name), text(outcome.title), *effects)
    return made


def _criteria(console: Console, rulebook: pb.Rulebook) -> Table:
    made = table(console, "Criteria", ("Criterion", "Source", "Weight %", "If missing", "Note"), right=(2,))
    depth = {"": -1}
    for criterion in rulebook.criteria:
        depth[criterion.name] = depth[criterion.parent] + 1
        title = "  " * depth[criterion.name] + criterion.title
        made.add_row(
            text(title),
            text(criterion.source),
            number(criterion.weight),
            text(criterion.if_missing),
            text(criterion.note),
        )
    return made


def _rules(console: Console, rulebook: pb.Rulebook) -> Table:
    made = table(console, "Rules", ("Rule", "Effects", "Reason", "Source"))
    for rule in (rule for rule in rulebook.rules if not rule.derived):
        effects = ", ".join(rule.effects).replace("_", " ")
        made.add_row(text(rule.name), text(effects), text(rule.reason), text(rule.source))
    return made


def _parameters(console: Console, rulebook: pb.Rulebook) -> Table:
    made = table(console, "Parameters", ("Parameter", "From", "Value", "Unit", "Note"), right=(2,))
    for parameter in rulebook.parameters:
        for dated in parameter.values:
            made.add_row(
                text(parameter.name),
                str(from_date(dated.start)),
                text(_value(dated)),
                text(parameter.unit),
                text(dated.note),
            )
    return made


def _value(dated: pb.DatedValue) -> str:
    if not dated.HasField("value"):
        return "ended"
    if dated.value.WhichOneof("kind") == "date":
        return str(from_date(dated.value.date))
    return f"{dated.value.number:.10g}"


def _variants(console: Console, rulebook: pb.Rulebook) -> Table:
    made = table(console, "Variants", ("Variant", "Without", "Weights", "Note"))
    for variant in rulebook.variants:
        weights = ", ".join(f"{name} {variant.weights[name]}" for name in sorted(variant.weights))
        made.add_row(text(variant.name), text(", ".join(variant.without)), text(weights), text(variant.note))
    return made
