"""One answer for a person: outcome, score, criteria, why, what is due, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console, RenderableType
from rich.table import Table

from assize.server.cli.console import UNKNOWN, fields, keep_whole, number, table, text
from assize.server.cli.messages import from_date
from assize.server.cli.plain import word
from assize.server.cli.show_judgements import controls, risks, shown_values, signs, value_text, verdicts
from assize.v1 import decision_pb2 as pb
from assize.v1.answer_pb2 import DecisionRecord
from assize.v1.decision_pb2 import DESCRIPTOR, Decision
from assize.v1.facts_pb2 import DESCRIPTOR as FACTS
from assize.v1.rulebook_pb2 import Rulebook

DRAFT = "DRAFT: nobody has adopted this rulebook yet; its numbers are proposals"
_STYLES = {
    pb.EFFECT_NONE: "green",
    pb.EFFECT_WARN: "yellow",
    pb.EFFECT_NEEDS_APPROVAL: "yellow",
    pb.EFFECT_BLOCK: "red",
    pb.EFFECT_UNDETERMINED: "magenta",
}
_ENUMS = {**DESCRIPTOR.enum_types_by_name, "Evidence": FACTS.enum_types_by_name["Evidence"]}


def answer_parts(
    console: Console, name: str, record: DecisionRecord, rulebook: Rulebook
) -> Iterator[RenderableType]:
    """Everything that a person wants to know of one answer."""
    decision = record.decision
    yield from heading(name, record, rulebook)
    yield verdicts(console, decision)
    yield risks(console, decision)
    yield _criteria(console, decision)
    yield shown_values(console, decision)
    yield signs(console, decision)
    yield controls(console, decision)
    yield reasons(console, "Why", decision, rulebook, pb.TRUTH_TRUE)
    yield approvals(console, decision)
    yield duties(console, decision, rulebook)
    yield missing(console, decision)
    yield reasons(console, "Possible, while facts are missing", decision, rulebook, pb.TRUTH_UNKNOWN)


def heading(name: str, record: DecisionRecord, rulebook: Rulebook) -> Iterator[RenderableType]:
    """The outcome, and what is to be known of the answer as a whole."""
    decision = record.decision
    yield text(f"{name}: {decision.outcome_title} ({decision.outcome})", f"bold {style_of(decision)}")
    yield fields(_summary(decision, rulebook, record.digest))
    yield text("")


def style_of(decision: Decision) -> str:
    """The colour of an outcome: that of its gravest effect."""
    return _STYLES.get(max(decision.effects.values(), default=pb.EFFECT_NONE), "")


def enum_word(enum: str, value: int) -> str:
    """An enum's value as words, empty for the unspecified one."""
    return (word(_ENUMS[enum], value) or "").replace("_", " ")


def interval(decision: Decision, decimals: int) -> str:
    """The scores still possible; empty where only one is."""
    if not decision.HasField("score_low") or decision.score_low == decision.score_high:
        return ""
    return f"{number(decision.score_low, decimals)} to {number(decision.score_high, decimals)}"


def score_text(decision: Decision, decimals: int) -> str:
    """The score; a question mark while it is unknown; empty for a rulebook without one."""
    if decision.HasField("score"):
        return number(decision.score, decimals)
    return UNKNOWN if decision.HasField("score_low") else ""


def grade_text(decision: Decision) -> str:
    """The grade, or those still possible."""
    return decision.grade or (
        f"{UNKNOWN} ({' '.join(decision.possible_grades)})" if decision.possible_grades else ""
    )


def day_text(decision: Decision, name: str) -> str:
    """A day of the decision, empty where there is none."""
    return str(from_date(getattr(decision, name))) if decision.HasField(name) else ""


def _summary(decision: Decision, rulebook: Rulebook, digest: str) -> Iterator[tuple[str, str]]:
    yield "Rulebook", f"{decision.rulebook} {decision.version}, variant {decision.variant or UNKNOWN}"
    yield "", DRAFT if decision.draft else ""
    yield "As of", day_text(decision, "as_of")
    decimals = rulebook.score.decimals
    between = interval(decision, decimals)
    yield "Score", score_text(decision, decimals) + (f"  (still possible: {between})" if between else "")
    capped = decision.grade_before_caps not in ("", decision.grade)
    yield "Grade", grade_text(decision) + (f"  ({decision.grade_before_caps} before caps)" if capped else "")
    if decision.HasField("coverage"):
        yield "Known", f"{decision.coverage:g} % of the weight{_evidence(decision)}"
    titles = {outcome.name: outcome.title for outcome in rulebook.outcomes}
    if len(decision.possible_outcomes) > 1:
        yield "Possible", ", ".join(titles[name] for name in decision.possible_outcomes)
    effects = (f"{use}: {enum_word('Effect', decision.effects[use])}" for use in rulebook.uses)
    yield "Effect", "; ".join(effects)
    yield "Valid until", day_text(decision, "valid_until")
    yield "Next review", day_text(decision, "next_review")
    yield "Not used", ", ".join(decision.unused)
    yield "Rates", "; ".join(map(_rate, decision.rates))
    yield "Digest", digest


