"""Numbers of any Arrow type → float64, each correctly rounded once."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake.buffers import (
    either,
    fixed,
    known_of,
    letters_of,
    offsets_of,
    plain_text,
    without,
    without_empty,
)
from assize.decision.batch.intake.cells import Cells, Read, TextPool
from assize.decision.values import LARGEST_INTEGER
from assize.rules.columns.values import Array, Bools, Floats
from assize.rules.types import NumberType

LARGEST = float(LARGEST_INTEGER)
MOST_LETTERS = 40
_PLAIN = r"\A-?[0-9]+(\.[0-9]+)?\z"
_MOST_PLACES = 38
_MOST_POWER = 22  # 10**22 is the greatest power of ten that float64 holds exactly
_WORDS = {32: (np.int32, 1), 64: (np.int64, 1), 128: (np.int64, 2), 256: (np.int64, 4)}


class Rounded(NamedTuple):
    """Numbers, and where they could not be read. They may be a view of what was sent."""

    numbers: Floats
    wrong: Bools | None = None


Round = Callable[[pa.Array, Bools | None], Rounded]
"""(array, where it is known) → its numbers."""


def number_reader(kind: NumberType, incoming: pa.DataType, *, written: bool) -> Read:
    """Reads numbers in their declared range; -0.0 becomes 0.0."""
    low, high = limits(kind.low, kind.high)
    if is_text(incoming) or (at.is_integer(incoming) and incoming.bit_width == 64):
        # Beyond 2^53 float64 does not tell a whole number that is too large from 2^53 itself.
        low, high = max(low, math.nextafter(-LARGEST, 0)), min(high, math.nextafter(LARGEST, 0))
    has_no_parts = at.is_integer(incoming)
    is_whole = not kind.integer or has_no_parts
    rounding = rounder(incoming)

    def read(array: pa.Array, _pool: TextPool) -> Cells:
        if written and is_text(incoming):
            array = without_empty(array)
        known = known_of(array)
        numbers, wrong = rounding(array, known)
        if known is None and wrong is None and is_whole and _are_plain(numbers, low, high):
            return Cells(numbers)
        values = numbers if has_no_parts else numbers + 0.0
        wrong = either(wrong, outside(values, known, low, high))
        if not is_whole:
            wrong = either(wrong, _broken(values, known))
        return Cells(blank(values, known, wrong), known, wrong)

    return read


def _are_plain(numbers: Floats, low: float, high: float) -> bool:
    """Whether numbers can be used as they are: in their range, and without a sign bit, so without -0.0."""
    return bool(
        len(numbers) and low <= numbers.min() and numbers.max() <= high and numbers.view(np.int64).min() >= 0
    )


def limits(low: float | None, high: float | None) -> tuple[float, float]:
    """A declared range with finite ends: what is infinite is outside."""
    widest = math.nextafter(math.inf, 0)
    return (-widest if low is None else low), (widest if high is None else high)


def outside(values: Floats, known: Bools | None, low: float, high: float) -> Bools | None:
    """Where known values are outside a range; NaN is."""
    if known is None and (not len(values) or (low <= values.min() and values.max() <= high)):
        return None
    inside = values >= low
    inside &= values <= high
    return _rest(inside, known)


def blank(values: Floats, known: Bools | None, wrong: Bools | None) -> Floats:
    """The same array with NaN where values are unknown or wrong."""
    if known is not None:
        values[np.flatnonzero(~known)] = np.nan
    if wrong is not None:
        values[wrong] = np.nan
    return values


def _broken(values: Floats, known: Bools | None) -> Bools | None:
    return _rest(np.rint(values) == values, known)


def _rest(right: Bools, known: Bools | None) -> Bools | None:
    wrong = ~right if known is None else known > right
    return wrong if bool(wrong.any()) else None


def rounder(incoming: pa.DataType, power: int = 0) -> Round:
    """Reads numbers of a type times ten to a power; a text is a plain decimal."""
    if is_text(incoming):
        return lambda array, _known: _texts(plain_text(array), power)
    if at.is_decimal(incoming):
        return lambda array, known: _decimals(array, known, power)
    dtype = incoming.to_pandas_dtype()
    if at.is_floating(incoming):
        return lambda array, known: _floats(fixed(array, dtype).astype(np.float64, copy=False), known, power)
    return lambda array, known: _integers(fixed(array, dtype), known, power)


def _integers(numbers: Array, known: Bools | None, power: int) -> Rounded:
    found = numbers.astype(np.float64)
    if not power:
        return Rounded(found)
    wrong = outside(found, known, math.nextafter(-LARGEST, 0), math.nextafter(LARGEST, 0))
    return Rounded(found * float(10**power), wrong)


def _floats(numbers: Floats, known: Bools | None, power: int) -> Rounded:
    """A float stands for the shortest decimal that it is read from. With no more than 15 digits and `power`
    places, that is the one found here; others are written out.
    """
    if not power:
        return Rounded(numbers)
    by = float(10**power)
    found = np.rint(numbers * by)
    rest = _rest((found / by == numbers) & (np.abs(found) < 1e15), known)
    if rest is None:
        return Rounded(found)
    texts = pa.array(numbers[rest]).cast(pa.string())
    long = _texts(texts, power)
    found[rest] = long.numbers
    if long.wrong is not None:
        rest[rest] = long.wrong
        return Rounded(found, rest)
    return Rounded(found)


def _decimals(array: pa.Array, known: Bools | None, power: int) -> Rounded:
    """Up to 2^53 a whole number times, or through, a power of ten that float64 holds exactly is rounded once;
    longer ones are written out.
    """
    dtype, width = _WORDS[array.type.bit_width]
    words = fixed(array, dtype, width).reshape(len(array), width)
    lowest = words[:, 0].astype(np.int64)
    short = np.abs(lowest) <= LARGEST_INTEGER
    short &= lowest != np.iinfo(np.int64).min
    for place in range(1, width):
        short &= words[:, place] == lowest >> 63
    shift = power - array.type.scale
    if not 0 <= array.type.scale <= _MOST_PLACES:
        return Rounded(np.zeros(len(array)), np.ones(len(array), dtype=np.bool_))
    if not -_MOST_POWER <= shift <= _MOST_POWER:
        short[:] = False
    with np.errstate(all="ignore"):
        numbers = lowest.astype(np.float64)
        numbers = numbers * float(10**shift) if shift >= 0 else numbers / float(10**-shift)
    rest = _rest(short, known)
    if rest is None:
        return Rounded(numbers)
    places = np.flatnonzero(rest)
    found = array.take(pa.array(places)).cast(_widest(array.type.scale))
    found = pa.Array.from_buffers(_widest(-shift), len(places), found.buffers())
    numbers[places] = found.cast(pa.string()).cast(pa.float64()).to_numpy()
    # So many digits are rounded before they are scaled where they are read alone.
    huge = np.zeros(len(array), dtype=np.bool_)
    for place in range(2, width):
        huge |= rest & (words[:, place] != words[:, 1] >> 63)
    return Rounded(numbers, huge if bool(huge.any()) else None)


def _widest(scale: int) -> pa.DataType:
    return pa.decimal256(76, scale)


def _texts(texts: pa.Array, power: int) -> Rounded:
    """Texts that are no plain decimals, or very long ones, are wrong here."""
    odd = _odd(texts)
    if odd is not None:
        texts = without(texts, odd)
    try:
        return Rounded(_cast(texts, power), odd)
    except pa.ArrowInvalid:
        matches = pc.match_substring_regex(texts, _PLAIN).fill_null(True)
        other = matches.to_numpy(zero_copy_only=False) == 0
        return Rounded(_cast(without(texts, other), power), either(odd, other))


def _odd(texts: pa.Array) -> Bools | None:
    """Texts with an exponent, and long ones."""
    offsets = offsets_of(texts)
    odd: Bools = np.diff(offsets) > MOST_LETTERS
    letters = letters_of(texts)[offsets[0] : offsets[-1]] | 32
    if bool((letters == ord("e")).any()):
        found = pc.match_substring(texts, "e", ignore_case=True).fill_null(False)
        odd |= found.to_numpy(zero_copy_only=False)
    return odd if bool(odd.any()) else None


def _cast(texts: pa.Array, power: int) -> Floats:
    if power:
        ends = (pa.scalar(end, texts.type) for end in (f"e{power}", ""))
        texts = pc.binary_join_element_wise(texts, *ends)
    numbers: Floats = texts.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return numbers
