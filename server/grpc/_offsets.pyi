# ruff: noqa: PYI021  # a module in C is described here
"""Offsets and texts as they were sent, buffers of bytes: whether they are plainly right."""

def span(
    offsets: object, width: int, first: int, rows: int, most: int, texts: object, /
) -> tuple[int, int] | None:
    """Where the values of `rows` rows begin and end, by rows + 1 offsets of `width` (4 or 8) bytes from the
    one numbered `first` on. None where an offset is below the one before it or outside 0 to `most`, or where
    a byte of the values in `texts` (None: there are no texts) is no ASCII. Raises ValueError for buffers
    that are too small.
    """
