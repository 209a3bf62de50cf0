"""What lists say of their elements, beside plain Python; arrays that do not fit are refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.batch.intake import _cells, _lists, _reading
from assize.decision.batch.intake.cells import Cells, TextPool
from assize.decision.batch.intake.lists import ListCells, ListReader, keep_rows, rows_with
from assize.decision.batch.intake.marks import GONE, HAS_GONE, HAS_HIDDEN, HAS_WRONG, KNOWN, WRONG
from assize.decision.batch.intake.readers import Native
from assize.rules.types import BooleanType, Field, ListType, NumberType, RecordType
from tests.strategies import repeatable

NO_TEXTS = TextPool(pa.array([], pa.large_string()))

ODD = st.sampled_from((0.0, -0.0, np.nan, -np.nan, np.inf, 1.0, 1.5, -7.25)) | st.floats()
CODES = st.integers(0, 3) | st.integers(0, 2**31 - 1)
NEAR = st.integers(90, 130)
MOST = 5


def lists_of(values: st.SearchStrategy[Any], longest: int = 7) -> st.SearchStrategy[list[list[Any] | None]]:
    return st.lists(st.none() | st.lists(values, max_size=longest), max_size=9)


def lengths_of(lists: list[list[Any] | None]) -> np.ndarray[Any, Any]:
    return np.array([len(some or ()) for some in lists], dtype=np.int64)


def reader(kind: Any, most: int = MOST) -> ListReader:  # noqa: ANN401  # one of the scalar types
    record = RecordType((Field("key", kind), Field("other", kind)))
    element = pa.float64() if isinstance(kind, NumberType) else pa.bool_()
    incoming = pa.list_(pa.struct([("key", element), ("other", element)]))
    return ListReader(ListType(record, "key", most), incoming, {}, frozenset())


def same(one: float, other: float) -> bool:
    return one == other or (np.isnan(one) and np.isnan(other))


@repeatable(120)
@given(lists_of(st.tuples(ODD, st.booleans())))
def test_numbers_that_stand_twice(lists: list[list[tuple[float, bool]] | None]) -> None:
    flat = [element for some in lists for element in some or ()]
    known = np.array([is_known for _, is_known in flat], dtype=np.bool_)
    cells = Cells(np.array([number for number, _ in flat], dtype=np.float64), known)
    found = reader(NumberType()).twins(lengths_of(lists), (cells, cells))
    wanted = []
    for some in lists:
        keys = [number for number, is_known in some or () if is_known]
        wanted.append(any(same(key, other) for place, key in enumerate(keys) for other in keys[:place]))
    assert (found is not None) == any(wanted)
    assert found is None or found.tolist() == wanted


@repeatable(120)
@given(lists_of(CODES, 12) | lists_of(NEAR, 12) | lists_of(CODES, 60) | lists_of(NEAR, 60))
def test_codes_that_stand_twice(lists: list[list[int] | None]) -> None:
    flat = np.array([code for some in lists for code in some or ()], dtype=np.int32)
    found = np.ones(len(lists), dtype=np.bool_)
    wanted = [len(set(some or ())) < len(some or ()) for some in lists]
    assert _lists.twins(lengths_of(lists), flat, np.array(True), found) == any(wanted)
    assert found.tolist() == wanted
    assert not _lists.twins(lengths_of(lists), flat, np.array(False), found)
    assert not found.any()


def test_an_unknown_condition_is_a_value_like_others() -> None:
    states = np.array([1, 1, 0, 1, 2, 2, 0], dtype=np.uint8)
    cells = Cells(states, states != 1)
    found = reader(BooleanType()).twins(np.array([2, 3, 2], dtype=np.int64), (cells, cells))
    assert found is not None
    assert found.tolist() == [True, False, False]


@repeatable(120)
@given(lists_of(st.booleans()))
def test_rows_with_marked_elements(lists: list[list[bool] | None]) -> None:
    marked = np.array([mark for some in lists for mark in some or ()], dtype=np.bool_)
    found = rows_with(lengths_of(lists), marked)
    wanted = [any(some or ()) for some in lists]
    assert (found is not None) == any(wanted)
    assert found is None or found.tolist() == wanted


@repeatable(120)
@given(lists_of(ODD), st.data())
def test_rows_that_are_gone_have_no_elements(lists: list[list[float] | None], data: st.DataObject) -> None:
    gone = np.array(
        data.draw(st.lists(st.booleans(), min_size=len(lists), max_size=len(lists))), dtype=np.bool_
    )
    values = np.array([value for some in lists for value in some or ()], dtype=np.float64)
    cells = ListCells(lengths_of(lists), (Cells(values, values > 0), Cells(values)))
    kept = keep_rows(cells, gone)
    left = [[] if out else some or [] for some, out in zip(lists, gone, strict=True)]
    wanted = np.array([value for some in left for value in some], dtype=np.float64)
    assert kept.lengths.tolist() == [len(some) for some in left]
    assert [field.values.tobytes() for field in kept.fields] == [wanted.tobytes()] * 2
    assert kept.fields[0].known is not None
    assert kept.fields[0].known.tolist() == (wanted > 0).tolist()
    assert kept.fields[1].known is None


def held_as(lists: list[list[Any] | None], kind: pa.DataType, data: st.DataObject) -> tuple[pa.Array, bool]:
    """Lists in an array, and whether elements lie under unknown ones."""
    hide = data.draw(st.booleans())
    held = [[{"key": 3.0, "other": 4.0}] if some is None and hide else some for some in lists]
    shown = pa.array(held, data.draw(st.sampled_from((pa.list_, pa.large_list)))(kind))
    mask = pa.array([some is None for some in lists], pa.bool_())
    if lists:
        shown = type(shown).from_arrays(shown.offsets, shown.values, type=shown.type, mask=mask)
    return shown, hide


@repeatable(150)
@given(
    lists_of(st.none() | st.fixed_dictionaries({"key": st.none() | ODD, "other": st.none() | ODD})), st.data()
)
def test_elements_lie_flat(lists: list[list[Any] | None], data: st.DataObject) -> None:
    """However lists are held: slices, wide offsets, elements that lie under an unknown list."""
    array, _ = held_as(lists, pa.struct([("key", pa.float64()), ("other", pa.float64())]), data)
    start, own = data.draw(st.integers(0, len(lists))), reader(NumberType())
    rows = lists[start:]
    lengths, _, has = own.native.read(array.slice(start))
    cells = own.read(array.slice(start), lengths, has, NO_TEXTS)
    flat = [element or {} for some in rows for element in some or ()]
    assert all(len(field.values) == len(flat) for field in cells.fields)
    wrong = np.zeros(len(rows), dtype=np.bool_) if cells.wrong is None else cells.wrong
    assert wrong.tolist() == [_is_wrong(some or []) for some in rows]
    for field, name in zip(cells.fields, ("key", "other"), strict=True):
        fine = [place for place, element in enumerate(flat) if _is_finite(element.get(name))]
        wanted = [float(flat[place][name]) for place in fine]
        assert field.values[fine].tolist() == wanted
        there = np.ones(len(flat), dtype=np.bool_) if field.known is None else field.known
        assert there[fine].all()
        gone = [place for place, element in enumerate(flat) if element and element[name] is None]
        assert not any(there[place] for place in gone)


def _is_finite(value: float | None) -> bool:
    return value is not None and bool(np.isfinite(value))


def _is_wrong(elements: list[Any]) -> bool:
    odd = any(v is not None and not np.isfinite(v) for element in elements for v in (element or {}).values())
    keys = [element["key"] for element in elements if element and _is_finite(element["key"])]
    return odd or None in elements or len(set(keys)) < len(keys)


@repeatable(100)
@given(lists_of(st.just({"key": 1.0, "other": None})), st.integers(0, 40), st.data())
def test_how_long_lists_are(lists: list[list[Any] | None], times: int, data: st.DataObject) -> None:
    whole, hide = held_as(lists * times, pa.struct([("key", pa.float64()), ("other", pa.float64())]), data)
    start = data.draw(st.integers(0, len(whole)))
    rows = (lists * times)[start:]
    lengths, marks, has = reader(NumberType()).native.read(whole.slice(start))
    assert lengths.tolist() == [len(some or ()) for some in rows]
    assert marks.tolist() == [GONE if some is None else WRONG if len(some) > MOST else KNOWN for some in rows]
    told = (GONE in marks, WRONG in marks, hide and None in rows)
    assert tuple(bool(has & some) for some in (HAS_GONE, HAS_WRONG, HAS_HIDDEN)) == told


@repeatable(30)
@given(st.lists(st.none() | st.just([1.0, None]), max_size=150), st.integers(0, 9))
def test_how_long_lists_of_one_length_are(lists: list[list[Any] | None], start: int) -> None:
    array, rows = pa.array(lists, pa.list_(pa.float64(), 2)).slice(start), lists[start:]
    lengths, marks, has = Native(_cells.length_reader(2), np.int64).read(array)
    assert lengths.tolist() == [len(some or ()) for some in rows]
    assert marks.tolist() == [GONE if some is None else KNOWN for some in rows]
    assert bool(has & HAS_GONE) == (None in rows)


def test_lists_that_end_before_they_begin_are_refused() -> None:
    lengths, marks = np.empty(2, np.int64), np.empty(2, np.uint8)
    offsets = pa.py_buffer(np.array([0, 2, 1], np.int32))
    array = pa.Array.from_buffers(pa.list_(pa.float64()), 2, [None, offsets], children=[pa.array([1.0, 2.0])])
    with pytest.raises(ValueError, match="beyond"):
        _reading.column(array, _cells.length_reader(9), lengths, marks)


def test_one_long_list_among_none() -> None:
    lengths = np.zeros(3, dtype=np.int64)
    lengths[1] = 100_000
    found = np.zeros(3, dtype=np.bool_)
    codes = np.arange(100_000, dtype=np.int32)
    assert not _lists.twins(lengths, codes, np.array(True), found)
    codes[70_000] = 5
    assert _lists.twins(lengths, codes, np.array(True), found)
    assert found.tolist() == [False, True, False]


def test_arrays_that_do_not_fit_are_refused() -> None:
    three, rows, marks = np.zeros(3, np.int32), np.zeros(2, np.bool_), np.zeros(3, np.bool_)
    for wrong in ([1, 1], [2, 2], [-1, 4], [2**62, 2**62], [3]):
        lengths = np.array(wrong, dtype=np.int64)
        with pytest.raises(ValueError, match="fit together"):
            _lists.with_some(lengths, marks, rows)
        with pytest.raises(ValueError, match="fit together"):
            _lists.twins(lengths, three, marks, rows)
        with pytest.raises(ValueError, match="fit together"):
            _lists.kept(lengths, rows, three)
    with pytest.raises(ValueError, match="fit together"):
        _lists.twins(np.array([3]), np.zeros(3, np.int16), marks, rows[:1])
    with pytest.raises(ValueError, match="kind O"):
        _lists.twins(np.array([3]), np.zeros(3, object), marks, rows[:1])