def _evidence(decision: Decision) -> str:
    if not decision.HasField("declared_share"):
        return ""
    declared, verified = decision.declared_share, decision.verified_share
    return f"; {declared:.0f} % of the points declared only, {verified:.0f} % verified"


def _rate(rate: pb.UsedRate) -> str:
    day = from_date(rate.date)
    return f"{rate.value:g} {rate.to_currency} for 1 {rate.from_currency} on {day} ({rate.source})"


def _criteria(console: Console, decision: Decision) -> Table:
    made = table(
        console,
        "Criteria",
        ("Criterion", "Source", "Weight %", "Raw", "Value", "Points", "Lost", "Rests on"),
        right=(2, 3, 4, 5, 6),
    )
    depth = {"": -1}
    for criterion in decision.criteria:
        depth[criterion.name] = depth[criterion.parent] + 1
        known = criterion.HasField("value")
        made.add_row(
            text("  " * depth[criterion.name] + (criterion.title or criterion.name)),
            text(criterion.source),
            number(criterion.weight),
            text(value_text(criterion.raw)),
            number(criterion.value) if known else f"{criterion.low:.4g}–{criterion.high:.4g}",
            number(criterion.contribution if criterion.HasField("contribution") else None),
            number(criterion.lost if criterion.HasField("lost") else None),
            text(_basis(criterion)),
        )
    keep_whole(console, made, 0)
    return made


def _basis(criterion: pb.Criterion) -> str:
    known = criterion.status == pb.CRITERION_STATUS_KNOWN
    said = (
        enum_word("Evidence", criterion.evidence) if known else enum_word("CriterionStatus", criterion.status)
    )
    limit = f", limited to {criterion.limited_to:g}" if criterion.HasField("limited_to") else ""
    return said + limit


def reasons(console: Console, title: str, decision: Decision, rulebook: Rulebook, state: pb.Truth) -> Table:
    """The findings of one state, with what the rules do."""
    made = table(console, title, ("Effect", "Reason", "Remedy", "Source"))
    effects = {rule.name: rule.effects for rule in rulebook.rules}
    for reason in decision.reasons:
        if reason.kind == pb.REASON_KIND_FINDING and reason.state == state:
            does = ", ".join(effects.get(reason.code, ())).replace("_", " ")
            made.add_row(text(does), text(reason.text), text(reason.remedy), text(reason.source))
    return made


def approvals(console: Console, decision: Decision) -> Table:
    """Who is asked to approve."""
    made = table(console, "Approvals", ("Approval by", "State", "Until", "Asked for by"))
    for approval in decision.approvals:
        due = str(from_date(approval.due)) if approval.HasField("due") else ""
        state = enum_word("ApprovalState", approval.state)
        made.add_row(text(approval.role_title), text(state), text(due), text(approval.rule))
    return made


def duties(console: Console, decision: Decision, rulebook: Rulebook) -> Table:
    """What must be done, how much of it, by whom and until when."""
    units = {
        (duty.name, field.name): field.type.unit
        for rule in rulebook.rules
        for duty in rule.obligations
        for field in duty.parameters
    }
    made = table(console, "Conditions and obligations", ("What", "Who", "Until", "State", "Asked for by"))
    for duty in decision.duties:
        due = str(from_date(duty.due)) if duty.HasField("due") else ""
        made.add_row(
            text(duty.title or duty.name) + text(_parameters(duty, units)),
            text(duty.owner_title),
            text(due),
            text(enum_word("DutyState", duty.state)),
            text(", ".join(duty.rules)),
        )
    return made


def _parameters(duty: pb.Duty, units: Mapping[tuple[str, str], str]) -> str:
    """As ` (hours: 40 h)`; empty without any."""
    said = [
        f"{name.replace('_', ' ')}: {value_text(duty.parameters[name])} {units.get((duty.name, name), '')}"
        for name in sorted(duty.parameters)
    ]
    return f" ({', '.join(each.strip() for each in said)})" if said else ""


def missing(console: Console, decision: Decision) -> Table:
    """What to ask for next."""
    made = table(
        console, "Missing facts, the most decisive first", ("Fact", "What", "Why", "Points"), right=(3,)
    )
    for fact in decision.missing:
        why = enum_word("WhyMissing", fact.why)
        made.add_row(text(fact.fact), text(fact.title), text(why), number(fact.points))
    return made
