# ruff: noqa: PYI021  # a module in C is described here
"""What Arrow wants beside the values of a column: a bit for every row, 1 where its value is known, the first
row in the lowest bit of the first byte; None where all are known.

A column is a buffer of n cells. `refused` is a column of bool or uint8, not 0 in rows where nothing is known;
None: in none. A buffer of another type or length raises ValueError.
"""

import numpy as np
from numpy.typing import NDArray

def codes(column: NDArray[np.int16], refused: NDArray[np.bool_] | None, /) -> bytes | None:
    """Where a code is not negative."""

def numbers(column: NDArray[np.float64], refused: NDArray[np.bool_] | None, /) -> bytes | None:
    """Where a number is not NaN."""

def days(ordinals: NDArray[np.int64], /) -> tuple[bytes, bytes | None]:
    """Ordinals of days as int32 days since 1970-01-01, and where the ordinal is not 0."""
