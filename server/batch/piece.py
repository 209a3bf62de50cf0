"""Rows on their way: pieces of any size → even pieces that never cross the border of a part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assize.rules.errors import Violation

Lines = NDArray[np.int64]


class WrongLine(NamedTuple):
    """A line of a file that is no row. It stands before the row `before` of its piece."""

    before: int
    line: int
    what: str


class Piece(NamedTuple):
    """Rows that stand together; `first` is the number of the first, over the whole input.

    `lines` are the lines of the file on which they stand, where lines are known; `refused` the rows that
    cannot be read, and why.
    """

    first: int
    batch: pa.RecordBatch
    lines: Lines | None = None
    refused: Mapping[int, tuple[Violation, ...]] = {}
    wrong: tuple[WrongLine, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows."""
        return int(self.batch.num_rows)

    def cut(self, at: int) -> tuple[Piece, Piece]:
        """The rows before `at`, and those from there on. A wrong line goes with the row that follows it."""
        left = Piece(
            self.first,
            self.batch.slice(0, at),
            None if self.lines is None else self.lines[:at],
            {row: why for row, why in self.refused.items() if row < at},
            tuple(wrong for wrong in self.wrong if wrong.before < at),
        )
        right = Piece(
            self.first + at,
            self.batch.slice(at),
            None if self.lines is None else self.lines[at:],
            {row - at: why for row, why in self.refused.items() if row >= at},
            tuple(w._replace(before=w.before - at) for w in self.wrong if w.before >= at),
        )
        return left, right


def join(pieces: Sequence[Piece]) -> Piece:
    """Pieces that follow each other, as one."""
    if len(pieces) == 1:
        return pieces[0]
    first = pieces[0].first
    refused: dict[int, tuple[Violation, ...]] = {}
    wrong: list[WrongLine] = []
    for piece in pieces:
        shift = piece.first - first
        refused |= {row + shift: why for row, why in piece.refused.items()}
        wrong += [each._replace(before=each.before + shift) for each in piece.wrong]
    lines = [piece.lines for piece in pieces if piece.lines is not None]
    return Piece(
        first,
        pa.concat_batches([piece.batch for piece in pieces]),
        np.concatenate(lines) if lines else None,
        refused,
        tuple(wrong),
    )


def even(pieces: Iterable[Piece], start: int, most: int, part_rows: int) -> Iterator[Piece]:
    """The same rows in pieces of `most` rows, shorter only at the end of a part and at the end.

    So a piece is the same whether reading began at the first row or at the border of a part. `start` is the
    first row that is wanted; it is such a border.
    """
    held: list[Piece] = []
    rows, need = 0, min(most, part_rows)
    for piece in _skipping(pieces, start):
        held.append(piece)
        rows += piece.rows
        if rows < need:
            continue
        rest = join(held)
        while rest.rows >= need:
            full, rest = rest.cut(need)
            yield full
            need = min(most, part_rows - rest.first % part_rows)
        held, rows = [rest], rest.rows
    if held and (rows or any(piece.wrong for piece in held)):
        yield join(held)


def _skipping(pieces: Iterable[Piece], start: int) -> Iterator[Piece]:
    """The pieces without the rows before `start`."""
    for piece in pieces:
        if piece.first >= start:
            yield piece
        elif piece.first + piece.rows >= start:
            yield piece.cut(start - piece.first)[1]
