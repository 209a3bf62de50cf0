"""Score, shares of evidence and grades → lines of source.

Variables: score (None: unknown), low, high, coverage, shares, declared_share, verified_share; z{i} evidence
of leaf i; n_x_low and n_x_high for every number x that stage 2 reads; n_grade_low and n_grade_high for the
grade's place from the worst.
"""

from __future__ import annotations

from assize.rules.binding import Period
from assize.rules.criteria_model import Score
from assize.rules.generate.criteria import CriteriaWriter, NodePlan
from assize.rules.generate.expressions import Emitter
from assize.rules.model import Rulebook
from assize.rules.reads import facts_of_criterion, facts_of_lets, numbers_after_score

EXACT = {
    "score_low": "low",
    "score_high": "high",
    "coverage": "coverage",
    "declared_share": "declared_share",
    "verified_share": "verified_share",
}
"""The numbers of the score that are known where it is told, by the variable that holds each."""


class NumbersWriter:
    """Writes what comes between the two stages, and remembers how the criteria are numbered."""

    def __init__(self, emitter: Emitter, rulebook: Rulebook, period: Period) -> None:
        self.emitter = emitter
        self.writer = emitter.writer
        self.rulebook = rulebook
        self.period = period
        self.lets = facts_of_lets(rulebook)
        self.nodes: list[NodePlan] = []

    def write_score(self, score: Score) -> None:
        """The criteria, the score with its bounds, the coverage, and the evidence behind the points."""
        facts = {fact.name: fact for fact in self.rulebook.facts}
        criteria = CriteriaWriter(self.emitter, score, self.period, facts)
        criteria.write(self.rulebook.criteria)
        self.nodes = criteria.nodes
        line = self.writer.line
        line(f"low = to_score(aroot, {score.decimals})")
        line(f"high = to_score(broot, {score.decimals})")
        line(f"score = None if xroot is None else to_score(xroot, {score.decimals})")
        line("coverage = 100.0 if qroot == 1.0 else to_score(100.0 * qroot, 6)")
        line(f"({''.join(f'w{place}, ' for place in range(len(self.rulebook.facts)))}) = evidence")
        self._shares()
        self._ranges()

    def _shares(self) -> None:
        """Each node's share of the score, and how much of the points rests on which evidence."""
        line, places = self.writer.line, range(len(self.nodes))
        states = "".join(f"s{i}, " for i in places)
        tree = self.writer.constant(tuple((node.parent, node.share) for node in self.nodes))
        weights = self.writer.constant(tuple(float(node.criterion.weight) for node in self.nodes))
        full = self.writer.constant(tuple(node.share for node in self.nodes))
        excluded = " or ".join(f"s{i} == 3" for i in places)
        line(f"shares = effective_shares({tree}, {weights}, ({states})) if {excluded} else {full}")
        leaves = [(i, self._evidence_of(node)) for i, node in enumerate(self.nodes) if node.criterion.is_leaf]
        for place, code in leaves:
            line(f"z{place} = {code}")
        with self.writer.block("if score is None:"):
            line("declared_share = verified_share = None")
        with self.writer.block("else:"):
            line("points = declared = verified = 0.0")
            for place, _ in leaves:
                with self.writer.block(f"if x{place} is not None:"):
                    line(f"c = shares[{place}] * x{place}")
                    line("points += c")
                    line(f"if z{place} == 1: declared += c")
                    line(f"elif z{place} == 3: verified += c")
            line("declared_share = to_score(100.0 * (declared / points), 6) if points > 0.0 else None")
            line("verified_share = to_score(100.0 * (verified / points), 6) if points > 0.0 else None")

    def _evidence_of(self, node: NodePlan) -> str:
        """The weakest evidence among the given facts that a leaf reads."""
        places = {fact.name: index for index, fact in enumerate(self.rulebook.facts)}
        read = [f"w{places[name]}" for name in sorted(facts_of_criterion(node.criterion, self.lets))]
        if len(read) == 2:
            return f"{read[0]} if {read[0]} < {read[1]} else {read[1]}"
        return f"min({', '.join(read)})" if read[1:] else read[0] if read else "9"

    def _ranges(self) -> None:
        """The numbers that stage 2 may read, each with its lowest and highest."""
        read = numbers_after_score(self.rulebook)
        places = {node.criterion.name: place for place, node in enumerate(self.nodes)}
        for name in sorted(read & (EXACT.keys() | places.keys() | {"score"})):
            if name in EXACT:
                ends = f"{EXACT[name]}, {EXACT[name]}"
            elif name == "score":
                ends = "(low, high) if score is None else (score, score)"
            else:
                at = places[name]
                ends = f"(a{at}, b{at}) if x{at} is None else (x{at}, x{at})"
            self.writer.line(f"n_{name}_low, n_{name}_high = {ends}")
            self.emitter.names[name] = f"n_{name}"

    def write_grade(self) -> None:
        """Positions from worst to best, before and after the caps of stage 1."""
        grades, line = self.rulebook.grades, self.writer.line
        best = len(grades) - 1
        borders = [self.period.number(grade.lowest) for grade in grades]
        for end in ("low", "high"):
            number = f"({end} if score is None else score)"
            tests = "".join(f"{best - i} if {number} >= {borders[i]!r} else " for i in range(best))
            line(f"n_grade_before_caps_{end} = {tests}0")
        line("n_grade_low, n_grade_high = n_grade_before_caps_low, n_grade_before_caps_high")
        names = [grade.name for grade in grades]
        for rule in (rule for rule in self.rulebook.rules if rule.cap is not None):
            assert rule.cap is not None
            cap = best - names.index(rule.cap)
            line(f"if c_{rule.name} and n_grade_low > {cap}: n_grade_low = {cap}")
            line(f"if c_{rule.name} == 2 and n_grade_high > {cap}: n_grade_high = {cap}")
        self.emitter.names["grade"] = "n_grade"
        self.emitter.names["grade_before_caps"] = "n_grade_before_caps"
