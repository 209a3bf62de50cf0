"""Columns of conditions → for every row the places of those that hold, in order: the lists of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assize.decision.batch.results import Bools

Offsets = NDArray[np.int32]
Codes = NDArray[np.int16]
BLOCK = 8192
"""So many rows are turned from columns at once: what is written stays in the cache."""


def listed(members: Sequence[Bools | None], rows: int) -> tuple[Offsets, Codes]:
    """Where each row's list begins and ends, and the places of the conditions that hold in each row, row
    after row. A condition may be one value for all rows; None holds nowhere.
    """
    placed = enumerate(members)
    kept = [(place, member) for place, member in placed if member is not None and member.any()]
    columns = [np.broadcast_to(member, (rows,)) for _, member in kept]
    lengths: NDArray[np.integer[Any]] = np.zeros(rows, dtype=np.uint8 if len(kept) < 256 else np.int32)
    for column in columns:
        lengths += column.view(np.uint8)
    offsets = np.zeros(rows + 1, dtype=np.int32)
    np.cumsum(lengths, out=offsets[1:])
    return offsets, _codes(columns, [place for place, _ in kept], rows)


def _codes(columns: Sequence[Bools], places: Sequence[int], rows: int) -> Codes:
    block = min(BLOCK, rows)
    told = np.empty((block, len(columns)), dtype=np.bool_)
    codes = np.tile(np.array(places, dtype=np.int16), block)
    found = []
    for start in range(0, rows, BLOCK):
        inside = min(BLOCK, rows - start)
        for place, column in enumerate(columns):
            told[:inside, place] = column[start : start + inside]
        found.append(np.compress(told[:inside].ravel(), codes[: inside * len(columns)]))
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int16)
