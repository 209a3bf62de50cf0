# ruff: noqa: PYI021  # a module in C is described here
"""Rows as the record batch of an Arrow IPC stream, by Arrow's C data interface.

`schema`, `array`: capsules as `__arrow_c_array__` gives them. All raise ValueError where somebody has taken
what was in them.
"""

def size(schema: object, array: object, /) -> int | None:
    """The bytes of the message, a multiple of 8. None: Arrow would not write all columns as they lie, or has
    types that are not written here.
    """

def write(schema: object, array: object, before: bytes, after: bytes, /) -> bytes:
    """The message between other bytes. Raises ValueError where there is no size."""
