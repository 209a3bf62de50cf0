"""Curves, steps, grades and scores on the block engine give the bits that they give elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assize.rules.columns._blocks import BLOCK
from assize.rules.columns.score_operations import grade_of
from assize.scoring.curve import Curve
from assize.scoring.rounding import to_score_columns
from assize.scoring.steps import Step, Steps
from tests.rules.columns.blocks import NAN, SIZES, Column, bits, carried_out, hostile

SCORES = (NAN, 0.0, -0.0, 1e6, -1e6, 0.5, 2.5, -2.5, 84.99999999999999, 0.125, 1.005, 33.335, 1 / 3)


def inputs_around(borders: Sequence[float], rows: int) -> Column:
    """Borders, their neighbours, and what lies between and beyond; NaN."""
    near = [float(np.nextafter(border, to)) for border in borders for to in (-np.inf, np.inf)]
    return hostile("f", rows, 5, [*borders, *near, *np.random.default_rng(6).normal(0, 50, 20), np.nan, -0.0])


@pytest.mark.parametrize("points", [2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 17, 33, 70, 200])
def test_curves_and_steps_give_their_own_bits(points: int) -> None:
    random = np.random.default_rng(points)
    xs = np.unique(np.append(random.normal(0.0, 60.0, points - 1), 0.0)).tolist()
    ys = random.normal(0.0, 100.0, len(xs)).tolist()
    curve = Curve(tuple(zip(xs, ys, strict=True)))
    lows, highs = [None, *xs], [*xs, None]
    steps = Steps(tuple(Step(*row) for row in zip(lows, highs, [*ys, 0.25], strict=True)))
    tables = {
        "curve": np.array([*xs, xs[0], *xs, 0.0, *curve._slopes, ys[0], *ys]),  # noqa: SLF001  # as the planner does
        "steps": np.array([*xs, *ys, 0.25]),
    }
    for rows in SIZES:
        x = inputs_around(xs, rows)
        for op, function in (("curve", curve), ("steps", steps)):
            found = carried_out(op, "ffT", [x], rows, len(xs), tables[op])
            assert bits(found) == bits(function.columns(x))


def test_steps_without_border_keep_the_unknown() -> None:
    x = np.array([np.nan, 1.0, -np.inf])
    assert bits(carried_out("steps", "ffT", [x], 3, 0, np.array([7.0]))) == bits(np.array([np.nan, 7.0, 7.0]))


BORDERS = [[], [50.0], [85.0, 70.0, 55.0, 40.0], [0.0, np.nan, 3.0] * 7, [1.0] * 300]


@pytest.mark.parametrize("borders", BORDERS, ids=len)
def test_a_grade_counts_the_borders_at_or_below(borders: list[float]) -> None:
    for rows in SIZES:
        x = inputs_around(borders, rows)
        found = carried_out("grade", "bfT", [x], rows, table=np.array(borders, float))
        assert bits(found) == bits(grade_of(x, np.array(borders)))


@pytest.mark.parametrize("decimals", range(7))
def test_a_score_is_rounded_as_elsewhere(decimals: int) -> None:
    for rows in SIZES:
        x = hostile("f", rows, decimals, SCORES) + np.random.default_rng(1).integers(0, 3, rows) * 0.5
        x = np.clip(x, -1e6, 1e6)
        found = carried_out("score", "ff", [x], rows, decimals)
        assert bits(found) == bits(to_score_columns(x, decimals))


@pytest.mark.parametrize("wrong", [np.nextafter(1e6, np.inf), -2e6, np.inf])
@pytest.mark.parametrize("place", [0, BLOCK - 1, BLOCK, 2 * BLOCK])
def test_a_score_beyond_a_million_is_refused(wrong: float, place: int) -> None:
    x = np.zeros(2 * BLOCK + 1)
    x[place] = wrong
    with pytest.raises(ValueError, match="scores lie within ±1,000,000"):
        carried_out("score", "ff", [x], x.size, 2)
