# ruff: noqa: PYI021  # a module in C is described here
"""The places of elements in other columns: made of the lengths of lists, and followed.

All raise ValueError where an array is not flat or of another kind, where they do not fit together, or where
places lead outside. What they write is then anything.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assize.rules.columns.values import Codes, Counts

_Places: TypeAlias = NDArray[np.int32] | NDArray[np.intp]

def up(lengths: Counts, places: Codes, /) -> None:
    """Write into `places` for each element the number of its list; `lengths` (int64) add up to as many."""

def ranges(lengths: Counts, starts: Counts, places: Codes, /) -> None:
    """Write into `places` for each list `start`, `start + 1`, … (int64), as many as it is long."""

def lift(places: _Places, values: NDArray[Any], found: NDArray[Any], /) -> None:
    """Write into `found` the values at `places`; values are plain, of 1, 2, 4 or 8 bytes."""

def across(lengths: Counts, rows: _Places, own: Counts, starts: Counts, /) -> int:
    """Write for each of some rows the length of its list (int64) and the place of its first element, when the
    elements of all lists lie one after the other. Returns the sum of the lengths written.
    """
