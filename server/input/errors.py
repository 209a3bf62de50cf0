"""What is wrong with a file of cases before any case can be decided."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from assize.rules.errors import AssizeError, Problem, RulebookError
from assize.rules.source import LINE_BREAK, UNPRINTABLE, Mark, Source

INVISIBLE = "a control or invisible character"


class CaseFileError(AssizeError):
    """A file that cannot be read as cases. `problems` are sorted by line and column, each once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self._listing = RulebookError(problems)
        self.problems = self._listing.problems
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Every problem with its line and carets."""
        return str(self._listing)


def unreadable(source: Source) -> Problem | None:
    """Why not even to look at the text: no UTF-8, or an invisible character."""
    found = UNPRINTABLE.search(source.text)
    if found is None:
        return None
    mark = Marks(source).at(found.start())
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte that is not UTF-8
        got = f"the byte 0x{code - 0xDC00:02X}"
        return Problem(mark, "a file that is not UTF-8", got, "save it as UTF-8")
    return Problem(mark, INVISIBLE, f"U+{code:04X}", "remove it")


class Marks:
    """Offsets in a text to places."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._starts = [0, *(found.end() for found in LINE_BREAK.finditer(source.text))]

    def at(self, offset: int, length: int = 1) -> Mark:
        """The place of `offset`, counted from 0, and `length` characters from there."""
        line = bisect_right(self._starts, offset) - 1
        return Mark(self._source, line + 1, offset - self._starts[line] + 1, max(1, length))
