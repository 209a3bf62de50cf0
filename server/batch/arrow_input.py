"""An Arrow IPC file or stream → a table, a record batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import ipc

from assize.server.batch.columns import Naming, columns_of
from assize.server.batch.faults import reading
from assize.server.batch.inputs import Input
from assize.server.batch.piece import Piece

_MAGIC = b"ARROW1"


class ArrowInput(Input):
    """A file that Arrow wrote; both of its forms. Raises InputError."""

    def __init__(self, path: Path, naming: Naming) -> None:
        super().__init__([path])
        self._path = path
        self._is_file = _begins_with_magic(path)
        self._place = 0
        with reading(str(path)), pa.OSFile(str(path)) as source:
            reader = self._open(source)
            schema = reader.schema
            self._rows = int(reader.count_rows()) if self._is_file else None
        self._columns, self.problems = columns_of(schema, naming)

    @property
    def schema(self) -> pa.Schema:
        """The columns that are taken."""
        return self._columns.schema

    @property
    def rows(self) -> int | None:
        """All rows of a file; a stream does not say."""
        return self._rows

    def position(self) -> int:
        """Where reading is."""
        return self._place

    def read(self, start: int) -> Iterator[Piece]:
        """All rows; those before `start` are read too."""
        row = 0
        with reading(str(self._path)), pa.OSFile(str(self._path)) as source:
            reader = self._open(source)
            for batch in self._batches(reader):
                self._place = source.tell()
                yield Piece(row, self._columns.take(batch))
                row += batch.num_rows

    def _open(self, source: pa.NativeFile) -> ipc.RecordBatchFileReader | ipc.RecordBatchStreamReader:
        return ipc.open_file(source) if self._is_file else ipc.open_stream(source)

    def _batches(
        self, reader: ipc.RecordBatchFileReader | ipc.RecordBatchStreamReader
    ) -> Iterator[pa.RecordBatch]:
        if self._is_file:
            yield from (reader.get_batch(place) for place in range(reader.num_record_batches))
        else:
            yield from reader


def _begins_with_magic(path: Path) -> bool:
    with reading(str(path)), path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
