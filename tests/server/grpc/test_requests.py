"""Requests that cannot be answered at all, and the options that change an answer."""

from collections.abc import Callable

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from grpc import StatusCode

from assize.v1.decision_service_pb2 import Case, DecideRequest
from assize.v1.options_pb2 import Options, View
from assize.v1.supplier_pb2 import Supplier
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest
from tests.server.grpc.conftest import Client, Refused
from tests.server.grpc.sending import fixtures, to_need, to_supplier

Refuse = Callable[[Callable[[], object]], Refused]
STRONG = fixtures()["strong"].facts
SCORE = "/assize.v1.SupplierService/ScoreSuppliers"


def score(client: Client, *suppliers: Supplier, **options: object) -> Callable[[], object]:
    request = ScoreSuppliersRequest(suppliers=suppliers, options=Options(**options))
    return lambda: client.suppliers.ScoreSuppliers(request)


def raw(client: Client, sent: bytes) -> Callable[[], object]:
    return lambda: client.channel.unary_unary(SCORE)(sent)


def test_an_empty_request(client: Client, refused: Refuse) -> None:
    error = refused(score(client))
    assert (error.status, error.reason, error.domain) == (
        StatusCode.INVALID_ARGUMENT,
        "EMPTY_REQUEST",
        "assize",
    )
    assert error.fields == {"suppliers": "is empty"}


def test_duplicate_ids(client: Client, refused: Refuse) -> None:
    error = refused(score(client, Supplier(id="a"), Supplier(id="b"), Supplier(id="a")))
    assert (error.status, error.reason) == (StatusCode.INVALID_ARGUMENT, "DUPLICATE_ID")
    assert error.fields == {"suppliers[2].id": "the id `a` was already used by suppliers[0]"}


def test_items_without_id(client: Client, refused: Refuse) -> None:
    error = refused(
        lambda: client.decisions.Decide(DecideRequest(rulebook="x", cases=[Case(), Case(id="a")]))
    )
    assert (error.status, error.reason) == (StatusCode.INVALID_ARGUMENT, "BAD_ID")
    assert list(error.fields) == ["cases[0].id"]


def test_too_many_items(client: Client, refused: Refuse) -> None:
    error = refused(score(client, *(Supplier(id=f"s-{i}") for i in range(51))))
    assert (error.status, error.reason) == (StatusCode.INVALID_ARGUMENT, "TOO_MANY_ITEMS")
    assert error.metadata == {"limit": "50", "got": "51"}


def test_many_faults_fit_into_the_headers(client: Client, refused: Refuse) -> None:
    error = refused(score(client, *(Supplier(id="长" * 200) for _ in range(50))))
    assert error.reason == "DUPLICATE_ID"
    assert len(error.fields) > 1


def test_a_request_of_5_mb(client: Client) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        raw(client, b"x" * 5_000_000)()
    assert caught.value.code() is StatusCode.RESOURCE_EXHAUSTED


def test_an_answer_that_is_too_large(client: Client, refused: Refuse) -> None:
    suppliers = [Supplier(id=f"s-{i}") for i in range(50)]
    error = refused(score(client, *suppliers))
    assert (error.status, error.reason) == (StatusCode.RESOURCE_EXHAUSTED, "ANSWER_TOO_LARGE")
    assert error.metadata["limit"] == "200000"
    assert int(error.metadata["got"]) > 200_000
    assert "VIEW_BASIC" in error.message


@pytest.mark.parametrize("sent", [b"\xff\xff\xff", b"\x0a\xff", b"\x0a\x04\x0a\x02\xc3\x28", b"\x00" * 9])
def test_bytes_that_are_no_request(sent: bytes, client: Client, refused: Refuse) -> None:
    error = refused(raw(client, sent))
    assert (error.status, error.reason) == (StatusCode.INVALID_ARGUMENT, "MALFORMED")


def test_a_value_of_a_thousand_levels(client: Client, refused: Refuse) -> None:
    inner = b""
    for _ in range(1000):
        size = len(inner)
        varint = bytes([size]) if size < 128 else bytes([size & 127 | 128, size >> 7])
        inner = b"\x0a" + varint + inner
    error = refused(
        lambda: client.channel.unary_unary("/assize.v1.DecisionService/Decide")(b"\x12" + inner[1:])
    )
    assert error.status is StatusCode.INVALID_ARGUMENT


