"""Score, shares of evidence and grades → lines of numpy.

Columns: score (NaN: unknown), low, high, coverage, declared_share, verified_share; n_x_low and n_x_high for
every number x that stage 2 reads; n_grade_low and n_grade_high for the grade's place from the worst.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assize.rules.binding import Period
from assize.rules.columns.codes import NEVER
from assize.rules.columns.criteria import CriteriaWriter, States
from assize.rules.columns.expressions import ColumnEmitter
from assize.rules.criteria_model import Score
from assize.rules.generate.criteria import NodePlan
from assize.rules.generate.numbers import EXACT
from assize.rules.model import Rulebook
from assize.rules.reads import facts_of_criterion, facts_of_lets


class NumbersWriter:
    """Writes what comes between the two stages; `read` are the numbers that stage 2 reads."""

    def __init__(
        self,
        emitter: ColumnEmitter,
        rulebook: Rulebook,
        period: Period,
        plan: Sequence[NodePlan],
        read: frozenset[str],
        *,
        points: bool,
    ) -> None:
        self.points = points
        self.emitter = emitter
        self.writer = emitter.writer
        self.rulebook = rulebook
        self.period = period
        self.plan = plan
        self.read = read
        self.lets = facts_of_lets(rulebook)
        self.states: Sequence[States] = ()

    def write_score(self, score: Score) -> None:
        """The criteria, the score with its bounds, the coverage, and the evidence behind the points."""
        facts = {fact.name: fact for fact in self.rulebook.facts}
        self.criteria = CriteriaWriter(self.emitter, score, self.period, facts, self.plan)
        self.criteria.write(self.rulebook.criteria)
        self.states = self.criteria.states
        line = self.writer.line
        line(f"low = score_of(aroot, {score.decimals})")
        line(f"high = score_of(broot, {score.decimals})")
        line(f"score = score_of(xroot, {score.decimals})")
        line("coverage = score_of(100.0 * qroot, 6)")
        self._shares()
        self._ranges()

    def _shares(self) -> None:
        """Each node's share of the score, as `effective_shares` finds it for a single case, and how much of
        the points rests on which evidence.
        """
        shares: list[str] = []
        counted = {parent: self._counted(parent) for parent in dict.fromkeys(n.parent for n in self.plan)}
        for node, state in zip(self.plan, self.states, strict=True):
            above = "1.0" if node.parent < 0 else shares[node.parent]
            share = _product(above, float(node.criterion.weight), counted[node.parent])
            if state.excluded != NEVER:
                share = f"where({state.excluded}, 0.0, {share})"
            shares.append(share if _is_float(share) else self.writer.let(share))
        if self.points:
            self.writer.line(f"shares = ({''.join(f'{share}, ' for share in shares)})")
        self._rest_on(shares)

    def _counted(self, parent: int) -> str:
        """The weights of a node's children that are not excluded, added up."""
        weights = [
            (float(node.criterion.weight), state.excluded)
            for node, state in zip(self.plan, self.states, strict=True)
            if node.parent == parent
        ]
        if all(out == NEVER for _, out in weights):
            return repr(sum((weight for weight, _ in weights), 0.0))
        terms = [repr(w) if out == NEVER else f"where({out}, 0.0, {w!r})" for w, out in weights]
        return self.writer.let(" + ".join(("0.0", *terms)))

    def _rest_on(self, shares: Sequence[str]) -> None:
        """Percent of the points of a known score that are declared only, and that are verified; NaN where
        there are no points.
        """
        line, let = self.writer.line, self.writer.let
        points, declared, verified = let("0.0"), let("0.0"), let("0.0")
        for place, node in enumerate(self.plan):
            if not node.criterion.is_leaf:
                continue
            value = let(f"{shares[place]} * x{place}")
            # Of a known score only what is excluded is unknown, and worth nothing.
            value, proof = let(f"where(isnan({value}), 0.0, {value})"), let(self._evidence_of(node))
            line(f"{points} = {points} + {value}")
            line(f"{declared} = {declared} + where({proof} == 1, {value}, 0.0)")
            line(f"{verified} = {verified} + where({proof} == 3, {value}, 0.0)")
        known = let(f"~isnan(score) & ({points} > 0.0)")
        for name, part in (("declared", declared), ("verified", verified)):
            line(f"{name}_share = score_of(where({known}, 100.0 * ({part} / {points}), NAN), 6)")

    def _evidence_of(self, node: NodePlan) -> str:
        """The weakest evidence among the given facts that a leaf reads."""
        places = {fact.name: index for index, fact in enumerate(self.rulebook.facts)}
        read = facts_of_criterion(node.criterion, self.lets)
        found = "NO_EVIDENCE"
        for place in sorted(places[name] for name in read):
            code = f"evidence[{place}]"
            found = code if found == "NO_EVIDENCE" else f"minimum({found}, {code})"
        return found

    def _ranges(self) -> None:
        """The numbers that stage 2 may read, each with its lowest and highest."""
        places = {node.criterion.name: place for place, node in enumerate(self.plan)}
        for name in sorted(self.read & (EXACT.keys() | places.keys() | {"score"})):
            if name in EXACT:
                ends = [EXACT[name]] * 2
            elif name == "score":
                ends = [f"where(isnan(score), {end}, score)" for end in ("low", "high")]
            else:
                ends = self._ends(places[name])
            self.writer.line(f"n_{name}_low, n_{name}_high = {', '.join(ends)}")
            self.emitter.names[name] = f"n_{name}"

    def _ends(self, place: int) -> list[str]:
        """The lowest and highest of a node: of a known one that rests on no stand-in they are its value."""
        if self.criteria.may_exclude(place):
            return [f"where(isnan(x{place}), {end}{place}, x{place})" for end in "ab"]
        stand_in = self.states[place].stand_in
        return [f"a{place}", f"b{place}" if stand_in == NEVER else f"where({stand_in}, a{place}, b{place})"]

    def write_grade(self) -> None:
        """Places from worst to best, before and after the caps of stage 1."""
        grades, line = self.rulebook.grades, self.writer.line
        best = len(grades) - 1
        borders = np.array([self.period.number(grade.lowest) for grade in grades[:best]])
        known = self.writer.constant(borders)
        line("open_score = isnan(score)")
        for end in ("low", "high"):
            line(f"n_grade_before_caps_{end} = grade_of(where(open_score, {end}, score), {known})")
        line("n_grade_low, n_grade_high = n_grade_before_caps_low, n_grade_before_caps_high")
        names = [grade.name for grade in grades]
        for rule in (rule for rule in self.rulebook.rules if rule.cap is not None):
            assert rule.cap is not None
            cap = best - names.index(rule.cap)
            for end, holds in (("low", "!= FALSE"), ("high", "== TRUE")):
                line(f"n_grade_{end} = capped(n_grade_{end}, c_{rule.name} {holds}, {cap})")
        self.emitter.names["grade"] = "n_grade"
        self.emitter.names["grade_before_caps"] = "n_grade_before_caps"


def _product(above: str, weight: float, counted: str) -> str:
    """The code of a share: written out where nothing can change it."""
    if _is_float(above) and _is_float(counted):
        return repr(float(above) * (weight / float(counted)))
    return f"{above} * ({weight!r} / {counted})"


def _is_float(code: str) -> bool:
    """Whether a share is written out, and no name or sum."""
    return code[0].isdigit() and not code.endswith(")")
