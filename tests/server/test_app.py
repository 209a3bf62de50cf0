"""The service as a process: it says when it is ready, drains when it is told to stop, and shares a port."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import grpc
import httpx
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from assize.server.app import build
from assize.server.config import Config, ConfigError

SERVE = """
import sys
from assize.server.app import serve
from assize.server.config import read_config

def say(line):
    print(line, flush=True)

if __name__ == "__main__":
    sys.exit(serve(read_config({}, dict(arg.split("=", 1) for arg in sys.argv[1:])), say))
"""
READY = "assize is ready on "
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Start]:
    script = tmp_path / "serve.py"
    script.write_text(SERVE)
    processes: list[subprocess.Popen[str]] = []

    def start(*settings: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(script), "address=127.0.0.1:0", *settings]
        processes.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith(READY), line
    return line.removeprefix(READY).partition(" and ")[0].strip()


def healthy(channel: grpc.Channel) -> bool:
    answer = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=10)
    return answer.status == health_pb2.HealthCheckResponse.SERVING


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_says_when_it_is_ready_and_ends_when_it_is_told(sign: signal.Signals, started: Start) -> None:
    process = started("grace=5")
    with grpc.insecure_channel(address_of(process)) as channel:
        assert healthy(channel)
    process.send_signal(sign)
    assert process.wait(20) == 0


def test_watchers_are_told_before_it_ends(started: Start) -> None:
    process = started("grace=5")
    with grpc.insecure_channel(address_of(process)) as channel:
        watched = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(), timeout=20)
        assert next(watched).status == health_pb2.HealthCheckResponse.SERVING
        process.terminate()
        assert next(watched).status == health_pb2.HealthCheckResponse.NOT_SERVING
        watched.cancel()
    assert process.wait(20) == 0


def test_it_says_where_http_is_too(started: Start) -> None:
    process = started("processes=2", "grace=1")
    assert process.stdout is not None
    line = process.stdout.readline()
    url = line.strip().rpartition(" and ")[2]
    assert httpx.get(url + "/readyz").json() == {"status": "ready"}
    process.terminate()
    assert process.wait(30) == 0


def test_processes_share_a_port(started: Start) -> None:
    process = started("processes=2", "grace=1")
    address = address_of(process)
    for _ in range(4):
        with grpc.insecure_channel(address, [("grpc.use_local_subchannel_pool", 1)]) as channel:
            assert healthy(channel)
    process.terminate()
    assert process.wait(30) == 0


def test_when_one_process_dies_all_end(started: Start) -> None:
    process = started("processes=2", "grace=1")
    address_of(process)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    serving = [int(pid) for pid in children if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
    os.kill(serving[0], signal.SIGKILL)
    assert process.wait(30) == 1


def test_a_taken_port_is_an_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ConfigError, match="cannot listen on"):
            build(Config(address=address))


def test_an_unknown_host_is_an_error() -> None:
    with pytest.raises(ConfigError, match="cannot listen on"):
        build(Config(address="no.such.host.invalid:0"))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_tls(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    running = build(Config(address="127.0.0.1:0", tls_certificate=certificate, tls_key=key))
    port = running.address.rpartition(":")[2]
    trusted = grpc.ssl_channel_credentials(certificate.read_bytes())
    with grpc.secure_channel(f"localhost:{port}", trusted) as channel:
        assert healthy(channel)
    with grpc.insecure_channel(running.address) as channel, pytest.raises(grpc.RpcError):
        healthy(channel)
    running.stop(0)


def test_files_that_are_no_certificates_are_an_error(tmp_path: Path) -> None:
    pem = tmp_path / "x.pem"
    pem.write_text("not a certificate")
    with pytest.raises(ConfigError, match="cannot listen on"):
        build(Config(address="127.0.0.1:0", tls_certificate=pem, tls_key=pem))
