"""Promises of rounding: half up, monotone, idempotent, the same bits for a number and a column."""

from decimal import ROUND_FLOOR, Decimal
from math import nan, nextafter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.scoring import to_score, to_score_columns

numbers = st.floats(-1e6, 1e6)
decimals = st.integers(0, 6)


@pytest.mark.parametrize(
    ("x", "places", "score"),
    [
        (84.995, 2, 85.0),
        (84.99499999999999, 2, 85.0),  # within half a billionth of the border
        (84.994999999, 2, 84.99),
        (84.99999999999999, 2, 85.0),
        (0.5, 0, 1.0),
        (-0.5, 0, 0.0),
        (-1.5, 0, -1.0),
        (-0.126, 2, -0.13),
        (1e6, 6, 1e6),
        (-0.0, 2, 0.0),
    ],
)
def test_rounds_half_up_after_the_snap(x: float, places: int, score: float) -> None:
    assert str(to_score(x, places)) == str(score)


def test_a_weighted_sum_of_whole_numbers_is_whole_again() -> None:
    weights = [0.05, 0.1, 0.1, 0.15, 0.15, 0.15, 0.1, 0.1, 0.1]
    for score in range(101):
        total = 0.0
        for weight in weights:
            total += weight * score
        assert to_score(total, 2) == score


@given(numbers, numbers, decimals)
def test_is_monotone(x: float, y: float, places: int) -> None:
    low, high = sorted((x, y))
    assert to_score(low, places) <= to_score(high, places)


@given(numbers, decimals)
def test_is_monotone_between_neighbours(x: float, places: int) -> None:
    assert to_score(nextafter(x, -1e6), places) <= to_score(x, places)


@given(numbers, decimals)
def test_is_idempotent(x: float, places: int) -> None:
    once = to_score(x, places)
    assert to_score(once, places) == once


@given(st.integers(-(10**12), 10**12), decimals)
def test_a_decimal_with_so_many_places_is_itself(n: int, places: int) -> None:
    x = n / 10**6
    exact = Decimal(n) / 10**6
    up = (exact * 10**places + Decimal("0.5")).to_integral_value(ROUND_FLOOR)
    assert to_score(x, places) == float(up / 10**places)


@given(st.lists(numbers, max_size=20), decimals)
def test_a_column_has_the_same_bits(xs: list[float], places: int) -> None:
    column = to_score_columns(np.array(xs, dtype=np.float64), places)
    assert column.tobytes() == np.array([to_score(x, places) for x in xs], dtype=np.float64).tobytes()


@pytest.mark.parametrize("x", [nan, 1.1e6, -1.1e6])
def test_refuses_what_it_cannot_round(x: float) -> None:
    with pytest.raises(ValueError, match="within ±1,000,000"):
        to_score(x, 2)


@pytest.mark.parametrize("x", [1.1e6, -1.1e6])
def test_a_column_refuses_what_it_cannot_round(x: float) -> None:
    with pytest.raises(ValueError, match="within ±1,000,000"):
        to_score_columns(np.array([1.0, x]), 2)


def test_a_column_leaves_unknown_what_is_unknown() -> None:
    assert np.array_equal(to_score_columns(np.array([1.234, nan]), 2), [1.23, nan], equal_nan=True)


@given(st.integers(-(10**6) * 10**9, 10**6 * 10**9), decimals)
def test_a_column_rounds_whole_billionths_as_integers_do(billionths: int, places: int) -> None:
    x = billionths / 1e9
    assert float(to_score_columns(np.array([x]), places)[0]).hex() == to_score(x, places).hex()


@pytest.mark.parametrize("places", [-1, 7])
def test_refuses_other_decimals(places: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 6"):
        to_score(1.0, places)
