"""Promises of steps and lookups: they cover their input, say every problem, and agree in every form."""

import pickle
from itertools import pairwise
from math import inf, nan, nextafter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.scoring import Curve, Lookup, Step, Steps, ValueFunction, ValueFunctionError

values = st.floats(-1000, 1000)
ROWS = (Step(0, 10, 0), Step(10, 25, 60), Step(25, 100, 100, closed_top=True))


@st.composite
def steps(draw: st.DrawFn) -> Steps:
    borders = sorted(draw(st.lists(st.floats(-1e9, 1e9), max_size=8, unique=True)))
    ends = [None, *borders, None]
    return Steps(tuple(Step(low, high, draw(values)) for low, high in pairwise(ends)))


def problems(
    *rows: Step, domain: tuple[float | None, float | None] = (None, None)
) -> list[tuple[int | None, str]]:
    with pytest.raises(ValueFunctionError) as caught:
        Steps(rows, domain)
    return list(caught.value.problems)


@given(steps(), st.lists(st.floats(allow_nan=False)))
def test_every_form_of_steps_gives_the_same_bits(function: Steps, xs: list[float]) -> None:
    borders = [row.low for row in function.rows if row.low is not None]
    xs = [*xs, *borders, *(nextafter(x, -inf) for x in borders)]
    expected = np.array([function.at(x) for x in xs]).tobytes()
    assert function.columns(np.array(xs, dtype=np.float64)).tobytes() == expected
    compiled = eval(f"lambda a: {function.source('a')}")  # noqa: S307
    assert np.array([compiled(x) for x in xs]).tobytes() == expected


@given(steps(), st.floats(-1e9, 1e9))
def test_a_step_includes_its_low_end_only(function: Steps, x: float) -> None:
    holds = [
        row
        for row in function.rows
        if (row.low is None or row.low <= x) and (row.high is None or x < row.high)
    ]
    assert [row.value for row in holds] == [function.at(x)]


@given(steps(), st.floats(-1e9, 1e9), values)
def test_inverse_of_steps_is_the_nearest_input_worth_enough(function: Steps, near: float, y: float) -> None:
    x = function.inverse(y, near)
    if x is None:
        assert function.bounds()[1] < y
    elif x != near:
        assert function.at(x) >= y > function.at(near)
        assert function.at(nextafter(x, near)) < y
        edges = [e for row in function.rows if row.value >= y for e in (row.low, row.high) if e is not None]
        assert min(abs(e - near) for e in edges) == pytest.approx(abs(x - near))


def test_the_last_step_may_include_its_top() -> None:
    function = Steps(ROWS, (0, 100))
    assert [function.at(x) for x in (0, 9.99, 10, 25, 100)] == [0, 0, 60, 100, 100]
    assert function.bounds() == (0, 100)


def test_a_step_may_be_the_top_alone() -> None:
    function = Steps((Step(None, 100, 0), Step(100, 100, 1, closed_top=True)), (None, 100))
    assert [function.at(99), function.at(100)] == [0, 1]


def test_bounds_are_those_of_the_declared_range() -> None:
    assert Steps(ROWS, (10, 24)).bounds() == (60, 60)
    assert Steps(ROWS, (0, 25)).bounds() == (0, 100)


def test_inverse_of_steps_keeps_to_the_declared_range() -> None:
    assert Steps(ROWS, (0, 24)).inverse(100, 5) is None
    assert Steps(ROWS, (0, 25)).inverse(100, 5) == 25
    falling = Steps((Step(None, 10, 100), Step(10, None, 0)), (10, None))
    assert falling.inverse(50, 12) is None
    assert Steps(falling.rows).inverse(50, 12) == nextafter(10, 0)


def test_a_hole_names_its_numbers_and_both_rows() -> None:
    ((row, text),) = problems(Step(None, 25, 1), Step(26, None, 2))
    assert row == 1
    hole, rows = text.split(", between ")
    assert hole == "values from 25 to 26 fall in no step"
    assert rows == "step 1 (unbounded to 25) and step 2 (26 to unbounded)"


def test_every_problem_of_steps_is_told_with_its_row() -> None:
    found = problems(
        Step(None, 10, nan), Step(8, 20, 1), Step(25, 22, 2, closed_top=True), Step(None, None, 3)
    )
    assert [row for row, _ in found] == [0, 2, 2, 1, 2, 3]
    text = "; ".join(text for _, text in found)
    for part in (
        "not finite",
        "runs backwards",
        "includes its top",
        "overlap from 8 to 10",
        "values from 20 to 25",
        "only the first step",
    ):
        assert part in text


