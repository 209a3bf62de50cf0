# ruff: noqa: PYI021  # a module in C is described here
"""What is told beside values, in C: readers that change the marks of known cells of other arrays. Cells that
are gone or wrong stay as they are, but wrong goes before other evidence. They return what has changed.
"""

def teller(words: object, missing: int, skip_empty: bool, /) -> object:
    """Marks by texts: by the number of the word, by `missing` where there is none, as wrong where it is no
    known word. Without words (None) they are digests, and the mark of one is 1. `skip_empty`: an empty text
    is null.
    """

def observer(oldest: int, today: int, /) -> object:
    """Marks by the days (date32) on which cells were observed: as gone what is from before `oldest`, an
    ordinal (0: nothing is too old), or from an unknown day; as wrong what is from after `today` or from
    beyond the calendar.
    """
