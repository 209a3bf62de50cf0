"""Tables of any library to Arrow and back. No library is imported that the caller does not use."""

from __future__ import annotations

from importlib import import_module
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.types as at

Frame = TypeVar("Frame")
"""A pyarrow table or reader, a pandas or polars frame, or whatever has `__arrow_c_stream__`."""


def read(frame: Any) -> pa.RecordBatchReader:  # noqa: ANN401  # a table of any library
    """The rows of a table, in batches. Raises TypeError for what is no table."""
    if isinstance(frame, pa.RecordBatchReader):
        return frame
    if isinstance(frame, pa.RecordBatch):
        return pa.Table.from_batches([frame]).to_reader()
    if _library(frame) == "pandas":
        # Its own stream would bring the index along as a column; NaN is how pandas writes null.
        return pa.Table.from_pandas(frame, preserve_index=False).to_reader()
    if hasattr(frame, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(frame)
    what = f"got {type(frame).__module__}.{type(frame).__qualname__}"
    raise TypeError(f"must be a pyarrow, pandas or polars table or have `__arrow_c_stream__`, {what}")


def like(frame: Frame, answers: pa.Table) -> Frame:
    """The answers as a table of the same kind; of another kind than those known here, as a pyarrow table."""
    made: Any = answers
    if isinstance(frame, pa.RecordBatchReader):
        made = answers.to_reader()
    elif _library(frame) == "pandas":
        made = answers.to_pandas()
        made.index = getattr(frame, "index")  # noqa: B009
    elif _library(frame) == "polars":
        made = import_module("polars").from_arrow(answers)
    return made  # type: ignore[no-any-return]


def _library(frame: object) -> str:
    return type(frame).__module__.partition(".")[0]


def plain(table: pa.Table, as_they_are: frozenset[str]) -> pa.Table:
    """A part of a table as it is sent: views and dictionaries, which bring the whole along, written out.

    Points in time without a zone that are all midnights are days, as pandas writes them, but in the columns
    that stay `as_they_are`.
    """
    for place, field in enumerate(table.schema):
        column = _plain(table.column(place))
        if at.is_timestamp(column.type) and column.type.tz is None and field.name not in as_they_are:
            column = _as_days(column)
        if column.type != field.type:
            table = table.set_column(place, field.name, column)
    return table


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if at.is_dictionary(kind):
        chunks = [
            chunk.dictionary.cast(_plain_type(kind.value_type)).take(chunk.indices) for chunk in column.chunks
        ]
        return pa.chunked_array(chunks, _plain_type(kind.value_type))
    wanted = _plain_type(kind)
    return column if wanted == kind else column.cast(wanted)


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if at.is_dictionary(kind):
        return _plain_type(kind.value_type)
    if at.is_string_view(kind):
        return pa.large_string()
    if at.is_struct(kind):
        return pa.struct([field.with_type(_plain_type(field.type)) for field in kind])
    if at.is_large_list(kind):
        return pa.large_list(kind.value_field.with_type(_plain_type(kind.value_type)))
    if at.is_list(kind):
        return pa.list_(kind.value_field.with_type(_plain_type(kind.value_type)))
    return kind


def _as_days(column: pa.ChunkedArray) -> pa.ChunkedArray:
    days = column.cast(pa.date32())
    # Where not all are midnights the service says which type it wants.
    return days if days.cast(column.type).equals(column) else column
