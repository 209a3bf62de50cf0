"""What the cases of a rulebook must try, and what they left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from assize.decision.result import Decision, Raw
from assize.rules.binding import Period, period_of
from assize.rules.criteria_model import Criterion, StepsForm, TableForm
from assize.rules.expressions import Expression, FactRef, GradeRef, LetRef, ScoreRef, Unknown, children
from assize.rules.generate.watch import Point
from assize.rules.model import Rule, Rulebook
from assize.rules.reads import conclusions_of
from assize.rules.variants import STANDARD, flatten

Results = Mapping[Point, frozenset[int]]
_STATES = ("false", "unknown", "true")
_ALWAYS_KNOWN = frozenset({"score_low", "score_high", "coverage"})


@dataclass(slots=True)
class Reached:
    """What the decisions of a suite reached: outcomes, grades, variants, and the raw values of every
    criterion with their days.
    """

    outcomes: set[str] = field(default_factory=set)
    grades: set[str] = field(default_factory=set)
    variants: set[str] = field(default_factory=set)
    raws: dict[str, set[tuple[date, Raw]]] = field(default_factory=dict)
    verdicts: dict[str, set[str]] = field(default_factory=dict)
    controls: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def nothing(cls) -> Reached:
        """Before the first case."""
        return cls()

    def note(self, decision: Decision) -> None:
        """Note what one decision reached."""
        self.outcomes.add(decision.outcome)
        if decision.grade is not None:
            self.grades.add(decision.grade)
        if decision.variant is not None:
            self.variants.add(decision.variant)
        for verdict in decision.verdicts:
            self.verdicts.setdefault(verdict.principle, set()).add(verdict.verdict)
        for control in (control for risk in decision.risks for control in risk.controls):
            self.controls.setdefault(control.name, set()).add(control.state)
        for criterion in decision.criteria:
            if criterion.raw is not None:
                self.raws.setdefault(criterion.name, set()).add((decision.as_of, criterion.raw))


def gaps(rulebook: Rulebook, reached: Reached, results: Results) -> tuple[str, ...]:
    """Everything that no case tried, in the order of the rulebook."""
    known = always_known(rulebook)
    return (
        *_unreached("outcome", (outcome.name for outcome in rulebook.outcomes), reached.outcomes),
        *_unreached("grade", (grade.name for grade in rulebook.grades), reached.grades),
        *_unreached("variant", _variants(rulebook), reached.variants),
        *(gap for rule in rulebook.rules for gap in _rule_gaps(rule, results, known)),
        *_verdict_gaps(rulebook, reached, known),
        *_control_gaps(rulebook, reached),
        *(gap for leaf in flatten(rulebook.criteria) for gap in _row_gaps(leaf, rulebook, reached)),
    )


def _variants(rulebook: Rulebook) -> Iterator[str]:
    if rulebook.variants:
        yield STANDARD
        yield from (variant.name for variant in rulebook.variants)


def _unreached(what: str, names: Iterator[str], reached: set[str]) -> Iterator[str]:
    return (f"{what} {name} was never reached" for name in names if name not in reached)


def _rule_gaps(rule: Rule, results: Results, known: frozenset[str]) -> Iterator[str]:
    seen = results.get(Point(rule.name, ""), frozenset())
    wanted = [0, 1, 2] if _may_be_open(rule, known) else [0, 2]
    for state in wanted:
        if state not in seen:
            yield f"rule {rule.name} was never seen {_STATES[state]}"
    for point, sides in results.items():
        if point.place == rule.name and point.text:
            for side in (0, 2):
                if side not in sides:
                    yield f"rule {rule.name}: `{point.text}` was never {_STATES[side]}"


def always_known(rulebook: Rulebook) -> frozenset[str]:
    """The numbers and grades that are known in every case: with a stand-in for everything, the score too."""
    nodes = tuple(flatten(rulebook.criteria))
    covered = [rulebook.score.min_coverage] if rulebook.score is not None else []
    limits = [*covered, *(node.min_coverage for node in nodes), *(node.at_most or None for node in nodes)]
    if any(limit is not None for limit in limits):
        return _ALWAYS_KNOWN
    if any(node.is_leaf and node.if_missing != "worst" for node in nodes):
        return _ALWAYS_KNOWN
    capped = any(rule.cap for rule in rulebook.rules)
    grades = {"grade_before_caps"} if capped else {"grade_before_caps", "grade"}
    return _ALWAYS_KNOWN | {"score"} | {node.name for node in nodes} | grades


def can_be_unknown(node: Expression, known: frozenset[str]) -> bool:
    """Whether a condition reads anything that can be unknown; `known` are numbers and grades that cannot."""
    if isinstance(node, ScoreRef | GradeRef):
        return node.name not in known
    below = children(node)
    if not below:
        return bool(conclusions_of(node)) or isinstance(node, FactRef | LetRef | Unknown)
    return any(can_be_unknown(child, known) for child in below)


def _may_be_open(rule: Rule, known: frozenset[str]) -> bool:
    return rule.each is not None or can_be_unknown(rule.when, known)


def _verdict_gaps(rulebook: Rulebook, reached: Reached, known: frozenset[str]) -> Iterator[str]:
    for principle in rulebook.principles:
        rules = [rule for rule in rulebook.rules if rule.principle == principle.name]
        deciding = [rule for rule in rules if rule.knock_out or rule.approval]
        held = [rule for rule in deciding if rule.if_unknown == "hold" and _may_be_open(rule, known)]
        possible = ["pass"]
        possible += ["undetermined"] if held else []
        possible += ["deny"] if any(rule.knock_out for rule in rules) else []
        possible += ["needs_approval"] if any(rule.approval for rule in rules) else []
        seen = reached.verdicts.get(principle.name, set())
        yield from _unreached(f"principle {principle.name}: the verdict", iter(possible), seen)


def _control_gaps(rulebook: Rulebook, reached: Reached) -> Iterator[str]:
    for control in (control for risk in rulebook.risks for control in risk.controls):
        possible = ["missing", "unknown", "on_paper"]
        possible += ["working"] if all(clause.works for clause in control.clauses) else []
        possible += ["expired"] if any(clause.expired for clause in control.clauses) else []
        seen = reached.controls.get(control.name, set())
        yield from _unreached(f"control {control.name}: the state", iter(possible), seen)


def _row_gaps(leaf: Criterion, rulebook: Rulebook, reached: Reached) -> Iterator[str]:
    raws = reached.raws.get(leaf.name, set())
    if isinstance(leaf.form, TableForm):
        keys = {raw for _, raw in raws}
        for key, _ in leaf.form.rows:
            if key not in keys:
                yield f"criterion {leaf.name}: the table row `{key}` was never used"
    if isinstance(leaf.form, StepsForm):
        used = {_row_used(leaf.form, raw, period_of(rulebook, day)) for day, raw in raws}
        for row in range(len(leaf.form.rows)):
            if row not in used:
                yield f"criterion {leaf.name}: step {row + 1} was never used"


def _row_used(form: StepsForm, raw: Raw, period: Period) -> int | None:
    """The row that a value lies in, by the borders of its day."""
    borders = [period.number(row.low) for row in form.rows[1:] if row.low is not None]
    return bisect_right(borders, raw) if isinstance(raw, float) else None
