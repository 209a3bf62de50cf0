"""Loops over lists in C give what a plain loop over each list gives, to the last bit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assize.rules.columns import _loops, _places, loops
from assize.rules.columns.loops import Loop, TooWideError, lift
from assize.rules.columns.values import ListColumn
from tests.rules.columns import plain_loops as plain
from tests.rules.columns.plain_loops import Element, Elements
from tests.strategies import repeatable

ODD = (0.0, -0.0, np.nan, -np.nan, np.inf, -np.inf, 1e308, -1e308, 5e-324, 0.1, 0.2, 0.7, 1e16, -1.0, 3.0)
NUMBERS = st.sampled_from(ODD) | st.floats()
ELEMENTS = st.builds(
    Element, st.sampled_from((0, 1, 2, 2, 2)), NUMBERS, st.sampled_from((False,) * 9 + (True,))
)
LISTS = st.lists(
    st.none() | st.lists(ELEMENTS, max_size=6) | st.lists(ELEMENTS, min_size=7, max_size=20), max_size=12
)
LONG = st.lists(
    st.builds(Element, st.sampled_from((0, 2)), NUMBERS, st.just(False)), min_size=20, max_size=80
)
FOLDS: dict[str, Callable[[Elements], float]] = {
    "sum": plain.sum_of,
    "min": plain.min_of,
    "max": plain.max_of,
}


def column(lists: Sequence[Sequence[Any] | None]) -> ListColumn:
    """Lists whose elements are the numbers 0, 1, …"""
    lengths = np.array([len(some or ()) for some in lists], dtype=np.int64)
    unknown = np.array([some is None for some in lists], dtype=np.bool_)
    return ListColumn(unknown, lengths, (np.arange(float(lengths.sum())),))


def assert_found(found: NDArray[Any], wanted: Sequence[float]) -> None:
    expected = np.array([np.nan if np.isnan(value) else value for value in wanted], dtype=found.dtype)
    assert found.shape == expected.shape
    assert found.tobytes() == expected.tobytes(), (found, expected)


def assert_plain(lists: Sequence[Elements]) -> None:
    loop = Loop.over(column(lists))
    elements = [element for some in lists for element in some or ()]
    member = np.array([e.member for e in elements], dtype=np.uint8)
    value = np.array([e.value for e in elements], dtype=np.float64)
    unknown = np.array([e.unknown for e in elements], dtype=np.bool_)
    assert_found(loop.any(member), [plain.any_of(some) for some in lists])
    assert_found(loop.all(member), [plain.all_of(some) for some in lists])
    assert_found(loop.count(member), [plain.count_of(some) for some in lists])
    for name, fold in FOLDS.items():
        assert_found(getattr(loop, name)(member, value), [fold(some) for some in lists])
    assert_found(loop.distinct(member, value, unknown), [plain.distinct_of(some) for some in lists])


@repeatable(150)
@given(LISTS)
def test_what_is_found_is_what_plain_loops_find(lists: list[Elements]) -> None:
    assert_plain(lists)


@repeatable(30)
@given(LONG, LISTS)
def test_a_long_list_among_short_ones(long: list[Element], lists: list[Elements]) -> None:
    assert_plain([*lists, long, *lists, long])


@repeatable(60)
@given(LISTS, st.sampled_from((0, 1, 2)), NUMBERS, st.booleans())
def test_one_value_stands_for_all(lists: list[Elements], member: int, value: float, unknown: bool) -> None:
    same = [None if some is None else [Element(member, value, unknown)] * len(some) for some in lists]
    loop = Loop.over(column(lists))
    counts, number = np.uint8(member), np.float64(value)
    assert_found(loop.any(counts), [plain.any_of(some) for some in same])
    assert_found(loop.all(np.array(counts)), [plain.all_of(some) for some in same])
    assert_found(loop.count(counts), [plain.count_of(some) for some in same])
    assert_found(loop.sum(counts, number), [plain.sum_of(some) for some in same])
    found = loop.distinct(counts, number, np.bool_(unknown))
    assert_found(found, [plain.distinct_of(some) for some in same])


@repeatable(30)
@given(st.lists(st.lists(st.integers(0, 40), max_size=60), max_size=6))
def test_texts_and_conditions_are_told_apart(lists: list[list[int]]) -> None:
    loop, known = Loop.over(column(lists)), np.False_
    values = [value for some in lists for value in some]
    for dtype in (np.int32, np.uint8):
        found = loop.distinct(np.uint8(2), np.array(values, dtype=dtype), known)
        assert_found(found, [len(set(some)) for some in lists])
    assert_found(loop.distinct(np.uint8(2), np.int32(7), known), [float(bool(some)) for some in lists])


@repeatable(120)
@given(LISTS, st.data())
def test_codes_near_each_other_and_far_apart(lists: list[Elements], data: st.DataObject) -> None:
    width = data.draw(st.sampled_from((3, 62, 63, 64, 2**30)))
    codes = st.integers(7, 7 + width) | st.sampled_from((7, 7 + width))
    coded = [some and [e._replace(value=data.draw(codes)) for e in some] for some in lists]
    elements = [element for some in coded for element in some or ()]
    member = np.array([e.member for e in elements], dtype=np.uint8)
    unknown = np.array([e.unknown for e in elements], dtype=np.bool_)
    value = np.array([e.value for e in elements], dtype=np.int32)
    loop = Loop.over(column(coded))
    assert_found(loop.distinct(member, value, unknown), [plain.distinct_of(some) for some in coded])
    known = [some and [e._replace(unknown=False) for e in some] for some in coded]
    assert_found(loop.distinct(member, value, np.False_), [plain.distinct_of(some) for some in known])


def test_what_is_gathered_is_added_in_order() -> None:
    rng = np.random.default_rng(1)
    sizes = [*rng.integers(0, 9, 500).tolist(), 3000, *rng.integers(0, 9, 100).tolist()]
    scales = 10.0 ** rng.integers(-9, 9, sum(sizes))
    numbers = iter((rng.normal(size=sum(sizes)) * scales).tolist())
    lists = [[Element(int(rng.integers(2)) * 2, next(numbers), False) for _ in range(size)] for size in sizes]
    assert_plain(lists)


@repeatable(80)
@given(LISTS, st.data())
def test_loops_in_loops(lists: list[Elements], data: st.DataObject) -> None:
    inner = [data.draw(st.none() | st.lists(st.just(0), max_size=10)) for _ in lists]
    outer = Loop.over(column(lists))
    rows = [row for row, some in enumerate(lists) for _ in some or ()]
    assert outer.up.tolist() == rows
    assert outer.at is None
    flat = [sum(len(some or ()) for some in inner[:row]) for row in range(len(inner))]
    for places in (outer.up, outer.up.astype(np.int64)):
        loop = Loop.across(places, column(inner))
        assert loop.size == len(rows)
        assert loop.unknown.tolist() == [inner[row] is None for row in rows]
        assert loop.up.tolist() == [k for k, row in enumerate(rows) for _ in inner[row] or ()]
        assert loop.at is not None
        assert loop.at.tolist() == [flat[row] + k for row in rows for k in range(len(inner[row] or ()))]
        assert_found(
            loop.count(np.uint8(2)), [np.nan if inner[row] is None else len(inner[row] or ()) for row in rows]
        )


def test_of_a_list_that_nobody_sent_all_is_unknown() -> None:
    gone = ListColumn(np.array(True), np.broadcast_to(np.int64(0), (3,)), (np.zeros(0),))
    outer = Loop.over(column([[0], [0, 0], None]))
    nothing = np.zeros(0, dtype=np.uint8)
    for loop in (Loop.over(gone), Loop.across(outer.up, gone)):
        assert loop.size == 3
        assert loop.up.tolist() == []
        for states in (loop.any(nothing), loop.all(nothing)):
            assert (states.ndim, states.dtype, int(states)) == (0, np.uint8, 1)
        numbers = [loop.count(nothing), loop.distinct(nothing, nothing, nothing.view(np.bool_))]
        numbers += [fold(nothing, np.zeros(0)) for fold in (loop.sum, loop.min, loop.max)]
        assert all(found.ndim == 0 and np.isnan(found) for found in numbers)


def test_loops_in_loops_have_a_greatest_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "MOST_PAIRS", 8)
    rows = np.zeros(3, dtype=np.int32)
    assert Loop.across(rows, column([[0] * 3])).up.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    with pytest.raises(TooWideError):
        Loop.across(rows, column([[0] * 3, None]))


@pytest.mark.parametrize("dtype", [np.bool_, np.uint8, np.int16, np.int32, np.float32, np.float64, np.int64])
def test_lifted_values(dtype: type) -> None:
    values = np.array([0, 1, 1, 0, 1]).astype(dtype)
    for kind in (np.int32, np.int64):
        for places in ([], [4], [0, 4, 4, 2, 1], list(range(5)) * 3):
            found = lift(values, np.array(places, dtype=kind))
            assert found.dtype == values.dtype
            assert found.tolist() == values[np.array(places, dtype=kind)].tolist()
    assert lift(np.repeat(values, 2)[::2], np.array([1, 3])).tolist() == values[[1, 3]].tolist()
    one = np.array(1, dtype=dtype)
    assert lift(one, np.array([7])) is one


def test_places_lead_inside() -> None:
    for place in (3, -1, 2**31 - 1, -(2**31)):
        for kind in (np.int32, np.int64):
            with pytest.raises(ValueError, match="fit together"):
                lift(np.zeros(3), np.array([0, place], dtype=kind))
        with pytest.raises(ValueError, match="fit together"):
            _places.across(
                np.ones(3, np.int64), np.array([place]), np.zeros(1, np.int64), np.zeros(1, np.int64)
            )
        up = np.array([place], dtype=np.int32)
        with pytest.raises(ValueError, match="fit together"):
            _loops.sum_of(up, np.zeros(1, np.uint8), np.zeros(1), np.zeros(3, np.bool_), np.zeros(3))
        with pytest.raises(ValueError, match="fit together"):
            _loops.any_of(up, np.zeros(1, np.uint8), np.zeros(3, np.bool_), np.zeros(3, np.uint8))


def test_lengths_are_those_of_the_elements() -> None:
    for lengths in ([2, 2], [-1, 4], [3], [2**62, 2**62], [2, -(2**63)]):
        with pytest.raises(ValueError, match="fit together"):
            _places.up(np.array(lengths), np.zeros(3 + (lengths == [3]), dtype=np.int32))
    with pytest.raises(ValueError, match="fit together"):
        _places.across(np.array([2**40]), np.zeros(1, np.int32), np.zeros(1, np.int64), np.zeros(1, np.int64))


def test_arrays_of_other_kinds_are_refused() -> None:
    up, states, known = np.zeros(2, np.int32), np.zeros(2, np.uint8), np.zeros((), np.bool_)
    with pytest.raises(ValueError, match="kind d"):
        _loops.sum_of(up, np.zeros(2), np.zeros(2), known, np.zeros(1))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="fit together"):
        _loops.sum_of(up, states, np.zeros(3), known, np.zeros(1))
    with pytest.raises(ValueError, match="kind O"):
        lift(np.array([None, "a"]), up)
    with pytest.raises(ValueError, match="contiguous"):
        _loops.sum_of(up, np.zeros(4, np.uint8)[::2], np.zeros(2), known, np.zeros(1))
    with pytest.raises(TypeError, match="few"):
        _loops.sum_of(up, states)  # type: ignore[call-arg]
