"""The levels of a risk against every way to complete what is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.rules.generate.risk_levels import (
    EXPIRED,
    MISSING,
    ON_PAPER,
    UNKNOWN,
    WORKING,
    ClauseState,
    RiskPlan,
    left,
    worst,
)

SCALE = (1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 5.0)
TRUTHS = st.sampled_from([0, 1, 2])
CLAUSES = st.tuples(TRUTHS, TRUTHS, TRUTHS)


def plan(reductions: tuple[float, ...] = (0.35, 0.25), *, on_likelihood: bool = False) -> RiskPlan:
    best = left(reductions, [1.0] * len(reductions), 0.2)
    return RiskPlan(SCALE, reductions, 0.5, 0.2, on_likelihood, best)


def settled(truth: int) -> list[int]:
    return [0, 2] if truth == 1 else [truth]


def plain_likelihood(signs: tuple[int, ...], events: float, now: int) -> float:
    """DEFAULTS: no sign 1, one 2, two signs or one event 3, 2-3 events 4, more or now 5."""
    held = signs.count(2)
    if now == 2 or events > 3:
        return 5.0
    if events >= 2:
        return 4.0
    if events >= 1 or held >= 2:
        return 3.0
    return 2.0 if held else 1.0


def plain_counts(clause: ClauseState) -> float:
    in_place, works, expired = clause
    if in_place == 0 or expired == 2:
        return 0.0
    return 1.0 if works == 2 else 0.5


def completions(clauses: tuple[ClauseState, ...]) -> Iterator[list[float]]:
    choices = [list(product(*map(settled, clause))) for clause in clauses]
    for case in product(*choices):
        yield [plain_counts(clause) for clause in case]


@given(
    st.lists(TRUTHS, max_size=4).map(tuple),
    st.one_of(st.none(), st.integers(0, 6).map(float)),
    TRUTHS,
    st.tuples(st.integers(1, 5), st.integers(0, 2)),
    st.tuples(CLAUSES, CLAUSES),
    st.booleans(),
)
def test_the_ranges_are_those_of_all_completions(
    signs: tuple[int, ...],
    events: float | None,
    now: int,
    impact: tuple[int, int],
    clauses: tuple[ClauseState, ClauseState],
    on_likelihood: bool,
) -> None:
    """Every way to settle signs, events, controls gives a level inside, and the ends are reached."""
    reductions = (0.35, 0.25)
    ends = float(impact[0]), float(min(5, impact[0] + impact[1]))
    level = plan(reductions, on_likelihood=on_likelihood).level(
        signs, events, now, ends, [[clause] for clause in clauses]
    )
    counts = [0.0, 1.0, 2.0, 4.0] if events is None else [events]
    chances = {
        plain_likelihood(case, count, here)
        for case in product(*map(settled, signs))
        for count in counts
        for here in settled(now)
    }
    assert level.likelihood == (min(chances), max(chances))
    residuals = []
    for chance, harm, counted in product(chances, ends, completions(clauses)):
        left = max(0.2, prod(1 - r * f for r, f in zip(reductions, counted, strict=True)))
        residuals.append(max(1.0, chance * left) * harm if on_likelihood else chance * harm * left)
    assert level.residual == pytest.approx((min(residuals), max(residuals)), abs=2e-6)
    assert level.inherent == (min(chances) * ends[0], max(chances) * ends[1])
    assert level.at_best[0] <= level.residual[0] + 1e-9
    assert level.at_best[1] <= level.residual[1] + 1e-9


def test_a_control_is_as_good_as_its_weakest_clause() -> None:
    """SR-3.2 and SR-4.1 have three clauses each."""
    level = plan((0.5,)).level((2,), 0.0, 0, (3.0, 3.0), [[(2, 2, 0), (2, 0, 0), (0, 1, 1)]])
    (control,) = level.controls
    assert control.clauses == (WORKING, ON_PAPER, MISSING)
    assert control.state == MISSING
    assert level.residual == (6.0, 6.0)


def test_states_of_clauses() -> None:
    """In place and shown to work; on paper; missing; expired; unknown."""
    states = [(2, 2, 0), (2, 0, 0), (2, 1, 0), (0, 2, 0), (2, 2, 2), (1, 2, 0), (2, 2, 1)]
    level = plan((0.5,)).level((), 0.0, 0, (1.0, 1.0), [states])
    assert level.controls[0].clauses == (WORKING, ON_PAPER, ON_PAPER, MISSING, EXPIRED, UNKNOWN, UNKNOWN)


def test_all_controls_together_never_leave_less_than_the_floor() -> None:
    """DEFAULTS §3: the level is never reduced below a fifth."""
    strong = plan((0.9, 0.9)).level((), 0.0, 2, (5.0, 5.0), [[(2, 2, 0)], [(2, 2, 0)]])
    assert strong.residual == (5.0, 5.0)


def test_the_worst_of_several_levels_is_a_range() -> None:
    """Each end on its own."""
    assert worst([(1.0, 9.0), (4.0, 5.0)]) == (4.0, 9.0)
