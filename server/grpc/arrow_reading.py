"""Bytes of Arrow IPC streams, read within limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import add
from typing import NamedTuple

import pyarrow as pa

from assize.decision.batch.validated import Validated, validated
from assize.server.config import MIB
from assize.server.errors import BatchTooLarge, FieldFault, Malformed, TooManyItems
from assize.server.grpc._messages import unpacked
from assize.server.grpc.arrow_sound import sound_sizes

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


class Head(NamedTuple):
    """A schema, and the bytes that say it."""

    written: bytes
    schema: pa.Schema


class Sent(NamedTuple):
    """The rows of a message, and the bytes of each column when each row has its own values."""

    head: Head
    batches: Sequence[Validated]
    sizes: Sequence[int]

    @property
    def num_rows(self) -> int:
        """How many rows there are."""
        return sum(map(len, self.batches))

    @property
    def table(self) -> pa.Table:
        """All rows."""
        return pa.Table.from_batches([each.batch for each in self.batches], self.head.schema)


def read_ipc(sent: bytes | memoryview, limits: StreamLimits, known: Head | None = None) -> Sent:
    """All rows that are sent, where they lie. `known`: a head that is not looked at again if it is the same.

    Raises Malformed, TooManyItems, BatchTooLarge.
    """
    try:
        size, end = _unpacked(sent)
        _check_bytes(size, limits)
        reader = pa.ipc.open_stream(sent, options=_READING)
        written = bytes(memoryview(sent)[:end])
        head = known if known and known.written == written else _head(written, reader.schema)
        return _checked(head, reader, limits)
    except (pa.ArrowException, ValueError, OSError) as error:
        raise _malformed(str(error)) from error


def check_sizes(sent: Sent, columns: Sequence[int], limits: StreamLimits) -> int:
    """The bytes that columns hold when each row has its own values. Raises BatchTooLarge."""
    size = sum(sent.sizes[place] for place in columns)
    _check_bytes(size, limits)
    return size


def _unpacked(sent: bytes | memoryview) -> tuple[int, int]:
    try:
        return unpacked(sent)
    except ValueError:
        # Arrow knows best what is wrong with a message.
        for _ in pa.ipc.MessageReader.open_stream(sent):
            pass
        raise


def _head(written: bytes, schema: pa.Schema) -> Head:
    _check_names(schema)
    return Head(written, schema)


def _checked(head: Head, reader: pa.ipc.RecordBatchStreamReader, limits: StreamLimits) -> Sent:
    rows, batches, sizes = 0, list[Validated](), [0] * len(head.schema)
    for batch in reader:
        rows += batch.num_rows
        if rows > limits.rows:
            message = f"the batch has more than {limits.rows} rows; send smaller batches"
            raise TooManyItems(message, [FieldFault(FIELD, message)], limit=str(limits.rows), got=str(rows))
        batches.append(validated(batch))
        sizes = list(map(add, sizes, sound_sizes(batches[-1])))
    return Sent(head, batches, sizes)


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
