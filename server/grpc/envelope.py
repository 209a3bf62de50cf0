"""Messages of a stream whose rows are read and written where they lie.

protobuf copies `bytes` when it reads a message, when a field is looked at, when one is set, and when the
message is written; rows are most of a message. So the one field is found, and put, by the wire format
(https://protobuf.dev/programming-guides/encoding); protobuf does all the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assize.server.errors import FieldFault, Malformed
from assize.server.grpc.arrow_writing import IpcStream
from assize.server.grpc.register import parser
from assize.v1.decision_service_pb2 import (
    DESCRIPTOR,
    CaseBatch,
    DecideStreamRequest,
    DecideStreamResponse,
    StreamOpening,
)

METHOD = DESCRIPTOR.services_by_name["DecisionService"].methods_by_name["DecideStream"]
_BYTES = 2  # the wire type of what has a length


def _tag(field: int) -> int:
    return field << 3 | _BYTES


_BATCH = _tag(DecideStreamRequest.BATCH_FIELD_NUMBER)
_ID, _ROWS = _tag(CaseBatch.BATCH_ID_FIELD_NUMBER), _tag(CaseBatch.ARROW_FIELD_NUMBER)
_ANSWER = bytes([_tag(DecideStreamResponse.ARROW_FIELD_NUMBER)])


class ArrowBatch(NamedTuple):
    """A batch of rows, as an Arrow IPC stream inside the message."""

    batch_id: str
    arrow: memoryview


def read_opening(message: bytes | None) -> StreamOpening:
    """The opening in a serialized DecideStreamRequest. Raises Malformed."""
    read = _parsed(message or b"")
    if read.WhichOneof("kind") != "opening":
        raise _out_of_order("the first message must be `opening`")
    return read.opening


def read_batch(message: bytes) -> ArrowBatch | CaseBatch:
    """The batch in a serialized DecideStreamRequest: rows as they lie in it, else what else it has.

    Raises Malformed.
    """
    found = _in_place(message)
    if found is not None:
        return found
    read = _parsed(message)
    if read.WhichOneof("kind") != "batch":
        raise _out_of_order("after the opening every message must be a `batch`")
    batch = read.batch
    if batch.WhichOneof("facts") == "arrow":
        return ArrowBatch(batch.batch_id, memoryview(batch.arrow))
    return batch


def _parsed(message: bytes) -> DecideStreamRequest:
    read = parser(METHOD)(message)
    assert isinstance(read, DecideStreamRequest)
    return read


def _out_of_order(what: str) -> Malformed:
    return Malformed(what, [FieldFault("kind", what)])


def _in_place(message: bytes) -> ArrowBatch | None:
    """A batch of rows that is written as usual: an id and then rows, each once."""
    outside = list(_fields(memoryview(message), 1))
    if [tag for tag, _ in outside] != [_BATCH]:
        return None
    inside = list(_fields(outside[0][1], 2))
    if [tag for tag, _ in inside] != [_ID, _ROWS]:
        return None
    (_, name), (_, rows) = inside
    try:
        return ArrowBatch(str(name, "utf-8"), rows)
    except UnicodeDecodeError:
        return None


def write_answer(batch_id: str, rows: IpcStream, *, more: bool) -> bytes:
    """A serialized DecideStreamResponse. Fields may stand in any order: the rows come last."""
    around = DecideStreamResponse(batch_id=batch_id, more=more).SerializeToString()
    return rows.behind(around + _ANSWER + _varint(rows.size))


def _fields(data: memoryview, most: int) -> Iterator[tuple[int, memoryview]]:
    """Tag and value of each field; of one field more than `most`, or of one that has no length, no value.

    Ends early where the bytes are no message.
    """
    place = 0
    for _ in range(most + 1):
        if place == len(data):
            return
        tag, (size, start) = data[place], _length(data, place + 1)
        place = start + size
        if tag & 7 != _BYTES or tag >= 0x80 or place > len(data):
            yield -1, data
            return
        yield tag, data[start:place]


def _length(data: memoryview, place: int) -> tuple[int, int]:
    """A length that begins at a place, and where it ends."""
    size = 0
    for number, byte in enumerate(data[place : place + 5]):
        size |= (byte & 0x7F) << 7 * number
        if byte < 0x80:
            return size, place + number + 1
    return len(data), place  # no length of any message: the value ends outside


def _varint(number: int) -> bytes:
    found = bytearray()
    while number >= 0x80:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)
