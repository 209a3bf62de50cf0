"""What can be wrong with a rulebook whose parts are all right: for every period of its parameters, and as a
whole.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise, product

from assize.rules.binding import Period, periods, value_function
from assize.rules.criteria_model import ChecklistForm
from assize.rules.errors import Problems
from assize.rules.expressions import Compare, Constant, ScoreRef, walk
from assize.rules.generate.conclusions import ladder_atoms
from assize.rules.generate.ladder import ladder_of
from assize.rules.inference.errors import RuleCycle, TooManyLiterals
from assize.rules.model import Parameter, Rulebook, Variant
from assize.rules.normal_form import TooManyTerms, stage_of
from assize.rules.reads import conclusions_of, numbers_of
from assize.rules.sections.context import Context
from assize.rules.source import Mark
from assize.rules.variants import apply_variant, flatten
from assize.scoring import ValueFunctionError

MOST_ATOMS = 12


class _PeriodProblems:
    """Problems of periods: each noted once, in the first period that has it."""

    def __init__(self, problems: Problems, first: date) -> None:
        self._problems = problems
        self._first = first
        self._seen: set[tuple[Mark, str, str]] = set()

    def add(self, period: Period, mark: Mark, what: str, got: str = "", hint: str = "") -> None:
        """Note a problem and the day from which it holds."""
        if (mark, what, got) in self._seen:
            return
        self._seen.add((mark, what, got))
        since = f" (from {period.start})" if period.start > self._first else ""
        self._problems.add(mark, f"{what}{since}", got, hint)


def check_periods(rulebook: Rulebook, ctx: Context) -> None:
    """Bind curves, steps, tables and grades to every period; note what does not hold in one."""
    problems = _PeriodProblems(ctx.problems, rulebook.start)
    for parameter in rulebook.parameters:
        _check_gaps(parameter, rulebook, ctx)
    for period in periods(rulebook.start, rulebook.end, rulebook.parameters):
        if None not in period.values.values():
            _check_functions(rulebook, period, problems, ctx)
            _check_grades(rulebook, period, problems, ctx)


def _check_gaps(parameter: Parameter, rulebook: Rulebook, ctx: Context) -> None:
    for period in periods(rulebook.start, rulebook.end, (parameter,)):
        if period.values[parameter.name] is None:
            until = f" to {period.end}" if period.end else ""
            what = f"parameter `{parameter.name}` has no value from {period.start}{until}"
            hint = (
                f"the rulebook holds from {rulebook.start}: add a value, or let it begin later or end earlier"
            )
            ctx.problems.add(ctx.marks[parameter.name], what, hint=hint)


def _check_functions(rulebook: Rulebook, period: Period, problems: _PeriodProblems, ctx: Context) -> None:
    score = rulebook.score
    facts = {fact.name: fact for fact in rulebook.facts}
    for leaf in flatten(rulebook.criteria) if score else ():
        assert score is not None
        if not leaf.is_leaf or isinstance(leaf.form, ChecklistForm):
            continue
        mark = ctx.marks[f"form of {leaf.name}"]
        try:
            low, high = value_function(leaf, score, period, facts).bounds()
        except ValueFunctionError as error:
            rows = ctx.rows.get(leaf.name, ())
            for row, what in error.problems:
                at = rows[row] if row is not None and row < len(rows) else mark
                problems.add(period, at, f"criterion `{leaf.name}`: {what}")
            continue
        if low < score.low or high > score.high:
            what = f"criterion `{leaf.name}`: values must lie on the scale {score.low:g} to {score.high:g}"
            problems.add(period, mark, what, got=f"{low:g} to {high:g}")


def _check_grades(rulebook: Rulebook, period: Period, problems: _PeriodProblems, ctx: Context) -> None:
    if not rulebook.grades or rulebook.score is None:
        return
    numbers = [period.number(grade.lowest) for grade in rulebook.grades]
    if any(higher <= lower for higher, lower in pairwise(numbers)):
        problems.add(period, ctx.marks["grades"], "grades stand best first, their numbers must fall")
    if numbers[-1] != rulebook.score.low:
        hint = "a score below the last number would have no grade"
        what = f"the last grade must begin at {rulebook.score.low:g}, the lowest score"
        problems.add(period, ctx.rows["grades"][-1], what, got=f"{numbers[-1]:g}", hint=hint)
    if numbers[0] > rulebook.score.high:
        what = "the best grade cannot be reached"
        problems.add(period, ctx.rows["grades"][0], what, got=f"{numbers[0]:g}")


def check_rulebook(rulebook: Rulebook, ctx: Context) -> None:
    """Rules chain, every row of the ladder can be reached, variants leave nothing that is still read."""
    for variant in (None, *rulebook.variants):
        _check_chaining(rulebook, variant, ctx)
    for variant in rulebook.variants:
        _check_left_out(rulebook, variant, ctx)
    if not ctx.problems:
        _check_ladder(rulebook, ctx)


def _check_chaining(rulebook: Rulebook, variant: Variant | None, ctx: Context) -> None:
    left = apply_variant(rulebook, variant)
    names = frozenset(rule.name for rule in left.rules)
    for number in (1, 2):
        try:
            stage_of(left.rules, number, names)
        except RuleCycle as error:
            for cycle in error.cycles:
                what = f"rules wait for each other: {' → '.join([*cycle, cycle[0]])}"
                ctx.problems.add(ctx.marks[cycle[0]], what, hint="one of them must be decided by facts alone")
        except TooManyLiterals as error:
            for name, count, *_ in error.rules:
                hint = f"at most {error.limit}: give a part of it a rule of its own"
                ctx.problems.add(
                    ctx.marks[f"when of {name}"],
                    f"rule `{name}` reads {count} conditions and conclusions",
                    hint=hint,
                )
        except TooManyTerms as error:
            mark = ctx.marks[f"when of {error.rule}"]
            ctx.problems.add(
                mark,
                f"the condition of `{error.rule}` branches too much",
                hint="give a part of it a rule of its own",
            )


def _check_left_out(rulebook: Rulebook, variant: Variant, ctx: Context) -> None:
    """A criterion that a variant leaves out may not be read by a rule that stays."""
    left = apply_variant(rulebook, variant)
    gone = {c.name for c in flatten(rulebook.criteria)} - {c.name for c in flatten(left.criteria)}
    for rule in left.rules:
        for name in sorted(numbers_of(rule.when) & gone):
            what = f"rule `{rule.name}` reads `{name}`, which the variant `{variant.name}` leaves out"
            ctx.problems.add(ctx.marks[f"when of {rule.name}"], what, hint="leave out the rule too")


def _check_ladder(rulebook: Rulebook, ctx: Context) -> None:
    """Every row must be reached for some conclusions, grade and coverage: found by trying them all."""
    atoms, marks = ladder_atoms(rulebook), ctx.rows["decide"]
    if len(atoms) > MOST_ATOMS:
        hint = f"at most {MOST_ATOMS}: join some in a rule"
        ctx.problems.add(marks[0], f"the ladder reads {len(atoms)} conclusions", hint=hint)
        return
    for period in periods(rulebook.start, rulebook.end, rulebook.parameters):
        ladder = ladder_of(rulebook, period, by_row=True)
        grades, coverages = range(max(1, len(rulebook.grades))), _coverages(rulebook)
        cases = product(*[(0, 2)] * len(atoms), grades, coverages)
        reached = {ladder(*case) for case in cases}
        for index, row in enumerate(rulebook.ladder):
            if index not in reached:
                what = f"this row is never reached: the rows above decide every case of `{row.outcome}`"
                ctx.problems.add(marks[index], what, hint="remove it or move it up")
        if len(reached) < len(rulebook.ladder):
            return
    _check_outcomes(rulebook, ctx)


def _check_outcomes(rulebook: Rulebook, ctx: Context) -> None:
    answered = {row.outcome for row in rulebook.ladder} | {rulebook.undetermined}
    for outcome in (outcome for outcome in rulebook.outcomes if outcome.name not in answered):
        ctx.problems.add(
            ctx.rows["decide"][0], f"no row answers `{outcome.name}`", hint="add a row, or remove the outcome"
        )
    read = frozenset[str]().union(
        *(conclusions_of(row.when) for row in rulebook.ladder if row.when is not None),
        *(conclusions_of(rule.when) for rule in rulebook.rules),
    )
    for rule in rulebook.rules:
        effects = (rule.knock_out, rule.cap, rule.approval, rule.condition, rule.obligations, rule.warning)
        if rule.name not in read and not any(effects) and not rule.derived:
            hint = "give it an effect, or read it in a rule or in the ladder"
            ctx.problems.add(
                ctx.marks[rule.name], f"rule `{rule.name}` has no effect and nothing reads it", hint=hint
            )


def _coverages(rulebook: Rulebook) -> tuple[float, ...]:
    """A coverage below, at and above every number that the ladder compares it with."""
    found = {0.0, 100.0}
    for row in (row.when for row in rulebook.ladder if row.when is not None):
        for part in walk(row):
            if isinstance(part, Compare) and isinstance(part.left, ScoreRef):
                border = float(part.right.value) if isinstance(part.right, Constant) else 0.0
                found |= {border - 0.5, border, border + 0.5}
    return tuple(sorted(share for share in found if 0 <= share <= 100))
