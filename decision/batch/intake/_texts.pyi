# ruff: noqa: PYI021  # a module in C is described here
"""Free texts in C, plainly or by a dictionary: one that is empty, nothing but spaces, longer than 10,000
characters or no Unicode is wrong; `skip_empty`: what is empty is null.
"""

import pyarrow as pa

from assize.rules.columns.values import Bytes, Codes

def pool_of(symbols: pa.Array, /) -> object:
    """A pool of texts with the codes 1, 2 … of some texts, all different. It is for one thread at a time."""

def codes(array: pa.Array, pool: object, codes: Codes, marks: Bytes, skip_empty: bool, /) -> int:
    """Write marks (n) of a validated array of texts, and the codes of a pool (int32, n), 0 where texts are
    not known. Returns what there is among the marks. Raises ValueError for other types, lengths, offsets and
    indices.
    """

def text_reader(skip_empty: bool, /) -> object:
    """A reader that writes no values."""
