# ruff: noqa: PYI021  # a module in C is described here
"""Columns of answers as one record batch, by Arrow's C data interface.

A column is a buffer of n cells, or of no dimension: one value for all rows. `refused` is a column of bool or
uint8, not 0 in rows of which nothing is known; None: in none.
"""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

def make(
    given: pa.Buffer, parts: list[tuple[Any, ...] | None], rows: int, refused: NDArray[np.bool_] | None, /
) -> object:
    """A batch of `parts`, as a capsule `arrow_array`. The arrays that lie in `given`, as struct ArrowArray,
    become the columns that are None, in their order.

    Parts: `(1, ordinals)` days of int64, 0 is null; `(2, numbers)` of float64, NaN is null; `(3, places,
    words)` of int16 or uint8, below 0 is null; `(4, columns, words, listed)` lists of the words whose bit is
    set, of the first `listed`: a tuple of columns of uint8, each for eight words; `(5, masks, words)` of
    int64, lists of the words whose bit is set. `words` are their ends, int32 and 0 first, and their bytes in
    UTF-8.

    Raises ValueError for columns of another type or length; what is given is released then.
    """

def address(array: object, /) -> int:
    """Where the struct of a capsule `arrow_array` lies; whoever imports it from there owns what it has."""
