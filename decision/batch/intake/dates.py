"""Days → their ordinals as float64."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake.buffers import either, fixed, known_of, plain_text, without_empty
from assize.decision.batch.intake.cells import Cells, Read, TextPool
from assize.decision.batch.intake.numbers import blank, outside
from assize.decision.batch.intake.words import places_of
from assize.decision.values import iso_date
from assize.rules.columns.values import Bools, Floats

EPOCH = float(date(1970, 1, 1).toordinal())
_FIRST, _LAST = float(date.min.toordinal()), float(date.max.toordinal())
_DAY = 86_400_000  # of milliseconds
_WRONG = 0.0


def date_reader(incoming: pa.DataType, *, written: bool) -> Read:
    """Reads days; texts are `YYYY-MM-DD`."""
    if is_text(incoming):
        return lambda array, _pool: _texts(without_empty(array) if written else array)
    return _days64 if at.is_date64(incoming) else _days32


def _days32(array: pa.Array, _pool: TextPool) -> Cells:
    return _checked(fixed(array, np.int32) + EPOCH, known_of(array), None)


def _days64(array: pa.Array, _pool: TextPool) -> Cells:
    days, rest = np.divmod(fixed(array, np.int64), _DAY)
    known = known_of(array)
    broken = rest != 0 if known is None else (rest != 0) & known
    return _checked(days + EPOCH, known, broken if bool(broken.any()) else None)


def _texts(array: pa.Array) -> Cells:
    """The same few days stand in many rows: each is read once."""
    found = array if at.is_dictionary(array.type) else plain_text(array).dictionary_encode()
    days = [np.nan if text is None else _ordinal(text) for text in found.dictionary.to_pylist()]
    values: Floats = np.array([np.nan, *days], dtype=np.float64).take(places_of(found))
    unknown = np.isnan(values)
    return _checked(values, ~unknown if bool(unknown.any()) else None, None)


def _ordinal(text: str) -> float:
    day = iso_date(text)
    return _WRONG if day is None else float(day.toordinal())


def _checked(days: Floats, known: Bools | None, wrong: Bools | None) -> Cells:
    wrong = either(wrong, outside(days, known, _FIRST, _LAST))
    return Cells(blank(days, known, wrong), known, wrong)
