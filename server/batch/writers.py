"""Record batches → a file, by its format."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from pyarrow import ipc

from assize.server.batch.csv_answers import csv_batch, csv_schema
from assize.server.batch.faults import writing
from assize.server.batch.inputs import ARROW, CSV, PARQUET
from assize.server.batch.sizes import ROW_GROUP

STREAM = ".stream"
"""How a part is kept that will be a stretch of one file: quick to write and to read."""
FORMATS = (PARQUET, *ARROW, CSV)


class BatchWriter(ABC):
    """A file that is being written. Used as a context. Raises WriteFailed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, batch: pa.RecordBatch) -> None:
        """Write some more rows."""
        with writing(self._path):
            self._write(batch)

    @abstractmethod
    def _write(self, batch: pa.RecordBatch) -> None: ...

    @abstractmethod
    def _close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # After a failure there is nothing to end well: what was written is thrown away.
        if error is None:
            with writing(self._path):
                self._close()


class _Plain(BatchWriter):
    """A writer of Arrow's own that takes batches as they are."""

    def __init__(self, path: Path, writer: ipc.RecordBatchStreamWriter | ipc.RecordBatchFileWriter) -> None:
        super().__init__(path)
        self._writer = writer

    def _write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)

    def _close(self) -> None:
        self._writer.close()


class _Csv(BatchWriter):
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        super().__init__(path)
        self._schema = csv_schema(schema)
        self._writer = pa_csv.CSVWriter(str(path), self._schema)

    def _write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(csv_batch(batch, self._schema))

    def _close(self) -> None:
        self._writer.close()


class _Parquet(BatchWriter):
    """Row groups of ROW_GROUP rows: large enough to be read fast, small enough to be held."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        super().__init__(path)
        self._schema = schema
        self._writer = pq.ParquetWriter(str(path), schema)
        self._held: list[pa.RecordBatch] = []
        self._rows = 0

    def _write(self, batch: pa.RecordBatch) -> None:
        self._held.append(batch)
        self._rows += batch.num_rows
        if self._rows >= ROW_GROUP:
            self._flush()

    def _close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_batches(self._held, self._schema), ROW_GROUP)
        self._held, self._rows = [], 0


def open_writer(path: Path, ending: str, schema: pa.Schema) -> BatchWriter:
    """A writer for the format that an ending means. Raises WriteFailed."""
    with writing(path):
        if ending == PARQUET:
            return _Parquet(path, schema)
        if ending == CSV:
            return _Csv(path, schema)
        if ending == STREAM:
            options = ipc.IpcWriteOptions(compression="lz4")
            return _Plain(path, ipc.new_stream(str(path), schema, options=options))
        return _Plain(path, ipc.new_file(str(path), schema))


@contextmanager
def open_stream(path: Path) -> Iterator[ipc.RecordBatchStreamReader]:
    """The batches of a part that was kept as a stream."""
    with pa.OSFile(str(path)) as source, ipc.open_stream(source) as reader:
        yield reader
