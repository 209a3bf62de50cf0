"""Health, reflection, threads, and that nothing holds up a decision."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from assize.server.config import Config
from assize.server.grpc.server import start
from assize.server.grpc.stamps import Sources
from assize.v1 import rulebook_pb2
from assize.v1.rulebook_pb2 import ListRulebooksRequest, ListRulebooksResponse
from assize.v1.rulebook_pb2_grpc import RulebookServiceStub
from assize.v1.supplier_pb2 import Supplier
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest
from tests.server.grpc.conftest import NOW, Client, Refused
from tests.server.grpc.sending import fixtures, to_need, to_supplier

Refuse = Callable[[Callable[[], object]], Refused]
SERVICES = {"assize.v1.SupplierService", "assize.v1.DecisionService", "assize.v1.RulebookService"}


def test_health_of_each_service(client: Client) -> None:
    health = health_pb2_grpc.HealthStub(client.channel)
    for name in ["", *SERVICES]:
        answer = health.Check(health_pb2.HealthCheckRequest(service=name))
        assert answer.status == health_pb2.HealthCheckResponse.SERVING


def test_health_of_an_unknown_service(client: Client) -> None:
    request = health_pb2.HealthCheckRequest(service="assize.v1.Nothing")
    error = health_pb2_grpc.HealthStub(client.channel).Check.future(request).exception()
    assert isinstance(error, grpc.RpcError)
    assert error.code() is grpc.StatusCode.NOT_FOUND


def ask(client: Client, **question: str) -> reflection_pb2.ServerReflectionResponse:
    stub = reflection_pb2_grpc.ServerReflectionStub(client.channel)
    return next(stub.ServerReflectionInfo(iter([reflection_pb2.ServerReflectionRequest(**question)])))


def test_reflection_names_the_services(client: Client) -> None:
    listed = ask(client, list_services="").list_services_response.service
    assert {service.name for service in listed} >= SERVICES


def test_reflection_gives_the_messages(client: Client) -> None:
    answer = ask(client, file_containing_symbol="assize.v1.SupplierService")
    assert answer.file_descriptor_response.file_descriptor_proto


def test_open_streams_hold_up_nothing(client: Client) -> None:
    """More watchers and reflection streams than the server has threads."""
    watch = health_pb2_grpc.HealthStub(client.channel).Watch
    watching = [watch(health_pb2.HealthCheckRequest()) for _ in range(8)]
    stub = reflection_pb2_grpc.ServerReflectionStub(client.channel)
    end = Event()
    asking = [stub.ServerReflectionInfo(_silence(end)) for _ in range(3)]
    assert [next(each).status for each in watching] == [health_pb2.HealthCheckResponse.SERVING] * 8
    request = ScoreSuppliersRequest(suppliers=[Supplier(id="a")])
    assert client.suppliers.ScoreSuppliers(request, timeout=10).answers
    end.set()
    for call in [*watching, *asking]:
        call.cancel()


def _silence(end: Event) -> Iterator[reflection_pb2.ServerReflectionRequest]:
    """A client that keeps its stream open and asks nothing."""
    end.wait()
    yield from ()


class Broken:
    """A service with a fault."""

    descriptor = rulebook_pb2.DESCRIPTOR.services_by_name["RulebookService"]

    def __init__(self) -> None:
        self.methods = {"ListRulebooks": self.fail, "GetRulebook": self.fail}

    def fail(self, request: ListRulebooksRequest) -> ListRulebooksResponse:
        raise KeyError(f"the password in {request}")


def test_a_fault_is_logged_and_not_told(refused: Refuse, caplog: pytest.LogCaptureFixture) -> None:
    running = start(Config(address="127.0.0.1:0"), [Broken()], Sources(lambda: NOW, lambda: 0, bytes))
    with grpc.insecure_channel(running.address) as channel:
        error = refused(
            lambda: RulebookServiceStub(channel).ListRulebooks(ListRulebooksRequest(language="x"))
        )
    running.stop(0)
    assert (error.status, error.reason) == (grpc.StatusCode.INTERNAL, "INTERNAL")
    assert "password" not in error.message
    assert error.metadata["id"] in error.message
    assert error.metadata["id"] in caplog.text
    assert "the password" in caplog.text


def test_eight_threads_get_the_answers_of_one(client: Client) -> None:
    requests = [
        ScoreSuppliersRequest(suppliers=[to_supplier(name, each.facts)], need=to_need(each.facts), rank=True)
        for name, each in fixtures().items()
    ] * 8
    alone = [client.suppliers.ScoreSuppliers(request) for request in requests]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(client.suppliers.ScoreSuppliers, requests))
    assert together == alone
