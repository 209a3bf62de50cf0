# ruff: noqa: PYI021  # a module in C is described here
"""Columns of numbers in C."""

from typing import TypeAlias

import pyarrow as pa

from assize.rules.columns.values import Bytes, Floats

Rule: TypeAlias = tuple[float, float, float, float, float, float, bool]

def numbers(array: pa.Array, values: Floats, marks: Bytes, rule: Rule, /) -> int:
    """Write the numbers (float64, n) of a validated array of integers, float32, float64, decimals or date32,
    NaN where they are not known, and their marks (n). `rule` is a `numbers.Rule`; of `times` 0 decimals are
    left to others. Returns what there is among the marks. Raises ValueError for other types and lengths.
    """
