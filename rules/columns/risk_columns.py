"""The numbers of a risk in columns: `RiskPlan.level` for n rows at once, to the same bits.

Truths are uint8: 0 false, 1 unknown, 2 true. Any column may be a 0-d array that stands for n equal rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from assize.rules.columns.values import Array, Bools, Bytes, Floats
from assize.rules.generate.risk_levels import DECIMALS, RiskPlan
from assize.scoring.rounding import to_score_columns

Ends = tuple[Floats, Floats]
"""Lowest and highest; one and the same array where both are equal in every row."""
ClauseColumns = tuple[Bytes, Bytes, Bytes]
"""In place, works, expired."""

_EVENTS = (1.0, 2.0, 4.0)  # so many events, and the next step of the scale applies


class RiskColumn(NamedTuple):
    """A risk: all its numbers."""

    likelihood: Ends
    impact: Ends
    inherent: Ends
    residual: Ends
    at_best: Ends


def risk_column(
    plan: RiskPlan,
    signs: Sequence[Bytes],
    events: Floats,
    now: Bytes,
    impact: Ends,
    clauses: Sequence[Sequence[ClauseColumns]],
) -> RiskColumn:
    """The levels of a risk; `clauses` are those of each control. An unknown number of events is NaN.

    Raises ValueError where a level is more than a score can be.
    """
    likelihood = _likelihood(plan, signs, events, now)
    impact = _ends(*impact)
    best = np.asarray(plan.best_left)
    whole = np.asarray(1.0)
    return RiskColumn(
        likelihood,
        impact,
        _levels(plan, likelihood, impact, (whole, whole)),
        _levels(plan, likelihood, impact, _left(plan, clauses)),
        _levels(plan, likelihood, impact, (best, best)),
    )


def worst_column(ranges: Sequence[Ends]) -> Ends:
    """The greatest of several levels, as a range."""
    low = np.asarray(reduce(np.maximum, [low for low, _ in ranges]))
    if all(low is high for low, high in ranges):
        return low, low
    return low, np.asarray(reduce(np.maximum, [high for _, high in ranges]))


def _ends(low: Floats, high: Floats) -> Ends:
    return (low, low) if low is high or np.array_equal(low, high) else (low, high)


def _likelihood(plan: RiskPlan, signs: Sequence[Bytes], events: Floats, now: Bytes) -> Ends:
    """The greatest step that applies: surely, and possibly."""
    steps = np.array(_steps(plan))
    happened = sum((_byte(events >= border) for border in _EVENTS), np.uint8(0))
    at_most = np.where(np.isnan(events), np.uint8(len(_EVENTS)), happened)
    low = _two(signs, 2) << 3 | happened << 1 | now >> 1
    high = _two(signs, 1) << 3 | at_most << 1 | (now + 1) >> 1
    return _taken(steps, low, high)


def _steps(plan: RiskPlan) -> list[float]:
    """The likelihood for 0, 1, 2 signs, and in each for 0, 1, 2, 4 events, and in each for not now, now."""
    none, one, two, event, events_2, events_4, happening = plan.likelihood
    return [
        max(none, sign, occurred, at_present)
        for sign in (none, one, two)
        for occurred in (none, event, events_2, events_4)
        for at_present in (none, happening)
    ]


def _two(signs: Sequence[Bytes], least: int) -> Bytes:
    """How many signs have at least a truth, up to two."""
    one = two = np.zeros((), np.uint8)
    for sign in signs:
        holds = _byte(sign >= least)
        two = two | one & holds
        one = one | holds
    return one + two


def _left(plan: RiskPlan, clauses: Sequence[Sequence[ClauseColumns]]) -> Ends:
    """The share that the controls leave of what they act on: at their best, at their worst."""
    counts = [_control(plan, states) for states in clauses]
    most = _product(plan, [low for low, _ in counts])
    if all(low is high for low, high in counts):
        return most, most
    return _product(plan, [high for _, high in counts]), most


def _product(plan: RiskPlan, counts: Sequence[Floats]) -> Floats:
    """What every control leaves, multiplied in declared order, but at least a part."""
    share: Floats = np.asarray(1.0)
    for reduction, count in zip(plan.reductions, counts, strict=True):
        share = share * (1.0 - reduction * count)
    return np.maximum(plan.least_left, share)


def _control(plan: RiskPlan, clauses: Sequence[ClauseColumns]) -> Ends:
    """The share of a control's reduction that counts: as good as its weakest clause."""
    judged = [_clause(plan, *clause) for clause in clauses]
    if len(judged) == 1:
        return judged[0]
    low = reduce(np.minimum, [low for low, _ in judged])
    if all(low is high for low, high in judged):
        return low, low
    return low, reduce(np.minimum, [high for _, high in judged])


def _clause(plan: RiskPlan, in_place: Bytes, works: Bytes, expired: Bytes) -> Ends:
    """Nothing counts while it may be absent or expired; on paper a part does; what is shown to work, all."""
    counts = np.array([0.0, plan.on_paper, 1.0])
    surely = _byte((in_place == 2) & (expired == 0))
    possibly = _byte((in_place != 0) & (expired != 2))
    low = surely << (works >> 1)
    high = possibly << ((works + 1) >> 1)
    return _taken(counts, low, high)


def _taken(values: Floats, low: Array, high: Array) -> Ends:
    """The values at two places, one array if they are the same."""
    least = np.asarray(values.take(low))
    return (least, least) if np.array_equal(low, high) else (least, np.asarray(values.take(high)))


def _levels(plan: RiskPlan, likelihood: Ends, impact: Ends, left: Ends) -> Ends:
    low = _level(plan, likelihood[0], impact[0], left[0])
    if likelihood[0] is likelihood[1] and impact[0] is impact[1] and left[0] is left[1]:
        return low, low
    return low, _level(plan, likelihood[1], impact[1], left[1])


def _level(plan: RiskPlan, chance: Floats, harm: Floats, share: Floats) -> Floats:
    level = np.maximum(1.0, chance * share) * harm if plan.acts_on_likelihood else chance * harm * share
    return np.asarray(to_score_columns(np.asarray(level), DECIMALS))


def _byte(truth: Bools) -> Bytes:
    return np.asarray(truth).view(np.uint8)
