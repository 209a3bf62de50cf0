"""Columns at random: every kind of firm has a table of quantiles, and a draw is a place in it.

Tables make a draw two look-ups, whatever the distribution. They are rounded, so columns repeat values as real
ones do.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bench.suppliers.firms import KINDS, SIZES, TIERS, Firms, left_out

PLACES = 1024
WORD = pa.dictionary(pa.int8(), pa.string())
LONG_WORD = pa.dictionary(pa.int16(), pa.string())
MONEY = pa.decimal128(20, 2)
_MIDDLES = (np.arange(PLACES) + 0.5) / PLACES
_NORMAL = np.array([NormalDist().inv_cdf(float(middle)) for middle in _MIDDLES])

Values = NDArray[Any]
Bools = NDArray[np.bool_]


class Draw(NamedTuple):
    """What is drawn: `table` [kinds, places] of numbers, or of places in `words`.

    `missing` is the share of usual small firms that leave it out.
    """

    table: Values
    missing: float = 0.0
    words: tuple[str, ...] = ()


def by_tier(rows: Values) -> Values:
    """[tiers, …] → [kinds, …]."""
    return np.concatenate([rows] * len(SIZES))


def by_size(rows: Values) -> Values:
    """[sizes, …] → [kinds, …]."""
    return np.repeat(rows, len(TIERS), axis=0)


def bell(
    centres: Sequence[float],
    spread: float,
    ends: tuple[float, float],
    decimals: int = 0,
    *,
    missing: float = 0,
) -> Draw:
    """Normal around a centre for each tier, cut off at the ends; whole numbers without decimals."""
    table = np.array(centres)[:, None] + spread * _NORMAL
    return Draw(by_tier(_rounded(table, ends, decimals)), missing)


def skewed(
    medians: Sequence[float],
    spread: float,
    ends: tuple[float, float],
    decimals: int = 0,
    *,
    missing: float = 0,
) -> Draw:
    """Log-normal around a median for each size, cut off at the ends; whole numbers without decimals."""
    table = np.array(medians)[:, None] * np.exp(spread * _NORMAL)
    return Draw(by_size(_rounded(table, ends, decimals)), missing)


def _rounded(table: NDArray[np.float64], ends: tuple[float, float], decimals: int) -> Values:
    numbers = np.round(np.clip(table, *ends), decimals)
    return numbers if decimals else numbers.astype(np.int32)


def chosen(words: Sequence[str], shares: Sequence[Sequence[float]], *, missing: float = 0) -> Draw:
    """Words with their shares for each tier, or for all tiers alike."""
    rows = list(shares) * (len(TIERS) // len(shares))
    return Draw(by_tier(np.array([_steps(row) for row in rows])).astype(np.int16), missing, tuple(words))


def counted(shares: Sequence[Sequence[float]], *, missing: float = 0) -> Draw:
    """0, 1, 2 … with their shares for each tier, or for all tiers alike."""
    return chosen((), shares, missing=missing)


def zipf(words: Sequence[str], *, missing: float = 0) -> Draw:
    """The first word twice as often as the second, three times as often as the third."""
    return chosen(words, [[1 / (place + 1) for place in range(len(words))]], missing=missing)


def _steps(shares: Sequence[float]) -> NDArray[np.float64]:
    ends = np.cumsum(shares) / np.sum(shares)
    return np.searchsorted(ends[:-1], _MIDDLES, side="right").astype(np.float64)


def draw(rng: np.random.Generator, what: Draw, kind: NDArray[np.uint8]) -> Values:
    """A value for each kind."""
    places = rng.integers(0, PLACES, len(kind), dtype=np.uint16)
    places += kind.astype(np.uint16) * np.uint16(PLACES)
    return what.table.reshape(KINDS * PLACES).take(places)


def missing(rng: np.random.Generator, rate: float, firms: Firms) -> Bools | None:
    """Which firms leave something out; None if none ever does."""
    return happens(rng, rate, firms) if rate else None


def happens(rng: np.random.Generator, rate: float, firms: Firms) -> Bools:
    """Which firms are careless once, as often as they leave something out."""
    limits = (left_out(rate) * 65536).astype(np.uint16)
    return rng.integers(0, 65536, len(firms.trait), dtype=np.uint16) < limits[firms.trait]


def to_words(codes: Values, words: Sequence[str], mask: Bools | None = None) -> pa.DictionaryArray:
    """Places among words → a dictionary column."""
    kind = WORD if len(words) <= 128 else LONG_WORD
    places = pa.array(codes.astype(kind.index_type.to_pandas_dtype()), kind.index_type, mask=mask)
    return pa.DictionaryArray.from_arrays(places, pa.array(list(words), pa.string()))


def to_money(amounts: NDArray[np.float64], mask: Bools | None = None) -> pa.Array:
    """Amounts, whole at two decimals, as exact decimals."""
    halves = np.empty((len(amounts), 2), dtype=np.int64)
    halves[:, 0] = np.rint(amounts * 100)
    np.right_shift(halves[:, 0], 63, out=halves[:, 1])
    valid = None if mask is None else pa.py_buffer(np.packbits(~mask, bitorder="little"))
    return pa.Array.from_buffers(MONEY, len(amounts), [valid, pa.py_buffer(halves)])


def to_days(days: NDArray[np.int32], mask: Bools | None = None) -> pa.Array:
    """Days since 1970-01-01 as dates."""
    return pa.array(days, pa.int32(), mask=mask).view(pa.date32())


def to_texts(characters: NDArray[np.uint8], mask: Bools | None = None) -> pa.Array:
    """[rows, width] ASCII characters as texts."""
    rows, width = characters.shape
    offsets = np.arange(rows + 1, dtype=np.int32) * np.int32(width)
    valid = None if mask is None else pa.py_buffer(np.packbits(~mask, bitorder="little"))
    buffers = [valid, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(characters))]
    return pa.Array.from_buffers(pa.string(), rows, buffers)
