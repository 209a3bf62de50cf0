"""An evaluation → a decision with its explanation. What is the same for every case is prepared once."""

from __future__ import annotations

from datetime import date, timedelta

from assize.decision.criteria import CriteriaReport
from assize.decision.facts import CheckedFacts
from assize.decision.findings import RuleReport
from assize.decision.judged import Judge, RiskAssembler
from assize.decision.result import Decision, Raw, RiskResult, Verdict
from assize.decision.shown import shown
from assize.decision.unsure import Openness
from assize.rules.calendar import add
from assize.rules.generate.evaluation import Evaluation, Program
from assize.rules.model import Rulebook
from assize.rules.placeholders import lets_told
from assize.rules.variants import STANDARD


class Assembler:
    """Makes decisions of the evaluations of one program. `whole` is the rulebook before its variant was
    applied.
    """

    def __init__(self, program: Program, whole: Rulebook) -> None:
        self.program = program
        rulebook = program.rulebook
        self._variant = program.variant or STANDARD
        self._criteria = CriteriaReport(program)
        self._rules = RuleReport(rulebook)
        self._grades = tuple(grade.name for grade in reversed(rulebook.grades))
        self._outcomes = tuple(outcome.name for outcome in rulebook.outcomes)
        self._effects = {outcome.name: outcome.effects for outcome in rulebook.outcomes}
        self._openness = Openness(program, whole)
        self._told = lets_told(rulebook)
        self._judge = Judge(rulebook)
        self._risks = RiskAssembler(rulebook, program.period) if rulebook.risks else None

    def decision(
        self,
        evaluation: Evaluation,
        facts: CheckedFacts,
        day: date,
        ends: date | None,
        *,
        variant_known: bool = True,
    ) -> Decision:
        """The decision; `ends` is the first day on which parameters or version change."""
        rulebook = self.program.rulebook
        possible = tuple(self._outcomes[index] for index in evaluation.possible)
        outcome = possible[0] if len(possible) == 1 else rulebook.undetermined
        review = evaluation.next_review
        return Decision(
            rulebook.name,
            rulebook.version,
            rulebook.content_hash,
            rulebook.adoption is None,
            day,
            self._variant if variant_known else None,
            outcome,
            possible,
            self._effects[outcome],
            evaluation.score,
            evaluation.low,
            evaluation.high,
            evaluation.coverage,
            self._one_grade(evaluation.grade),
            self._one_grade(evaluation.grade_before_caps),
            self._possible_grades(evaluation.grade),
            evaluation.declared_share,
            evaluation.verified_share,
            self._criteria.results(evaluation),
            self._rules.findings(evaluation, facts),
            self._rules.approvals(evaluation, facts.granted, day),
            self._rules.duties(evaluation, day),
            self._openness.missing(evaluation, facts, variant_known=variant_known),
            facts.unused,
            facts.rates,
            facts.known,
            self._valid_until(evaluation, facts, day, ends),
            None if review is None else date.fromordinal(review),
            *self._judged(evaluation, facts),
            tuple(
                [
                    (let.name, shown(v, let.expression.type))
                    for let, v in zip(self._told, evaluation.told, strict=True)
                ]
            ),
        )

    def _judged(
        self, evaluation: Evaluation, facts: CheckedFacts
    ) -> tuple[tuple[Verdict, ...], tuple[RiskResult, ...], tuple[tuple[str, Raw], ...]]:
        """Verdicts, risks and other shown values, where the rulebook has any."""
        rulebook = self.program.rulebook
        if not (rulebook.principles or self._risks or rulebook.shows):
            return (), (), ()
        risks = self._risks.results(evaluation.risks, evaluation.conclusions) if self._risks else ()
        pairs = zip(rulebook.shows, evaluation.shows, strict=True)
        shows = tuple((entry.name, shown(value, entry.expression.type)) for entry, value in pairs)
        return self._judge.verdicts(evaluation.conclusions, facts.granted), risks, shows

    def _one_grade(self, ends: tuple[int, int] | None) -> str | None:
        return self._grades[ends[0]] if ends is not None and ends[0] == ends[1] else None

    def _possible_grades(self, ends: tuple[int, int] | None) -> tuple[str, ...]:
        """Best first."""
        return () if ends is None else tuple(self._grades[place] for place in range(ends[1], ends[0] - 1, -1))

    def _valid_until(
        self, evaluation: Evaluation, facts: CheckedFacts, day: date, ends: date | None
    ) -> date | None:
        """The last day on which the answer is good."""
        held = self.program.rulebook.holds_for
        days = [add(day, held)] if held is not None else []
        if facts.ends is not None:
            days.append(facts.ends)
        if ends is not None:
            days.append(ends - timedelta(days=1))
        today = day.toordinal()
        days += [date.fromordinal(end) for end in evaluation.holds_until if end is not None and end >= today]
        return min(days, default=None)
