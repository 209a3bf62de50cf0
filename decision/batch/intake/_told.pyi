# ruff: noqa: PYI021  # a module in C is described here
"""What is told beside values, in C. `array` is a validated one of n cells, `marks` (uint8) has n items.
All raise ValueError for other types, lengths, offsets and indices.
"""

import pyarrow as pa

from assize.rules.columns.values import Bytes

def tell(array: pa.Array, words: object, marks: Bytes, missing: int, skip_empty: bool, /) -> int:
    """Mark known cells of other arrays by what is told of them here: by the number of the word, by `missing`
    where there is none, as wrong where it is no known word. Without words (None) they are digests, and the
    mark of one is 1. Cells that are gone or wrong stay as they are, but wrong goes before other evidence.
    `skip_empty`: an empty text is null. Returns what has changed.
    """

def observe(array: pa.Array, oldest: int, today: int, marks: Bytes, /) -> int:
    """Mark known cells of other arrays by the days (date32) on which they were observed: as gone what is from
    before `oldest`, an ordinal (0: nothing is too old), or from an unknown day; as wrong what is from after
    `today` or from beyond the calendar. Returns what has changed.
    """
