"""Arrays of cells as Arrow may hold them, and what each cell should be read as."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from assize.decision.batch.intake.marks import GONE, HAS_GONE, HAS_WRONG, WRONG, Marked, cells_of

INDICES = (pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(), pa.int64(), pa.uint64())
Alone = Callable[[Any], tuple[object, int]]
"""A cell that is not null → its value, and its mark."""


def arrays(kind: pa.DataType, cells: st.SearchStrategy[Any]) -> st.SearchStrategy[pa.Array]:
    """Slices of arrays, with nulls and without, longer than the rows that are read at once."""
    some = st.lists(cells, max_size=6) | st.lists(st.none() | cells, max_size=6)
    places = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 9))

    def array(parts: tuple[list[Any], tuple[int, int, int]]) -> pa.Array:
        held, (times, start, end) = parts
        whole = pa.array(held * times, kind)
        return whole.slice(start, max(0, len(whole) - start - end))

    return st.tuples(some, places).map(array)


def same(found: Marked, array: pa.Array, alone: Alone, unknown: object) -> None:
    """Check values to the bit, marks, and what there is among them."""
    expected = [(unknown, GONE) if cell is None else alone(cell) for cell in array.to_pylist()]
    marks = [mark for _, mark in expected]
    assert found.marks.tolist() == marks
    assert bool(found.has & HAS_GONE) == (GONE in marks)
    assert bool(found.has & HAS_WRONG) == (WRONG in marks)
    values = np.array([value for value, _ in expected], found.values.dtype)
    assert found.values.tobytes() == values.tobytes()
    known, wrong = cells_of(found)[1:]
    assert (known is None or known.tolist()) == (GONE not in marks or [mark != GONE for mark in marks])
    assert (wrong is None or wrong.tolist()) == (WRONG not in marks or [mark == WRONG for mark in marks])


def forms(texts: Sequence[str | None]) -> list[pa.Array]:
    """Texts as all arrays that hold them, each with more before and behind them."""
    more = ["before", *texts * 30, None, "behind"]
    plain = [pa.array(more, kind) for kind in (pa.string(), pa.large_string(), pa.string_view())]
    words = [*dict.fromkeys(more), None, "unused"]
    coded = pa.array([words.index(text) for text in more])
    coded = [pa.DictionaryArray.from_arrays(coded.cast(kind), pa.array(words)) for kind in INDICES]
    gone = pa.array([None if text is None else words.index(text) for text in more], pa.int16())
    coded.append(pa.DictionaryArray.from_arrays(gone, pa.array(words, pa.large_string())))
    return [array.slice(1, len(more) - 2) for array in (*plain, *coded)]
