"""Days → their ordinals as float64."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.intake import _cells
from assize.decision.batch.intake.marks import GONE, KNOWN, Marked
from assize.decision.batch.intake.numbers import NumberReader, Rule
from assize.decision.batch.intake.words import plainer

_EPOCH = date(1970, 1, 1).toordinal()
_CALENDAR = Rule(float(date.min.toordinal()), float(date.max.toordinal()), zero=float(_EPOCH))
_BEYOND = np.iinfo(np.int32).max


def date_reader(incoming: pa.DataType, *, written: bool) -> Callable[[pa.Array], Marked]:
    """Reads days; texts are `YYYY-MM-DD`."""
    if at.is_date32(incoming):
        return NumberReader(incoming, _CALENDAR).read
    plain = plainer(incoming)

    def read(array: pa.Array) -> Marked:
        if plain is not None:
            array = plain(array)
        values, marks = np.empty(len(array)), np.empty(len(array), np.uint8)
        return Marked(values, marks, _cells.days(array, values, marks, written))

    return read


def date32_reader(incoming: pa.DataType, *, written: bool) -> Callable[[pa.Array], pa.Array]:
    """Makes days as date32 of any that a column can hold; those that are wrong lie beyond the calendar."""
    if at.is_date32(incoming):
        return lambda array: array
    read = date_reader(incoming, written=written)

    def days(array: pa.Array) -> pa.Array:
        values, marks, _ = read(array)
        right = marks == KNOWN
        found = np.full(len(array), _BEYOND, dtype=np.int32)
        found[right] = values[right] - _EPOCH
        return pa.array(found, pa.int32(), mask=marks == GONE).view(pa.date32())

    return days
