"""Numbers of any Arrow type → float64, each correctly rounded once."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake import _numbers
from assize.decision.batch.intake.buffers import without_empty
from assize.decision.batch.intake.long_numbers import (
    MOST_PLACES,
    MOST_POWER,
    long_decimals,
    long_floats,
    written_numbers,
)
from assize.decision.batch.intake.marks import (
    HAS_LONG,
    HAS_WRONG,
    LONG,
    WRONG,
    Marked,
    refused,
)
from assize.decision.batch.intake.readers import ColumnReader, Native
from assize.decision.values import LARGEST_INTEGER
from assize.rules.types import NumberType

LARGEST = float(LARGEST_INTEGER)


class Rule(NamedTuple):
    """Which numbers are right. `zero` is added to each: 0.0 makes -0.0 into 0.0, -0.0 changes nothing; what
    is nearer to 0 than `least` is wrong, but for 0; each is a number sent `times`, or `through`, another.
    """

    low: float
    high: float
    zero: float = 0.0
    least: float = 0.0
    times: float = 1.0
    through: float = 1.0
    whole: bool = False


def number_reader(kind: NumberType, incoming: pa.DataType, *, written: bool) -> ColumnReader:
    """Reads numbers in their declared range; -0.0 becomes 0.0."""
    low, high = limits(kind.low, kind.high)
    if is_text(incoming) or (at.is_integer(incoming) and incoming.bit_width == 64):
        # Beyond 2^53 float64 does not tell a whole number that is too large from 2^53 itself.
        low, high = max(low, math.nextafter(-LARGEST, 0)), min(high, math.nextafter(LARGEST, 0))
    whole = kind.integer and not at.is_integer(incoming)
    reader = NumberReader(incoming, Rule(low, high, whole=whole), written=written)
    return ColumnReader(lambda array, _pool: reader.read(array), reader.native)


def limits(low: float | None, high: float | None) -> tuple[float, float]:
    """A declared range with finite ends: what is infinite is outside."""
    widest = math.nextafter(math.inf, 0)
    return (-widest if low is None else low), (widest if high is None else high)


class NumberReader:
    """Reads numbers of a type times ten to a power; a text is a plain decimal."""

    def __init__(self, incoming: pa.DataType, rule: Rule, power: int = 0, *, written: bool = False) -> None:
        self._is_text = is_text(incoming)
        self._written = written and self._is_text
        self._is_half = at.is_float16(incoming)
        self._is_refused = at.is_decimal(incoming) and not 0 <= incoming.scale <= MOST_PLACES
        self._power = power
        self._plain = _native(rule)
        shift = power - incoming.scale if at.is_decimal(incoming) else 0 if self._is_text else power
        if not -MOST_POWER <= shift <= MOST_POWER:
            rule = rule._replace(times=0.0)
        elif shift >= 0:
            rule = rule._replace(times=float(10**shift))
        else:
            rule = rule._replace(through=float(10**-shift))
        self._numbers = _native(rule)

    @property
    def native(self) -> Native | None:
        """What reads all but long numbers; None where that is not enough."""
        return None if self._is_refused or self._is_text or self._is_half else self._numbers

    def read(self, array: pa.Array) -> Marked:
        """The numbers."""
        if self._is_refused:
            return refused(array)
        if self._is_text:
            array = without_empty(array) if self._written else array
            return _numbers_of(*written_numbers(array, self._power), self._numbers)
        if self._is_half:
            array = array.cast(pa.float32())
        found = self._numbers.read(array)
        return self._with_long(array, found) if found.has & HAS_LONG else found

    def _with_long(self, array: pa.Array, found: Marked) -> Marked:
        """The same with the numbers that are written out to be read."""
        places = np.flatnonzero(found.marks == LONG)
        some = array.take(pa.array(places))
        others = long_decimals if at.is_decimal(array.type) else long_floats
        long = _numbers_of(*others(some, self._power), self._plain)
        found.values[places], found.marks[places] = long.values, long.marks
        return found._replace(has=(found.has | long.has) & ~HAS_LONG)


def _native(rule: Rule) -> Native:
    return Native(_numbers.number_reader(*rule), np.float64)


def _numbers_of(array: pa.Array, odd: np.ndarray | None, native: Native) -> Marked:
    """Numbers, of which some could not be read."""
    found = native.read(array)
    if odd is None:
        return found
    found.marks[odd] = WRONG
    found.values[odd] = np.nan
    return found._replace(has=found.has | HAS_WRONG)
