"""The numbers of a risk from what was found: likelihood, impact, inherent and residual level, as ranges.

Clause states are (in place, works, expired), each three-valued. Ranges are (lowest, highest).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from assize.scoring import to_score

DECIMALS = 6
Range = tuple[float, float]
ClauseState = tuple[int, int, int]

EXPIRED, MISSING, UNKNOWN, ON_PAPER, WORKING = range(5)
STATES = ("expired", "missing", "unknown", "on_paper", "working")


class ControlLevel(NamedTuple):
    """A control: the weakest clause's state, the share of its reduction that counts, all clauses' states."""

    state: int
    counts: Range
    clauses: tuple[int, ...]


class RiskLevel(NamedTuple):
    """A risk: all its numbers, and its controls in declared order."""

    likelihood: Range
    impact: Range
    inherent: Range
    residual: Range
    at_best: Range
    controls: tuple[ControlLevel, ...]


class RiskPlan(NamedTuple):
    """What is fixed of a risk in one period. `likelihood` holds the seven numbers of the scale in order."""

    likelihood: tuple[float, ...]
    reductions: tuple[float, ...]
    on_paper: float
    least_left: float
    acts_on_likelihood: bool
    best_left: float

    def level(
        self,
        signs: Sequence[int],
        events: float | None,
        now: int,
        impact: Range,
        clauses: Sequence[Sequence[ClauseState]],
    ) -> RiskLevel:
        """The levels of a risk; an unknown number of events may be none, or many."""
        sure, possible = signs.count(2), len(signs) - signs.count(0)
        low = high = self._likelihood(sure, events or 0.0, now == 2)
        if sure != possible or events is None or now == 1:
            high = self._likelihood(possible, inf if events is None else events, now != 0)
        controls = tuple([self._control(states) for states in clauses])
        likelihood = (low, high)
        return RiskLevel(
            likelihood,
            impact,
            self._levels(likelihood, impact, (1.0, 1.0)),
            self._levels(likelihood, impact, self._left([control.counts for control in controls])),
            self._levels(likelihood, impact, (self.best_left, self.best_left)),
            controls,
        )

    def residual_at(self, level: RiskLevel, counts: Sequence[Range]) -> float:
        """The highest residual level with other shares of the controls."""
        return self._one(level.likelihood[1], level.impact[1], self._left(counts)[1])

    def _left(self, counts: Sequence[Range]) -> Range:
        """The share that the controls leave of what they act on: at their best, at their worst."""
        most = left(self.reductions, [low for low, _ in counts], self.least_left)
        highs = [high for _, high in counts]
        if highs == [low for low, _ in counts]:
            return most, most
        return left(self.reductions, highs, self.least_left), most

    def _levels(self, likelihood: Range, impact: Range, left: Range) -> Range:
        low = self._one(likelihood[0], impact[0], left[0])
        if likelihood[0] == likelihood[1] and impact[0] == impact[1] and left[0] == left[1]:
            return low, low
        return low, self._one(likelihood[1], impact[1], left[1])

    def _one(self, chance: float, harm: float, share: float) -> float:
        level = max(1.0, chance * share) * harm if self.acts_on_likelihood else chance * harm * share
        return to_score(level, DECIMALS)

    def _likelihood(self, signs: int, events: float, now: bool) -> float:  # one truth among numbers
        """The greatest step that applies."""
        step, one, two, event, events_2, events_4, happening = self.likelihood
        if signs:
            step = max(step, two if signs > 1 else one)
        if events >= 1:
            step = max(step, events_4 if events >= 4 else events_2 if events >= 2 else event)
        return max(step, happening) if now else step

    def _control(self, clauses: Sequence[ClauseState]) -> ControlLevel:
        """As good as the weakest clause."""
        if len(clauses) == 1:
            state, counts = self._clause(*clauses[0])
            return ControlLevel(state, counts, (state,))
        judged = [self._clause(*clause) for clause in clauses]
        low = min([counts[0] for _, counts in judged])
        high = min([counts[1] for _, counts in judged])
        return ControlLevel(
            min([state for state, _ in judged]), (low, high), tuple([state for state, _ in judged])
        )

    def _clause(self, in_place: int, works: int, expired: int) -> tuple[int, Range]:
        if expired == 2 and in_place:
            return EXPIRED, (0.0, 0.0)
        if in_place == 0 or expired == 2:
            return MISSING, (0.0, 0.0)
        best = self.on_paper if works == 0 else 1.0
        if in_place == 1 or expired == 1:
            return UNKNOWN, (0.0, best)
        if works == 2:
            return WORKING, (1.0, 1.0)
        return ON_PAPER, (self.on_paper, best)


def left(reductions: Sequence[float], counts: Sequence[float], least: float) -> float:
    """The product of what every control leaves, but at least `least`."""
    share = 1.0
    for reduction, count in zip(reductions, counts, strict=True):
        share *= 1.0 - reduction * count
    return max(least, share)


def worst(ranges: Sequence[Range]) -> Range:
    """The greatest of several levels, as a range."""
    return max([low for low, _ in ranges]), max([high for _, high in ranges])
