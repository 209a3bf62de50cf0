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
HAS_GONE, HAS_WRONG, HAS_LONG, HAS_EVIDENCE, HAS_OLD, HAS_HIDDEN = 1, 2, 4, 8, 16, 32
"""What a column has somewhere: what is null, wrong or long; other evidence than declared; what is too old;
elements under lists that are null.
"""


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


def refused(array: pa.Array) -> Marked:
    """Numbers of which each that is there is wrong."""
    known, marks = known_of(array), np.full(len(array), WRONG, dtype=np.uint8)
    if known is not None:
        marks[~known] = GONE
    has = HAS_WRONG if known is None else HAS_WRONG | HAS_GONE
    return Marked(np.full(len(array), np.nan), marks, has)


def make_wrong(marks: Bytes, where: Bools) -> int:
    """Mark cells as wrong where they are not gone. Returns what there is then."""
    marks[where & (marks != GONE)] = WRONG
    return HAS_WRONG
