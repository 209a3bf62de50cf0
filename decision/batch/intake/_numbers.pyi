# ruff: noqa: PYI021  # a module in C is described here
"""Columns of numbers in C."""

def number_reader(
    low: float,
    high: float,
    zero: float,
    least: float,
    times: float,
    through: float,
    whole: bool,
    /,
) -> object:
    """A reader of integers, float32, float64, decimals or date32 by a `numbers.Rule`: values are float64, NaN
    where they are not known; of `times` 0 decimals are left to others.
    """
