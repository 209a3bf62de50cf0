"""A CSV file → a table of texts, with lists where a fact is a list. Rows of blank cells are no rows."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import reduce
from io import RawIOBase
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from assize.decision.batch.request import APPROVALS
from assize.rules.errors import Violation
from assize.rules.types import FactType, ListType
from assize.server.batch.columns import Naming, columns_of
from assize.server.batch.csv_lists import APPROVALS_TYPE, ListCells
from assize.server.batch.csv_stream import with_end
from assize.server.batch.errors import InputError, JobError
from assize.server.batch.inputs import Input
from assize.server.batch.piece import Lines, Piece, WrongLine
from assize.server.input.csv_rows import separator_of

UTF_8 = "utf-8"
_BLOCK = 4 << 20


class _Head(NamedTuple):
    """The first row: its names, the separator, the blank lines before it, whether anything stands below."""

    names: tuple[str, ...]
    separator: str
    blank: int
    has_rows: bool


class CsvInput(Input):
    """A CSV file, `types` its facts. Raises InputError; JobError for an encoding that nobody knows."""

    def __init__(self, path: Path, naming: Naming, types: Mapping[str, FactType], encoding: str) -> None:
        super().__init__([path])
        self._path = path
        self._encoding = _known(encoding)
        self._head = _read_head(path, self._encoding)
        texts = pa.schema([pa.field(name, pa.string()) for name in self._head.names])
        self._columns, self.problems = columns_of(texts, naming)
        self._carried = {naming.new(name) for name in naming.keep}
        lists = {**{n: t for n, t in types.items() if isinstance(t, ListType)}, APPROVALS: APPROVALS_TYPE}
        names = [name for name in self._columns.schema.names if name not in self._carried]
        self._lists = {name: ListCells(name, lists[name]) for name in names if name in lists}
        self._place = 0

    @property
    def schema(self) -> pa.Schema:
        """The columns that are taken: texts, and lists."""
        return pa.schema(
            [
                pa.field(field.name, self._lists[field.name].type) if field.name in self._lists else field
                for field in self._columns.schema
            ]
        )

    @property
    def rows(self) -> None:
        """Nobody knows before the end."""
        return

    def position(self) -> int:
        """Where reading is."""
        return self._place

    def read(self, start: int) -> Iterator[Piece]:
        """All rows; those before `start` are read too, for their number."""
        if not self._head.has_rows:
            return
        end = self._head.separator * len(self._head.names)
        lines = _LineCount(self._head.blank + 2, end)
        row = 0
        with _reading(self._path, self._encoding), self._path.open("rb") as file:
            for batch in self._open(with_end(file, self._encoding, end), lines):
                self._place = file.tell()
                numbers, wrong = lines.of(batch.num_rows)
                piece = self._piece(row, batch, numbers, wrong)
                yield piece
                row += piece.rows
        rest = lines.rest()
        if not lines.ended:
            raise InputError(
                f"{self._path}: a quoted cell is never closed; the lines behind it would be lost"
            )
        if rest:
            yield Piece(row, pa.RecordBatch.from_pylist([], self.schema), np.empty(0, np.int64), {}, rest)

    def _open(self, file: RawIOBase, lines: _LineCount) -> pa_csv.CSVStreamingReader:
        names = [str(place) for place in range(len(self._head.names))]
        return pa_csv.open_csv(
            file,
            pa_csv.ReadOptions(
                use_threads=False,  # else lines have no numbers
                block_size=_BLOCK,
                column_names=names,
                skip_rows_after_names=self._head.blank + 1,
            ),
            pa_csv.ParseOptions(
                delimiter=self._head.separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=lines.note,
            ),
            pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )

    def _piece(self, row: int, raw: pa.RecordBatch, lines: Lines, wrong: tuple[WrongLine, ...]) -> Piece:
        blank = _blank(raw)
        if blank is not None:
            full = ~blank
            wrong = tuple(w._replace(before=int(full[: w.before].sum())) for w in wrong)
            raw, lines = raw.filter(pa.array(full)), lines[full]
        taken = self._columns.take(raw.rename_columns(list(self._head.names)))
        columns, refused = [], dict[int, tuple[Violation, ...]]()
        for name, column in zip(taken.schema.names, taken.columns, strict=True):
            cells = column if name in self._carried else _trimmed(column)
            if name in self._lists:
                cells, why = self._lists[name].read(cells)
                for place, found in why.items():
                    refused[place] = (*refused.get(place, ()), *found)
            columns.append(cells)
        return Piece(row, pa.RecordBatch.from_arrays(columns, schema=self.schema), lines, refused, wrong)


class _LineCount:
    """Which line each row stands on, and which lines are no rows. Rows that span lines count as one.

    `end` is the line that stands behind all others; it is not counted.
    """

    def __init__(self, first: int, end: str) -> None:
        self._next = first
        self._end = end
        self.ended = False
        self._last = ""
        self._wrong: list[tuple[int, str]] = []

    def note(self, row: Any) -> str:  # noqa: ANN401  # pyarrow's InvalidRow
        """Note a row with too many or too few cells, and leave it out."""
        what = f"{row.actual_columns} cells, and the first row names {row.expected_columns} columns"
        self._wrong.append((row.number, what))
        self._last = row.text
        return "skip"

    def of(self, rows: int) -> tuple[Lines, tuple[WrongLine, ...]]:
        """The lines of the next rows, and the wrong lines before the last of them."""
        numbers = np.array([number for number, _ in self._wrong], dtype=np.int64)
        candidates = np.arange(self._next, self._next + rows + len(numbers), dtype=np.int64)
        lines = candidates[~np.isin(candidates, numbers)][:rows]
        if not rows:
            return lines, ()
        self._next = int(lines[-1]) + 1
        passed = [(number, what) for number, what in self._wrong if number < self._next]
        del self._wrong[: len(passed)]
        return lines, tuple(WrongLine(int(np.searchsorted(lines, n)), n, what) for n, what in passed)

    def rest(self) -> tuple[WrongLine, ...]:
        """The wrong lines behind the last row."""
        if self._last == self._end:
            self.ended = True
            self._wrong.pop()
        return tuple(WrongLine(0, number, what) for number, what in self._wrong)


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise JobError(
            f"no encoding is named `{encoding}`; known are utf-8, latin-1, gb18030 and more"
        ) from None


@contextmanager
def _reading(path: Path, encoding: str) -> Iterator[None]:
    """Raises InputError for what goes wrong while the file is read; says what may help."""
    try:
        yield
    except UnicodeError as error:
        raise InputError(f"{path}: not {encoding}; --encoding names another: {error}") from error
    except pa.ArrowInvalid as error:
        hint = ""
        if "UTF8" in str(error):
            hint = "; --encoding names another encoding than UTF-8"
        elif "straddl" in str(error):
            hint = f"; a row has at most {_BLOCK >> 20} MiB: is a quote left open?"
        raise InputError(f"{path}: cannot be read: {error}{hint}") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def _read_head(path: Path, encoding: str) -> _Head:
    # A byte order mark is no part of the first name.
    with (
        _reading(path, encoding),
        path.open(encoding="utf-8-sig" if encoding == UTF_8 else encoding, newline="") as file,
    ):
        blank = 0
        while (line := file.readline()) and not line.strip():
            blank += 1
        if not line:
            raise InputError(f"{path}: an empty file; the first row names the columns")
        separator = separator_of(line)
        try:
            names = next(csv.reader(_and_then(line, file), delimiter=separator, strict=True))
        except csv.Error as error:
            raise InputError(f"{path}: the first row cannot be read: {error}") from error
        has_rows = any(each.strip() for each in file)
    return _Head(tuple(name.strip(" ") for name in names), separator, blank, has_rows)


def _and_then(line: str, rest: Iterator[str]) -> Iterator[str]:
    yield line
    yield from rest


def _blank(batch: pa.RecordBatch) -> np.ndarray[Any, np.dtype[np.bool_]] | None:
    """The rows whose cells are all empty; None if there is none."""
    empty = (pc.equal(_trimmed(column), "") for column in batch.columns)
    first = next(empty)
    if not pc.any(first).as_py():
        return None
    found = np.asarray(reduce(pc.and_, empty, first).to_numpy(zero_copy_only=False), dtype=np.bool_)
    return found if found.any() else None


def _trimmed(cells: pa.Array) -> pa.Array:
    """The cells without spaces around them, which do not count. Most columns hold no space at all."""
    data = cells.buffers()[2]
    if data is None or not (np.frombuffer(data, dtype=np.uint8) == ord(" ")).any():
        return cells
    return pc.utf8_trim(cells, " ")
