"""Batches of synthetic supplier rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa

from bench.suppliers.drawing import Bools, Values, to_days, to_words
from bench.suppliers.firms import draw_firms
from bench.suppliers.lists import ListDrawer
from bench.suppliers.scalars import EPOCH_DAY, Columns, Drawer

LABEL: Final = {
    b"assize.synthetic": b"true",
    b"description": b"Synthetic suppliers, drawn at random by bench.suppliers. No row is a real supplier.",
}


def batches(
    rows: int, batch_rows: int, seed: int, *, lists: bool = False, evidence: bool = False, wrong: float = 0.0
) -> Iterator[pa.RecordBatch]:
    """`rows` synthetic suppliers for supplier-selection, `batch_rows` at a time.

    `lists`: list facts too; `evidence`: `@evidence` columns; `wrong`: the share of rows with a value that the
    rulebook refuses. The same arguments give the same rows;
    each batch has a random stream of its own. All cases are as of `bench.example.DAY`.
    """
    for place, first in enumerate(range(0, rows, batch_rows)):
        rng = np.random.Generator(np.random.SFC64([seed, place]))
        count = min(batch_rows, rows - first)
        columns = draw_columns(rng, first, count, lists=lists, evidence=evidence)
        if wrong:
            spoil(rng, columns, wrong)
        yield pa.RecordBatch.from_pydict(columns).replace_schema_metadata(LABEL)


def schema(*, lists: bool = False, evidence: bool = False) -> pa.Schema:
    """The schema of such batches."""
    return next(batches(1, 1, 0, lists=lists, evidence=evidence)).schema


def draw_columns(rng: np.random.Generator, first: int, rows: int, *, lists: bool, evidence: bool) -> Columns:
    """The columns of `rows` suppliers, numbered from `first`."""
    drawer = Drawer(rng, draw_firms(rng, rows), first, evidence=evidence)
    columns = drawer.scalars()
    if lists:
        columns.update(ListDrawer(drawer).columns(columns))
    return columns


def spoil(rng: np.random.Generator, columns: Columns, share: float) -> None:
    """Put a value that is refused into about a share of the rows, in one of four ways."""
    rows = len(columns["id"])
    way = np.where(rng.random(rows) < share, rng.integers(0, 4, rows), -1)
    for place, name in enumerate(("degree_share", "headcount")):
        columns[name] = _put(columns[name], way == place, (180.0, -3)[place])
    ages = columns["headcount@observed"].view(pa.int32())
    columns["headcount@observed"] = to_days(*_numpy(_put(ages, way == 2, EPOCH_DAY + 40)))
    basis = columns["surge_basis"]
    codes, mask = _numpy(_put(basis.indices, way == 3, len(basis.dictionary)))
    columns["surge_basis"] = to_words(codes, [*basis.dictionary.to_pylist(), "rumour"], mask)


def _put(column: pa.Array, where: Bools, value: float) -> pa.Array:
    values, mask = _numpy(column)
    return pa.array(np.where(where, value, values).astype(values.dtype), column.type, mask=mask & ~where)


def _numpy(column: pa.Array) -> tuple[Values, Bools]:
    """The values of a column of numbers, 0 where it is null, and where that is."""
    return column.fill_null(0).to_numpy(), column.is_null().to_numpy(zero_copy_only=False)
