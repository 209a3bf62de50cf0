# ruff: noqa: PYI021  # a module in C is described here
"""Columns are read by readers, which the other modules in C make: one, or at once those of many facts.

Arrays and batches are validated ones of n cells. A reader writes values of its dtype (n; anything if it
writes none) and `marks` (uint8, n), or changes marks that are there. What it returns is what there is among
the marks, as `marks.py` numbers it. All raise ValueError for other types, lengths, offsets and indices.
"""

import pyarrow as pa

from assize.decision.batch.validated import Validated
from assize.rules.columns.values import Array, Bools, Bytes

def column(array: pa.Array, reader: object, values: Array | None, marks: Bytes, /) -> int:
    """Read a column."""

def facts(
    batch: Validated | pa.StructArray,
    steps: list[tuple[int, object, bool]],
    values: list[Array],
    marks: Bytes,
    wrong: Bools,
    /,
) -> bytes:
    """Read columns of a batch. A step is the place of one, its reader, and whether its values are those of a
    fact, or else what is told of the values before it. `marks` has a row for each fact; `wrong` (n) becomes
    true where a cell is wrong, whose mark is that of one that is gone then. What is gone since it is too old
    has no value. A fact with numbers too long for C is left half read. Returns a byte for each fact: what
    there is among its marks.
    """
