"""A column of days → the rows of each day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assize.decision.batch.cases import values_of
from assize.decision.values import iso_date
from assize.rules.errors import Violation


class Day(NamedTuple):
    """A day and the places of its rows."""

    day: date
    rows: NDArray[np.intp]


class Days(NamedTuple):
    """The rows by day, and those without one, with the reason."""

    days: tuple[Day, ...]
    wrong: Mapping[int, tuple[Violation, ...]]


def days_of(column: pa.Array, name: str) -> Days:
    """The rows of each day in a column of days, or of texts such as 2026-03-31."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    places = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    values = [_day(value) for value in values_of(coded.dictionary)]
    days: dict[date, list[int]] = {}
    for place, day in enumerate(values):
        if day is not None:
            days.setdefault(day, []).append(place)
    found = [Day(day, np.flatnonzero(np.isin(places, some))) for day, some in sorted(days.items())]
    told = np.isin(places, [place for some in days.values() for place in some])
    wrong = {}
    for row in np.flatnonzero(~told).tolist():
        sent = values_of(column.slice(row, 1))[0]
        what, code = ("no day to decide as of", "NO_DAY") if sent is None else ("not a date", "NOT_A_DATE")
        got = "null" if sent is None else f'"{str(sent)[:40]}"'
        wrong[row] = (Violation(f"$.{name}", what, got, "write dates as YYYY-MM-DD", code),)
    return Days(tuple(some for some in found if len(some.rows)), wrong)


def _day(value: object) -> date | None:
    if isinstance(value, str):
        return iso_date(value)
    return value if isinstance(value, date) else None
