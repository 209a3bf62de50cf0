"""Every number, truth and day of a column is read as it would be alone, whatever lies around and under it."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.batch.intake import _cells, _numbers, _reading, _texts, _told
from assize.decision.batch.intake.cells import TextPool
from assize.decision.batch.intake.dates import date32_reader, date_reader
from assize.decision.batch.intake.marks import GONE, HAS_OLD, HAS_WRONG, KNOWN, WRONG
from assize.decision.batch.intake.numbers import NumberReader, Rule
from assize.decision.batch.intake.texts import boolean_reader
from assize.decision.batch.intake.words import Teller
from assize.decision.values import iso_date
from tests.decision.batch.intake_cells import INDICES, Alone, arrays, forms, same
from tests.strategies import repeatable

LOW, HIGH = -1e6, 2.0**40
NO_TEXTS = TextPool(pa.array([], pa.large_string()))


def number_alone(rule: Rule) -> Alone:
    def alone(cell: Any) -> tuple[object, int]:  # noqa: ANN401
        number = float(cell) + rule.zero
        right = rule.low <= number <= rule.high and (number.is_integer() or not rule.whole)
        right &= number == 0 or abs(number) >= rule.least
        return (number, KNOWN) if right else (math.nan, WRONG)

    return alone


WHOLE = [
    -(10**6) - 1,
    -(10**6),
    -1,
    0,
    1,
    2**40,
    2**40 + 1,
    2**51 - 1,
    2**51,
    2**53 - 1,
    2**53,
    2**53 + 1,
    -(2**51),
]
FLOATS = [
    0.0,
    -0.0,
    0.5,
    1e-320,
    1e-61,
    1e-60,
    LOW,
    HIGH,
    math.nextafter(HIGH, math.inf),
    math.nan,
    math.inf,
    -1e300,
]


def number_arrays() -> st.SearchStrategy[pa.Array]:
    found = []
    for kind in INDICES:
        limits = np.iinfo(kind.to_pandas_dtype())
        held = [n for n in (*WHOLE, limits.min, limits.max) if limits.min <= n <= limits.max]
        found.append(arrays(kind, st.sampled_from(list(map(int, held)))))
    found += [arrays(kind, st.sampled_from(FLOATS)) for kind in (pa.float64(), pa.float32(), pa.float16())]
    for kind in (pa.decimal32(9, 2), pa.decimal64(18, 2), pa.decimal128(38, 2), pa.decimal256(60, 2)):
        digits = 10 ** (kind.precision - 2) - 1
        cells = [Decimal(n) / 100 for n in (*WHOLE, 10**20, -(10**35) - 1) if abs(n) < 100 * digits]
        found.append(arrays(kind, st.sampled_from(cells)))
    return st.one_of(found)


@repeatable(150)
@given(number_arrays(), st.booleans(), st.sampled_from([0.0, -0.0]), st.sampled_from([0.0, 1e-60]))
def test_numbers(array: pa.Array, whole: bool, zero: float, least: float) -> None:
    rule = Rule(LOW, HIGH, zero, least, whole=whole)
    with np.errstate(all="ignore"):
        same(NumberReader(array.type, rule).read(array), array, number_alone(rule), math.nan)


@repeatable(60)
@given(number_arrays(), st.sampled_from([1, 4, 8]))
def test_numbers_times_a_power_of_ten(array: pa.Array, power: int) -> None:
    """Of a float the shortest decimal is taken; what has an exponent is left to be read alone."""
    rule = Rule(-1e60, 1e60, -0.0)

    def alone(cell: Any) -> tuple[object, int]:  # noqa: ANN401
        if isinstance(cell, int) and abs(cell) >= 2**53:
            return math.nan, WRONG
        exact = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
        if not exact.is_finite():
            return math.nan, WRONG
        number = float(exact.scaleb(power))
        return (number, KNOWN) if -1e60 <= number <= 1e60 else (math.nan, WRONG)

    found = NumberReader(array.type, rule, power).read(array)
    for place, cell in enumerate(array.to_pylist()):
        if isinstance(cell, float) and found.marks[place] == WRONG:
            assert "e" in repr(cell) or not math.isfinite(cell)
            continue
        value, mark = (math.nan, GONE) if cell is None else alone(cell)
        assert (repr(float(found.values[place])), found.marks[place]) == (repr(value), mark)


@repeatable(30)
@given(arrays(pa.bool_(), st.booleans()))
def test_booleans(array: pa.Array) -> None:
    found = boolean_reader(array.type, written=False).read(array, NO_TEXTS)
    same(found, array, lambda cell: (2 * cell, KNOWN), 1)


DAYS = [-719163, -719162, -1, 0, 20000, 2932896, 2932897, 2**31 - 1, -(2**31)]


@repeatable(40)
@given(arrays(pa.int32(), st.sampled_from(DAYS)), st.booleans(), st.sampled_from([0, 1, 86_399_999]))
def test_days(array: pa.Array, wide: bool, rest: int) -> None:
    def alone(day: int) -> tuple[object, int]:
        right = 1 <= day + 719163 <= 3652059 and not (wide and rest)
        return (day + 719163, KNOWN) if right else (math.nan, WRONG)

    days = array.view(pa.date32())
    if wide:
        cells = [None if day is None else day * 86_400_000 + rest for day in array.to_pylist()]
        days = pa.array([0, *cells], pa.int64()).view(pa.date64())[1:]
    same(date_reader(days.type, written=False).read(days, NO_TEXTS), array, alone, math.nan)


@repeatable(60)
@given(
    st.lists(
        st.sampled_from(["2026-02-28", "2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29"])
        | st.dates().map(str)
        | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True)
        | st.text(max_size=11),
        max_size=9,
    )
)
def test_written_days(texts: list[str]) -> None:
    def alone(text: str) -> tuple[object, int]:
        day = iso_date(text)
        return (math.nan, WRONG) if day is None else (day.toordinal(), KNOWN)

    for array in forms(texts):
        same(date_reader(array.type, written=False).read(array, NO_TEXTS), array, alone, math.nan)


@repeatable(60)
@given(arrays(pa.int32(), st.sampled_from(DAYS)), st.sampled_from([0, 719162, 719163]), st.data())
def test_days_on_which_cells_were_observed(array: pa.Array, oldest: int, data: st.DataObject) -> None:
    before = np.resize(data.draw(st.lists(st.sampled_from([KNOWN, GONE, WRONG, 3]), min_size=1)), len(array))
    today, after = 739163, []
    for old, day in zip(before.tolist(), array.to_pylist(), strict=True):
        if old in (GONE, WRONG):
            after.append(old)
        elif day is not None and not 1 <= day + 719163 <= today:
            after.append(WRONG)
        else:
            after.append(GONE if oldest and (day is None or day + 719163 < oldest) else old)
    observer = _told.observer(oldest, today)
    milliseconds = [None if day is None else day * 86_400_000 for day in array.to_pylist()]
    for days in (array.view(pa.date32()), pa.array(milliseconds, pa.int64()).view(pa.date64())):
        marks = before.astype(np.uint8)
        has = Teller(observer, date32_reader(days.type, written=False)).tell(days, marks)
        assert marks.tolist() == after
        assert bool(has & HAS_OLD) == (after.count(GONE) > before.tolist().count(GONE))
        assert bool(has & HAS_WRONG) == (after.count(WRONG) > before.tolist().count(WRONG))


def test_what_does_not_fit_is_refused() -> None:
    numbers, reader = pa.array([1.0, 2.0]), _numbers.number_reader(*Rule(0.0, 9.0))
    values, marks = np.empty(2), np.empty(2, np.uint8)
    for one, other in (
        (np.empty(3), marks),
        (np.empty(2, np.float32), marks),
        (values, np.empty(1, np.uint8)),
        (None, marks),
    ):
        with pytest.raises((ValueError, TypeError), match=r"expected|bytes-like"):
            _reading.column(numbers, reader, one, other)
    words = pa.array(["a", "b"])
    for wrong in (words, words.dictionary_encode(), pa.array([True, False]), pa.nulls(2)):
        with pytest.raises(ValueError, match="cannot read"):
            _reading.column(wrong, reader, values, marks)
    for other in (_texts.text_reader(False), _told.observer(0, 1), _told.teller(None, 1, False)):
        with pytest.raises(ValueError, match="cannot read"):
            _reading.column(numbers, other, None, marks)
    for other, one in ((_cells.boolean_reader(), marks), (_cells.day_reader(False), values)):
        with pytest.raises(ValueError, match="cannot read"):
            _reading.column(numbers, other, one, marks)
