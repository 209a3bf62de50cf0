"""What columns take when each row has its own values is what Arrow tells one by one."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as at
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.batch.arrow_types import is_list, is_text
from assize.server.grpc._sent import look
from tests.strategies import repeatable


def size(column: pa.Array) -> int:
    sizes, _ = look(*pa.record_batch([column], ["a"]).__arrow_c_array__())
    return sizes[0]


def size_by_arrow(column: pa.Array) -> int:
    kind, cells = column.type, 8 * len(column)
    if at.is_fixed_size_list(kind):
        start, each = column.offset, kind.list_size
        return cells + size_by_arrow(column.values[start * each : (start + len(column)) * each])
    if is_list(kind):
        start, end = ends(column)
        return cells + size_by_arrow(column.values[start:end])
    if at.is_struct(kind):
        return cells + sum(size_by_arrow(column.field(place)) for place in range(kind.num_fields))
    if at.is_dictionary(kind) and is_text(kind):
        return cells + total(lengths(column.dictionary).take(column.indices))
    if at.is_string_view(kind):
        return cells + total(lengths(column))
    if at.is_string(kind) or at.is_large_string(kind):
        start, end = ends(column)
        return cells + end - start
    return cells


def ends(column: pa.Array) -> tuple[int, int]:
    wide = at.is_large_string(column.type) or at.is_large_list(column.type)
    offsets = np.frombuffer(column.buffers()[1] or b"", np.int64 if wide else np.int32)
    found = offsets[column.offset : column.offset + len(column) + 1]
    return (int(found[0]), int(found[-1])) if len(column) else (0, 0)


def lengths(texts: pa.Array) -> pa.Array:
    return pc.binary_length(texts.cast(pa.string()))


def total(numbers: pa.Array) -> int:
    return pc.sum(numbers.cast(pa.int64())).as_py() or 0


MOST = (1 << 63) - 1
WORD = st.none() | st.text(max_size=20)
INDICES = st.sampled_from(
    [pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(), pa.int64()]
)
TEXTS = st.sampled_from([pa.string(), pa.large_string(), pa.string_view()])


def words(index: pa.DataType, text: pa.DataType) -> st.SearchStrategy[pa.Array]:
    """Rows with words by their codes; null codes lead anywhere."""

    def array(known: list[str | None], rows: list[tuple[int, bool]]) -> pa.Array:
        codes = np.array(
            [code % len(known) if is_known else 77 for code, is_known in rows], index.to_pandas_dtype()
        )
        places = pa.array(codes, mask=np.array([not is_known for _, is_known in rows], bool))
        return pa.DictionaryArray.from_arrays(places, pa.array(known, text), safe=False)

    rows = st.lists(st.tuples(st.integers(0, 99), st.booleans()), max_size=150)
    return st.builds(array, st.lists(WORD, min_size=1, max_size=100), rows)


def plain(kind: pa.DataType, values: st.SearchStrategy[Any]) -> st.SearchStrategy[pa.Array]:
    return st.lists(values, max_size=80).map(lambda rows: pa.array(rows, kind))


def nested(inside: st.SearchStrategy[pa.Array]) -> st.SearchStrategy[pa.Array]:
    places = st.lists(st.integers(0, 100), min_size=1, max_size=30)
    wide = st.sampled_from([pa.ListArray, pa.LargeListArray])
    return (
        st.builds(
            lambda kind, at, rows: kind.from_arrays(sorted(p % (len(rows) + 1) for p in at), rows),
            wide,
            places,
            inside,
        )
        | st.builds(
            lambda rows, each: pa.FixedSizeListArray.from_arrays(rows[: len(rows) // each * each], each),
            inside,
            st.integers(1, 3),
        )
        | st.builds(record, inside, inside)
    )


def record(one: pa.Array, other: pa.Array) -> pa.Array:
    rows = min(len(one), len(other))
    return pa.StructArray.from_arrays([one[:rows], other[-rows:] if rows else other[:0]], ["a", "b"])


LEAVES = (
    TEXTS.flatmap(lambda kind: plain(kind, WORD))
    | st.builds(words, INDICES, TEXTS).flatmap(lambda each: each)
    | plain(pa.int32(), st.none() | st.integers(0, 9))
    | plain(pa.binary(), st.none() | st.binary(max_size=9))
    | st.integers(0, 80).map(pa.nulls)
)


@repeatable(200)
@given(st.recursive(LEAVES, nested, max_leaves=4), st.integers(0, 90), st.integers(0, 90))
def test_sizes_are_those_that_arrow_tells(column: pa.Array, first: int, rows: int) -> None:
    for each in (column, column.slice(min(first, len(column)), rows)):
        assert size(each) == size_by_arrow(each)


@pytest.mark.parametrize(
    ("column", "bytes_of_all"),
    [
        (pa.array([1.0, None]), 16),
        (pa.array(["abc", None]), 19),
        (pa.array(["abc", None, "x" * 20], pa.string_view())[1:], 16 + 20),
        (pa.array([["abc"], [], None]), 3 * 8 + 8 + 3),
        (pa.array([{"a": 1, "b": "x"}]), 8 + 8 + 8 + 1),
        (pa.array(["abc", None, "abc", ""]).dictionary_encode(), 4 * 8 + 6),
        (pa.array([[1, 2]] * 3, pa.list_(pa.int8(), 2)), 3 * 8 + 6 * 8),
        (pa.array([b"abc"]), 8),
    ],
)
def test_a_size_is_eight_bytes_for_a_row_and_its_texts(column: pa.Array, bytes_of_all: int) -> None:
    assert size(column) == bytes_of_all


def test_no_size_is_too_large_to_be_told() -> None:
    """Nulls take no room, so there may be as many as they say, and lists of lists of them."""
    nulls = pa.Array.from_buffers(pa.null(), 1 << 62, [None])
    assert size(nulls) == MOST
    lists = pa.FixedSizeListArray.from_arrays(nulls, 1 << 30)
    assert size(lists) == MOST
    assert size(pa.StructArray.from_arrays([lists, lists], ["a", "b"])) == MOST


def test_only_a_batch_is_looked_at() -> None:
    schema, array = pa.record_batch({"a": [1]}).__arrow_c_array__()
    for wrong in ((array, schema), (b"", b"")):
        with pytest.raises(ValueError, match="PyCapsule"):
            look(*wrong)
    with pytest.raises(ValueError, match="a record batch is needed"):
        look(*pa.array([1]).__arrow_c_array__())
    pa.RecordBatch._import_from_c_capsule(schema, array)  # noqa: SLF001  # takes what is in them
    with pytest.raises(ValueError, match="a record batch is needed"):
        look(schema, array)
