"""The levels of risks in columns are those of single cases, to the last bit."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assize.rules.columns.risk_columns import ClauseColumns, RiskColumn, risk_column, worst_column
from assize.rules.generate.risk_levels import RiskLevel, RiskPlan, left, worst
from tests.strategies import repeatable

NAN = float("nan")
EVENTS = (0.0, 0.5, 0.9999999999999999, 1.0, 1.5, 2.0, 3.9999999999999996, 4.0, 7.0, float("inf"), NAN)
NUMBERS = ("likelihood", "impact", "inherent", "residual", "at_best")
Column = NDArray[Any]


class States(NamedTuple):
    """What was found of a risk in n rows; 0-d columns stand for n equal rows."""

    rows: int
    signs: tuple[Column, ...]
    events: Column
    now: Column
    impact: tuple[Column, Column]
    clauses: tuple[tuple[ClauseColumns, ...], ...]

    def level(self, plan: RiskPlan, row: int) -> RiskLevel:
        """What one row gives alone."""

        def at(column: Column) -> Any:  # noqa: ANN401  # a float or a truth
            return np.broadcast_to(column, self.rows)[row].item()

        events = at(self.events)
        signs = [at(sign) for sign in self.signs]
        clauses = [[(at(i), at(w), at(e)) for i, w, e in states] for states in self.clauses]
        impact = at(self.impact[0]), at(self.impact[1])
        return plan.level(signs, None if np.isnan(events) else events, at(self.now), impact, clauses)

    def column(self, plan: RiskPlan) -> RiskColumn:
        """What all rows give together."""
        return risk_column(plan, self.signs, self.events, self.now, self.impact, self.clauses)


def invent_plan(rng: Random) -> RiskPlan:
    steps = rng.choice([[1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 5.0], [round(rng.uniform(0, 9), 2) for _ in range(7)]])
    reductions = tuple(rng.choice([0.05, 0.35, 1 / 3, 0.5, 1.0]) for _ in range(rng.randint(0, 4)))
    least = rng.choice([0.0, 0.2, 0.1 + 0.2])
    best = left(reductions, [1.0] * len(reductions), least)
    return RiskPlan(tuple(steps), reductions, rng.choice([0.0, 0.5, 1.0]), least, rng.random() < 0.5, best)


def invent_rows(rng: Random) -> int:
    return rng.choice([1, 2, rng.randint(1, 500)])


def invent_states(rng: Random, plan: RiskPlan, rows: int) -> States:
    """Some columns are one value for all rows, some have nothing unknown."""

    def column(values: tuple[float, ...], kind: Any) -> Column:  # noqa: ANN401  # a dtype
        shape: tuple[int, ...] = () if rng.random() < 0.3 else (rows,)
        drawn = [rng.choice(values) for _ in range(shape[0] if shape else 1)]
        return np.array(drawn, kind).reshape(shape)

    def truth() -> Column:
        return column(rng.choice([(0, 1, 2), (0, 2), (2,), (0, 1)]), np.uint8)

    lows = column((1.0, 2.0, 3.3, 1e-9), np.float64)
    highs = rng.choice([lows, lows + column((0.0, 0.0, 2.0), np.float64)])
    signs = tuple(truth() for _ in range(rng.randint(0, 4)))
    events = column(rng.choice([EVENTS, EVENTS[:-1], (NAN,)]), np.float64)
    clauses = tuple(
        tuple((truth(), truth(), truth()) for _ in range(rng.choice([1, 1, 3]))) for _ in plan.reductions
    )
    return States(rows, signs, events, truth(), (lows, np.asarray(highs)), clauses)


def same_bits(found: Column, expected: list[float]) -> bool:
    whole = np.ascontiguousarray(np.broadcast_to(found, len(expected)))
    return whole.dtype == np.float64 and whole.tobytes() == np.array(expected, np.float64).tobytes()


@repeatable(80)
@given(st.integers(0, 2**32))
def test_every_row_gets_the_level_that_it_would_get_alone(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    plan = invent_plan(rng)
    states = invent_states(rng, plan, invent_rows(rng))
    found = states.column(plan)
    alone = [states.level(plan, row) for row in range(states.rows)]
    for number in NUMBERS:
        for end in (0, 1):
            expected = [getattr(level, number)[end] for level in alone]
            assert same_bits(getattr(found, number)[end], expected), (number, end, plan, states)


@repeatable(30)
@given(st.integers(0, 2**32))
def test_what_stands_for_all_rows_stays_one_value(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    plan = invent_plan(rng)
    truths = [np.array(rng.randint(0, 2), np.uint8) for _ in range(5)]
    clauses = [[(truths[0], truths[1], truths[2])] for _ in plan.reductions]
    impact = np.array(2.0), np.array(3.0)
    found = risk_column(plan, [truths[3]], np.array(rng.choice(EVENTS)), truths[4], impact, clauses)
    assert {np.shape(end) for ends in found for end in ends} == {()}


@repeatable(50)
@given(st.integers(0, 2**32))
def test_the_worst_level_is_the_greatest_of_each_row(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    plan = invent_plan(rng)
    rows = invent_rows(rng)
    risks = [invent_states(rng, plan, rows) for _ in range(rng.randint(1, 3))]
    found = worst_column([risk.column(plan).residual for risk in risks])
    expected = [worst([risk.level(plan, row).residual for risk in risks]) for row in range(rows)]
    for end in (0, 1):
        assert same_bits(found[end], [ends[end] for ends in expected])


def test_hundreds_of_signs_are_more_than_one() -> None:
    plan = RiskPlan(
        (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0), (), 0.5, 0.2, acts_on_likelihood=False, best_left=1.0
    )
    nothing, one = np.zeros((), np.uint8), np.array(1.0)
    found = risk_column(plan, [np.array([2, 1], np.uint8)] * 256, np.array(0.0), nothing, (one, one), [])
    assert found.likelihood[0].tolist() == [3.0, 1.0]
    assert found.likelihood[1].tolist() == [3.0, 3.0]


def test_a_level_beyond_all_scores_is_refused() -> None:
    plan = RiskPlan((1e4,) * 7, (), 0.5, 0.2, acts_on_likelihood=False, best_left=1.0)
    harm = np.array([1.0, 1e4])
    with pytest.raises(ValueError, match="1,000,000"):
        risk_column(plan, [], np.array(0.0), np.zeros((), np.uint8), (harm, harm), [])
