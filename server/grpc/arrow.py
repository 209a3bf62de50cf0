"""Bytes of Arrow IPC streams: read within limits, and written within limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_list
from assize.server.config import MIB
from assize.server.errors import AnswerTooLarge, BatchTooLarge, FieldFault, Malformed, TooManyItems
from assize.server.grpc.arrow_sizes import plain_size, unpacked_size
from assize.server.grpc.arrow_sound import check_sound

FIELD = "batch.arrow"
# Other threads have batches of their own to read, and to hand columns out to them takes its time.
# Rows lie anywhere in a message: a column whose values lie across words is copied.
_READING = pa.ipc.IpcReadOptions(ensure_alignment=pa.ipc.Alignment.DataTypeSpecific, use_threads=False)


class StreamLimits(NamedTuple):
    """Rows of a batch, its bytes once it is unpacked, bytes of a part of an answer; and rows that are decided
    before anybody asks whether they are still wanted.
    """

    rows: int = 100_000
    batch_bytes: int = 64 * MIB
    answer_bytes: int = 4 * MIB
    slice_rows: int = 65_536


def read_ipc(sent: bytes | memoryview, limits: StreamLimits) -> pa.Table:
    """All rows that are sent. Raises Malformed, TooManyItems, BatchTooLarge."""
    try:
        _check_bytes(sum(map(unpacked_size, pa.ipc.MessageReader.open_stream(sent))), limits)
        return _checked(pa.ipc.open_stream(sent, options=_READING), limits)
    except (pa.ArrowException, ValueError, OSError) as error:
        raise _malformed(str(error)) from error


def check_sizes(table: pa.Table, columns: list[int], limits: StreamLimits) -> int:
    """The bytes that columns hold when each row has its own values. Raises BatchTooLarge."""
    size = sum(plain_size(chunk) for place in columns for chunk in table.column(place).chunks)
    _check_bytes(size, limits)
    return size


def write_ipc(
    answers: pa.RecordBatch, options: pa.ipc.IpcWriteOptions, most_bytes: int
) -> Iterator[pa.Buffer]:
    """The rows as one IPC stream, or as several where one would be too large. Raises AnswerTooLarge."""
    answers = _compact(answers)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, answers.schema, options=options) as writer:
        writer.write_batch(answers)
    written = sink.getvalue()
    if written.size <= most_bytes:
        yield written
        return
    if answers.num_rows <= 1:
        message = f"the answer to one row has {written.size} bytes and may have {most_bytes}"
        raise AnswerTooLarge(message, limit=str(most_bytes), got=str(written.size))
    half = answers.num_rows // 2
    yield from write_ipc(answers.slice(0, half), options, most_bytes)
    yield from write_ipc(answers.slice(half), options, most_bytes)


def _compact(answers: pa.RecordBatch) -> pa.RecordBatch:
    """The same without what other rows have in lists: where no row has an element, Arrow would write the
    offsets of all elements.
    """
    columns = [pa.concat_arrays([each]) if _has_offsets(each.type) else each for each in answers.columns]
    return pa.RecordBatch.from_arrays(columns, schema=answers.schema)


def _has_offsets(kind: pa.DataType) -> bool:
    """Whether elements may have offsets. Words are left as they are: to join them joins dictionaries."""
    return (is_list(kind) or at.is_map(kind) or at.is_struct(kind)) and not has_words(kind)


def has_words(kind: pa.DataType) -> bool:
    """Whether values are kept in a dictionary."""
    return at.is_dictionary(kind) or any(has_words(kind.field(n).type) for n in range(kind.num_fields))


def _checked(reader: pa.ipc.RecordBatchStreamReader, limits: StreamLimits) -> pa.Table:
    _check_names(reader.schema)
    rows, batches = 0, []
    for batch in reader:
        rows += batch.num_rows
        if rows > limits.rows:
            message = f"the batch has more than {limits.rows} rows; send smaller batches"
            raise TooManyItems(message, [FieldFault(FIELD, message)], limit=str(limits.rows), got=str(rows))
        check_sound(batch)
        batches.append(batch)
    return pa.Table.from_batches(batches, reader.schema)


def _check_names(fields: Iterable[pa.Field]) -> None:
    """That all names are UTF-8: a name is a text only when it is looked at. Raises UnicodeDecodeError."""
    for field in fields:
        assert field.name is not None
        if field.type.num_fields:
            _check_names(field.type.field(place) for place in range(field.type.num_fields))


def _check_bytes(size: int, limits: StreamLimits) -> None:
    if size > limits.batch_bytes:
        message = (
            f"the batch has {size} bytes unpacked and may have {limits.batch_bytes}; send smaller batches"
        )
        raise BatchTooLarge(
            message, [FieldFault(FIELD, message)], limit=str(limits.batch_bytes), got=str(size)
        )


def _malformed(why: str) -> Malformed:
    message = f"the bytes are no Arrow IPC stream that can be read: {why.splitlines()[0] if why else ''}"
    return Malformed(message, [FieldFault(FIELD, message)])
