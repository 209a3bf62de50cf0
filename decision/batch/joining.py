"""Answers on some of the rows → answers on all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from assize.decision.batch.results import Results

Part = tuple[NDArray[np.intp] | None, Results]
"""Answers and the rows that they are of; None: all."""


def joined(parts: Sequence[Part], rows: int) -> Results:
    """The answers on n rows; where parts overlap the later one holds."""
    if len(parts) == 1 and parts[0][0] is None:
        return parts[0][1]
    places = [np.arange(rows) if part_rows is None else part_rows for part_rows, _ in parts]
    return cast("Results", _joined([results for _, results in parts], places, rows))


def _joined(parts: Sequence[Any], places: Sequence[NDArray[np.intp]], rows: int) -> Any:  # noqa: ANN401  # a tree of columns
    first = parts[0]
    if isinstance(first, tuple):
        columns = [_joined(column, places, rows) for column in zip(*parts, strict=True)]
        return type(first)(*columns) if hasattr(first, "_fields") else tuple(columns)
    if all(
        part.ndim == 0 and np.array_equal(part, first, equal_nan=part.dtype.kind == "f") for part in parts
    ):
        return first
    found = np.zeros(rows, dtype=first.dtype)
    for part, place in zip(parts, places, strict=True):
        found[place] = part
    return found
