"""A real server on a free port, with a clock that stands still, and real channels to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import grpc
import pytest
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from grpc_status import rpc_status

from assize.server.app import build
from assize.server.config import Config
from assize.server.grpc.stamps import Sources
from assize.v1.decision_service_pb2_grpc import DecisionServiceStub
from assize.v1.risk_service_pb2_grpc import RiskServiceStub
from assize.v1.rulebook_pb2_grpc import RulebookServiceStub
from assize.v1.supplier_service_pb2_grpc import SupplierServiceStub
from assize.v1.value_added_service_gate_pb2_grpc import ValueAddedServiceGateStub

# 2026-06-01 00:00:00 UTC, 08:00 in Shanghai
NOW = 1_780_272_000_000_000_000
LIMITS = Config(address="127.0.0.1:0", max_items=50, max_request_bytes=200_000, max_answer_bytes=200_000)


class Client(NamedTuple):
    """A channel and the stubs over it."""

    channel: grpc.Channel
    suppliers: SupplierServiceStub
    decisions: DecisionServiceStub
    rulebooks: RulebookServiceStub
    gate: ValueAddedServiceGateStub
    risks: RiskServiceStub


class Refused(NamedTuple):
    """What a refused request carries."""

    status: grpc.StatusCode
    message: str
    reason: str
    domain: str
    metadata: dict[str, str]
    fields: dict[str, str]


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    running = build(LIMITS, Sources(lambda: NOW, lambda: 0, bytes))
    yield running.address
    running.stop(0)


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[Client]:
    with grpc.insecure_channel(address) as channel:
        yield Client(
            channel,
            SupplierServiceStub(channel),
            DecisionServiceStub(channel),
            RulebookServiceStub(channel),
            ValueAddedServiceGateStub(channel),
            RiskServiceStub(channel),
        )


@pytest.fixture
def refused() -> Callable[[Callable[[], object]], Refused]:
    """Make a call that must be refused and take its error apart."""

    def call(send: Callable[[], object]) -> Refused:
        with pytest.raises(grpc.RpcError) as caught:
            send()
        status = rpc_status.from_call(caught.value)
        assert status is not None, caught.value
        info, bad = ErrorInfo(), BadRequest()
        for detail in status.details:
            assert detail.Unpack(info) or detail.Unpack(bad)
        fields = {each.field: each.description for each in bad.field_violations}
        code = caught.value.code()
        return Refused(code, status.message, info.reason, info.domain, dict(info.metadata), fields)

    return call
