# ruff: noqa: PYI021  # a module in C is described here
"""Booleans and days in C."""

def boolean_reader() -> object:
    """A reader of booleans: values (uint8) are 0 false, 1 unknown, 2 true."""

def day_reader(skip_empty: bool, /) -> object:
    """A reader of date64 or of texts `YYYY-MM-DD`, plainly or by a dictionary: values are ordinals (float64),
    NaN where they are not known. `skip_empty`: an empty text is null.
    """
