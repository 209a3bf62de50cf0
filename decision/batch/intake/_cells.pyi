# ruff: noqa: PYI021  # a module in C is described here
"""Booleans, days, and the lengths of lists in C."""

def boolean_reader() -> object:
    """A reader of booleans: values (uint8) are 0 false, 1 unknown, 2 true."""

def day_reader(skip_empty: bool, /) -> object:
    """A reader of date64 or of texts `YYYY-MM-DD`, plainly or by a dictionary: values are ordinals (float64),
    NaN where they are not known. `skip_empty`: an empty text is null.
    """

def length_reader(most: int, /) -> object:
    """A reader of lists of any kind: values are their lengths (int64), 0 where they are not known; a list
    that is longer than `most` is wrong.
    """
