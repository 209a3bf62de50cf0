"""What generated column programs call, beside the operations: days, and grids of values by codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np

from assize.rules.columns.operations import (
    FALSE,
    NAN,
    TRUE,
    UNKNOWN,
    bits,
    choose,
    column,
    empty_of,
    finite,
    fmax,
    fmin,
    isnan,
    look_up,
    maximum,
    minimum,
    pattern,
    tape_of,
    truth,
    where,
)
from assize.rules.columns.recorded import Recorded, Value, frame_of
from assize.rules.columns.recorded_lists import lifted, loop_across, loop_over
from assize.rules.columns.score_operations import (
    at_least,
    capped,
    grade_of,
    in_places,
    score_of,
    value_of,
)
from assize.rules.columns.values import Array, Floats
from assize.rules.generate.runtime import LAST_DAY, LAST_YEAR

NO_EVIDENCE = np.uint8(9)
NO_CODE = np.int32(0)
_EPOCH = date(1970, 1, 1).toordinal()


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


class Grid:
    """Values by one or two codes, with what holds for unknown and for other codes. Codes start at 1; those
    beyond the last known one are other texts.
    """

    __slots__ = ("_columns", "_first", "_rows", "_values")

    def __init__(self, rows: Sequence[int], columns: Sequence[int], values: Array) -> None:
        """`rows` and `columns` map codes 0, 1, … to rows and columns of `values`; the last is for others."""
        self._rows = np.array(rows, dtype=np.int32) * np.int32(values.shape[1])
        self._columns = np.array(columns, dtype=np.int32)
        self._values = values.ravel()
        self._first = self._values.take(self._rows)

    def at(self, row: Value) -> Value:
        """The values of one code."""
        return look_up(self._first, row)

    def at_both(self, row: Value, column: Value) -> Value:
        """The values of two codes."""
        return look_up(self._values, look_up(self._rows, row) + look_up(self._columns, column))


def _in_calls(function: Callable[[Floats, Floats], Floats]) -> Callable[[Value, Value], Value]:
    """A function of two columns of numbers, as one call where they are recorded."""

    def call(one: Value, other: Value) -> Value:
        tape = tape_of(one, other)
        if tape is None:
            return function(one, other)
        nothing = empty_of("f", one, other)
        if nothing is not None:
            return nothing
        recorded = [value for value in (one, other) if isinstance(value, Recorded)]
        return tape.call(function, (one, other), "f", frame_of(recorded))

    return call


NAMES: Mapping[str, object] = {
    "FALSE": FALSE,
    "NAN": NAN,
    "NO_CODE": NO_CODE,
    "NO_EVIDENCE": NO_EVIDENCE,
    "TRUE": TRUE,
    "UNKNOWN": UNKNOWN,
    "add_days_to": _in_calls(add_days),
    "add_months_to": _in_calls(add_months),
    "at_least": at_least,
    "bits": bits,
    "capped": capped,
    "choose": choose,
    "column": column,
    "finite": finite,
    "fmax": fmax,
    "fmin": fmin,
    "grade_of": grade_of,
    "in_places": in_places,
    "isnan": isnan,
    "lifted": lifted,
    "look_up": look_up,
    "loop_across": loop_across,
    "loop_over": loop_over,
    "maximum": maximum,
    "minimum": minimum,
    "np": np,
    "number": number,
    "pattern": pattern,
    "score_of": score_of,
    "truth": truth,
    "value_of": value_of,
    "where": where,
}
"""What generated source may call."""
