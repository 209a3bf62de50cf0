"""What is sent as Arrow is read within limits, whatever a few bytes claim to be."""

import re
import struct

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.batch.views import with_texts
from assize.server.errors import AnswerTooLarge, BatchTooLarge, Malformed, RequestError, TooManyItems
from assize.server.grpc._messages import unpacked
from assize.server.grpc.arrow_reading import StreamLimits, check_sizes, read_ipc
from assize.server.grpc.arrow_writing import IpcWriter
from tests.server.grpc.streaming import SUPPLIERS, suppliers, to_ipc
from tests.strategies import repeatable

MIB = 1024 * 1024
SMALL = StreamLimits(rows=100, batch_bytes=MIB)
VIEWS = SUPPLIERS.set(0, pa.field("id", pa.string_view()))
SENT = to_ipc(suppliers(20))
PACKED = to_ipc(suppliers(20), "zstd")
VIEWED = to_ipc(suppliers(20).cast(VIEWS))


def test_rows_are_counted() -> None:
    assert read_ipc(to_ipc(suppliers(100)), SMALL).num_rows == 100
    with pytest.raises(TooManyItems, match="more than 100 rows") as caught:
        read_ipc(to_ipc(suppliers(101)), SMALL)
    assert caught.value.metadata == {"limit": "100", "got": "101"}


@pytest.mark.parametrize("codec", ["lz4", "zstd"])
def test_what_unpacks_to_too_much_is_not_unpacked(codec: str) -> None:
    text = "x" * (2 * MIB)
    sent = to_ipc(pa.table({"id": [text]}), codec)
    assert len(sent) < 100_000
    with pytest.raises(BatchTooLarge, match="send smaller batches"):
        read_ipc(sent, SMALL)
    dictionary = pa.table({"id": pa.array([text]).dictionary_encode()})
    with pytest.raises(BatchTooLarge):
        read_ipc(to_ipc(dictionary, codec), SMALL)


@pytest.mark.parametrize("codec", [None, "lz4", "zstd"])
def test_sizes_are_told_before_anything_is_unpacked(codec: str | None) -> None:
    table = suppliers(100)
    said, _ = unpacked(to_ipc(table, codec))
    # Buffers are padded to 64 bytes where they are not compressed.
    assert table.nbytes <= said <= table.nbytes + 64 * 3 * table.num_columns


@pytest.mark.parametrize("codec", [None, "lz4"])
def test_what_is_cut_off_is_refused_in_the_words_of_arrow(codec: str | None) -> None:
    sent = to_ipc(suppliers(3), codec)
    for end in range(len(sent) - 8):
        try:
            pa.ipc.open_stream(sent[:end]).read_all()
        except (pa.ArrowException, OSError) as error:
            with pytest.raises(Malformed, match=re.escape(str(error).splitlines()[0])):
                read_ipc(sent[:end], SMALL)
        else:
            assert read_ipc(sent[:end], SMALL).num_rows in (0, 3)


OLD, NEW = pa.ipc.MetadataVersion.V4, pa.ipc.MetadataVersion.V5


def with_metadata(version: pa.ipc.MetadataVersion, name: str) -> bytes:
    """A batch whose first value would be its size if it were compressed."""
    batch = pa.record_batch({"a": pa.array([1 << 40, 2, 3], pa.int64())})
    options = pa.ipc.IpcWriteOptions(metadata_version=version)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch, custom_metadata={"about": "it", name: "lz4"})
    return sink.getvalue().to_pybytes()


def test_old_streams_say_elsewhere_that_they_are_compressed() -> None:
    """Arrow 0.17 said so beside the batch, and Arrow believes it to this day."""
    with pytest.raises(BatchTooLarge, match=str(1 << 40)):
        read_ipc(with_metadata(OLD, "ARROW:experimental_compression"), SMALL)
    assert read_ipc(with_metadata(NEW, "ARROW:something_else"), SMALL).num_rows == 3


def test_streams_without_marks_of_continuation_are_read() -> None:
    options = pa.ipc.IpcWriteOptions(use_legacy_format=True)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, SUPPLIERS, options=options) as writer:
        writer.write_table(suppliers(20))
    assert read_ipc(sink.getvalue().to_pybytes(), SMALL).table.equals(suppliers(20))


def test_rows_are_read_where_they_lie() -> None:
    message = b"12345678" + SENT + b"behind"
    read = read_ipc(memoryview(message)[8 : 8 + len(SENT)], SMALL)
    assert read.table.equals(suppliers(20))
    start = pa.py_buffer(message).address
    buffers = [buffer for column in read.batches[0].batch.columns for buffer in column.buffers() if buffer]
    assert buffers
    assert all(start < buffer.address <= start + len(message) - buffer.size for buffer in buffers)


def test_a_known_head_stands_for_the_same_bytes() -> None:
    first = read_ipc(SENT, SMALL)
    again = read_ipc(memoryview(SENT), SMALL, first.head)
    assert again.head is first.head
    assert again.table.equals(first.table)
    other = read_ipc(VIEWED, SMALL, first.head)
    assert other.head.schema == VIEWS
    assert read_ipc(SENT, SMALL, other.head).head == first.head


def views(text: bytes, rows: int) -> pa.Array:
    """Rows that all look at one text."""
    look = pa.py_buffer(struct.pack("<i4sii", len(text), text[:4], 0, 0) * rows)
    return pa.Array.from_buffers(pa.string_view(), rows, [None, look, pa.py_buffer(text)])


