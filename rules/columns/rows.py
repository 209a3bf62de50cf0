"""Some rows of columns of facts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assize.rules.columns import _places
from assize.rules.columns.loops import lift
from assize.rules.columns.values import Array, FactColumns, ListColumn

Rows = NDArray[np.intp]


def some_rows(facts: FactColumns, rows: Rows) -> FactColumns:
    """The facts of the rows at these places, in that order."""
    return FactColumns(
        len(rows),
        tuple(_some(value, rows) for value in facts.values),
        tuple(lift(evidence, rows) for evidence in facts.evidence),
        {rule: given.take(rows) for rule, given in facts.granted.items()},
    )


def _some(value: Array | ListColumn, rows: Rows) -> Array | ListColumn:
    if not isinstance(value, ListColumn):
        return lift(value, rows)
    if not value.lengths.any():
        return value._replace(unknown=lift(value.unknown, rows), lengths=value.lengths[: len(rows)])
    lengths, starts = np.empty((2, len(rows)), dtype=np.int64)
    elements = np.empty(_places.across(value.lengths, rows, lengths, starts), dtype=np.int32)
    _places.ranges(lengths, starts, elements)
    return ListColumn(
        lift(value.unknown, rows), lengths, tuple(lift(field, elements) for field in value.fields)
    )
