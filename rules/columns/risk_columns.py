"""The numbers of a risk in columns: `RiskPlan.level` for n rows at once, to the same bits.

Truths are uint8: 0 false, 1 unknown, 2 true. Any column may be a 0-d array that stands for n equal rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from assize.rules.columns.operations import (
    FALSE,
    TRUE,
    as_byte,
    isnan,
    look_up,
    maximum,
    minimum,
    same,
    where,
)
from assize.rules.columns.recorded import Value
from assize.rules.columns.score_operations import grade_of, score_of
from assize.rules.columns.values import Bytes, Floats
from assize.rules.generate.risk_levels import DECIMALS, RiskPlan

Ends = tuple[Value, Value]
"""Lowest and highest (float64); one and the same where both are equal in every row."""
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
    best, whole = np.float64(plan.best_left), np.float64(1.0)
    return RiskColumn(
        likelihood,
        impact,
        _levels(plan, likelihood, impact, (whole, whole)),
        _levels(plan, likelihood, impact, _left(plan, clauses)),
        _levels(plan, likelihood, impact, (best, best)),
    )


def worst_column(ranges: Sequence[Ends]) -> Ends:
    """The greatest of several levels, as a range."""
    low = reduce(maximum, [low for low, _ in ranges])
    if all(low is high for low, high in ranges):
        return low, low
    return low, reduce(maximum, [high for _, high in ranges])


def _ends(low: Value, high: Value) -> Ends:
    return (low, low) if same(low, high) else (low, high)


def _likelihood(plan: RiskPlan, signs: Sequence[Bytes], events: Floats, now: Bytes) -> Ends:
    """The greatest step that applies: surely, and possibly."""
    steps = np.array(_steps(plan))
    happened = grade_of(events, np.array(_EVENTS))
    at_most = where(isnan(events), np.uint8(len(_EVENTS)), happened)
    low = _place(_two(signs, 2), happened, as_byte(now == TRUE))
    high = _place(_two(signs, 1), at_most, as_byte(now != FALSE))
    return _taken(steps, low, high)


def _place(signs: Value, events: Value, now: Value) -> Value:
    """The place of a likelihood among the steps."""
    return signs * np.uint8(8) + events * np.uint8(2) + now


def _steps(plan: RiskPlan) -> list[float]:
    """The likelihood for 0, 1, 2 signs, and in each for 0, 1, 2, 4 events, and in each for not now, now."""
    none, one, two, event, events_2, events_4, happening = plan.likelihood
    return [
        max(none, sign, occurred, at_present)
        for sign in (none, one, two)
        for occurred in (none, event, events_2, events_4)
        for at_present in (none, happening)
    ]


def _two(signs: Sequence[Bytes], least: int) -> Value:
    """How many signs have at least a truth, up to two."""
    one: Value = np.False_
    two: Value = np.False_
    for sign in signs:
        holds = sign >= np.uint8(least)
        two = two | (one & holds)
        one = one | holds
    return as_byte(one) + as_byte(two)


def _left(plan: RiskPlan, clauses: Sequence[Sequence[ClauseColumns]]) -> Ends:
    """The share that the controls leave of what they act on: at their best, at their worst."""
    counts = [_control(plan, states) for states in clauses]
    most = _product(plan, [low for low, _ in counts])
    if all(low is high for low, high in counts):
        return most, most
    return _product(plan, [high for _, high in counts]), most


def _product(plan: RiskPlan, counts: Sequence[Value]) -> Value:
    """What every control leaves, multiplied in declared order, but at least a part."""
    share: Value = np.float64(1.0)
    for reduction, count in zip(plan.reductions, counts, strict=True):
        share = share * (1.0 - reduction * count)
    return maximum(np.float64(plan.least_left), share)


def _control(plan: RiskPlan, clauses: Sequence[ClauseColumns]) -> Ends:
    """The share of a control's reduction that counts: as good as its weakest clause."""
    judged = [_clause(plan, *clause) for clause in clauses]
    if len(judged) == 1:
        return judged[0]
    low = reduce(minimum, [low for low, _ in judged])
    if all(low is high for low, high in judged):
        return low, low
    return low, reduce(minimum, [high for _, high in judged])


def _clause(plan: RiskPlan, in_place: Bytes, works: Bytes, expired: Bytes) -> Ends:
    """Nothing counts while it may be absent or expired; on paper a part does; what is shown to work, all."""
    counts = np.array([0.0, plan.on_paper, 1.0])
    surely = (in_place == TRUE) & (expired == FALSE)
    possibly = (in_place != FALSE) & (expired != TRUE)
    low = as_byte(surely) + as_byte(surely & (works == TRUE))
    high = as_byte(possibly) + as_byte(possibly & (works != FALSE))
    return _taken(counts, low, high)


def _taken(values: Floats, low: Value, high: Value) -> Ends:
    """The values at two places, one array if they are the same."""
    least = look_up(values, low)
    return (least, least) if same(low, high) else (least, look_up(values, high))


def _levels(plan: RiskPlan, likelihood: Ends, impact: Ends, left: Ends) -> Ends:
    low = _level(plan, likelihood[0], impact[0], left[0])
    if likelihood[0] is likelihood[1] and impact[0] is impact[1] and left[0] is left[1]:
        return low, low
    return low, _level(plan, likelihood[1], impact[1], left[1])


def _level(plan: RiskPlan, chance: Value, harm: Value, share: Value) -> Value:
    acting = plan.acts_on_likelihood
    left = maximum(np.float64(1.0), chance * share) * harm if acting else chance * harm * share
    return score_of(left, DECIMALS)
