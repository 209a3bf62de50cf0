"""Answers as bytes of Arrow IPC streams, within limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.answer_batch import Made
from assize.decision.batch.arrow_types import has_words, is_list
from assize.decision.batch.decider import BatchDecider
from assize.server.errors import AnswerTooLarge
from assize.server.grpc import _rows

_END = b"\xff\xff\xff\xff\0\0\0\0"
"""What ends a stream (https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format)."""
_HEADS_KEPT = 2


class IpcStream(NamedTuple):
    """How many bytes it has, and how they are written behind others."""

    size: int
    behind: Callable[[bytes], bytes]


class IpcWriter:
    """Writes answers as IPC streams, each of them whole."""

    def __init__(self, options: pa.ipc.IpcWriteOptions, most_bytes: int) -> None:
        self._options = options
        self._most_bytes = most_bytes
        self._head_of = lru_cache(_HEADS_KEPT)(self._written_head)

    def write(self, answers: Made, decider: BatchDecider | None = None) -> Iterator[IpcStream]:
        """The rows as one stream; or as several streams where one would be too large.

        What stands before the rows of all answers of a `decider` is written once. None: they carry words
        along that may be others each time. Raises AnswerTooLarge.
        """
        found = self._in_place(answers, decider)
        if found is not None and found.size <= self._most_bytes:
            yield found
        else:
            yield from self.cut(answers.batch(), decider)

    def cut(self, answers: pa.RecordBatch, decider: BatchDecider | None = None) -> Iterator[IpcStream]:
        """As `write`, for rows that Arrow has."""
        pieces = self._pieces(answers, decider)
        size = sum(map(len, pieces))
        if size <= self._most_bytes:
            yield IpcStream(size, lambda before: b"".join((before, *pieces)))
            return
        if answers.num_rows <= 1:
            message = f"the answer to one row has {size} bytes and may have {self._most_bytes}"
            raise AnswerTooLarge(message, limit=str(self._most_bytes), got=str(size))
        half = answers.num_rows // 2
        yield from self.cut(compact(answers.slice(0, half)), decider)
        yield from self.cut(compact(answers.slice(half)), decider)

    def _in_place(self, answers: Made, decider: BatchDecider | None) -> IpcStream | None:
        """The stream, if its rows can be written where they are sent from."""
        head = self._head(decider)
        size = _rows.size(*answers.memory) if head else None
        if size is None:
            return None

        def behind(before: bytes) -> bytes:
            return _rows.write(*answers.memory, before + head, _END)

        return IpcStream(len(head) + size + len(_END), behind)

    def _pieces(self, answers: pa.RecordBatch, decider: BatchDecider | None) -> Sequence[bytes | pa.Buffer]:
        head = self._head(decider)
        return (head, answers.serialize(), _END) if head else (self._stream(answers),)

    def _head(self, decider: BatchDecider | None) -> bytes:
        """What stands before the rows of all answers; nothing, if that is not the same for all."""
        # Arrow packs no rows without a stream around them.
        return b"" if decider is None or self._options.compression is not None else self._head_of(decider)

    def _written_head(self, decider: BatchDecider) -> bytes:
        none = decider.decide(pa.RecordBatch.from_pylist([], schema=decider.incoming))
        written: bytes = self._stream(none).to_pybytes()
        return written[: len(written) - pa.ipc.get_record_batch_size(none) - len(_END)]

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
