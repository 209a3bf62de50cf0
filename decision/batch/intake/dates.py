"""Days → their ordinals as float64."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.intake import _cells, _numbers
from assize.decision.batch.intake.marks import GONE, KNOWN
from assize.decision.batch.intake.numbers import Rule
from assize.decision.batch.intake.readers import ColumnReader, Native, native_reader, reading

_EPOCH = date(1970, 1, 1).toordinal()
_CALENDAR = Rule(float(date.min.toordinal()), float(date.max.toordinal()), zero=float(_EPOCH))
_BEYOND = np.iinfo(np.int32).max


def date_reader(incoming: pa.DataType, *, written: bool) -> ColumnReader:
    """Reads days; texts are `YYYY-MM-DD`."""
    return native_reader(_native(incoming, written=written), incoming)


def date32_reader(incoming: pa.DataType, *, written: bool) -> Callable[[pa.Array], pa.Array] | None:
    """Makes days as date32 of any others that a column can hold; those that are wrong lie beyond the
    calendar. None: they are date32.
    """
    if at.is_date32(incoming):
        return None
    read = reading(_native(incoming, written=written), incoming)

    def days(array: pa.Array) -> pa.Array:
        values, marks, _ = read(array)
        right = marks == KNOWN
        found = np.full(len(array), _BEYOND, dtype=np.int32)
        found[right] = values[right] - _EPOCH
        return pa.array(found, pa.int32(), mask=marks == GONE).view(pa.date32())

    return days


def _native(incoming: pa.DataType, *, written: bool) -> Native:
    if at.is_date32(incoming):
        return Native(_numbers.number_reader(*_CALENDAR), np.float64)
    return Native(_cells.day_reader(written), np.float64)
