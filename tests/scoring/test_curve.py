"""Promises of a curve: exact at its points, monotone in float64, the same in every form, invertible."""

from itertools import pairwise
from math import inf, nextafter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.scoring import Curve, ValueFunctionError, target

values = st.floats(-1000, 1000)
inputs = st.floats(-1e9, 1e9)


@st.composite
def curves(draw: st.DrawFn, *, monotone: bool = False) -> Curve:
    xs = sorted(draw(st.lists(inputs, min_size=2, max_size=9, unique=True)))
    ys = draw(st.lists(values, min_size=len(xs), max_size=len(xs)))
    if monotone:
        ys = sorted(ys, reverse=draw(st.booleans()))
    try:
        return Curve(tuple(zip(xs, ys, strict=True)))
    except ValueFunctionError:  # too steep for float64
        return Curve(((0.0, 0.0), (1.0, 1.0)))


def near_borders(curve: Curve) -> list[float]:
    found = []
    for x, _ in curve.points:
        below, above = x, x
        for _ in range(4):
            below, above = nextafter(below, -inf), nextafter(above, inf)
            found += [below, above]
        found.append(x)
    return sorted(found)


@given(curves())
def test_the_value_at_a_point_is_that_points(curve: Curve) -> None:
    assert [curve.at(x) for x, _ in curve.points] == [y for _, y in curve.points]


@given(curves(), st.data())
def test_a_segment_keeps_to_its_range(curve: Curve, data: st.DataObject) -> None:
    for (x0, y0), (x1, y1) in pairwise(curve.points):
        for x in (data.draw(st.floats(x0, x1)), nextafter(x1, -inf), nextafter(x0, inf)):
            assert min(y0, y1) <= curve.at(x) <= max(y0, y1)
            share = (x - x0) / (x1 - x0)
            assert curve.at(x) == pytest.approx(y0 + (y1 - y0) * share, abs=1e-9)


@given(curves(monotone=True), st.lists(inputs))
def test_a_monotone_curve_is_monotone_in_float64(curve: Curve, xs: list[float]) -> None:
    got = [curve.at(x) for x in sorted([*near_borders(curve), *xs])]
    assert got in (sorted(got), sorted(got, reverse=True))


@given(curves(), st.lists(st.floats(-1e300, 1e300)))
def test_every_form_gives_the_same_bits(curve: Curve, xs: list[float]) -> None:
    xs = [*near_borders(curve), *xs]
    expected = np.array([curve.at(x) for x in xs]).tobytes()
    assert curve.columns(np.array(xs)).tobytes() == expected
    compiled = eval(f"lambda a: {curve.source('a')}")  # noqa: S307
    assert np.array([compiled(x) for x in xs]).tobytes() == expected


@given(curves(), st.floats(-1e9, 1e9))
def test_an_expression_may_be_the_argument(curve: Curve, x: float) -> None:
    assert eval(curve.source("x + 1.0"), {"x": x}) == curve.at(x + 1.0)  # noqa: S307


def test_a_long_curve_gives_the_same_bits_in_a_column() -> None:
    curve = Curve(tuple((float(x), (x * 37 % 101) / 7) for x in range(100)))
    xs = near_borders(curve)
    assert curve.columns(np.array(xs)).tolist() == [curve.at(x) for x in xs]


def test_source_splits_by_halves() -> None:
    curve = Curve(tuple((float(x), float(x * x)) for x in range(16)))
    source = curve.source("v")
    depth = max(source[:i].count("(") - source[:i].count(")") for i in range(len(source)))
    assert depth <= 6
    assert source.count(" if ") == 16


@given(curves(), inputs, inputs, st.floats(0, 1))
def test_bounds_are_reached_and_never_passed(curve: Curve, a: float, b: float, share: float) -> None:
    low, high = sorted((a, b))
    within = Curve(curve.points, (low, high))
    lowest, highest = within.bounds()
    assert lowest <= within.at(min(max(low + share * (high - low), low), high)) <= highest
    stops = [low, high, *(x for x, _ in curve.points if low < x < high)]
    assert {lowest, highest} <= {within.at(x) for x in stops}


def test_bounds_of_an_open_range() -> None:
    assert Curve(((0, 10), (5, 80), (10, 40))).bounds() == (10, 80)


@given(curves(), st.floats(-1e9, 1e9), values)
def test_inverse_is_the_nearest_input_worth_enough(curve: Curve, near: float, y: float) -> None:
    x = curve.inverse(y, near)
    if x is None:
        assert curve.bounds()[1] < y
    elif x == near:
        assert curve.at(near) >= y
    else:
        assert curve.at(x) >= y
        assert curve.at(nextafter(x, near)) < y
        closer = [p for p, worth in curve.points if worth >= y and abs(p - near) < abs(x - near)]
        assert closer == []


def test_inverse_takes_the_near_end_of_a_plateau() -> None:
    curve = Curve(((0, 0), (20, 80), (50, 80), (60, 0)))
    assert curve.inverse(80, 10) == 20
    assert curve.inverse(80, 58) == 50
    assert curve.inverse(80, 30) == 30
    assert curve.inverse(80.5, 10) is None


def test_inverse_keeps_to_the_declared_range() -> None:
    points = ((0.0, 0.0), (100.0, 100.0))
    assert Curve(points, (0, 60)).inverse(60, 10) == 60
    assert Curve(points, (0, 60)).inverse(61, 10) is None
    assert Curve(points, (None, None)).inverse(61, 10) == 61


def test_target_is_full_in_the_ideal_range_and_falls_to_zero() -> None:
    curve = target(10, 20, 30, 50, (0, 100))
    assert [curve.at(x) for x in (0, 10, 15, 20, 25, 30, 40, 50, 60)] == [0, 0, 50, 100, 100, 100, 50, 0, 0]


def test_target_may_be_one_point_or_open_on_a_side() -> None:
    assert target(0, 5, 5, 10, (1, 4)).points == ((0, 1), (5, 4), (10, 1))
    assert target(None, 5, 8, 10, (0, 100)).at(-1000) == 100
    assert target(0, 5, 8, None, (0, 100)).at(1000) == 100


def test_target_refuses_disorder() -> None:
    with pytest.raises(ValueFunctionError, match="must rise"):
        target(10, 5, 20, 30, (0, 100))
    with pytest.raises(ValueFunctionError, match="needs a zero"):
        target(None, 5, 20, None, (0, 100))


def test_every_problem_is_told_with_its_row() -> None:
    with pytest.raises(ValueFunctionError) as caught:
        Curve(((0, 0), (0, 5), (inf, 1), (3, 2), (2, 9)), (10, 0))
    assert [row for row, _ in caught.value.problems] == [2, 1, 3, 4, None]
    assert "point 2 is at 0, not above point 1 at 0" in str(caught.value)
    assert "the range 10 to 0 runs backwards" in str(caught.value)


def test_one_point_is_no_curve() -> None:
    with pytest.raises(ValueFunctionError, match="at least two points, got 1"):
        Curve(((0, 0),))


@pytest.mark.parametrize(
    "points", [((0, 0), (5e-324, 1)), ((-1.7e308, 0), (1.7e308, 1)), ((0, -1.7e308), (1, 1.7e308))]
)
def test_what_float64_cannot_hold_is_refused(points: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ValueFunctionError, match="too steep"):
        Curve(points)
