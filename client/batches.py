"""A table to the messages of a stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, Required

import pyarrow as pa

from assize.client.frames import plain, read
from assize.client.requests import Pinned, pinned
from assize.v1.decision_service_pb2 import (
    CaseBatch,
    Compression,
    DecideStreamRequest,
    StreamOpening,
)

BATCH_ROWS = 10_000
MESSAGE_BYTES = 4 * 1024 * 1024
"""What a server takes in one message, as long as its operator did not change that."""
_AROUND = 1024  # bytes of a message around the rows, at most
_WORD = 8
_CODECS = {
    None: Compression.COMPRESSION_UNSPECIFIED,
    "lz4": Compression.COMPRESSION_LZ4,
    "zstd": Compression.COMPRESSION_ZSTD,
}


class AskedOfStream(Pinned, total=False):
    """How a table is decided; only `rulebook` is needed.

    `as_of_column`: a column of days, each row is decided as of its own. `keep`: columns carried along;
    `leave_out`: columns that are no facts. `contributions`: the points of every criterion too. `answers`: the
    only columns of answers, beside those carried along and `errors` (default: all). `batch_rows`: rows of a
    batch, fewer where a message would be too large. `deadline`: seconds for all (default: none).
    """

    rulebook: Required[str]
    as_of_column: str
    contributions: bool
    keep: Sequence[str]
    leave_out: Sequence[str]
    answers: Sequence[str]
    batch_rows: int
    compression: Literal["lz4", "zstd"] | None
    deadline: float | None


class Sent(NamedTuple):
    """A batch, and which rows of the table it has."""

    message: DecideStreamRequest
    rows: range


class Job(NamedTuple):
    """A table to be decided."""

    reader: pa.RecordBatchReader
    opening: DecideStreamRequest
    batch_rows: int
    message_bytes: int
    writing: pa.ipc.IpcWriteOptions
    left_out: frozenset[str]
    kept: frozenset[str]

    def messages(self) -> Iterator[Sent]:
        """All batches; one without rows for a table that has none."""
        start = 0
        for table in _pieces(self.reader, self.batch_rows):
            yield from self._fitting(table, start)
            start += table.num_rows

    def _fitting(self, table: pa.Table, start: int) -> Iterator[Sent]:
        """A piece as one message, or as several where one would be too large."""
        written = self._write(table)
        if len(written) + _AROUND > self.message_bytes and table.num_rows > 1:
            half = table.num_rows // 2
            yield from self._fitting(table.slice(0, half), start)
            yield from self._fitting(table.slice(half), start + half)
            return
        yield Sent(_message(str(start), written), range(start, start + table.num_rows))

    def _write(self, table: pa.Table) -> bytes:
        names = [name for name in table.column_names if name not in self.left_out]
        sent = plain(table.select(names), self.kept).replace_schema_metadata(None)
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, sent.schema, options=self.writing) as writer:
            writer.write_table(sent)
        return bytes(sink.getvalue().to_pybytes())


def job_of(frame: Any, asked: AskedOfStream, message_bytes: int) -> Job:  # noqa: ANN401  # any table
    """The job of deciding a table. Raises TypeError and ValueError before anything is sent."""
    rows = asked.get("batch_rows", BATCH_ROWS)
    codec = asked.get("compression", "lz4")
    if rows < 1:
        raise ValueError(f"batch_rows is at least 1, got {rows}")
    if codec not in _CODECS:
        raise ValueError(f"compression is lz4 or zstd, got `{codec}`")
    reader = read(frame)
    left_out = frozenset(asked.get("leave_out", ())) & frozenset(reader.schema.names)
    opening = StreamOpening(
        rulebook=asked["rulebook"],
        options=pinned(asked),
        as_of_column=asked.get("as_of_column"),
        contributions=asked.get("contributions", False),
        keep=asked.get("keep", ()),
        # Columns that are left out are not sent; of others the service says that they do not exist.
        leave_out=[name for name in asked.get("leave_out", ()) if name not in left_out],
        compression=_CODECS[codec],
        answers=asked.get("answers", ()),
    )
    writing = pa.ipc.IpcWriteOptions(compression=codec)
    kept = frozenset(asked.get("keep", ()))
    return Job(reader, DecideStreamRequest(opening=opening), rows, message_bytes, writing, left_out, kept)


def _message(batch_id: str, rows: bytes) -> DecideStreamRequest:
    """Rows begin at a multiple of eight bytes, for so the service can read them where they lie."""
    message = DecideStreamRequest(batch=CaseBatch(batch_id=batch_id, arrow=rows))
    missing = -(message.ByteSize() - len(rows)) % _WORD
    message.batch.batch_id = "0" * missing + batch_id
    return message


def _pieces(reader: pa.RecordBatchReader, rows: int) -> Iterator[pa.Table]:
    """The rows in tables of `rows`, the last one shorter; one without rows if there are none."""
    held: list[pa.RecordBatch] = []
    missing, nothing = rows, True
    for whole in reader:
        batch = whole
        while batch.num_rows >= missing:
            yield pa.Table.from_batches([*held, batch.slice(0, missing)])
            batch = batch.slice(missing)
            held, missing, nothing = [], rows, False
        if batch.num_rows:
            held.append(batch)
            missing -= batch.num_rows
    if held or nothing:
        yield pa.Table.from_batches(held, reader.schema)
