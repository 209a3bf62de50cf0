"""CSV text → rows of cells, each with its place (RFC 4180; separated by comma, semicolon or tab)."""

from __future__ import annotations

import re
from typing import NamedTuple

from assize.rules.errors import Problems
from assize.rules.source import Mark, Source
from assize.server.input.errors import Marks

SEPARATORS = ",;\t"
_QUOTED = re.compile(r'"((?:[^"]|"")*)("?)')
_BREAK = re.compile(r"\r\n|\r|\n|\Z")


class Cell(NamedTuple):
    """A cell's text without its quotes, and where it stands. An unquoted text is stripped of spaces."""

    text: str
    mark: Mark


def read_rows(source: Source, problems: Problems) -> list[list[Cell]]:
    """The rows that are not blank. Reading ends, with a problem added, where quotes do not fit."""
    return _Rows(source, problems).all()


def separator_of(text: str) -> str:
    """The separator that stands most often outside quotes in the first line; a comma if none does."""
    line = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    return max(SEPARATORS, key=line.count)


class _Rows:
    def __init__(self, source: Source, problems: Problems) -> None:
        self._text = source.text
        self._marks = Marks(source)
        self._problems = problems
        self._separator = separator_of(source.text)
        self._plain = re.compile(rf"[^{self._separator}\r\n]*")
        self._at = 0

    def all(self) -> list[list[Cell]]:
        rows: list[list[Cell]] = []
        while self._at < len(self._text):
            row = self._row()
            if row is None:
                break
            if any(cell.text for cell in row):
                rows.append(row)
        return rows

    def _row(self) -> list[Cell] | None:
        """The row that starts here; the place is then behind its line break."""
        cells: list[Cell] = []
        while True:
            cell = self._cell()
            if cell is None:
                return None
            cells.append(cell)
            if self._text.startswith(self._separator, self._at):
                self._at += 1
                continue
            end = _BREAK.match(self._text, self._at)
            if end is None:
                self._wrong(self._at, "something behind the closing quote of a cell")
                return None
            self._at = end.end()
            return cells

    def _cell(self) -> Cell | None:
        begin = self._at
        quoted = _QUOTED.match(self._text, begin)
        if quoted is not None:
            self._at = quoted.end()
            if not quoted[2]:
                self._wrong(begin, "a quoted cell without its closing quote")
                return None
            first = quoted[0].splitlines()[0]
            return Cell(quoted[1].replace('""', '"'), self._marks.at(begin, len(first)))
        plain = self._plain.match(self._text, begin)
        assert plain is not None
        self._at = plain.end()
        text = plain[0].strip(" ")
        indent = len(plain[0]) - len(plain[0].lstrip(" "))
        return Cell(text, self._marks.at(begin + indent, len(text)))

    def _wrong(self, offset: int, what: str) -> None:
        hint = 'a quote inside a quoted cell is written twice: ""'
        self._problems.add(self._marks.at(offset), what, hint=hint)
