"""Views of texts and bytes to texts and bytes: some libraries send views, and few functions take them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.types as at


def with_texts(table: pa.Table, unread: frozenset[str]) -> pa.Table:
    """A table with texts in place of views; unread columns have nothing."""
    columns = [
        pa.nulls(len(column)) if name in unread else _texts_of(column)
        for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    fields = [
        field.with_nullable(True).with_type(column.type)
        for field, column in zip(table.schema, columns, strict=True)
    ]
    return pa.table(columns, pa.schema(fields))


def _texts_of(column: pa.ChunkedArray) -> pa.ChunkedArray:
    wanted = text_type(column.type)
    if wanted == column.type:
        return column
    return pa.chunked_array([texts(chunk) for chunk in column.chunks], wanted)


def text_type(kind: pa.DataType) -> pa.DataType:
    """The type with texts in place of views."""
    if at.is_string_view(kind):
        return pa.large_string()
    if at.is_binary_view(kind):
        return pa.large_binary()
    if at.is_dictionary(kind):
        return pa.dictionary(kind.index_type, text_type(kind.value_type), kind.ordered)
    if at.is_struct(kind):
        return pa.struct([field.with_type(text_type(field.type)) for field in kind])
    if at.is_large_list(kind):
        return pa.large_list(kind.value_field.with_type(text_type(kind.value_type)))
    if at.is_list(kind):
        return pa.list_(kind.value_field.with_type(text_type(kind.value_type)))
    return kind


def texts(array: pa.Array) -> pa.Array:
    """A column with texts in place of views."""
    kind, wanted = array.type, text_type(array.type)
    if wanted == kind:
        return array
    if len(array) == 0:
        return pa.array([], wanted)
    # A slice of lists has offsets into what it is a slice of.
    array = pa.concat_arrays([array]) if array.offset else array
    if at.is_dictionary(kind):
        return pa.DictionaryArray.from_arrays(array.indices, texts(array.dictionary), ordered=kind.ordered)
    mask = array.is_null() if array.null_count else None
    if at.is_struct(kind):
        parts = [texts(array.field(place)) for place in range(kind.num_fields)]
        return pa.StructArray.from_arrays(parts, fields=list(wanted), mask=mask)
    if at.is_string_view(kind) or at.is_binary_view(kind):
        return _harmless(array).cast(wanted)
    return type(array).from_arrays(array.offsets, texts(array.values), type=wanted, mask=mask)


def _harmless(views: pa.Array) -> pa.Array:
    """The same with empty views where there is no text: Arrow's cast follows them, wherever they lead."""
    valid, looks, *texts = views.buffers()
    if valid is None:
        return views
    rows = views.offset + len(views)
    found = np.frombuffer(looks, np.int64).reshape(-1, 2)[:rows].copy()
    found[views.offset :][views.is_null().to_numpy(zero_copy_only=False)] = 0
    buffers = [valid, pa.py_buffer(found), *texts]
    return pa.Array.from_buffers(views.type, len(views), buffers, offset=views.offset)