def test_steps_out_of_order_are_said_to_be() -> None:
    ((_, text),) = problems(Step(50, 100, 1), Step(0, 50, 0), domain=(0, 99))
    assert "out of order" in text


def test_an_empty_step_is_refused() -> None:
    assert "is empty" in problems(Step(None, 5, 0), Step(5, 5, 1), Step(5, None, 2))[0][1]
    assert problems() == [(None, "there is no step; give at least one")]


@pytest.mark.parametrize(
    ("domain", "row", "text"),
    [
        ((-5, 100), 0, "values from -5 to 0 fall in no step"),
        ((None, 100), 0, "values below 0 fall in no step"),
        ((0, 120), 2, "values from 100 to 120 fall in no step"),
        ((0, None), 2, "values from 100 fall in no step"),
    ],
)
def test_steps_cover_the_declared_range(
    domain: tuple[float | None, float | None], row: int, text: str
) -> None:
    ((found, told),) = problems(*ROWS, domain=domain)
    assert (found, told.startswith(text)) == (row, True)


def test_an_open_top_does_not_cover_the_end_of_the_range() -> None:
    assert "the value 100 falls in no step" in problems(Step(0, 100, 1), domain=(0, 100))[0][1]


@given(st.dictionaries(st.text(max_size=5), values, min_size=1), st.data())
def test_every_form_of_a_lookup_gives_the_same_bits(table: dict[str, float], data: st.DataObject) -> None:
    function = Lookup(tuple(table.items()))
    xs = data.draw(st.lists(st.sampled_from(list(table))))
    expected = np.array([function.at(x) for x in xs], dtype=np.float64).tobytes()
    assert function.columns(np.array(xs, dtype=object)).tobytes() == expected
    compiled = eval(f"lambda a: {function.source('a')}")  # noqa: S307
    assert np.array([compiled(x) for x in xs], dtype=np.float64).tobytes() == expected
    assert function.bounds() == (min(table.values()), max(table.values()))


def test_a_lookup_of_true_and_false() -> None:
    function = Lookup(((True, 100), (False, 20)))
    assert (function.at(True), function.at(False)) == (100, 20)
    assert function.columns(np.array([True, False])).tolist() == [100, 20]
    assert eval(function.source("a"), {"a": False}) == 20  # noqa: S307


def test_a_text_without_a_value_is_a_key_error_in_every_form() -> None:
    function = Lookup((("a", 1), ("b", 2)))
    with pytest.raises(KeyError):
        function.at("c")
    with pytest.raises(KeyError):
        function.columns(np.array(["a", "c"]))
    with pytest.raises(KeyError):
        eval(function.source("a"), {"a": "c"})  # noqa: S307


def test_inverse_of_a_lookup_is_the_least_change_that_is_enough() -> None:
    function = Lookup((("none", 0), ("verified", 100), ("documented", 60)))
    assert function.inverse(50, "none") == "documented"
    assert function.inverse(50, "verified") == "verified"
    assert function.inverse(101, "none") is None


def test_every_problem_of_a_lookup_is_told_with_its_row() -> None:
    with pytest.raises(ValueFunctionError) as caught:
        Lookup((("high", inf), ("hihg", 1), ("high", 2)), ("high", "low"))
    assert caught.value.problems == (
        (0, "'high' has the value inf; give a finite number"),
        (1, "'hihg' is no declared choice; did you mean 'high'?"),
        (2, "'high' is named twice; keep one"),
        (None, "'low' has no value; give one"),
    )


def test_true_needs_false_and_does_not_mix_with_texts() -> None:
    with pytest.raises(ValueFunctionError, match="false has no value"):
        Lookup(((True, 1),))
    with pytest.raises(ValueFunctionError, match="use one kind"):
        Lookup(((True, 1), ("a", 1)))
    with pytest.raises(ValueFunctionError, match="there is no value"):
        Lookup(())


@pytest.mark.parametrize("function", [Lookup((("a", 1),)), Steps(ROWS, (0, 100)), Curve(((0, 0), (1, 1)))])
def test_a_value_function_survives_pickling_and_is_a_value(function: ValueFunction) -> None:
    again = pickle.loads(pickle.dumps(function))  # noqa: S301
    assert again == function
    assert hash(again) == hash(function)
    assert again.bounds() == function.bounds()
