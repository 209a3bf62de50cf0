"""Where results are written: tables and colour on a terminal, plain columns elsewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assize.rules.source import UNPRINTABLE

PLAIN_WIDTH = 140
UNKNOWN = "?"
# Marks that turn the direction of what follows could show a name as another.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def make_console() -> Console:
    """A console on standard output. Without a terminal: no colour, and the same width everywhere."""
    terminal = sys.stdout.isatty()
    return Console(
        width=None if terminal else PLAIN_WIDTH,
        color_system="auto" if terminal else None,
        markup=False,
        highlight=False,
        emoji=False,
    )


def clean(text: str) -> str:
    """The text without what could steer a terminal."""
    return _DIRECTION.sub("", UNPRINTABLE.sub("\ufffd", text))


def text(value: str, style: str = "") -> Text:
    """A cell; texts come from rulebooks and callers, so they are cleaned."""
    return Text(clean(value), style=style)


def table(console: Console, title: str, columns: Iterable[str], right: Iterable[int] = ()) -> Table:
    """An empty table; the columns at the places `right` hold numbers."""
    numbers = set(right)
    made = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD if console.is_terminal else None,
        header_style="bold",
        pad_edge=False,
        collapse_padding=console.is_terminal,
    )
    for place, name in enumerate(columns):
        made.add_column(name, justify="right" if place in numbers else "left", overflow="fold")
    return made


def keep_whole(console: Console, made: Table, place: int) -> None:
    """Keep names readable on a narrow terminal: a column as wide as its longest name, at most a third."""
    column = made.columns[place]
    widths = [cell.cell_len for cell in column.cells if isinstance(cell, Text)]
    column.width = min(console.width // 3, max([len(str(column.header)), *widths]))


def fields(pairs: Iterable[tuple[str, str]]) -> RenderableType:
    """Names and values, one pair a line; empty values are left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in pairs:
        if value:
            grid.add_row(text(name, "dim"), text(value))
    return Padding(grid, (0, 0, 0, 2), expand=False)


def show(console: Console, parts: Iterable[RenderableType]) -> None:
    """Write the parts, a blank line after each table; a table without rows is left out."""
    for part in parts:
        if not isinstance(part, Table):
            console.print(part)
        elif part.row_count:
            console.print(Padding(part, (0, 0, 0, 2), expand=False))
            console.print()


def number(value: float | None, decimals: int = 2) -> str:
    """A number for people; unknown is a question mark."""
    return UNKNOWN if value is None else f"{value:.{decimals}f}"
