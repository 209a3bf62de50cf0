"""Numbers and amounts: rounded once, in their range, and what is odd set aside."""

from __future__ import annotations

import math
from decimal import Decimal
from random import Random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.decision.batch.intake_book import aside
from tests.strategies import repeatable

FLOATS = [
    0.0,
    -0.0,
    0.1,
    1e-320,
    2.0**53,
    2.0**53 + 2,
    1e308,
    -1e308,
    math.nan,
    math.inf,
    -math.inf,
    None,
    99.5,
]
WIDE = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=18)
SHORT = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6)


@pytest.mark.parametrize("kind", [pa.float64(), pa.float32(), pa.float16()], ids=str)
def test_floats(kind: pa.DataType) -> None:
    assert aside({"free": pa.array(FLOATS, pa.float64())}) == [8, 9, 10]
    with np.errstate(over="ignore"):
        small = np.array([0, -0.0, 0.1, 7, np.nan, np.inf], np.float64).astype(kind.to_pandas_dtype())
    assert aside({"free": pa.array(small, kind)}) == [4, 5]


def test_ranges_hold_both_ends() -> None:
    ends = [0.0, 100.0, -0.0, math.nextafter(0, -1), math.nextafter(100, 101), None, math.nan]
    assert aside({"share": pa.array(ends)}) == [3, 4, 6]
    assert aside({"share": pa.array(ends[:3])}) == []
    assert aside({"few": pa.array([0, 1000, -1, 1001, None], pa.int64())}) == [2, 3]


def test_whole_numbers_alone() -> None:
    assert aside({"people": pa.array([1.0, 1.5, -2.0, None, 1e17])}) == [1]
    assert aside({"people": pa.array([Decimal("1.00"), Decimal("1.50"), None])}) == [1]


def test_whole_numbers_that_float64_does_not_tell_apart() -> None:
    large = [2**53 - 1, -(2**53) + 1, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63), None]
    assert aside({"people": pa.array(large, pa.int64())}) == [2, 3, 4, 5]
    assert aside({"free": pa.array([2**53 + 1, 2**64 - 1, 5], pa.uint64())}) == [0, 1]


def test_anything_may_lie_under_a_null() -> None:
    signalling = np.array([0x7FF0000000000001, 0, 0], np.uint64).view(np.float64)
    gone = np.array([True, False, True])
    assert aside({"share": pa.array(signalling, mask=gone)}) == []
    assert aside({"few": pa.array(np.array([2**62, 5, -9]), mask=gone)}) == []


@repeatable(25)
@given(st.lists(st.none() | WIDE | SHORT, min_size=1, max_size=20))
def test_decimals_are_rounded_once(numbers: list[Decimal | None]) -> None:
    assert aside({"free": pa.array(numbers, pa.decimal128(38, 18))}) == []
    assert aside({"free": pa.array(numbers, pa.decimal256(60, 18))}) == []


def test_decimals_of_every_width_and_scale() -> None:
    digits = Decimal(1234567890123456789012345678901234567)
    for scale in (0, 1, 22, 23, 37, 38):
        numbers = [digits.scaleb(-scale), -digits.scaleb(-scale), Decimal(0), None, Decimal(1).scaleb(-scale)]
        assert aside({"free": pa.array(numbers, pa.decimal128(38, scale))}) == []
    short = [Decimal("1.25"), None, Decimal("-3.5"), Decimal(0)]
    for kind in (pa.decimal32(9, 2), pa.decimal64(18, 2)):
        assert aside({"free": pa.array(short, kind)}) == []


WRITTEN = [
    "1",
    "1.5",
    "",
    "-0",
    "007",
    "x",
    " 1",
    "1_000",
    "nan",
    "inf",
    "9007199254740993",
    "٣",
    "5.",
    ".5",
    "-",
]


