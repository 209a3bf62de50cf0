"""The memory of Arrow arrays as numpy arrays, without copies. What lies under a null is anything."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.rules.columns.values import Array, Bools, Bytes


def known_of(array: pa.Array) -> Bools | None:
    """Where an array is not null; None: everywhere."""
    if array.null_count == 0:
        return None
    return _bits(array.buffers()[0], array.offset, len(array)).view(np.bool_)


def fixed(array: pa.Array, dtype: Any, width: int = 1) -> Array:  # noqa: ANN401  # whatever names a dtype
    """The values of an array of fixed width, `width` of them for each cell."""
    return _view(array.buffers()[1], np.dtype(dtype), array.offset * width, len(array) * width)


def offsets_of(array: pa.Array) -> Array:
    """The offsets of a list or text array, one more than its length."""
    wide = at.is_large_list(array.type) or at.is_large_string(array.type)
    if not len(array):
        return np.zeros(1, dtype=np.int64)
    return _view(array.buffers()[1], np.dtype(np.int64 if wide else np.int32), array.offset, len(array) + 1)


def letters_of(array: pa.Array) -> Bytes:
    """The bytes that the offsets of a text array point into."""
    held = array.buffers()[2]
    return _view(held, np.dtype(np.uint8), 0, held.size if held is not None else 0)


def plain_text(array: pa.Array) -> pa.Array:
    """A text array as string or large_string, and no dictionary."""
    while at.is_dictionary(array.type):
        array = array.dictionary_decode()
    return array.cast(pa.large_string()) if at.is_string_view(array.type) else array


def without(array: pa.Array, gone: Bools) -> pa.Array:
    """A plain text array with nulls where `gone`."""
    known = known_of(array)
    left = ~gone if known is None else known & ~gone
    wide = 8 if at.is_large_string(array.type) else 4
    _, offsets, letters = array.buffers()
    offsets = offsets.slice(array.offset * wide, (len(array) + 1) * wide)
    bits = pa.py_buffer(np.packbits(left, bitorder="little"))
    return pa.Array.from_buffers(array.type, len(array), [bits, offsets, letters])


def without_empty(array: pa.Array) -> pa.Array:
    """A text array as plain text with nulls for its empty texts."""
    texts = plain_text(array)
    empty = np.diff(offsets_of(texts)) == 0
    return without(texts, empty) if bool(empty.any()) else texts


def either(one: Bools | None, other: Bools | None) -> Bools | None:
    """Where one of two holds; None is nowhere."""
    if one is None or other is None:
        return other if one is None else one
    return one | other


def _bits(buffer: pa.Buffer, start: int, count: int) -> Bytes:
    first, end = start // 8, (start + count + 7) // 8
    held = _view(buffer, np.dtype(np.uint8), first, end - first)
    return np.unpackbits(held, bitorder="little")[start - 8 * first :][:count]


def _view(buffer: pa.Buffer | None, dtype: np.dtype[Any], start: int, count: int) -> Array:
    if buffer is None or count == 0:
        return np.zeros(0, dtype=dtype)
    return np.frombuffer(buffer, dtype, count, start * dtype.itemsize)
