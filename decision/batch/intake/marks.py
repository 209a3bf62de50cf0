"""What reading a column writes: a value and a mark for each cell. `cells.h` has the same numbers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from assize.decision.batch.intake.buffers import known_of
from assize.decision.batch.intake.cells import Cells
from assize.decision.checked import UNKNOWN_EVIDENCE
from assize.decision.facts import EVIDENCE
from assize.rules.columns.values import Array, Bools, Bytes

KNOWN = EVIDENCE["declared"]
GONE = UNKNOWN_EVIDENCE
LONG, WRONG = 254, 255
"""A number that C cannot read exactly, and a cell that is wrong."""
HAS_GONE, HAS_WRONG, HAS_LONG, HAS_EVIDENCE, HAS_OLD = 1, 2, 4, 8, 16
"""What a column has somewhere: what is null, wrong or long; other evidence than declared; what is too old."""


class Marked(NamedTuple):
    """Values, anything harmless where they are not known; marks (uint8), and what there is among these."""

    values: Array
    marks: Bytes
    has: int


def cells_of(found: Marked) -> Cells:
    """The same with masks."""
    marks = found.marks
    known = marks != GONE if found.has & HAS_GONE else None
    return Cells(found.values, known, marks == WRONG if found.has & HAS_WRONG else None)


def marks_of(known: Bools | None, wrong: Bools | None, rows: int) -> tuple[Bytes, int]:
    """Marks for masks, and what there is among them."""
    marks, has = np.full(rows, KNOWN, dtype=np.uint8), 0
    if wrong is not None:
        marks[wrong] = WRONG
        has |= HAS_WRONG
    if known is not None:
        marks[~known] = GONE
        has |= HAS_GONE
    return marks, has


def refused(array: pa.Array) -> Marked:
    """Numbers of which each that is there is wrong."""
    marks, has = marks_of(known_of(array), np.ones(len(array), dtype=np.bool_), len(array))
    return Marked(np.full(len(array), np.nan), marks, has)


def make_wrong(marks: Bytes, where: Bools) -> int:
    """Mark cells as wrong where they are not gone. Returns what there is then."""
    marks[where & (marks != GONE)] = WRONG
    return HAS_WRONG
