# ruff: noqa: PYI021  # a module in C is described here
"""Words in C."""

import pyarrow as pa

from assize.rules.columns.values import Bytes, Codes

def words_of(words: list[bytes], numbers: list[int], /) -> object:
    """A table of words and their numbers, to look them up in."""

def codes(
    array: pa.Array, words: object, values: Codes, marks: Bytes, unknown: int, skip_empty: bool, /
) -> int:
    """Write the number of each cell's word (int32, n), `unknown` where there is none, and marks. Of an array
    of integers the words are their eight bytes. `skip_empty`: an empty text is null. Returns what there is
    among the marks. Raises ValueError for other types, lengths, offsets and indices.
    """
