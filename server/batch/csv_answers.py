"""Answers as CSV can hold them: lists and records as JSON text, in one cell."""

from __future__ import annotations

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as at


def csv_schema(schema: pa.Schema) -> pa.Schema:
    """The columns with texts in place of what CSV cannot hold."""
    return pa.schema([pa.field(f.name, f.type if _is_plain(f.type) else pa.string()) for f in schema])


def csv_batch(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The rows under that schema."""
    columns = [column if _is_plain(column.type) else as_text(column) for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def as_text(column: pa.Array) -> pa.Array:
    """A column of any type as texts; lists, records and bytes as JSON."""
    kind = column.type
    if at.is_list(kind) and at.is_dictionary(kind.value_type):
        return _words(column)
    if _is_plain(kind) or at.is_string_view(kind):
        return column.cast(pa.string())
    texts = (
        None if value is None else orjson.dumps(value, default=str).decode() for value in column.to_pylist()
    )
    return pa.array(texts, pa.string())


def _is_plain(kind: pa.DataType) -> bool:
    """Whether a CSV file can hold it in a cell."""
    if at.is_dictionary(kind):
        return _is_plain(kind.value_type)
    texts = at.is_string(kind) or at.is_large_string(kind) or at.is_null(kind)
    numbers = at.is_integer(kind) or at.is_floating(kind) or at.is_decimal(kind) or at.is_boolean(kind)
    return bool(texts or numbers or at.is_date(kind) or at.is_time(kind) or at.is_timestamp(kind))


def _words(column: pa.ListArray) -> pa.Array:
    """Lists of a few known words, without making any of them anew."""
    values = column.flatten()
    quoted = pa.array([orjson.dumps(word).decode() for word in values.dictionary.to_pylist()], pa.string())
    counts = pc.fill_null(pc.list_value_length(column), 0)
    offsets = pc.cumulative_sum(pa.concat_arrays([pa.array([0], counts.type), counts]))
    lists = pa.ListArray.from_arrays(offsets, pc.take(quoted, values.indices))
    return pc.binary_join_element_wise("[", pc.binary_join(lists, ","), "]", "")
