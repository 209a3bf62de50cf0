"""Parquet files with the same columns → one table. Rows that are not wanted are not read, by row groups."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from assize.server.batch.columns import Columns, Naming, columns_of
from assize.server.batch.errors import InputError
from assize.server.batch.faults import reading
from assize.server.batch.inputs import Input
from assize.server.batch.piece import Piece

_BUFFER = 1 << 20  # else a whole column of a row group is held


class _Group(NamedTuple):
    """A row group: its file, its place there, its first row over the whole input, its rows."""

    path: Path
    place: int
    first: int
    rows: int


class ParquetInput(Input):
    """Parquet files, one after another. Raises InputError for files that are none, or differ in columns."""

    def __init__(self, paths: Sequence[Path], naming: Naming, most: int) -> None:
        super().__init__(paths)
        self._most = most
        first, self._groups = self._survey()
        self.columns, self.problems = columns_of(first, naming)
        self._names = [first.names[place] for place in self.columns.places]
        # Columns are found by name: another file may have them in another order.
        self._columns = Columns(tuple(range(len(self._names))), self.columns.schema)
        self._starts = [group.first for group in self._groups]
        self._read = 0

    @property
    def schema(self) -> pa.Schema:
        """The columns that are taken."""
        return self.columns.schema

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(group.rows for group in self._groups)

    def position(self) -> int:
        """Bytes by the share of rows that were read."""
        return round(self.size * self._read / max(1, self.rows))

    def file_of(self, row: int) -> Path:
        """The file in which a row stands."""
        return self._groups[bisect_right(self._starts, row) - 1].path

    def read(self, start: int) -> Iterator[Piece]:
        """The rows from the row group on in which `start` stands."""
        wanted = [group for group in self._groups if group.first + group.rows > start]
        for path in dict.fromkeys(group.path for group in wanted):
            groups = [group for group in wanted if group.path == path]
            with reading(str(path)), pq.ParquetFile(path, buffer_size=_BUFFER) as file:
                for group in groups:
                    yield from self._group(file, group)

    def _group(self, file: pq.ParquetFile, group: _Group) -> Iterator[Piece]:
        row = group.first
        # A group at a time: what was read ahead for later ones would stay in memory.
        batches = file.iter_batches(self._most, row_groups=[group.place], columns=self._names)
        for batch in batches:
            yield Piece(row, self._columns.take(batch.select(self._names)))
            row += batch.num_rows
            self._read = row

    def _survey(self) -> tuple[pa.Schema, list[_Group]]:
        """The columns of the first file and the row groups of all; every file that differs is named."""
        first: pa.Schema | None = None
        groups: list[_Group] = []
        problems: list[str] = []
        row = 0
        for path in self.paths:
            with reading(str(path)), pq.ParquetFile(path) as file:
                schema, metadata = file.schema_arrow, file.metadata
                sizes = [metadata.row_group(place).num_rows for place in range(metadata.num_row_groups)]
            first = schema if first is None else first
            problems += [f"{path}: {what} in {self.paths[0]}" for what in _differences(first, schema)]
            starts = accumulate(sizes, initial=row)
            groups += [
                _Group(path, p, s, size) for p, (s, size) in enumerate(zip(starts, sizes, strict=False))
            ]
            row += sum(sizes)
        if problems:
            raise InputError("files that are read together have the same columns\n" + "\n".join(problems))
        assert first is not None
        return first, groups


def _differences(first: pa.Schema, other: pa.Schema) -> Iterator[str]:
    ours, theirs = (dict(zip(s.names, s.types, strict=True)) for s in (first, other))
    for name, kind in ours.items():
        if name not in theirs:
            yield f"the column `{name}` is missing, which stands"
        elif theirs[name] != kind:
            yield f"the column `{name}` is {theirs[name]}, and {kind}"
    yield from (f"the column `{name}` does not stand" for name in theirs if name not in ours)
