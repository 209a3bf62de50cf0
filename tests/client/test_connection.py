"""Deadlines, metadata and TLS, against a server that tells what reached it."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import grpc
import pytest

from assize.client import Client, TimedOut, Unavailable
from assize.v1.decision_service_pb2 import DecideRequest, DecideResponse

CASES = [{"id": "a"}]
Serve = Callable[..., str]


@pytest.fixture
def seen() -> list[dict[str, str | bytes]]:
    """The metadata of the calls."""
    return []


@pytest.fixture
def serve(seen: list[dict[str, str | bytes]]) -> Iterator[Serve]:
    """A server that answers to `slow` when the caller has gone, else at once."""
    servers = []

    def wait(request: DecideRequest, context: grpc.ServicerContext) -> DecideResponse:
        seen.append({each.key: each.value for each in context.invocation_metadata()})
        gone = Event()
        if request.rulebook == "slow" and context.add_callback(gone.set):
            gone.wait(10)
        return DecideResponse()

    def started(credentials: grpc.ServerCredentials | None = None) -> str:
        handler = grpc.unary_unary_rpc_method_handler(
            wait, DecideRequest.FromString, DecideResponse.SerializeToString
        )
        server = grpc.server(ThreadPoolExecutor(1))
        generic = grpc.method_handlers_generic_handler("assize.v1.DecisionService", {"Decide": handler})
        server.add_generic_rpc_handlers((generic,))
        if credentials is None:
            port = server.add_insecure_port("127.0.0.1:0")
        else:
            port = server.add_secure_port("127.0.0.1:0", credentials)
        server.start()
        servers.append(server)
        return f"localhost:{port}"

    yield started
    for server in servers:
        server.stop(0).wait()


def test_a_deadline_is_the_clients_or_the_calls(serve: Serve) -> None:
    with Client(serve(), deadline=0.05) as client:
        with pytest.raises(TimedOut):
            client.decide("slow", CASES)
        client.decide("quick", CASES, deadline=30)
        client.decide("quick", CASES, deadline=None)


def test_metadata_go_with_every_call(serve: Serve, seen: list[dict[str, str | bytes]]) -> None:
    with Client(serve(), metadata=[("x-caller", "tests")]) as client:
        client.decide("quick", CASES)
        client.decide("quick", CASES)
    assert [each["x-caller"] for each in seen] == ["tests", "tests"]


def test_nobody_there_is_unavailable() -> None:
    with Client("127.0.0.1:1") as nobody, pytest.raises(Unavailable):
        nobody.score(CASES)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_tls(serve: Serve, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    target = serve(grpc.ssl_server_credentials([(key.read_bytes(), certificate.read_bytes())]))
    trusted = grpc.ssl_channel_credentials(certificate.read_bytes())
    with Client(target, credentials=trusted) as client:
        client.decide("quick", CASES)
    with Client(target) as plain, pytest.raises(Unavailable):
        plain.decide("quick", CASES)
