"""What generated column programs call: pure functions over columns, which hold values as `values.py` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from assize.rules.columns.loops import Loop, lift
from assize.rules.columns.values import Array, Bools, Bytes, Codes, Floats
from assize.rules.generate.runtime import LAST_DAY, LAST_YEAR
from assize.scoring.rounding import to_score_columns

FALSE, UNKNOWN, TRUE = np.uint8(0), np.uint8(1), np.uint8(2)
NAN = np.float64(np.nan)
NO_CODE = np.int32(0)
_COMPARE = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}
_EPOCH = date(1970, 1, 1).toordinal()


def truth(holds: Bools, unknown: Bools) -> Bytes:
    """2 where a comparison holds, 1 where a side of it is unknown."""
    found = holds.view(np.uint8)
    return found + found | unknown.view(np.uint8)


def finite(numbers: Floats) -> Floats:
    """Overflow and division by zero are unknown."""
    wrong = np.isinf(numbers)
    return np.where(wrong, NAN, numbers) if wrong.any() else numbers


def choose(condition: Bytes, then: Array, other: Array, unknown: Array) -> Array:
    """`then if condition else other`, `unknown` where the condition is."""
    found = np.where(condition == TRUE, then, other)
    open_ = condition == UNKNOWN
    return np.where(open_, unknown, found) if open_.any() else found


def number(value: float | None) -> np.float64:
    """A number, or a day, that is the same for all rows."""
    return NAN if value is None else np.float64(value)


def add_days(days: Floats, more: Floats) -> Floats:
    """The day so many whole days later, a part of a day dropped; NaN outside the calendar."""
    found = days + np.floor(more)
    return np.where((found >= 1.0) & (found <= LAST_DAY), found, NAN)


def add_months(days: Floats, months: Floats) -> Floats:
    """The same day so many months later, or the last of that month; NaN outside the calendar."""
    known = ~(np.isnan(days) | np.isnan(months)) & (np.abs(months) <= 12 * LAST_YEAR)
    start = np.where(known, days - _EPOCH, 0.0).astype(np.int64).astype("datetime64[D]")
    month = start.astype("datetime64[M]")
    place = (start - month).astype(np.int64)
    later = month.astype(np.int64) + np.floor(np.where(known, months, 0.0)).astype(np.int64)
    known = known & (later >= -1969 * 12) & (later < (LAST_YEAR - 1969) * 12)
    first = np.where(known, later, 0).astype("datetime64[M]")
    length = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)
    day = first.astype("datetime64[D]").astype(np.int64) + np.minimum(place, length - 1)
    return np.where(known, day.astype(np.float64) + _EPOCH, NAN)


def at_least(low: Floats, high: Floats, op: str, border: Floats) -> Bytes:
    """A number that lies from `low` to `high`, compared: 1 where both answers are possible."""
    if op in _COMPARE:
        first = _COMPARE[op](low, border).view(np.uint8)
        found: Bytes = first + (first if low is high else _COMPARE[op](high, border).view(np.uint8))
    else:
        sure = (low == border) & (high == border)
        found = ((low <= border) & (border <= high)).view(np.uint8) + sure.view(np.uint8)
        found = found if op == "==" else TRUE - found
    unknown = np.isnan(low) | np.isnan(border) if low is high else np.isnan(low + high) | np.isnan(border)
    return np.where(unknown, UNKNOWN, found) if unknown.any() else found


def in_places(low: Bytes, high: Bytes, places: Sequence[bool]) -> Bytes:
    """Whether a place known to lie from `low` to `high` is one of those that are true in `places`."""
    inside = np.array([0, *np.cumsum(places)])
    held = inside.take(np.asarray(high, dtype=np.intp) + 1) - inside.take(low)
    wide = np.asarray(high, dtype=np.intp) - low + 1
    found: Bytes = (held > 0).astype(np.uint8) + (held == wide).astype(np.uint8)
    return found


class Grid:
    """Values by one or two codes, with what holds for unknown and for other codes. Codes start at 1; those
    beyond the last known one are other texts.
    """

    __slots__ = ("_columns", "_rows", "_values", "_width")

    def __init__(self, rows: Sequence[int], columns: Sequence[int], values: Array) -> None:
        """`rows` and `columns` map codes 0, 1, … to rows and columns of `values`; the last is for others."""
        self._rows = np.array(rows, dtype=np.intp)
        self._columns = np.array(columns, dtype=np.intp)
        self._width = values.shape[1]
        self._values = values.ravel()

    def at(self, row: Codes) -> Array:
        """The values of one code."""
        found: Array = self._values.take(self._rows.take(row, mode="clip") * self._width)
        return found

    def at_both(self, row: Codes, column: Codes) -> Array:
        """The values of two codes."""
        place = self._rows.take(row, mode="clip") * self._width
        found: Array = self._values.take(place + self._columns.take(column, mode="clip"))
        return found


NAMES: Mapping[str, object] = {
    "FALSE": FALSE,
    "Loop": Loop,
    "NAN": NAN,
    "NO_CODE": NO_CODE,
    "TRUE": TRUE,
    "UNKNOWN": UNKNOWN,
    "add_days_to": add_days,
    "add_months_to": add_months,
    "at_least": at_least,
    "choose": choose,
    "finite": finite,
    "in_places": in_places,
    "isnan": np.isnan,
    "lift": lift,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "np": np,
    "number": number,
    "score_of": to_score_columns,
    "truth": truth,
    "where": np.where,
}
"""What generated source may call."""
