"""Numbers that are read from how they are written out: texts, and what is too long for one step."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assize.decision.batch.intake.buffers import (
    either,
    fixed,
    known_of,
    letters_of,
    offsets_of,
    plain_text,
    without,
)
from assize.rules.columns.values import Bools

MOST_PLACES = 38
MOST_POWER = 22
"""10**22 is the greatest power of ten that float64 holds exactly."""
MOST_LETTERS = 40
_PLAIN = r"\A-?[0-9]+(\.[0-9]+)?\z"


class WrittenOut(NamedTuple):
    """Numbers (an Arrow array of float64), and where there are some that could not be read."""

    numbers: pa.Array
    wrong: Bools | None = None


def written_numbers(texts: pa.Array, power: int) -> WrittenOut:
    """Texts times ten to a power. Those that are no plain decimals, or very long ones, are wrong here."""
    texts = plain_text(texts)
    odd = _odd(texts)
    if odd is not None:
        texts = without(texts, odd)
    try:
        return WrittenOut(_cast(texts, power), odd)
    except pa.ArrowInvalid:
        matches = pc.match_substring_regex(texts, _PLAIN).fill_null(True)
        other = matches.to_numpy(zero_copy_only=False) == 0
        return WrittenOut(_cast(without(texts, other), power), either(odd, other))


def long_floats(array: pa.Array, power: int) -> WrittenOut:
    """Floats, none of them null, times ten to a power: each is the shortest decimal that is read so."""
    return written_numbers(array.cast(pa.float64()).cast(pa.string()), power)


def long_decimals(array: pa.Array, power: int) -> WrittenOut:
    """Decimals, none of them null, times ten to a power. So many digits that they need more than 128 bits are
    rounded before they are scaled where they are read alone: they are wrong here.
    """
    wide = array.cast(pa.decimal256(76, array.type.scale))
    shifted = pa.decimal256(76, array.type.scale - power)
    found = pa.Array.from_buffers(shifted, len(wide), wide.buffers(), offset=wide.offset)
    words = fixed(wide, np.int64, 4).reshape(len(wide), 4)
    huge = (words[:, 2] != words[:, 1] >> 63) | (words[:, 3] != words[:, 1] >> 63)
    return WrittenOut(found.cast(pa.string()).cast(pa.float64()), huge if bool(huge.any()) else None)


def _odd(texts: pa.Array) -> Bools | None:
    """Texts with an exponent, and long ones."""
    offsets, known = offsets_of(texts), known_of(texts)
    odd: Bools = np.diff(offsets) > MOST_LETTERS
    letters = letters_of(texts)[offsets[0] : offsets[-1]] | 32
    if bool((letters == ord("e")).any()):
        found = pc.match_substring(texts, "e", ignore_case=True).fill_null(False)
        odd |= found.to_numpy(zero_copy_only=False)
    if known is not None:
        odd &= known
    return odd if bool(odd.any()) else None


def _cast(texts: pa.Array, power: int) -> pa.Array:
    if power:
        ends = (pa.scalar(end, texts.type) for end in (f"e{power}", ""))
        texts = pc.binary_join_element_wise(texts, *ends)
    return texts.cast(pa.float64())
