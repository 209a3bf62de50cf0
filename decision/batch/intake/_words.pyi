# ruff: noqa: PYI021  # a module in C is described here
"""Words in C. `marks` (uint8) has n items; `skip_empty`: an empty text is null. Arrays are validated ones of
texts, plainly or by a dictionary. All raise ValueError for other types, lengths, offsets and indices.
"""

import pyarrow as pa

from assize.rules.columns.values import Bytes, Codes

def words_of(words: list[bytes], numbers: list[int], /) -> object:
    """A table of words and their numbers, to look them up in."""

def codes(
    array: pa.Array, words: object, values: Codes, marks: Bytes, unknown: int, skip_empty: bool, /
) -> int:
    """Write the number of each cell's word (int32, n), `unknown` where there is none, and marks. Of an array
    of integers the words are their eight bytes. Returns what there is among the marks.
    """

def tell(array: pa.Array, words: object, marks: Bytes, missing: int, skip_empty: bool, /) -> int:
    """Mark known cells of other arrays by what is told of them here: by the number of the word, by `missing`
    where there is none, as wrong where it is no known word. Without words (None) they are digests, and the
    mark of one is 1. Cells that are gone or wrong stay as they are, but wrong goes before other evidence.
    Returns what has changed.
    """
