"""The same facts give the same decision through both doors."""

from __future__ import annotations

from typing import Any

import grpc
import httpx
import pytest
from google.protobuf.json_format import MessageToDict, ParseDict

from assize.v1.decision_service_pb2 import DecideRequest
from assize.v1.decision_service_pb2_grpc import DecisionServiceStub
from assize.v1.rulebook_pb2 import ListRulebooksRequest
from assize.v1.rulebook_pb2_grpc import RulebookServiceStub
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest
from assize.v1.supplier_service_pb2_grpc import SupplierServiceStub
from tests.server.grpc.sending import fixtures, to_case, to_need, to_supplier
from tests.server.http.conftest import DECIDE, SCORE

CHOICES = frozenset({"level"})


def plain(message: Any) -> dict[str, Any]:  # noqa: ANN401  # any message
    return MessageToDict(message, always_print_fields_with_no_presence=True)


@pytest.mark.parametrize("name", fixtures())
def test_scoring(name: str, http: httpx.Client, channel: grpc.Channel) -> None:
    as_of, facts = fixtures()[name]
    request = ScoreSuppliersRequest(suppliers=[to_supplier(name, facts)], need=to_need(facts), rank=True)
    request.options.as_of.FromJsonString(f"{as_of}T08:00:00Z")
    over_grpc = SupplierServiceStub(channel).ScoreSuppliers(request)
    over_http = http.post(SCORE, json=MessageToDict(request))
    assert over_http.status_code == 200, over_http.text
    assert over_http.json() == plain(over_grpc)
    assert over_http.json()["answers"][0]["record"]["digest"].startswith("sha256:")


@pytest.mark.parametrize("name", fixtures())
def test_deciding(name: str, http: httpx.Client, channel: grpc.Channel) -> None:
    as_of, facts = fixtures()[name]
    request = DecideRequest(rulebook="supplier-selection", cases=[to_case(name, facts, CHOICES)])
    request.options.as_of.FromJsonString(f"{as_of}T08:00:00Z")
    over_grpc = DecisionServiceStub(channel).Decide(request)
    over_http = http.post(DECIDE, json=MessageToDict(request, preserving_proto_field_name=True))
    assert over_http.json() == plain(over_grpc)


def test_listing(http: httpx.Client, channel: grpc.Channel) -> None:
    over_grpc = RulebookServiceStub(channel).ListRulebooks(ListRulebooksRequest(language="zh"))
    assert http.get("/v1/RulebookService/ListRulebooks?language=zh").json() == plain(over_grpc)


def test_refusals(http: httpx.Client, channel: grpc.Channel) -> None:
    sent = {"rulebook": "supplier-selection", "cases": [{"id": "a"}], "options": {"version": "9.9.9"}}
    details = http.post(DECIDE, json=sent).json()
    with pytest.raises(grpc.RpcError) as caught:
        DecisionServiceStub(channel).Decide(ParseDict(sent, DecideRequest()))
    assert (details["code"], details["detail"]) == (caught.value.code().name, caught.value.details())
    assert details["metadata"] == {"rulebook": "supplier-selection", "version": "9.9.9"}
