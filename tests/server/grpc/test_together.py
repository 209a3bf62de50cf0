"""Batches that are decided together: each gets what it gets alone."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import accumulate
from threading import Event
from typing import Any

import grpc
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.batch.decider import NOBODY, BatchDecider, Refused
from assize.decision.batch.request import BatchRequest
from assize.decision.batch.validated import Validated, validated
from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library, shipped_folder
from assize.server.grpc.arrow_reading import StreamLimits
from assize.server.grpc.arrow_writing import IpcWriter
from assize.server.grpc.batches import BatchReader, Ready
from assize.server.grpc.desk import Desk
from assize.server.grpc.stamps import Sources
from assize.server.grpc.stream import DecideStream
from assize.server.grpc.together import SMALL, decide_together, groups
from assize.v1.decision_service_pb2 import (
    Case,
    CaseBatch,
    CaseList,
    DecideStreamRequest,
    DecideStreamResponse,
)
from tests.server.grpc.conftest import NOW
from tests.server.grpc.sending import fixtures
from tests.server.grpc.streaming import (
    SELECTION,
    SUPPLIERS,
    asked,
    batch,
    opening,
    suppliers,
    to_ipc,
    to_table,
)
from tests.strategies import repeatable

DAY = date(2026, 6, 1)
SOURCES = Sources(lambda: NOW, lambda: 0, bytes)
Answers = Callable[..., list[DecideStreamResponse]]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(Decider(Library.load([shipped_folder()]), cached_tables([shipped_folder()])), SOURCES, 1000)


@pytest.fixture(scope="module")
def at_once(desk: Desk) -> Answers:
    """The answers of a stream that decides when all batches wait."""
    stream = DecideStream(desk, StreamLimits())

    def answers(*batches: DecideStreamRequest, **fields: Any) -> list[DecideStreamResponse]:  # noqa: ANN401
        all_wait = Event()

        def sent() -> Iterator[DecideStreamRequest]:
            yield from (opening(**fields), *batches)
            all_wait.set()

        return list(asked(stream, sent(), lambda: all_wait.wait(60)))

    return answers


@pytest.fixture(scope="module")
def one_by_one(desk: Desk) -> Answers:
    """The answers of a stream for each batch."""
    stream = DecideStream(desk, StreamLimits())

    def answers(*batches: DecideStreamRequest, **fields: Any) -> list[DecideStreamResponse]:  # noqa: ANN401
        sent = [[opening(**fields), each] for each in batches]
        return [answer for each in sent for answer in asked(stream, each)]

    return answers


@repeatable(20)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=12), st.booleans())
def test_each_gets_what_it_gets_alone(
    at_once: Answers, one_by_one: Answers, sizes: list[int], points: bool
) -> None:
    """One supplier in 50 is wrong."""
    starts = accumulate(sizes, initial=0)
    sent = [
        batch(str(n), suppliers(size, start))
        for n, (size, start) in enumerate(zip(sizes, starts, strict=False))
    ]
    assert told(at_once(*sent, contributions=points)) == told(one_by_one(*sent, contributions=points))


def test_lists_and_days_and_kept_columns_are_each_batch_s_own(at_once: Answers, one_by_one: Answers) -> None:
    rows = to_table(fixtures())
    kept = rows.append_column("note", [[[{"x": n}] * (n % 3) for n in range(len(rows))]])
    sent = [batch(str(start), kept.slice(start, 7)) for start in range(0, len(rows), 7)]
    asked = {"as_of_column": "day", "keep": ["note"]}
    assert told(at_once(*sent, **asked)) == told(one_by_one(*sent, **asked))


CLEAN = to_ipc(suppliers(9))
BETWEEN = {
    "no Arrow": CaseBatch(batch_id="x", arrow=b"PAR1"),
    "no column": CaseBatch(batch_id="x", arrow=to_ipc(pa.table({"headcont": [1]}))),
    "no id": CaseBatch(arrow=CLEAN),
    "items": CaseBatch(batch_id="x", items=CaseList(cases=[Case(id="a")])),
    "same items": CaseBatch(batch_id="x", items=CaseList(cases=[Case(id="a"), Case(id="a")])),
    "other columns": CaseBatch(batch_id="x", arrow=to_ipc(suppliers(5).drop_columns(["headcount"]))),
    "words": CaseBatch(
        batch_id="x", arrow=to_ipc(suppliers(5).set_column(0, "id", pa.array(["a"] * 5).dictionary_encode()))
    ),
    "no rows": CaseBatch(batch_id="x", arrow=to_ipc(suppliers(0))),
}


@pytest.mark.parametrize("case", BETWEEN)
def test_what_stands_between_is_answered_in_its_place(
    at_once: Answers, one_by_one: Answers, case: str
) -> None:
    around = [batch(str(start), suppliers(30, start)) for start in range(0, 120, 30)]
    sent = [*around[:2], DecideStreamRequest(batch=BETWEEN[case]), *around[2:]]
    found = at_once(*sent)
    assert [each.batch_id for each in found] == [each.batch.batch_id for each in sent]
    assert told(found) == told(one_by_one(*sent))


def told(answers: list[DecideStreamResponse]) -> list[Any]:
    """What answers say: bytes around values may differ."""
    said: list[Any] = []
    for answer in answers:
        if answer.HasField("arrow"):
            table = pa.ipc.open_stream(answer.arrow).read_all()
            said.append((answer.batch_id, answer.more, table.schema, table.to_pydict()))
        else:
            said.append(answer)
    return said


def test_only_what_fits_together_is_a_group(desk: Desk) -> None:
    one, other = (ready(BatchDecider(desk.decider, BatchRequest(SELECTION), SUPPLIERS, DAY)) for _ in "ab")
    many = one._replace(rows=60, slices=one.slices * 2)
    items, refused = CaseBatch(batch_id="i"), DecideStreamResponse(batch_id="r")
    assert list(groups([], 100)) == []
    assert list(groups([one, one, one], 25)) == [[one, one], [one]]
    assert list(groups([one, other, one], 100)) == [[one], [other], [one]]
    assert list(groups([many, many, one], 1000)) == [[many], [many], [one]]
    assert list(groups([items, items, one, refused], 100)) == [[items], [items], [one], [refused]]


def test_large_batches_are_not_copied(desk: Desk) -> None:
    one = ready(BatchDecider(desk.decider, BatchRequest(SELECTION), SUPPLIERS, DAY))
    large = one._replace(rows=SMALL + 1)
    most = one._replace(rows=SMALL)
    assert list(groups([one, large, one, most, large, large], 10 * SMALL)) == [
        [one],
        [large],
        [one, most],
        [large],
        [large],
    ]


WORDS = pa.array(["a"] * 10).dictionary_encode()
LISTS = pa.array([["a"]] * 10).cast(pa.list_(WORDS.type))


@pytest.mark.parametrize(
    ("name", "column", "asked", "together"),
    [
        ("id", WORDS, {}, False),
        ("kept", WORDS, {"keep": ("kept",)}, False),
        ("kept", LISTS, {"keep": ("kept",)}, False),
        ("kept", WORDS.dictionary_decode(), {"keep": ("kept",)}, True),
        ("unread", WORDS, {"leave_out": ("unread",)}, True),
        ("headcount@observed", WORDS, {}, True),
    ],
)
def test_words_that_answers_carry_along_are_not_mixed(
    desk: Desk, name: str, column: pa.Array, asked: dict[str, Any], together: bool
) -> None:
    table = suppliers(10).select(["degree_share", "headcount"]).append_column(name, column)
    request = BatchRequest(SELECTION, **asked)
    reader = BatchReader(request, DAY, partial(BatchDecider, desk.decider), StreamLimits(), SOURCES)
    one, other = reader.taken(batch(each, table).SerializeToString() for each in "ab")
    assert isinstance(one, Ready)
    assert list(groups([one, other], 100)) == ([[one, other]] if together else [[one], [other]])


@pytest.mark.parametrize("others", [1, 300])
def test_words_of_facts_are_looked_up_together_if_one_dictionary_has_room(
    at_once: Answers, one_by_one: Answers, others: int
) -> None:
    """Codes of one byte lead to 128 words."""
    table = suppliers(90)
    sent = []
    for each in range(5):
        days = pa.array([f"{1900 + n % others}-05-{10 + each}" for n in range(90)])
        codes = days.dictionary_encode().cast(pa.dictionary(pa.int8(), pa.string()))
        sent.append(batch(str(each), table.set_column(3, "headcount@observed", codes)))
    assert told(at_once(*sent)) == told(one_by_one(*sent))


def test_answers_bring_nothing_of_others_along(desk: Desk) -> None:
    """A slice of lists that is written as it is has the offsets of all."""
    table = suppliers(2000)
    decider = BatchDecider(desk.decider, BatchRequest(SELECTION), table.schema, DAY)
    alone = decide_together([ready(decider, table.slice(500, 10))])
    among = decide_together([ready(decider, table.slice(0, 500)), ready(decider, table.slice(500, 10))])
    assert among[1].equals(alone[0])
    assert len(written(among[1])) <= len(written(alone[0])) + 64 * len(alone[0].schema)


class Faulty(BatchDecider):
    """A decider with a fault in one of the suppliers."""

    def decide_validated(self, sent: Validated, refused: Refused = NOBODY) -> pa.RecordBatch:
        if "s-12" in sent.batch.column("id").to_pylist():
            raise KeyError("the password")
        return super().decide_validated(sent, refused)


def test_a_fault_is_told_of_its_own_batch(
    desk: Desk, one_by_one: Answers, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sent = [batch(str(start), suppliers(10, start)) for start in range(0, 40, 10)]
    fine = one_by_one(*sent)
    monkeypatch.setattr("assize.server.grpc.stream.BatchDecider", Faulty)
    found = list(asked(DecideStream(desk, StreamLimits()), [opening(), *sent]))
    assert [each.batch_id for each in found] == ["0", "10", "20", "30"]
    assert found[1].error.code == grpc.StatusCode.INTERNAL.value[0]
    assert told([found[0], *found[2:]]) == told([fine[0], *fine[2:]])
    assert len(caplog.records) == 1


def ready(decider: BatchDecider, table: pa.Table | None = None) -> Ready:
    """Rows that wait, ten if it does not matter which."""
    rows = suppliers(10) if table is None else table
    return Ready(
        "b", [validated(rows.combine_chunks().to_batches()[0])], decider, len(rows), 0, carries_words=False
    )


def written(answers: pa.RecordBatch) -> bytes:
    (part,) = IpcWriter(pa.ipc.IpcWriteOptions(), 10**6).cut(answers)
    return part.behind(b"")