def test_an_unknown_rulebook(client: Client, refused: Refuse) -> None:
    request = DecideRequest(rulebook="supplier-selektion", cases=[Case(id="a")])
    error = refused(lambda: client.decisions.Decide(request))
    assert (error.status, error.reason) == (StatusCode.NOT_FOUND, "UNKNOWN_RULEBOOK")
    assert error.metadata == {"rulebook": "supplier-selektion"}
    assert "did you mean `supplier-selection`?" in error.fields["rulebook"]


def test_an_unknown_version(client: Client, refused: Refuse) -> None:
    error = refused(score(client, Supplier(id="a"), version="9.0.0"))
    assert (error.status, error.reason) == (StatusCode.NOT_FOUND, "UNKNOWN_VERSION")


def test_a_day_before_the_first_version(client: Client, refused: Refuse) -> None:
    error = refused(score(client, Supplier(id="a"), as_of=Timestamp(seconds=1_500_000_000)))
    assert (error.status, error.reason) == (StatusCode.FAILED_PRECONDITION, "NOT_EFFECTIVE")
    assert error.metadata == {"rulebook": "supplier-selection", "on": "2017-07-14"}


def test_pins(client: Client, refused: Refuse) -> None:
    answer = client.suppliers.ScoreSuppliers(ScoreSuppliersRequest(suppliers=[Supplier(id="a")])).answers[0]
    decision = answer.record.decision
    pins = {"version": decision.version, "content_hash": decision.content_hash}
    again = client.suppliers.ScoreSuppliers(
        ScoreSuppliersRequest(suppliers=[Supplier(id="a")], options=Options(**pins))
    ).answers[0]
    assert again == answer
    error = refused(score(client, Supplier(id="a"), content_hash="sha256:00"))
    assert (error.status, error.reason) == (StatusCode.FAILED_PRECONDITION, "CONTENT_CHANGED")
    assert error.metadata["held"] == decision.content_hash


def test_unknown_language_and_audience_come_together(client: Client, refused: Refuse) -> None:
    error = refused(score(client, Supplier(id="a"), language="zh-CN", audience="auditor"))
    assert (error.status, error.reason) == (StatusCode.INVALID_ARGUMENT, "BAD_OPTION")
    assert error.fields.keys() == {"options.language", "options.audience"}


def test_a_view_of_a_newer_contract(client: Client, refused: Refuse) -> None:
    error = refused(raw(client, b"\x0a\x03\x0a\x01a\x1a\x02\x30\x63"))
    assert (error.status, error.reason) == (StatusCode.INVALID_ARGUMENT, "BAD_OPTION")


@pytest.mark.parametrize("seconds", [-(10**10), 10**11, 2**62])
def test_a_time_out_of_range(seconds: int, client: Client, refused: Refuse) -> None:
    error = refused(score(client, Supplier(id="a"), as_of=Timestamp(seconds=seconds)))
    assert (error.status, error.reason) == (StatusCode.INVALID_ARGUMENT, "BAD_OPTION")


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-06-01T23:30:00Z", 2), ("2026-06-01T15:59:59Z", 1), ("2026-06-01T16:00:00Z", 2), (None, 1)],
)
def test_the_day_is_that_of_the_rulebooks_time_zone(moment: str | None, day: int, client: Client) -> None:
    request = ScoreSuppliersRequest(suppliers=[Supplier(id="a")])
    if moment is not None:
        request.options.as_of.FromJsonString(moment)
    as_of = client.suppliers.ScoreSuppliers(request).answers[0].record.decision.as_of
    assert (as_of.year, as_of.month, as_of.day) == (2026, 6, day)


def test_a_large_request_in_the_basic_view(client: Client) -> None:
    suppliers = [to_supplier(f"s-{i}", STRONG) for i in range(50)]
    options = Options(view=View.VIEW_BASIC)
    request = ScoreSuppliersRequest(suppliers=suppliers, need=to_need(STRONG), options=options)
    assert len(client.suppliers.ScoreSuppliers(request).answers) == 50


def test_an_unknown_method(client: Client) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        client.channel.unary_unary("/assize.v1.SupplierService/Delete")(b"")
    assert caught.value.code() is StatusCode.UNIMPLEMENTED
