# ruff: noqa: PYI021  # a module in C is described here
"""A record batch that was sent: whether it is plainly sound, and what it takes."""

def look(schema: object, array: object, /) -> tuple[list[int], list[int]]:
    """The size of each column, and the places of those that are not plainly sound, for Arrow to look at.

    `schema`, `array`: the two capsules of `pa.RecordBatch.__arrow_c_array__`, of a batch that passes
    `validate()`, which says that its buffers are long enough for its rows and for the last offsets. Of a
    column that is plainly sound `validate(full=True)` finds nothing.

    A size is the bytes of the values when each row has its own, 8 for each that is no text. What null rows
    may have counts too. Of columns that turn out to be wrong it may be anything. Raises ValueError for what
    is no batch, MemoryError.
    """
