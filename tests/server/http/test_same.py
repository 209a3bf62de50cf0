"""The same facts give the same decision through both doors."""

from __future__ import annotations

from typing import Any

import grpc
import httpx
import pytest
from google.protobuf.json_format import MessageToDict, ParseDict

from assize.v1.decision_service_pb2 import DecideRequest
from assize.v1.decision_service_pb2_grpc import DecisionServiceStub
from assize.v1.risk_service_pb2 import AssessRisksRequest
from assize.v1.risk_service_pb2_grpc import RiskServiceStub
from assize.v1.rulebook_pb2 import ListRulebooksRequest
from assize.v1.rulebook_pb2_grpc import RulebookServiceStub
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest
from assize.v1.supplier_service_pb2_grpc import SupplierServiceStub
from assize.v1.value_added_service_gate_pb2 import CheckValueAddedServicesRequest
from assize.v1.value_added_service_gate_pb2_grpc import ValueAddedServiceGateStub
from tests.server.grpc.sending import fixtures, to_case, to_need, to_supplier
from tests.server.http.conftest import DECIDE, SCORE

GATE = "/v1/ValueAddedServiceGate/CheckValueAddedServices"
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


def test_the_gate(http: httpx.Client, channel: grpc.Channel) -> None:
    service = {
        "id": "v-1",
        "agreementRelation": "outside",
        "charged": False,
        "tenderOpen": True,
        "beneficiaryDecidesOnUs": True,
    }
    request = ParseDict({"services": [service]}, CheckValueAddedServicesRequest())
    over_grpc = ValueAddedServiceGateStub(channel).CheckValueAddedServices(request)
    over_http = http.post(GATE, json={"services": [service]})
    assert over_http.json() == plain(over_grpc)
    assert over_http.json()["answers"][0]["record"]["decision"]["outcome"] == "deny"


def test_risks(http: httpx.Client, channel: grpc.Channel) -> None:
    subjects = {
        "subjects": [{"id": "c-1", "customer": {}}, {"id": "s-1", "supplier": {"subcontractors": []}}]
    }
    over_http = http.post("/v1/RiskService/AssessRisks", json=subjects)
    canonical = {
        "subjects": [{"id": "c-1", "customer": {}}, {"id": "s-1", "supplier": {"subcontractors": {}}}]
    }
    request = ParseDict(canonical, AssessRisksRequest())
    assert over_http.json() == plain(RiskServiceStub(channel).AssessRisks(request))


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
