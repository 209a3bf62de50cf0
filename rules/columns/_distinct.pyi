# ruff: noqa: PYI021  # a module in C is described here
"""How many different values the elements of a loop have, for each of the n things that they belong to."""

from typing import Any

from numpy.typing import NDArray

from assize.rules.columns.values import Bools, Bytes, Codes, Floats

def distinct(
    up: Codes, member: Bytes, value: NDArray[Any], nothing: Bools, unknown: Bools, found: Floats, /
) -> None:
    """Write into `found` how many different values the elements have that count.

    Values are uint8, bool, int32, int64 or float64; both zeros are one value, and so is every NaN. It is NaN
    of unknown lists, where an element only may count, or counts and is `nothing` (bool). The elements of a
    thing are next to each other. Arrays and ValueError are as in `_loops`.
    """
