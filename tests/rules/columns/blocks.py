"""Hostile columns, and programs of one instruction on the block engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assize.rules.columns._blocks import OPS, Program

Column = NDArray[Any]
TYPES: dict[str, Any] = {
    "f": np.float64,
    "b": np.uint8,
    "h": np.uint16,
    "s": np.int16,
    "i": np.int32,
    "q": np.int64,
}
SIZES = (0, 1, 1023, 1024, 1025, 5000)
NAN, INF = float("nan"), float("inf")
NUMBERS = (NAN, INF, -INF, 0.0, -0.0, 1.0, -1.0, 2.5, 0.5, -0.5, 5e-324, 1e308, 1e16)
NO_SLOTS = np.empty(0, np.int32)


def hostile(kind: str, rows: int, seed: int, of: Sequence[float] = NUMBERS) -> Column:
    """A column of a kind: its extremes, equals, and anything."""
    random = np.random.default_rng(seed)
    if kind == "f":
        return random.choice([*of, *random.normal(0.0, 100.0, 13)], rows)
    ends = np.iinfo(TYPES[kind])
    edges = random.choice(np.array([0, 1, 2, ends.max, ends.min], TYPES[kind]), rows)
    some = random.integers(ends.min, ends.max, rows, TYPES[kind], endpoint=True)
    return np.where(random.random(rows) < 0.5, edges, some)


def bits(column: Column) -> bytes:
    """The bytes of a column; all NaN are one."""
    return np.where(np.isnan(column), np.nan, column).tobytes() if column.dtype == float else column.tobytes()


def line(op: str, *rest: int) -> Column:
    """A program of one instruction."""
    return np.array([[OPS[op], *rest]], np.int32)


def unread(value: object, kind: str) -> Column:
    """Reads what the engine does not read as it lies: nothing here."""
    raise ValueError(f"a column of kind {kind} does not lie right: {value}")


def carried_out(
    op: str,
    kinds: str,
    operands: Sequence[Column],
    rows: int,
    k: float | tuple[float, ...] = 0.0,
    table: Column | None = None,
) -> Column:
    """The result of one instruction. `k` is its whole number, its number, or all its numbers."""
    found = np.empty((1, rows), TYPES[kinds[0]])
    places = iter(range(3))
    read = [-7 if kind == "." else 0 if kind == "T" else next(places) for kind in kinds[1:].ljust(3, ".")]
    whole = int(k) if isinstance(k, int) else 0
    tables = () if table is None else (table,)
    code = line(op, len(operands), *read, whole)
    given = kinds[1:].replace(".", "").replace("T", "")
    numbers = np.array(k if isinstance(k, tuple) else (k,), float)
    program = Program(given, kinds[0], code, numbers, tables, NO_SLOTS, 0, unread)
    program.run(tuple(operands), (found,), rows)
    return found[0]
