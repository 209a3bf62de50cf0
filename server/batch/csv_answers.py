"""Answers as CSV can hold them: lists and records as JSON text, in one cell."""

from __future__ import annotations

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as at


def csv_schema(schema: pa.Schema) -> pa.Schema:
    """The columns with texts in place of lists and records."""
    return pa.schema([pa.field(f.name, pa.string() if at.is_nested(f.type) else f.type) for f in schema])


def csv_batch(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The rows under that schema."""
    columns = [_json(column) if at.is_nested(column.type) else column for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _json(column: pa.Array) -> pa.Array:
    if at.is_list(column.type) and at.is_dictionary(column.type.value_type):
        return _words(column)
    if column.null_count == len(column):
        return pa.nulls(len(column), pa.string())
    texts = (
        None if value is None else orjson.dumps(value, default=str).decode() for value in column.to_pylist()
    )
    return pa.array(texts, pa.string())


def _words(column: pa.ListArray) -> pa.Array:
    """Lists of a few known words, without making any of them anew."""
    values = column.flatten()
    quoted = pa.array([orjson.dumps(word).decode() for word in values.dictionary.to_pylist()], pa.string())
    counts = pc.fill_null(pc.list_value_length(column), 0)
    offsets = pc.cumulative_sum(pa.concat_arrays([pa.array([0], counts.type), counts]))
    lists = pa.ListArray.from_arrays(offsets, pc.take(quoted, values.indices))
    return pc.binary_join_element_wise("[", pc.binary_join(lists, ","), "]", "")
