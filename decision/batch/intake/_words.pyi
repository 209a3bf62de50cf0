# ruff: noqa: PYI021  # a module in C is described here
"""Words in C."""

def words_of(words: list[bytes], numbers: list[int], /) -> object:
    """A table of words and their numbers, to look them up in."""

def word_reader(words: object, unknown: int, skip_empty: bool, /) -> object:
    """A reader of texts, plainly or by a dictionary: values are the numbers of their words (int32), `unknown`
    where there is none. Of an array of integers the words are their eight bytes. `skip_empty`: an empty text
    is null.
    """
