"""The HTTP server as such: TLS, ports, draining, a full house, faults of ours."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest

from assize.server.app import build
from assize.server.config import HTTP_PORT, Config, ConfigError
from assize.server.grpc.stamps import Sources
from assize.server.http import intake
from assize.server.http.protocol import BoundedProtocol
from assize.server.http.server import RunningHttp, start_http
from assize.v1 import rulebook_pb2
from assize.v1.rulebook_pb2 import GetRulebookResponse, ListRulebooksRequest, ListRulebooksResponse
from tests.server.http.conftest import NOW

SOURCES = Sources(lambda: NOW, lambda: 0, bytes)
LIST = "/v1/RulebookService/ListRulebooks"
Problem = Callable[[httpx.Response, int], dict[str, Any]]


class Slow:
    """A service that answers when it is let, or fails."""

    descriptor = rulebook_pb2.DESCRIPTOR.services_by_name["RulebookService"]

    def __init__(self) -> None:
        self.asked, self.let = Event(), Event()
        self.methods = {"ListRulebooks": self.wait, "GetRulebook": self.fail}

    def wait(self, _: ListRulebooksRequest) -> ListRulebooksResponse:
        self.asked.set()
        assert self.let.wait(20)
        return ListRulebooksResponse()

    def fail(self, _: ListRulebooksRequest) -> GetRulebookResponse:
        raise ZeroDivisionError("a secret")


def started(service: Slow, **settings: Any) -> RunningHttp:  # noqa: ANN401  # settings of any type
    return start_http(Config(address="127.0.0.1:0", **settings), [service], SOURCES)


def test_a_running_call_ends_before_the_server_does() -> None:
    service = Slow()
    running = started(service)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(httpx.get, running.url + LIST)
        assert service.asked.wait(20)
        running.stop_soon(20)
        service.let.set()
        assert answer.result().status_code == 200
    running.wait()
    with pytest.raises(httpx.ConnectError):
        httpx.get(running.url + "/healthz")


def test_health_says_that_it_stops(problem: Problem) -> None:
    service = Slow()
    running = started(service)
    assert httpx.get(running.url + "/readyz").status_code == 200
    running.stopping.set()
    problem(httpx.get(running.url + "/readyz"), 503)
    assert httpx.get(running.url + "/healthz").status_code == 200
    running.stop_soon(0)
    running.wait()


def test_more_calls_than_may_wait_are_refused_but_health_is_told(problem: Problem) -> None:
    service = Slow()
    running = started(service, max_calls=1, threads=1)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(httpx.get, running.url + LIST)
        assert service.asked.wait(20)
        second = httpx.get(running.url + LIST)
        assert problem(second, 503)["type"] == "about:blank"
        assert second.headers["Retry-After"] == "1"
        assert httpx.get(running.url + "/healthz").status_code == 200
        service.let.set()
        assert first.result().status_code == 200
    running.stop_soon(0)
    running.wait()


def test_a_fault_of_ours_is_told_without_its_secrets(
    problem: Problem, caplog: pytest.LogCaptureFixture
) -> None:
    running = started(Slow())
    answer = httpx.get(running.url + "/v1/RulebookService/GetRulebook")
    details = problem(answer, 500)
    assert details["reason"] == "INTERNAL"
    assert details["metadata"]["id"] in caplog.text
    assert "secret" not in answer.text
    running.stop_soon(0)
    running.wait()


def test_a_head_without_end_is_refused() -> None:
    running = started(Slow())
    port = int(running.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as caller:
        caller.sendall(b"GET /healthz HTTP/1.1\r\nX: ")
        with suppress(OSError):  # it hangs up while we still send
            for _ in range(1000):
                caller.sendall(b"x" * 10_000)
        with suppress(OSError):
            caller.recv(1000)  # the refusal, unless the hanging up overtook it
        assert hung_up(caller)
    running.stop_soon(0)
    running.wait()


def test_who_says_nothing_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoundedProtocol, "slowest_head", 0.05)
    running = started(Slow())
    port = int(running.url.rpartition(":")[2])
    for said in (b"", b"GET /healthz HT"):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as caller:
            caller.sendall(said)
            assert hung_up(caller)
    assert httpx.get(running.url + "/healthz").status_code == 200
    running.stop_soon(0)
    running.wait()


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "SLOWEST_BODY", 0.05)
    running = started(Slow())
    port = int(running.url.rpartition(":")[2])
    head = f"POST {LIST} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as caller:
        caller.sendall(head.encode())
        assert caller.recv(1000).startswith(b"HTTP/1.1 408 ")
    running.stop_soon(0)
    running.wait()


def hung_up(caller: socket.socket) -> bool:
    try:
        return caller.recv(1000) == b""
    except ConnectionError:
        return True


def test_both_servers_say_where_they_are() -> None:
    running = build(Config(address="127.0.0.1:0"), SOURCES)
    assert running.http is not None
    assert running.where == f"{running.address} and {running.http.url}"
    assert httpx.get(running.http.url + "/readyz").status_code == 200
    running.stop(0)


def test_http_can_be_switched_off() -> None:
    running = build(Config(address="127.0.0.1:0", http=False), SOURCES)
    assert running.http is None
    assert running.where == running.address
    running.stop(0)


def test_the_port() -> None:
    assert Config().http_port_or_default == HTTP_PORT
    assert Config(address="127.0.0.1:0").http_port_or_default == 0
    assert Config(address="127.0.0.1:0", http_port=8081).http_port_or_default == 8081


def test_a_taken_port_is_an_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        config = Config(address="127.0.0.1:0", http_port=taken.getsockname()[1])
        with pytest.raises(ConfigError, match="for HTTP"):
            start_http(config, [Slow()], SOURCES)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_tls(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    running = started(Slow(), tls_certificate=certificate, tls_key=key)
    url = running.url.replace("127.0.0.1", "localhost")
    assert url.startswith("https://")
    trusted = ssl.create_default_context(cafile=str(certificate))
    assert httpx.get(url + "/healthz", verify=trusted).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(url + "/healthz")
    running.stop_soon(0)
    running.wait()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_clients_without_a_certificate_are_turned_away(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    running = started(Slow(), tls_certificate=certificate, tls_key=key, tls_client_ca=certificate)
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    with pytest.raises(httpx.HTTPError):
        httpx.get(running.url + "/healthz", verify=unchecked)
    unchecked.load_cert_chain(certificate, key)
    assert httpx.get(running.url + "/healthz", verify=unchecked).status_code == 200
    running.stop_soon(0)
    running.wait()


def test_files_that_are_no_certificates_are_an_error(tmp_path: Path) -> None:
    pem = tmp_path / "x.pem"
    pem.write_text("not a certificate")
    with pytest.raises(ConfigError, match="cannot serve TLS"):
        started(Slow(), tls_certificate=pem, tls_key=pem)
