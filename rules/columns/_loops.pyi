# ruff: noqa: PYI021  # a module in C is described here
"""What a loop finds of its elements, gathered back to the n things that they belong to.

`up` (int32, a place below n for each element) says which thing that is. What is told of elements has as many
items as `up`, or one for all: `state` and `member` (uint8: 0, 1 unknown, 2), `value` (float64). `unknown`
(bool, n or one for all) tells things without a list. `found` (n) is written, whatever was in it.
All raise ValueError where an array is not flat or of another kind, or where they do not fit together.
"""

from assize.rules.columns.values import Bools, Bytes, Codes, Floats

def any_of(up: Codes, state: Bytes, unknown: Bools, found: Bytes, /) -> None:
    """The greatest state; 0 of none, 1 of unknown lists."""

def sum_of(up: Codes, member: Bytes, value: Floats, unknown: Bools, found: Floats, /) -> None:
    """The sum in order of the elements from 0.0 on, of those that count (2); NaN of unknown lists, where one
    only may count (1), or where the sum is not finite.
    """

def least(up: Codes, member: Bytes, value: Floats, unknown: Bools, found: Floats, /) -> None:
    """As `sum_of` the least value; NaN of none. Of zeros it is the last one."""

def greatest(up: Codes, member: Bytes, value: Floats, unknown: Bools, found: Floats, /) -> None:
    """As `sum_of` the greatest value; NaN of none. Of zeros it is the last one."""
