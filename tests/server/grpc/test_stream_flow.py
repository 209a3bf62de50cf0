"""Streams hold up nobody, hold little, and end when nobody wants them any more."""

from collections.abc import Callable, Iterator
from threading import Event

import grpc
import pytest

from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library, shipped_folder
from assize.server.config import Config
from assize.server.grpc.arrow_reading import StreamLimits
from assize.server.grpc.batches import MOST_WAITING
from assize.server.grpc.desk import Desk
from assize.server.grpc.server import start
from assize.server.grpc.services import DecisionService
from assize.server.grpc.stamps import Sources
from assize.server.grpc.stream import DecideStream
from assize.server.grpc.streams import Stream
from assize.v1.decision_service_pb2 import (
    Case,
    CaseBatch,
    CaseList,
    DecideRequest,
    DecideStreamRequest,
    DecideStreamResponse,
)
from assize.v1.decision_service_pb2_grpc import DecisionServiceStub
from tests.server.grpc.conftest import NOW, Refused
from tests.server.grpc.streaming import SELECTION, SUPPLIERS, asked, batch, counted, opening, suppliers

SOURCES = Sources(lambda: NOW, lambda: 0, bytes)
MESSAGE = b"x" * 150_000
MANY = 400
HELD = 70
"""Messages of this size that both directions and ends together hold at most: 4 MiB each way and a few."""
Refuse = Callable[[Callable[[], object]], Refused]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(Decider(Library.load([shipped_folder()]), cached_tables([shipped_folder()])), SOURCES, 1000)


@pytest.fixture
def serve(desk: Desk) -> Iterator[Callable[..., DecisionServiceStub]]:
    """A server whose streams are answered by a function, and a stub that reaches it."""
    ends: list[Callable[[], object]] = []

    def started(stream: Stream, most: int = 8) -> DecisionServiceStub:
        service = DecisionService(desk, {"DecideStream": stream})
        running = start(Config(address="127.0.0.1:0", max_streams=most), [service], SOURCES)
        channel = grpc.insecure_channel(running.address)
        ends.extend([lambda: running.stop(0), channel.close])
        return DecisionServiceStub(channel)

    yield started
    for end in reversed(ends):
        end()


class Echo:
    """Answers each message with as many bytes, and notes how many it took."""

    def __init__(self) -> None:
        self.taken = 0
        self.ended = Event()

    def __call__(self, sent: Iterator[bytes], active: Callable[[], bool]) -> Iterator[bytes]:
        try:
            for message in sent:
                assert active()
                self.taken += 1
                batch = DecideStreamRequest.FromString(message).batch
                answer = DecideStreamResponse(batch_id=batch.batch_id, arrow=batch.arrow)
                yield answer.SerializeToString()
        finally:
            self.ended.set()


def messages(count: int) -> Iterator[DecideStreamRequest]:
    for number in range(count):
        yield DecideStreamRequest(batch=CaseBatch(batch_id=str(number), arrow=MESSAGE))


def test_few_batches_are_read_ahead_of_the_answers_that_were_taken(desk: Desk) -> None:
    """So many are decided together, so many wait, and one is being read."""
    pulled: list[DecideStreamRequest] = []
    sent = [opening(), *(batch(str(n), suppliers(2)) for n in range(MANY))]
    answers = asked(DecideStream(desk, StreamLimits()), counted(sent, pulled))
    for number, answer in enumerate(answers):
        assert answer.batch_id == str(number)
        assert len(pulled) - 1 - number <= 2 * MOST_WAITING + 1


@pytest.mark.parametrize(
    "limits", [StreamLimits(slice_rows=100), StreamLimits(batch_bytes=50 * len(SUPPLIERS) * 8 * 3)]
)
def test_no_more_rows_and_bytes_wait_than_one_batch_may_have(desk: Desk, limits: StreamLimits) -> None:
    """Two batches of 50 rows wait, with 100 rows or at most three times the bytes of their numbers."""
    pulled: list[DecideStreamRequest] = []
    sent = [opening(), *(batch(str(n), suppliers(50)) for n in range(40))]
    answers = asked(DecideStream(desk, limits), counted(sent, pulled))
    for number, _ in enumerate(answers):
        assert len(pulled) - 1 - number <= 2 * 2 + 1


def test_who_reads_slowly_is_listened_to_slowly(serve: Callable[..., DecisionServiceStub]) -> None:
    """At every answer that is read: what both sides are ahead of it is bounded, however fast either is."""
    echo, pulled = Echo(), []
    answers = serve(echo).DecideStream(counted(messages(MANY), pulled), timeout=60)
    for read, _ in enumerate(answers):
        assert echo.taken - read <= HELD
        assert len(pulled) - read <= HELD
    assert echo.taken == len(pulled) == MANY