def test_written_numbers() -> None:
    found = aside({"free": pa.array(WRITTEN)}, written=True)
    assert found == [5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    plain = [text for place, text in enumerate(WRITTEN) if place not in found]
    assert aside({"free": pa.array(plain, pa.large_string())}, written=True) == []
    assert aside({"free": pa.array(plain).dictionary_encode()}, written=True) == []
    assert aside({"few": pa.array(["1", "1.5", "1.0", "1001"])}, written=True) == [1, 3]
    assert set(aside({"free": pa.array(["1e3", "1E-400", "1e400", "0e-9"])}, written=True)) == {0, 1, 2, 3}


@repeatable(25)
@given(st.lists(WIDE | SHORT | st.floats(-1e15, 1e15).map(Decimal), min_size=1, max_size=20))
def test_written_decimals_are_rounded_once(numbers: list[Decimal]) -> None:
    texts = [f"{number:f}" for number in numbers]
    long = [place for place, text in enumerate(texts) if len(text) > 40]
    found = aside({"free": pa.array(texts)}, written=True)
    assert all(place in long or abs(numbers[place]) >= 2**53 for place in found)


def money(amount: pa.Array, scale: pa.Array | None = None, currency: object = "CNY") -> dict[str, pa.Array]:
    parts = {"value@amount": amount, "value@currency": pa.array([currency] * len(amount), pa.string())}
    return parts | ({"value@scale": scale} if scale is not None else {})


@repeatable(25)
@given(st.lists(st.none() | SHORT, min_size=1, max_size=20), st.integers(0, 2**32))
def test_amounts_are_scaled_exactly(amounts: list[Decimal | None], seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    scales = pa.array([rng.choice([None, 1, 100, 1000, 10_000, 1_000_000, 100_000_000]) for _ in amounts])
    assert aside(money(pa.array(amounts, pa.decimal128(38, 6)), scales)) == []
    texts = [None if amount is None else f"{amount:f}" for amount in amounts]
    assert aside(money(pa.array(texts, pa.string()), scales.cast(pa.float64()))) == []
    floats = pa.array([None if amount is None else float(amount) for amount in amounts], pa.float64())
    assert aside(money(floats, scales.cast(pa.string()))) == _tiny(amounts, scales.to_pylist())
    whole = pa.array([None if amount is None else int(amount) for amount in amounts], pa.int64())
    assert aside(money(whole, scales.cast(pa.decimal128(20, 0)))) == []


def _tiny(amounts: list[Decimal | None], scales: list[int | None]) -> list[int]:
    """Floats that are written with an exponent, where they are scaled by less than their digits."""
    pairs = enumerate(zip(amounts, scales, strict=True))
    return [n for n, (a, s) in pairs if a and "e" in repr(float(a)) and (s or 1) in (100, 1000, 10_000)]


@repeatable(25)
@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=20), st.sampled_from([1, 100, 10_000, 10**8]))
def test_floats_stand_for_their_shortest_decimals(amounts: list[float], scale: int) -> None:
    found = aside(money(pa.array(amounts), pa.array([scale] * len(amounts), pa.int32())))
    # Arrow writes these with an exponent.
    assert all("e" in repr(amounts[row]) or abs(amounts[row]) >= 1e10 for row in found)


def test_odd_amounts() -> None:
    texts = ["1", "1.5", "", " 1", "1e3", "1_0", "x", "-0", "nan", "1,000", "1" * 50, None, "0.10", "٣"]
    assert aside(money(pa.array(texts))) == [2, 3, 4, 5, 6, 8, 9, 10, 13]
    floats = [1.5, -0.0, math.nan, math.inf, 1e61, 1e-61, 1e-59, None, 1e59]
    assert aside(money(pa.array(floats))) == [2, 3, 4, 5]
    wide = [Decimal(10) ** 59, Decimal(1), None]
    assert aside(money(pa.array(wide, pa.decimal256(70, 0)))) == [0]
    assert aside(
        {"budget@amount": pa.array([0, 1000000, 1000001, -1]), "budget@currency": pa.array(["CNY"] * 4)}
    ) == [
        2,
        3,
    ]


def test_scales_and_currencies() -> None:
    ones = pa.array([1.5, 1.5, 1.5, 1.5, None])
    assert aside(money(ones, pa.array([10, 7, 10000, None, 10]))) == [0, 1]
    assert aside(money(ones, pa.array(["10000", "7", "0100", None, "x"]))) == [1, 2]
    assert aside(money(ones, pa.array([10000.0, 0.5, math.nan, None, 3]))) == [1, 2]
    assert aside(money(ones, currency=None)) == [0, 1, 2, 3]
    assert aside(money(ones, currency="USD")) == [0, 1, 2, 3]
    assert aside({"value@amount": ones}) == [0, 1, 2, 3]
    rates = money(ones) | {"value@rate.source": pa.array([None, "bank", None, None, "bank"])}
    assert aside(rates) == [1]


def test_money_in_structs() -> None:
    rate = {"value": "7", "date": "2026-05-01", "source": "bank"}
    cells = [
        {"amount": "1", "currency": "CNY"},
        None,
        {"amount": None, "currency": "CNY"},
        {"amount": "1", "currency": None},
        {"amount": "1", "currency": "USD", "rate": rate},
        {"amount": "1", "currency": "CNY", "scale": 10000},
        {"amount": "1", "currency": "CNY", "rate": rate},
    ]
    assert aside({"value": pa.array(cells)}) == [2, 3, 4, 6]
    assert aside({"value": pa.array([{"currency": "CNY"}, None])}) == [0]


def test_written_money() -> None:
    columns = money(pa.array(["1", "", "1.5", "x", "2"]), pa.array(["", "", "10000", "", "7"]))
    assert aside(columns, written=True) == [3, 4]
    assert aside({"value": pa.array(["1", "", "1 CNY"])}, written=True) == [0, 2]
