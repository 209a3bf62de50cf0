# ruff: noqa: PYI021  # a module in C is described here
"""Booleans, days and marks in C. Arrays are validated ones of n cells, `marks` (uint8) has n items.
All raise ValueError for other types, lengths, offsets and indices.
"""

import pyarrow as pa

from assize.rules.columns.values import Array, Bytes, Floats

def booleans(array: pa.Array, values: Bytes, marks: Bytes, /) -> int:
    """Write 0 false, 1 unknown, 2 true (n), and marks. Returns what there is among these."""

def days(array: pa.Array, values: Floats, marks: Bytes, skip_empty: bool, /) -> int:
    """Write the ordinals (float64, n) of date64 or of texts `YYYY-MM-DD`, plainly or by a dictionary, NaN
    where they are not known, and marks. `skip_empty`: an empty text is null. Returns what there is among the
    marks.
    """

def blank(values: Array, marks: Bytes, /) -> None:
    """Make values (float64, int32 or uint8, n) unknown where they are gone."""
