"""How much memory Arrow data takes once it is unpacked, told before it is.

A few bytes can unpack to gigabytes: compressed buffers, a long text that many rows share, a list of nulls.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_list, is_text

_CELL = 8
_OFFSETS = {
    **dict.fromkeys([pa.string().id, pa.list_(pa.null()).id], 4),
    **dict.fromkeys([pa.large_string().id, pa.large_list(pa.null()).id], 8),
}
# https://github.com/apache/arrow/blob/main/format/Message.fbs: the places of fields in their tables
_HEADER, _DICTIONARY_DATA = 2, 1
_BUFFERS, _COMPRESSION = 2, 3


def unpacked_size(message: Any) -> int:  # noqa: ANN401  # pa.ipc.Message
    """Bytes of the buffers of an IPC message that Arrow has verified. Raises ValueError for wrong ones."""
    if message.type not in ("record batch", "dictionary"):
        return 0
    head = memoryview(message.metadata)
    try:
        batch = _Table(head, _offset(head, 0)).table(_HEADER)
        if batch is not None and message.type == "dictionary":
            batch = batch.table(_DICTIONARY_DATA)
        if batch is None or batch.place(_COMPRESSION) is None:
            return len(message.body)
        body = memoryview(message.body)
        return sum(_buffer_size(body, offset, length) for offset, length in batch.buffers())
    except struct.error as error:
        raise ValueError(f"a buffer lies outside its message: {error}") from error


def _buffer_size(body: memoryview, offset: int, length: int) -> int:
    """A compressed buffer begins with its unpacked length; -1: it is stored as it is."""
    if length == 0:
        return 0
    (size,) = struct.unpack_from("<q", body, offset)
    return int(size) if size >= 0 else length


class _Table(NamedTuple):
    """A table of FlatBuffers (https://flatbuffers.dev/internals): fields are found by its vtable."""

    data: memoryview
    start: int

    def place(self, field: int) -> int | None:
        """Where a field is; None: it is not set."""
        (back,) = struct.unpack_from("<i", self.data, self.start)
        vtable = self.start - back
        (size,) = struct.unpack_from("<H", self.data, vtable)
        if 4 + 2 * field >= size:
            return None
        (offset,) = struct.unpack_from("<H", self.data, vtable + 4 + 2 * field)
        return self.start + offset if offset else None

    def table(self, field: int) -> _Table | None:
        """The table that a field holds."""
        place = self.place(field)
        return None if place is None else _Table(self.data, _offset(self.data, place))

    def buffers(self) -> Iterator[tuple[int, int]]:
        """Offset and length of each buffer of a record batch."""
        place = self.place(_BUFFERS)
        if place is None:
            return
        start = _offset(self.data, place)
        (count,) = struct.unpack_from("<I", self.data, start)
        for number in range(count):
            yield struct.unpack_from("<qq", self.data, start + 4 + 16 * number)


def _offset(data: memoryview, place: int) -> int:
    (offset,) = struct.unpack_from("<I", data, place)
    return place + int(offset)


def plain_size(column: pa.Array) -> int:
    """Bytes of the values of a column when each row has its own, 8 for each that is no text."""
    kind = column.type
    if offset_bytes(kind):
        start, end = ends(column)
        inner = plain_size(column.values.slice(start, end - start)) if is_list(kind) else end - start
        return _CELL * len(column) + inner
    if at.is_dictionary(kind):
        lengths = _lengths(column.dictionary).take(column.indices) if is_text(kind) else None
        return _CELL * len(column) + (_total(lengths) if lengths is not None else 0)
    if at.is_string_view(kind):
        return _CELL * len(column) + _total(_lengths(column))
    if at.is_fixed_size_list(kind):
        return _CELL * len(column) + plain_size(column.flatten())
    if at.is_struct(kind):
        return _CELL * len(column) + sum(plain_size(part) for part in column.flatten())
    return _CELL * len(column)


def offset_bytes(kind: pa.DataType) -> int:
    """How wide the offsets of texts or lists are; 0 of a type without offsets."""
    return _OFFSETS.get(kind.id, 0)


def ends(column: pa.Array) -> tuple[int, int]:
    """Where the values of a column with offsets begin and end. What null rows may have counts too."""
    if not len(column):
        return 0, 0
    width = offset_bytes(column.type)
    offsets, kind = column.buffers()[1], "<i" if width == 4 else "<q"
    (start,) = struct.unpack_from(kind, offsets, width * column.offset)
    (end,) = struct.unpack_from(kind, offsets, width * (column.offset + len(column)))
    return start, end


def _lengths(texts: pa.Array) -> pa.Array:
    """Bytes of each text; null where there is none."""
    if not at.is_string_view(texts.type):
        return pc.binary_length(texts)
    # Arrow counts no views: each is 16 bytes, its length first.
    views = np.frombuffer(texts.buffers()[1], np.int32).reshape(-1, 4)
    lengths = views[texts.offset : texts.offset + len(texts), 0]
    return pa.array(lengths, mask=texts.is_null().to_numpy(zero_copy_only=False))


def _total(lengths: pa.Array) -> int:
    return int(pc.sum(pc.cast(lengths, pa.int64())).as_py() or 0)
