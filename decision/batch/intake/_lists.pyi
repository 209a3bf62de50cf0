# ruff: noqa: PYI021  # a module in C is described here
"""Lists whose elements lie one list after the other: what these say of each.

`lengths` (int64, n): those of lists whose elements lie one list after the other; `known` (bool) has an item
for each, or one for all. What is last in a call is written to, whatever was in it.
All raise ValueError where an array is not flat or of another kind, or where they do not fit together.
"""

from typing import Any

from numpy.typing import NDArray

from assize.rules.columns.values import Bools, Codes, Counts

def with_some(lengths: Counts, marked: Bools, found: Bools, /) -> bool:
    """Write whether some element of each list is marked. Returns whether any is."""

def twins(lengths: Counts, values: NDArray[Any], known: Bools, found: Bools, /) -> bool:
    """Write whether two known values (bool, uint8, int32, int64 or float64) of each list are equal,
    both zeros and every NaN being so. Returns whether any are.
    """

def kept(lengths: Counts, gone: Bools, places: Codes, /) -> int:
    """Write the places of the elements of all lists that are not gone (bool, n); `places` has room for those
    of all. Returns how many there are.
    """