def test_who_reads_nothing_is_not_listened_to(serve: Callable[..., DecisionServiceStub]) -> None:
    echo, pulled = Echo(), []
    call = serve(echo).DecideStream(counted(messages(MANY), pulled), timeout=60)
    next(call)
    # Time enough for all of it, if anything took it.
    assert not echo.ended.wait(0.5)
    assert echo.taken <= HELD
    assert len(pulled) <= HELD
    call.cancel()
    assert echo.ended.wait(10)
    assert echo.taken <= HELD


def test_a_caller_that_goes_ends_the_work(serve: Callable[..., DecisionServiceStub], desk: Desk) -> None:
    pulled: list[bytes] = []
    ended = Event()

    def counting(sent: Iterator[bytes], active: Callable[[], bool]) -> Iterator[bytes]:
        try:
            yield from DecideStream(desk, StreamLimits())(counted(sent, pulled), active)
        finally:
            ended.set()

    sent = [opening(), *(batch(str(n), suppliers(500)) for n in range(MANY))]
    call = serve(counting).DecideStream(iter(sent), timeout=60)
    assert next(call).batch_id == "0"
    call.cancel()
    assert ended.wait(10)
    assert len(pulled) < HELD


def test_work_ends_between_the_slices_of_a_batch(desk: Desk) -> None:
    wanted = iter([True, True, False])
    looked: list[bool] = []

    def active() -> bool:
        looked.append(next(wanted))
        return looked[-1]

    sent = [opening(), batch("b", suppliers(50))]
    answers = list(asked(DecideStream(desk, StreamLimits(slice_rows=10)), sent, active))
    assert looked == [True, True, False]
    assert len(answers) == 2


def test_slices_are_parts_of_one_answer(desk: Desk) -> None:
    sent = [opening(), batch("b", suppliers(50))]
    answers = asked(DecideStream(desk, StreamLimits(slice_rows=20)), sent)
    assert [(each.batch_id, each.more) for each in answers] == [("b", True), ("b", True), ("b", False)]


def test_one_stream_more_is_refused_and_calls_are_answered(
    serve: Callable[..., DecisionServiceStub], desk: Desk, refused: Refuse
) -> None:
    stub = serve(DecideStream(desk, StreamLimits()), most=2)
    over = Event()

    def held() -> Iterator[DecideStreamRequest]:
        yield opening()
        yield batch("b", suppliers(1))
        over.wait(60)

    streams = [stub.DecideStream(held(), timeout=60) for _ in range(2)]
    assert [next(each).batch_id for each in streams] == ["b", "b"]
    for _ in range(5):
        error = refused(lambda: list(stub.DecideStream(iter([opening()]), timeout=60)))
        assert (error.status, error.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_STREAMS")
        assert error.metadata == {"limit": "2"}
        request = DecideRequest(rulebook=SELECTION, cases=[Case(id="a")])
        assert stub.Decide(request, timeout=60).answers[0].id == "a"
    over.set()
    assert [list(each) for each in streams] == [[], []]
    assert list(stub.DecideStream(iter([opening()]), timeout=60)) == []


class BrokenDesk(Desk):
    """A desk with a fault."""

    def answer(self, rulebook: str, *_: object, **__: object) -> None:
        raise KeyError(f"the password in {rulebook}")


def test_a_fault_in_a_batch_is_its_own(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    stream = DecideStream(BrokenDesk(desk.decider, SOURCES, 10), StreamLimits())
    items = CaseBatch(batch_id="i", items=CaseList(cases=[Case(id="a")]))
    fault, fine = asked(stream, [opening(), DecideStreamRequest(batch=items), batch("b", suppliers(1))])
    assert (fault.batch_id, fault.error.code) == ("i", grpc.StatusCode.INTERNAL.value[0])
    assert "password" not in str(fault)
    assert "the password" in caplog.text
    assert (fine.batch_id, fine.WhichOneof("result")) == ("b", "arrow")


def test_a_fault_is_logged_and_not_told(
    serve: Callable[..., DecisionServiceStub], refused: Refuse, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(sent: Iterator[bytes], active: Callable[[], bool]) -> Iterator[bytes]:
        assert active()
        raise KeyError(f"the password in {next(sent)!r}")
        yield

    stub = serve(broken)
    error = refused(lambda: list(stub.DecideStream(iter([opening()]), timeout=60)))
    assert (error.status, error.reason) == (grpc.StatusCode.INTERNAL, "INTERNAL")
    assert "password" not in error.message
    assert error.metadata["id"] in caplog.text
    assert "the password" in caplog.text
