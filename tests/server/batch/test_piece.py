"""Rows come in even pieces, whatever the pieces were that were read, and wherever reading began."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from assize.rules.errors import Violation
from assize.server.batch.piece import Piece, WrongLine, even, join
from tests.strategies import repeatable


def read(sizes: list[int], wrong: list[int], refused: list[int]) -> list[Piece]:
    """Rows 0, 1, 2 … in pieces of these sizes; lines count all rows and the wrong lines before some rows."""
    pieces = []
    first = line = 0
    for size in sizes:
        rows = range(first, first + size)
        lines, here = [], []
        for row in rows:
            for _ in range(wrong.count(row)):
                here.append(WrongLine(row - first, line, f"before {row}"))
                line += 1
            lines.append(line)
            line += 1
        batch = pa.RecordBatch.from_pydict({"n": pa.array(list(rows), pa.int64())})
        why = {row - first: (Violation("$", f"{row}", "", "", ""),) for row in rows if row in refused}
        pieces.append(Piece(first, batch, np.array(lines, dtype=np.int64), why, tuple(here)))
        first += size
    ends = tuple(WrongLine(0, line + more, f"before {first}") for more in range(wrong.count(first)))
    empty = pa.RecordBatch.from_pydict({"n": pa.array([], pa.int64())})
    return [*pieces, Piece(first, empty, np.empty(0, np.int64), {}, ends)] if ends else pieces


def facts(piece: Piece) -> tuple[object, ...]:
    """All that a piece says."""
    assert piece.lines is not None
    return (
        piece.first,
        piece.batch.column("n").to_pylist(),
        piece.lines.tolist(),
        {row: why[0].what for row, why in piece.refused.items()},
        piece.wrong,
    )


SIZES = st.lists(st.integers(0, 9), max_size=8)
ROWS = st.lists(st.integers(0, 40), max_size=6)


@given(SIZES, ROWS, ROWS, st.integers(1, 6), st.integers(1, 8), st.integers(0, 4))
@repeatable(150)
def test_pieces_are_the_same_wherever_reading_begins(
    sizes: list[int], wrong: list[int], refused: list[int], most: int, part_rows: int, parts: int
) -> None:
    total = sum(sizes)
    found = [facts(piece) for piece in even(read(sizes, wrong, refused), 0, most, part_rows)]
    pieces = list(even(read(sizes, wrong, refused), 0, most, part_rows))
    assert [row for piece in pieces for row in piece.batch.column("n").to_pylist()] == list(range(total))
    for piece in pieces:
        assert piece.rows <= most
        assert piece.rows == 0 or piece.first // part_rows == (piece.first + piece.rows - 1) // part_rows
        assert {piece.first + row for row in piece.refused} == set(refused) & set(
            range(piece.first, piece.first + piece.rows)
        )
        assert all(w.what == f"before {piece.first + w.before}" for w in piece.wrong)
    assert sum(len(piece.wrong) for piece in pieces) == sum(row <= total for row in wrong)
    start = parts * part_rows
    if start <= total:
        later = [facts(piece) for piece in even(read(sizes, wrong, refused), start, most, part_rows)]
        assert later == [piece for piece in found if piece[0] >= start]


@given(SIZES, ROWS, ROWS, st.integers(0, 40))
@repeatable(100)
def test_what_is_cut_joins_again(sizes: list[int], wrong: list[int], refused: list[int], at: int) -> None:
    pieces = read(sizes, wrong, refused)
    if pieces:
        whole = join(pieces)
        assert facts(join(whole.cut(min(at, whole.rows)))) == facts(whole)
