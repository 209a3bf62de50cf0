"""Places in a text: which file, which line, which column, and how to show them to a person."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

LINE_BREAK = re.compile(r"\r\n|\r|\n")
EXCERPT_WIDTH = 140
# What must not reach a terminal: control characters, line separators, surrogates, non-characters, and U+FEFF,
# which is invisible and not counted as a column by everybody.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A text and the path to show for it (as the caller gave it, best relative)."""

    path: str
    text: str
    _lines: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lines", tuple(LINE_BREAK.split(self.text)))

    def lines(self) -> tuple[str, ...]:
        """The lines without their breaks. Never empty."""
        return self._lines

    def line(self, number: int) -> str:
        """Line `number`, counted from 1; empty past the end."""
        return self._lines[number - 1] if 1 <= number <= len(self._lines) else ""


class Mark(NamedTuple):
    """`length` characters on one line; `line` and `column` count from 1, columns in characters."""

    source: Source
    line: int
    column: int
    length: int = 1

    def shifted(self, columns: int, length: int = 1) -> Mark:
        """The place `columns` characters further right on the same line."""
        return self._replace(column=self.column + columns, length=length)

    def excerpt(self) -> str:
        """The line and, below it, carets under the marked characters; nothing for a blank line.

        A long line is cut around the mark.
        """
        text, start = _cut(self.source.line(self.line), self.column - 1)
        if not text.strip():
            return ""
        text = UNPRINTABLE.sub("\ufffd", text)
        pad = "".join("\t" if char == "\t" else " " * _width(char) for char in text[:start])
        pad += " " * (start - len(text))
        marked = text[start : start + self.length]
        return f"{text.rstrip()}\n{pad}{'^' * max(1, sum(map(_width, marked)))}"


def _cut(text: str, start: int) -> tuple[str, int]:
    """At most EXCERPT_WIDTH characters of `text` around `start`, and where `start` is in them."""
    if len(text) <= EXCERPT_WIDTH:
        return text, start
    left = max(0, min(start - EXCERPT_WIDTH // 2, len(text) - EXCERPT_WIDTH))
    return text[left : left + EXCERPT_WIDTH], start - left


def _width(char: str) -> int:
    """Columns of a terminal that `char` takes: 2 for wide East Asian characters, 0 for combining ones."""
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 1
