"""A comparison of contracts for a person: the terms by their state, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table

from assize.server.cli.console import table, text
from assize.server.cli.show_answer import approvals, duties, heading, missing, reasons
from assize.server.cli.show_judgements import shown_values
from assize.v1 import decision_pb2 as pb
from assize.v1.answer_pb2 import DecisionRecord
from assize.v1.rulebook_pb2 import Rulebook

# The rules of `support-contract` say by their names what state they find a term in.
STATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("missing", ("_missing", "_empty", "_unlisted", "_without_contract")),
    ("weaker", ("_weaker", "_gap", "_before_ours", "_stops_short")),
    ("not comparable", ("_differs", "_unclear", "_reversed", "_twice", "_comparable")),
    ("equal", ("_equal",)),
    ("thin margin", ("_thin",)),
    ("stricter", ("_with_margin", "_covered")),
)
OTHER = "also"


def state_of(rule: str) -> str:
    """The state that a rule finds a term in."""
    if rule.startswith("no_"):
        return "missing"
    return next((state for state, ends in STATES if rule.endswith(ends)), OTHER)


def contract_parts(
    console: Console, name: str, record: DecisionRecord, rulebook: Rulebook
) -> Iterator[RenderableType]:
    """Everything that a person wants to know of one comparison."""
    decision = record.decision
    yield from heading(name, record, rulebook)
    yield _terms(console, decision)
    yield shown_values(console, decision)
    yield approvals(console, decision)
    yield duties(console, decision, rulebook)
    yield missing(console, decision)
    yield reasons(console, "Possible, while facts are missing", decision, rulebook, pb.TRUTH_UNKNOWN)


def _terms(console: Console, decision: pb.Decision) -> Table:
    made = table(console, "Terms by state", ("State", "What", "Remedy"))
    order = [*(state for state, _ in STATES), OTHER]
    found = [
        (state_of(reason.code), reason)
        for reason in decision.reasons
        if reason.kind == pb.REASON_KIND_FINDING and reason.state == pb.TRUTH_TRUE
    ]
    for state, reason in sorted(found, key=lambda pair: order.index(pair[0])):
        made.add_row(text(state), text(reason.text), text(reason.remedy))
    return made
