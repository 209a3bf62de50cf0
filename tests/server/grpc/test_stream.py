"""Streams over the wire: what they answer, in which order, and what is wrong with one batch."""

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import grpc
import polars as pl
import pyarrow as pa
import pytest
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from google.rpc.status_pb2 import Status

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import BatchRequest
from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library, shipped_folder
from assize.v1.decision_service_pb2 import (
    Case,
    CaseBatch,
    CaseList,
    Compression,
    DecideRequest,
    DecideStreamRequest,
    DecideStreamResponse,
)
from assize.v1.options_pb2 import Options, View
from tests.server.grpc.conftest import NOW, Client, Refused
from tests.server.grpc.sending import fixtures, to_case
from tests.server.grpc.streaming import (
    CHOICES,
    SELECTION,
    batch,
    opening,
    suppliers,
    tables_in,
    to_ipc,
    to_table,
)

MOMENT = datetime.fromtimestamp(NOW // 10**9, UTC)
Refuse = Callable[[Callable[[], object]], Refused]


@pytest.fixture(scope="module")
def decider() -> Decider:
    return Decider(Library.load([shipped_folder()]), cached_tables([shipped_folder()]))


def ask(client: Client, *messages: DecideStreamRequest) -> list[DecideStreamResponse]:
    return list(client.decisions.DecideStream(iter(messages), timeout=60))


def alone(decider: Decider, table: pa.Table, **asked: Any) -> pa.Table:  # noqa: ANN401  # whatever a request has
    """What a batch in process gives."""
    request = BatchRequest(SELECTION, **asked)
    made = BatchDecider(decider, request, table.schema, MOMENT)
    return pa.Table.from_batches([made.decide(each) for each in table.combine_chunks().to_batches()])


def plain(table: pa.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


@pytest.mark.parametrize("codec", [None, "lz4", "zstd"])
def test_a_batch_gets_what_it_gets_in_process(client: Client, decider: Decider, codec: str | None) -> None:
    table = suppliers(300)
    (answer,) = ask(client, opening(), batch("b", to_ipc(table, codec)))
    assert (answer.batch_id, answer.more) == ("b", False)
    assert tables_in([answer])["b"].equals(alone(decider, table))


def test_what_polars_writes_is_read(client: Client, decider: Decider) -> None:
    """Views of texts, plain, in lists of structs and as words."""
    table = suppliers(100)
    facts = [{"scheme": "ITSS", "level": "1"}]
    frame = pl.DataFrame(table).with_columns(
        pl.col("id").cast(pl.Categorical), certificates=pl.Series([facts] * 99 + [[]]), note=pl.lit("x")
    )
    sent = io.BytesIO()
    frame.write_ipc_stream(sent)
    assert "string_view" in str(pa.ipc.open_stream(sent.getvalue()).schema)
    found = tables_in(ask(client, opening(keep=["note"]), batch("b", sent.getvalue())))["b"]
    plain_facts = table.append_column("certificates", [[facts] * 99 + [[]]]).append_column(
        "note", [["x"] * 100]
    )
    assert found.to_pylist() == alone(decider, plain_facts, keep=("note",)).to_pylist()


def test_what_the_opening_asks_for_is_done(client: Client, decider: Decider) -> None:
    table = suppliers(20).append_column("buyer", [["x"] * 20]).append_column("note", [[1] * 20])
    first = opening(contributions=True, keep=["buyer"], leave_out=["note"])
    found = tables_in(ask(client, first, batch("b", table)))["b"]
    assert found.equals(alone(decider, table, contributions=True, keep=("buyer",), leave_out=("note",)))
    assert {"buyer", "points_scalability"} <= set(found.column_names)
    assert "note" not in found.column_names


def test_columns_of_choice_are_those_of_the_whole_answer(client: Client) -> None:
    chosen, table = ["points_scalability", "missing", "score"], suppliers(120)
    whole = tables_in(ask(client, opening(contributions=True), batch("b", table)))["b"]
    some = tables_in(ask(client, opening(answers=chosen), batch("b", table)))["b"]
    assert some.column_names == ["id", "score", "missing", "points_scalability", "errors"]
    assert some.equals(whole.select(some.column_names))


def test_a_column_that_no_answer_has_is_an_error_of_the_batch(client: Client) -> None:
    first = opening(answers=["scroe", "grade", "headcount"])
    items = DecideStreamRequest(batch=CaseBatch(batch_id="i", items=CaseList(cases=[Case(id="a")])))
    refused, answered = ask(client, first, batch("b", suppliers(3)), items)
    info, fields = unpacked(refused.error)
    assert (info.reason, set(fields)) == ("BAD_COLUMNS", {"scroe", "headcount"})
    assert "did you mean `score`?" in fields["scroe"]
    assert answered.WhichOneof("result") == "items"


@pytest.mark.parametrize("codec", [Compression.COMPRESSION_LZ4, Compression.COMPRESSION_ZSTD])
def test_answers_are_compressed_when_asked_for(client: Client, codec: Compression) -> None:
    table = suppliers(300)
    (large,) = ask(client, opening(), batch("b", table))
    (small,) = ask(client, opening(compression=codec), batch("b", table))
    assert len(small.arrow) < len(large.arrow)
    assert tables_in([small])["b"].equals(tables_in([large])["b"])


def test_a_row_gets_the_decision_of_decide(client: Client) -> None:
    """Every case of the rulebook's own tests, each on its own day."""
    found = fixtures()
    sent = batch("b", to_table(found))
    rows = plain(tables_in(ask(client, opening(as_of_column="day"), sent))["b"])
    for (name, each), row in zip(found.items(), rows, strict=True):
        options = Options()
        options.as_of.FromJsonString(f"{each.as_of}T04:00:00Z")
        request = DecideRequest(
            rulebook=SELECTION, cases=[to_case(name, each.facts, CHOICES)], options=options
        )
        decision = client.decisions.Decide(request).answers[0].record.decision
        assert row["id"] == name
        assert row["as_of"] == each.as_of
        assert row["errors"] is None
        assert row["content_hash"] == decision.content_hash
        assert row["outcome"] == decision.outcome
        assert row["score"] == (decision.score if decision.HasField("score") else None)
        assert (row["score_low"], row["score_high"]) == (decision.score_low, decision.score_high)
        assert row["grade"] == (decision.grade or None)
        assert row["possible_outcomes"] == list(decision.possible_outcomes)
        assert set(row["missing"]) == {re.split(r"[.\[]", fact.fact)[0] for fact in decision.missing}


def test_items_get_the_answers_of_decide(client: Client) -> None:
    cases = [to_case(name, each.facts) for name, each in fixtures().items()]
    cases.append(to_case("odd", {"headcont": 4}))
    options = Options(language="zh", audience="supplier", view=View.VIEW_BASIC)
    items = DecideStreamRequest(batch=CaseBatch(batch_id="i", items=CaseList(cases=cases)))
    (answer,) = ask(client, opening(options=options), items)
    decided = client.decisions.Decide(DecideRequest(rulebook=SELECTION, cases=cases, options=options))
    assert list(answer.items.answers) == list(decided.answers)


def test_batches_are_answered_in_their_order(client: Client) -> None:
    items = CaseBatch(batch_id="few", items=CaseList(cases=[Case(id="a")]))
    sent = [batch("one", suppliers(50)), DecideStreamRequest(batch=items), batch("two", suppliers(5, 50))]
    answers = ask(client, opening(), *sent, batch("one", suppliers(1)), batch("none", suppliers(0)))
    told = [(each.batch_id, each.WhichOneof("result")) for each in answers]
    arrow = [("two", "arrow"), ("one", "arrow"), ("none", "arrow")]
    assert told == [("one", "arrow"), ("few", "items"), *arrow]
    assert pa.ipc.open_stream(answers[-1].arrow).read_all().num_rows == 0


def test_a_large_answer_comes_in_parts(client: Client, decider: Decider) -> None:
    """The answer limit of this server is 200,000 bytes."""
    table = suppliers(3000)
    answers = ask(client, opening(), batch("b", to_ipc(table, "zstd")), batch("c", suppliers(1)))
    mores = [each.more for each in answers if each.batch_id == "b"]
    assert len(mores) > 2
    assert mores == [True] * (len(mores) - 1) + [False]
    assert max(each.ByteSize() for each in answers) <= 201_000
    assert tables_in(answers)["b"].equals(alone(decider, table))
    assert answers[-1].batch_id == "c"


def unpacked(status: Status) -> tuple[ErrorInfo, dict[str, str]]:
    info, bad = ErrorInfo(), BadRequest()
    for detail in status.details:
        assert detail.Unpack(info) or detail.Unpack(bad)
    return info, {each.field: each.description for each in bad.field_violations}


def facts(**columns: list[object]) -> bytes:
    return to_ipc(pa.table(columns))


WRONG = {
    "no Arrow": (CaseBatch(batch_id="x", arrow=b"PAR1"), "MALFORMED", "batch.arrow"),
    "cut off": (CaseBatch(batch_id="x", arrow=to_ipc(suppliers(9))[:-300]), "MALFORMED", "batch.arrow"),
    "no column": (CaseBatch(batch_id="x", arrow=facts(headcont=[1])), "BAD_COLUMNS", "headcont"),
    "no number": (CaseBatch(batch_id="x", arrow=facts(headcount=["1"])), "BAD_COLUMNS", "headcount"),
    "nothing": (CaseBatch(batch_id="x"), "EMPTY_REQUEST", "batch"),
    "no item": (CaseBatch(batch_id="x", items=CaseList()), "EMPTY_REQUEST", "items.cases"),
    "no id": (CaseBatch(arrow=to_ipc(suppliers(1))), "BAD_ID", "batch.batch_id"),
    "long id": (CaseBatch(batch_id="x" * 201, arrow=to_ipc(suppliers(1))), "BAD_ID", "batch.batch_id"),
    "twins": (
        CaseBatch(batch_id="x", items=CaseList(cases=[Case(id="a"), Case(id="a")])),
        "DUPLICATE_ID",
        "items.cases[1].id",
    ),
    "many": (
        CaseBatch(batch_id="x", items=CaseList(cases=[Case(id=str(i)) for i in range(51)])),
        "TOO_MANY_ITEMS",
        "items.cases",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_batch_is_refused_and_the_others_go_on(client: Client, case: str) -> None:
    wrong, reason, field = WRONG[case]
    before, refused, after = ask(
        client,
        opening(),
        batch("a", suppliers(3)),
        DecideStreamRequest(batch=wrong),
        batch("b", suppliers(3)),
    )
    assert refused.batch_id == wrong.batch_id
    info, fields = unpacked(refused.error)
    assert (info.domain, info.reason) == ("assize", reason)
    assert refused.error.code == grpc.StatusCode.INVALID_ARGUMENT.value[0]
    assert field in fields
    assert before.arrow == after.arrow


def test_a_column_of_days_leaves_no_items(client: Client) -> None:
    items = DecideStreamRequest(batch=CaseBatch(batch_id="i", items=CaseList(cases=[Case(id="a")])))
    (answer,) = ask(client, opening(as_of_column="day"), items)
    assert unpacked(answer.error)[0].reason == "BAD_OPTION"


def test_wrong_facts_are_the_rows_own(client: Client) -> None:
    rows = plain(tables_in(ask(client, opening(), batch("b", suppliers(12))))["b"])
    assert [row["id"] for row in rows if row["errors"]] == ["s-9"]
    assert rows[9]["errors"][0]["code"] == "OUT_OF_RANGE"
    assert rows[9]["outcome"] is None


OPENINGS: dict[str, tuple[list[Message], grpc.StatusCode, str]] = {
    "rulebook": ([opening(rulebook="selection")], grpc.StatusCode.NOT_FOUND, "UNKNOWN_RULEBOOK"),
    "version": (
        [opening(options=Options(version="9.0.0"))],
        grpc.StatusCode.NOT_FOUND,
        "UNKNOWN_VERSION",
    ),
    "content": (
        [opening(options=Options(version="1.0.0", content_hash="sha256:0"))],
        grpc.StatusCode.FAILED_PRECONDITION,
        "CONTENT_CHANGED",
    ),
    "version of days": (
        [opening(options=Options(version="9.0.0"), as_of_column="day")],
        grpc.StatusCode.NOT_FOUND,
        "UNKNOWN_VERSION",
    ),
    "rulebook of days": (
        [opening(rulebook="x", as_of_column="day")],
        grpc.StatusCode.NOT_FOUND,
        "UNKNOWN_RULEBOOK",
    ),
    "day": (
        [opening(options=Options(as_of=Timestamp(seconds=0)))],
        grpc.StatusCode.FAILED_PRECONDITION,
        "NOT_EFFECTIVE",
    ),
    "view": ([opening(options=Options(view=9))], grpc.StatusCode.INVALID_ARGUMENT, "BAD_OPTION"),
    "language": ([opening(options=Options(language="xx"))], grpc.StatusCode.INVALID_ARGUMENT, "BAD_OPTION"),
    "compression": ([opening(compression=9)], grpc.StatusCode.INVALID_ARGUMENT, "BAD_OPTION"),
    "none": ([], grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED"),
    "late": ([batch("a", b""), opening()], grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED"),
    "twice": ([opening(), opening()], grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED"),
    "no kind": ([opening(), DecideStreamRequest()], grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED"),
}


@pytest.mark.parametrize("case", OPENINGS)
def test_a_wrong_opening_ends_the_stream(client: Client, refused: Refuse, case: str) -> None:
    messages, status, reason = OPENINGS[case]
    error = refused(lambda: list(client.decisions.DecideStream(iter(messages), timeout=60)))
    assert (error.status, error.reason, error.domain) == (status, reason, "assize")


def test_bytes_that_are_no_message_end_the_stream(client: Client, refused: Refuse) -> None:
    send = client.channel.stream_stream("/assize.v1.DecisionService/DecideStream")
    error = refused(lambda: list(send(iter([b"\xff\xff"]), timeout=60)))
    assert (error.status, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED")


def test_a_message_that_is_too_large_ends_the_stream(client: Client) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        ask(client, opening(), batch("large", b"x" * 250_000))
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert "200000" in str(caught.value.details())


def test_streams_and_calls_at_once_get_the_answers_of_one(client: Client) -> None:
    sent = [batch(str(start), suppliers(80, start)) for start in range(0, 800, 80)]
    request = DecideRequest(rulebook=SELECTION, cases=[Case(id="a"), Case(id="b")])
    alone, single = ask(client, opening(), *sent), client.decisions.Decide(request)
    with ThreadPoolExecutor(6) as pool:
        streams = [pool.submit(ask, client, opening(), *sent) for _ in range(3)]
        calls = [pool.submit(client.decisions.Decide, request) for _ in range(30)]
        assert [each.result() for each in calls] == [single] * 30
        # What waits together is decided together: the bytes around the values may differ.
        assert [tables_in(each.result()) for each in streams] == [tables_in(alone)] * 3
