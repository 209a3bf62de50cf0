"""Many answers for a person: one by one, in an overview, in a ranking; and the cases that were refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rich.console import Console, RenderableType
from rich.table import Table

from assize.rules.errors import Problem
from assize.rules.literals import number_hint
from assize.rules.source import Mark
from assize.server.cli.asking import Told
from assize.server.cli.console import UNKNOWN, clean, keep_whole, table, text
from assize.server.cli.show_answer import answer_parts, day_text, grade_text, interval, score_text, style_of
from assize.server.input.model import FileCase
from assize.v1.answer_pb2 import Answer, DecisionRecord, RankState, Violation
from assize.v1.decision_pb2 import EFFECT_UNDETERMINED, REASON_KIND_CRITERION, Decision
from assize.v1.rulebook_pb2 import Rulebook

Parts = Callable[[Console, str, DecisionRecord, Rulebook], Iterator[RenderableType]]
"""How one answer is shown in full: its id, its record, the rulebook that decided."""

_SENT_AS_TEXT = "a number is sent as a number"


def answers(
    console: Console, told: Told, *, brief: bool, parts: Parts = answer_parts
) -> Iterator[RenderableType]:
    """Each answer in full, then all of them in one table; only that when `brief`."""
    decided = [answer for answer in told.response.answers if answer.HasField("record")]
    for answer in () if brief else decided:
        yield from parts(console, answer.id, answer.record, told.rulebook)
    if brief or len(decided) > 1:
        yield _overview(console, decided, told)


def _overview(console: Console, decided: list[Answer], told: Told) -> Table:
    scored = told.rulebook.HasField("score")
    numbers = ("Grade", "Score", "Still possible") if scored else ()
    columns = ("Id", "Outcome", *numbers, "Valid until")
    made = table(console, "All cases", columns, right=(3, 4) if scored else ())
    decimals = told.rulebook.score.decimals
    for answer in decided:
        decision = answer.record.decision
        known = (grade_text(decision), score_text(decision, decimals), interval(decision, decimals))
        made.add_row(
            text(answer.id),
            text(decision.outcome_title, style_of(decision)),
            *(known if scored else ()),
            day_text(decision, "valid_until"),
        )
    keep_whole(console, made, 0)
    return made


def ranking(console: Console, told: Told) -> Iterator[RenderableType]:
    """The places, then who has none, then whether the places are final."""
    by_id = {answer.id: answer for answer in told.response.answers}
    found = told.response.ranking
    decisions = [answer.record.decision for answer in told.response.answers if answer.HasField("record")]
    if decisions:
        yield text(f"{told.rulebook.head.title}, as of {day_text(decisions[0], 'as_of')}", "bold")
        draft = " (draft, adopted by nobody yet)" if decisions[0].draft else ""
        yield text(f"By {decisions[0].rulebook} {decisions[0].version}{draft}")
        yield text("")
    ordered = [by_id[name] for name in (*found.order, *found.ineligible)]
    yield _places(console, ordered, told)
    yield _reasons(console, ordered)
    if not found.complete:
        yield text("The places are not final: a case is undetermined or was refused.", "bold")


def _places(console: Console, ordered: list[Answer], told: Told) -> Table:
    columns = ("Place", "Id", "Outcome", "Grade", "Score", "Still possible")
    made = table(console, "", columns, right=(4, 5))
    decimals = told.rulebook.score.decimals
    for answer in ordered:
        decision = answer.record.decision
        made.add_row(
            _place(answer),
            text(answer.id),
            text(decision.outcome_title, style_of(decision)),
            text(grade_text(decision)),
            score_text(decision, decimals),
            interval(decision, decimals),
        )
    keep_whole(console, made, 1)
    return made


def _place(answer: Answer) -> str:
    """The place, `=` where it is shared, and the places still possible; a dash for who has none."""
    rank = answer.rank
    if rank.state == RankState.RANK_STATE_INELIGIBLE:
        return "–"
    place = f"{rank.place}{'=' if rank.tied else ''}" if rank.HasField("place") else UNKNOWN
    return place if rank.best == rank.worst else f"{place} ({rank.best}–{rank.worst})"


def _reasons(console: Console, ordered: list[Answer]) -> Table:
    made = table(console, "", ("Id", "Why there and not higher"))
    for answer in ordered:
        made.add_row(text(answer.id), text(_main_reason(answer.record.decision)))
    return made


def _main_reason(decision: Decision) -> str:
    """What is missing while it is undetermined; else the weightiest reason."""
    if len(decision.possible_outcomes) > 1 or EFFECT_UNDETERMINED in decision.effects.values():
        return "Missing: " + ", ".join(fact.fact for fact in decision.missing)
    if not decision.reasons:
        return ""
    first = decision.reasons[0]
    if first.kind == REASON_KIND_CRITERION:
        return f"{first.text}: {first.points_lost:.2f} points lost"
    return first.text


def refusals(cases: Iterable[FileCase], answers: Iterable[Answer]) -> str:
    """Every violation of the cases that were refused, each at its place in the file."""
    by_id = {found.case.id: found for found in cases}
    lines = []
    for answer in answers:
        if answer.HasField("error"):
            found = by_id[answer.id]
            lines += [_refusal(answer.id, each, found.place(each.path)) for each in answer.error.violations]
    return "\n".join(lines)


def _refusal(name: str, violation: Violation, mark: Mark) -> str:
    what = f"case `{name}`: {violation.path}: {violation.what}"
    problem = Problem(mark, what, violation.got, _hint(violation, mark))
    return "\n".join(map(clean, problem.render().split("\n")))


def _hint(violation: Violation, mark: Mark) -> str:
    """In YAML and CSV everything is text, so there the hint is how numbers are written."""
    if not violation.hint.startswith(_SENT_AS_TEXT) or mark.source.path.endswith(".json"):
        return violation.hint
    line = mark.source.line(mark.line)
    return number_hint(line[mark.column - 1 : mark.column - 1 + mark.length].strip("\"' "))
