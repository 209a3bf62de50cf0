"""The end of a program → lines of source: the outcome, and everything that the explanation is made of."""

from __future__ import annotations

from assize.rules.generate.conclusions import ladder_atoms, ladder_plan
from assize.rules.generate.criteria import NodePlan
from assize.rules.generate.expressions import Emitter
from assize.rules.model import Rulebook
from assize.rules.placeholders import lets_told


class AnswerWriter:
    """Writes the outcome and the `Evaluation` that is returned."""

    def __init__(self, emitter: Emitter, rulebook: Rulebook, nodes: list[NodePlan]) -> None:
        self.emitter = emitter
        self.writer = emitter.writer
        self.rulebook = rulebook
        self.nodes = nodes

    def write(self) -> None:
        """The ladder: walked where all is known, else every completion is tried."""
        line, scored = self.writer.line, bool(self.rulebook.criteria)
        graded = bool(self.rulebook.grades)
        atoms = "".join(f"{self.emitter.names.get(name, '0')}, " for name in ladder_atoms(self.rulebook))
        ends = "n_grade_low, n_grade_high" if graded else "0, 0"
        line(f"atoms = ({atoms})")
        known = "1 in atoms" + (" or n_grade_low != n_grade_high" if graded else "")
        coverage = "coverage" if scored else "0.0"
        line(f"conclusions = ({''.join(f'c_{rule.name}, ' for rule in self.rulebook.rules)})")
        plan = self.writer.constant(ladder_plan(self.rulebook))
        with self.writer.block(f"if {known}:"):
            line(f"possible = {plan}.outcomes(ladder, conclusions, granted, ({ends}), {coverage})")
        with self.writer.block("else:"):
            line(f"possible = (ladder(*atoms, {ends.split(',', maxsplit=1)[0]}, {coverage}),)")
        review = self.rulebook.next_review
        line(f"review = {self.emitter.emit(review) if review is not None else 'None'}")
        more = f"{self._risks()}, {self._shows()}, {self._told()}, {self._holds_until()}, {self._duties()}"
        line(f"return Evaluation(atoms, possible, {self._results(scored, graded)}, review, {more})")

    def _risks(self) -> str:
        return "(" + "".join(f"g_{risk.name}, " for risk in self.rulebook.risks) + ")"

    def _shows(self) -> str:
        return (
            "(" + "".join(f"{self.emitter.emit(shown.expression)}, " for shown in self.rulebook.shows) + ")"
        )

    def _told(self) -> str:
        return "(" + "".join(f"l_{let.name}, " for let in lets_told(self.rulebook)) + ")"

    def _holds_until(self) -> str:
        return "(" + "".join(f"{self.emitter.emit(day)}, " for day in self.rulebook.holds_until) + ")"

    def _duties(self) -> str:
        """The parameters of obligations, where their rule holds or may hold."""
        owing = [(rule, duty) for rule in self.rulebook.rules for duty in rule.obligations if duty.parameters]
        if not owing:
            return "NOTHING"
        self.writer.line("duties = {}")
        for rule, duty in owing:
            with self.emitter.block(f"if c_{rule.name}:"):
                values = "".join(f"{self.emitter.emit(value)}, " for _, value in duty.parameters)
                self.writer.line(f"duties[{rule.name!r}, {duty.name!r}] = ({values})")
        return "duties"

    def _results(self, scored: bool, graded: bool) -> str:
        def listed(letter: str, places: range) -> str:
            return "(" + "".join(f"{letter}{i}, " for i in places) + ")"

        places = range(len(self.nodes))
        leaf = [node.criterion.is_leaf for node in self.nodes]
        raws = "(" + "".join(f"r{i}, " if leaf[i] else "None, " for i in places) + ")"
        proof = "(" + "".join(f"z{i}, " if leaf[i] else "9, " for i in places) + ")"
        rules = self.rulebook.rules
        elements = "(" + "".join(f"e_{rule.name}, " if rule.each else "None, " for rule in rules) + ")"
        numbers = "score, low, high, coverage" if scored else "None, None, None, None"
        grades = "(n_grade_low, n_grade_high), (n_grade_before_caps_low, n_grade_before_caps_high)"
        evidence = "declared_share, verified_share" if scored else "None, None"
        parts = [numbers, grades if graded else "None, None", evidence, raws]
        parts += [listed(letter, places) for letter in "xabsm"]
        parts += [proof, "shares" if scored else "()", "conclusions", elements]
        return ", ".join(parts)
