"""Tables of any library to Arrow and back. No library is imported that the caller does not use."""

from __future__ import annotations

from importlib import import_module
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as at

Frame = TypeVar("Frame")
"""A pyarrow table or reader, a pandas or polars frame, or whatever has `__arrow_c_stream__`."""
_FEW = 256  # words that a code of eight bits can tell apart


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
    """A part of a table as it is sent: without views, and with no more words than the part has rows, or 256.

    Views, and words of a dictionary, bring those of the whole table along. Points in time without a zone that
    are all midnights are days, as pandas writes them, but in the columns that stay `as_they_are`.
    """
    named = zip(table.column_names, table.columns, strict=True)
    columns = [_plain(column) if name in as_they_are else _as_days(_plain(column)) for name, column in named]
    fields = zip(table.schema, columns, strict=True)
    return pa.table(columns, pa.schema([field.with_type(column.type) for field, column in fields]))


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind, wanted = column.type, _plain_type(column.type, outside=True)
    if at.is_dictionary(kind):
        return pa.chunked_array([_own_words(chunk, wanted) for chunk in column.chunks], wanted)
    return column if wanted == kind else column.cast(wanted)


def _own_words(column: pa.DictionaryArray, wanted: pa.DictionaryType) -> pa.DictionaryArray:
    """The column with few words: where there are more than rows, those that its rows have."""
    words, codes = column.dictionary.cast(wanted.value_type), column.indices
    if len(words) > max(len(column), _FEW):
        used = codes.drop_null().unique()
        words, codes = words.take(used), pc.index_in(codes, used).cast(wanted.index_type)
    return pa.DictionaryArray.from_arrays(codes, words)


def _plain_type(kind: pa.DataType, *, outside: bool = False) -> pa.DataType:
    """The type without views; words inside lists and records are kept where they are few by their type."""
    if at.is_dictionary(kind):
        words = _plain_type(kind.value_type)
        few = outside or kind.index_type.bit_width == 8
        return pa.dictionary(kind.index_type, words) if few else words
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
    if not at.is_timestamp(column.type) or column.type.tz is not None:
        return column
    days = column.cast(pa.date32())
    # Where not all are midnights the service says which type it wants.
    return days if days.cast(column.type).equals(column) else column
