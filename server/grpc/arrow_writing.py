"""Answers as bytes of Arrow IPC streams, within limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_list
from assize.server.errors import AnswerTooLarge
from assize.server.grpc.arrow import has_words

Bytes: TypeAlias = "bytes | pa.Buffer"
_END = b"\xff\xff\xff\xff\0\0\0\0"
"""What ends a stream (https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format)."""


class IpcWriter:
    """Writes answers as IPC streams, each of them whole."""

    def __init__(self, options: pa.ipc.IpcWriteOptions, most_bytes: int) -> None:
        self._options = options
        self._most_bytes = most_bytes
        self._head: tuple[object, bytes] = (None, b"")

    def write(self, answers: pa.RecordBatch, alike: object = None) -> Iterator[Sequence[Bytes]]:
        """The rows as one stream, in pieces; or as several streams where one would be too large.

        Answers that are `alike` have one schema and the same words in their dictionaries: what stands before
        the rows is written once. None: like no others. Raises AnswerTooLarge.
        """
        pieces = self._pieces(answers, alike)
        size = sum(map(len, pieces))
        if size <= self._most_bytes:
            yield pieces
            return
        if answers.num_rows <= 1:
            message = f"the answer to one row has {size} bytes and may have {self._most_bytes}"
            raise AnswerTooLarge(message, limit=str(self._most_bytes), got=str(size))
        half = answers.num_rows // 2
        yield from self.write(compact(answers.slice(0, half)), alike)
        yield from self.write(compact(answers.slice(half)), alike)

    def _pieces(self, answers: pa.RecordBatch, alike: object) -> Sequence[Bytes]:
        # Arrow packs no rows without a stream around them.
        if alike is None or self._options.compression is not None:
            return (self._stream(answers),)
        if self._head[0] is not alike:
            self._head = alike, self._head_of(answers.slice(0, 0))
        return self._head[1], answers.serialize(), _END

    def _head_of(self, no_rows: pa.RecordBatch) -> bytes:
        written: bytes = self._stream(no_rows).to_pybytes()
        return written[: len(written) - pa.ipc.get_record_batch_size(no_rows) - len(_END)]

    def _stream(self, answers: pa.RecordBatch) -> pa.Buffer:
        written = pa.BufferOutputStream()
        with pa.ipc.new_stream(written, answers.schema, options=self._options) as stream:
            stream.write_batch(answers)
        return written.getvalue()


def compact(answers: pa.RecordBatch) -> pa.RecordBatch:
    """Some rows of more without what the others have in lists: where no row has an element, Arrow would write
    the offsets of all elements.
    """
    columns = [pa.concat_arrays([each]) if _has_offsets(each.type) else each for each in answers.columns]
    return pa.RecordBatch.from_arrays(columns, schema=answers.schema)


def _has_offsets(kind: pa.DataType) -> bool:
    """Whether elements may have offsets. Words are left as they are: to join them joins dictionaries."""
    return (is_list(kind) or at.is_map(kind) or at.is_struct(kind)) and not has_words(kind)
