"""Rows that are written where they are sent from are what Arrow reads, and what it would write itself."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from assize.server.grpc import _rows

END = b"\xff\xff\xff\xff\0\0\0\0"
WORDS = pa.dictionary(pa.int16(), pa.string())
ERROR = pa.struct([("path", pa.string()), ("code", pa.large_string())])
WRITTEN = [
    *(pa.array([1, None, 3, 0, 5] * 7, kind) for kind in (pa.int8(), pa.uint16(), pa.int32(), pa.uint64())),
    pa.array([1.5, None, float("-inf")], pa.float32()),
    pa.array([0.1] * 100, pa.float64()),
    pa.array([True, None, False] * 5),
    pa.array([True, False] * 9),
    pa.array([0, 20_000, None], pa.date32()),
    pa.array([Decimal("1.25"), None], pa.decimal128(20, 2)),
    pa.array(["", "long " * 40, None, "ä"]),
    pa.array(["", None, "b"], pa.large_string()),
    pa.array(["a", "b", None, "a"]).cast(WORDS),
    pa.array([["a", "b"], [], None, ["b"]]).cast(pa.list_(WORDS)),
    pa.array([[1, 2], [], None], pa.large_list(pa.int16())),
    pa.array([{"path": "$", "code": "C"}, None, {"path": None, "code": "D"}], ERROR),
    pa.array([[{"path": "$", "code": "C"}], None, []], pa.list_(ERROR)),
    pa.array([], pa.list_(ERROR)),
    pa.array([], pa.string()),
    pa.array([None, None], pa.string()),
]
LEFT = [
    pa.array([None, None]),
    pa.array([b"bytes"]),
    pa.array(["view"], pa.string_view()),
    pa.array([1, 2, 3]).slice(1),
    pa.array([[1, 2], [3]]).slice(0, 1),
    pa.array(["a", "b"]).slice(1),
    pa.array([[1, 2]], pa.list_(pa.int64(), 2)),
    pa.array([Decimal(1)], pa.decimal256(40, 2)),
    pa.array([0], pa.timestamp("s")),
    pa.array([1.0], pa.float16()),
]


def batch_of(*columns: pa.Array) -> pa.RecordBatch:
    return pa.record_batch(list(columns), [f"c{place}" for place in range(len(columns))])


def head_of(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    written: bytes = sink.getvalue().to_pybytes()
    return written[: len(written) - len(END) - pa.ipc.get_record_batch_size(batch)]


@pytest.mark.parametrize("column", WRITTEN, ids=lambda column: str(column.type))
def test_arrow_reads_what_is_written(column: pa.Array) -> None:
    batch = batch_of(column, column)
    memory = batch.__arrow_c_array__()
    written = _rows.write(*memory, head_of(batch), END)
    read = pa.ipc.open_stream(written).read_next_batch()
    read.validate(full=True)
    assert read.equals(batch)
    assert len(written) == len(head_of(batch)) + (_rows.size(*memory) or 0) + len(END)


@pytest.mark.parametrize("column", WRITTEN, ids=lambda column: str(column.type))
def test_the_body_is_that_of_arrow(column: pa.Array) -> None:
    """Behind the head, which Arrow writes from its end."""
    batch = batch_of(column)
    body = pa.ipc.read_message(batch.serialize()).body.to_pybytes()
    written = _rows.write(*batch.__arrow_c_array__(), b"", b"")
    assert written[len(written) - len(body) :] == body
    assert pa.ipc.read_message(written).type == "record batch"
    assert pa.ipc.read_message(written).metadata_version == pa.ipc.MetadataVersion.V5


def test_all_columns_of_a_batch_are_written() -> None:
    whole = batch_of(*(pa.concat_arrays([column] * 40)[:60] for column in WRITTEN if len(column) >= 3))
    batch = pa.RecordBatch.from_arrays(
        [pa.array(column.to_pylist(), column.type) for column in whole.columns], schema=whole.schema
    )
    written = _rows.write(*batch.__arrow_c_array__(), head_of(batch), END)
    assert pa.ipc.open_stream(written).read_all().equals(pa.Table.from_batches([batch]))


@pytest.mark.parametrize("column", LEFT, ids=lambda column: str(column.type))
def test_other_columns_are_left_to_arrow(column: pa.Array) -> None:
    memory = batch_of(column).__arrow_c_array__()
    assert _rows.size(*memory) is None
    with pytest.raises(ValueError, match="not written here"):
        _rows.write(*memory, b"", b"")


def test_what_somebody_has_taken_is_refused() -> None:
    memory = batch_of(pa.array([1])).__arrow_c_array__()
    pa.RecordBatch._import_from_c_capsule(*memory)  # noqa: SLF001  # pyarrow's name for it
    with pytest.raises(ValueError, match="nobody has taken"):
        _rows.size(*memory)
    with pytest.raises(ValueError, match="nobody has taken"):
        _rows.size(*pa.array([1]).__arrow_c_array__())
