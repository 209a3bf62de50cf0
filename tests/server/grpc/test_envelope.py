"""What is read and written around rows is what protobuf reads and writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.server.errors import Malformed
from assize.server.grpc.arrow_writing import IpcStream
from assize.server.grpc.envelope import ArrowBatch, read_batch, write_answer
from assize.v1.decision_service_pb2 import (
    Case,
    CaseBatch,
    CaseList,
    DecideStreamRequest,
    DecideStreamResponse,
    StreamOpening,
)
from tests.strategies import repeatable

SIZES = st.sampled_from([0, 1, 100, 127, 128, 16_383, 16_384, 70_000, 1 << 21])


def parsed(message: bytes) -> CaseBatch:
    return DecideStreamRequest.FromString(message).batch


@repeatable(60)
@given(st.text(max_size=200), SIZES)
def test_a_batch_is_read_as_protobuf_reads_it(name: str, size: int) -> None:
    rows = (b"rows " * (size // 5 + 1))[:size]
    message = DecideStreamRequest(batch=CaseBatch(batch_id=name, arrow=rows)).SerializeToString()
    found = read_batch(message)
    assert isinstance(found, ArrowBatch)
    assert (found.batch_id, found.arrow) == (name, rows)


def test_rows_are_not_copied() -> None:
    message = DecideStreamRequest(batch=CaseBatch(batch_id="b", arrow=b"x" * 1000)).SerializeToString()
    found = read_batch(message)
    assert isinstance(found, ArrowBatch)
    assert found.arrow.obj is message


@repeatable(300)
@given(st.data())
def test_what_is_not_written_as_usual_is_read_too(data: st.DataObject) -> None:
    """Fields in any order and number, unknown ones too, and messages that are cut off or put together."""
    one = CaseBatch(batch_id="b", arrow=b"rows").SerializeToString()
    parts = [one, CaseBatch(arrow=b"others" * 30).SerializeToString(), b"\x12\x00", b"\x0a\x02\xff\xfe"]
    parts += [CaseBatch(items=CaseList(cases=[Case(id="a")])).SerializeToString(), b"\x50\x07", b"\xff\x01"]
    inside = b"".join(data.draw(st.lists(st.sampled_from(parts), max_size=3)))
    message = b"\x12" + bytes([len(inside) & 0x7F | 0x80, len(inside) >> 7]) + inside
    message = data.draw(st.sampled_from([message, message * 2, message[:-1], message + b"\x12\x00", inside]))
    try:
        wanted = parsed(message)
    except Exception:  # noqa: BLE001  # whatever protobuf raises
        with pytest.raises(Malformed):
            read_batch(message)
        return
    if not DecideStreamRequest.FromString(message).HasField("batch"):
        with pytest.raises(Malformed):
            read_batch(message)
        return
    found = read_batch(message)
    if wanted.WhichOneof("facts") == "arrow":
        assert found == ArrowBatch(wanted.batch_id, memoryview(wanted.arrow))
    else:
        assert found == wanted


@pytest.mark.parametrize(
    "message", [b"", b"\x12", b"nonsense", DecideStreamRequest(opening=StreamOpening()).SerializeToString()]
)
def test_what_is_no_batch_is_an_error(message: bytes) -> None:
    with pytest.raises(Malformed):
        read_batch(message)


@repeatable(60)
@given(st.text(max_size=200), SIZES, st.booleans())
def test_an_answer_is_read_by_protobuf(name: str, size: int, more: bool) -> None:
    rows = b"x" * size
    written = write_answer(name, IpcStream(size, lambda before: before + rows), more=more)
    assert DecideStreamResponse.FromString(written) == DecideStreamResponse(
        batch_id=name, arrow=rows, more=more
    )