SHARED = {
    "dictionary": pa.DictionaryArray.from_arrays(pa.array([0] * 90, pa.int8()), ["x" * 20_000]),
    "view": views(b"x" * 20_000, 90),
    "nulls": pa.ListArray.from_arrays(pa.array([0, 10**6], pa.int32()), pa.nulls(10**6)),
    "fixed": pa.FixedSizeListArray.from_arrays(pa.nulls(10**6), 10**6),
    "struct": pa.ListArray.from_arrays([0, 10**6], pa.StructArray.from_arrays([pa.nulls(10**6)], ["a"])),
}


@pytest.mark.parametrize("name", SHARED)
def test_values_that_rows_share_count_in_full(name: str) -> None:
    table = pa.table({"a": SHARED[name]})
    read = read_ipc(to_ipc(table), SMALL)
    with pytest.raises(BatchTooLarge):
        check_sizes(read, [0], SMALL)
    check_sizes(read, [], SMALL)


def test_offsets_that_lead_elsewhere_are_refused() -> None:
    sent = to_ipc(pa.table({"id": ["abcd", "abcd"]}))
    broken = sent.replace(struct.pack("<3i", 0, 4, 8), struct.pack("<3i", 0, 4, 2_000_000))
    assert read_ipc(sent, SMALL).num_rows == 2
    with pytest.raises(Malformed, match="no Arrow IPC stream that can be read"):
        read_ipc(broken, SMALL)


def test_names_that_are_no_texts_are_refused() -> None:
    sent = to_ipc(pa.table({"a": pa.array([[{"bcdefgh": 1}]])}))
    with pytest.raises(Malformed, match="utf-8"):
        read_ipc(sent.replace(b"bcdefgh", b"bcd\xffefg"[:7]), SMALL)


def test_views_become_texts_wherever_they_are() -> None:
    plain = pa.table(
        {
            "text": ["abc", None, "x" * 40],
            "list": [["a", "y" * 40], None, []],
            "records": [[{"a": "z" * 40, "b": 1}], [], None],
            "none": pa.array([None, None, None], pa.string()),
        }
    )
    views = pa.schema(
        [
            ("text", pa.string_view()),
            ("list", pa.list_(pa.string_view())),
            ("records", pa.large_list(pa.struct([("a", pa.string_view()), ("b", pa.int64())]))),
            ("none", pa.string_view()),
        ]
    )
    words = pa.DictionaryArray.from_arrays(pa.array([0, None, 0]), pa.array(["w" * 20], pa.string_view()))
    table = plain.cast(views).append_column("words", words).append_column("unread", pa.array([1, 2, 3]))
    for part in (table, table.slice(1), table.slice(0, 0)):
        found = with_texts(read_ipc(to_ipc(part), SMALL).table, frozenset(["unread"]))
        assert "view" not in str(found.schema)
        assert found.drop_columns(["unread"]).to_pylist() == part.drop_columns(["unread"]).to_pylist()
        assert found["unread"].null_count == len(part)


def test_a_view_that_is_null_leads_nowhere() -> None:
    """Arrow's own cast follows it, out of the process."""
    look = pa.py_buffer(struct.pack("<i4sii", 3, b"abc", 0, 0) + struct.pack("<iiii", -65536, 7, 9, 10**9))
    column = pa.Array.from_buffers(pa.string_view(), 2, [pa.py_buffer(b"\x01"), look])
    read = read_ipc(to_ipc(pa.table({"a": column})), SMALL)
    check_sizes(read, [0], SMALL)
    assert with_texts(read.table, frozenset()).to_pylist() == [{"a": "abc"}, {"a": None}]


@repeatable(150)
@given(
    st.sampled_from([SENT, PACKED, VIEWED]), st.lists(st.tuples(st.integers(0, 10**4), st.binary(max_size=9)))
)
def test_broken_bytes_are_refused_or_read(sent: bytes, blows: list[tuple[int, bytes]]) -> None:
    """Never another error, never more than the limits."""
    broken = bytearray(sent)
    for place, blow in blows:
        broken[place % len(sent) : place % len(sent) + len(blow)] = blow
    try:
        table = read_ipc(bytes(broken), SMALL).table
    except RequestError:
        return
    assert table.num_rows <= SMALL.rows
    assert with_texts(table, frozenset()).num_rows == table.num_rows


def test_answers_are_cut_to_size() -> None:
    (whole,) = suppliers(90).to_batches()
    options = pa.ipc.IpcWriteOptions()
    parts = [part.behind(b"") for part in IpcWriter(options, 3000).cut(whole)]
    assert len(parts) > 1
    assert max(map(len, parts)) <= 3000
    tables = [pa.ipc.open_stream(part).read_all() for part in parts]
    assert pa.concat_tables(tables).equals(pa.Table.from_batches([whole]))
    with pytest.raises(AnswerTooLarge, match="one row"):
        list(IpcWriter(options, 100).cut(whole))


@pytest.mark.parametrize("long", [["x" * 20] * 60, [{"a": ["x"] * 60}]])
def test_parts_of_an_answer_bring_nothing_of_others_along(long: list[object]) -> None:
    """Half of the rows have no element; Arrow would write the offsets of all elements with them."""
    rows = pa.array([[]] * 1000 + [long] * 1000)
    whole = pa.record_batch({"kept": rows, "in": pa.StructArray.from_arrays([rows], names=["kept"])})
    parts = [part.behind(b"") for part in IpcWriter(pa.ipc.IpcWriteOptions(), 100_000).cut(whole)]
    assert max(map(len, parts)) <= 100_000
    tables = [pa.ipc.open_stream(part).read_all() for part in parts]
    assert pa.concat_tables(tables).equals(pa.Table.from_batches([whole]))
