# ruff: noqa: PYI021  # a module in C is described here
"""Lists of words of n rows. Offsets are n + 1 int32, codes int16, both as bytes of this machine.

A column is a buffer of n cells, or of no dimension: one value for all rows. `refused` is a column of bool or
uint8, not 0 where a row's list is empty whatever holds; None: nowhere. A buffer of another type or length
raises ValueError.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

def of_columns(
    members: list[tuple[NDArray[Any], int] | None], rows: int, refused: NDArray[np.bool_] | None, /
) -> tuple[bytes, bytes]:
    """For every row the places of the members whose cell is the wanted one, in order. Cells are bool or
    uint8. None holds nowhere.
    """

def of_masks(
    masks: NDArray[np.int64], words: int, rows: int, refused: NDArray[np.bool_] | None, /
) -> tuple[bytes, bytes]:
    """For every row the places of the bits that are set in its mask, of the lowest `words`, 64 at most."""
