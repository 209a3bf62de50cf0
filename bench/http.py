"""ScoreSuppliers over the JSON door, beside the same server, routes and pool with the answer's bytes ready.

Each server runs in a process of its own and tells its CPU time. Requests come over a few kept connections, as
many at once, from a client that does nothing but send and count bytes.
"""

from __future__ import annotations

import gc
import multiprocessing
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from time import perf_counter, process_time_ns
from typing import NamedTuple

import orjson
from google.protobuf.json_format import MessageToDict

from assize.decision.decider import Decider
from assize.rules.inference.cache import MemoryCache
from assize.rules.library import Library
from assize.server.app import SYSTEM
from assize.server.config import Config
from assize.server.grpc.desk import Desk
from assize.server.grpc.services import SupplierService
from assize.server.http.endpoints import Endpoint, endpoints
from assize.server.http.parsing import load_json
from assize.server.http.server import start_endpoints
from bench.example import FOLDER, example_request
from bench.measure import MICROSECOND, Figure, Spent, spent_of

PATH = "/v1/SupplierService/ScoreSuppliers"
CONNECTIONS, ROUNDS, CALLS = 4, 5, 100
END = b"\r\n\r\n"


class Prepared(Endpoint):
    """The same endpoint, but it neither reads the request nor decides: the bytes are ready."""

    ready = b""

    def ask(self, plain: Callable[[], object]) -> bytes:  # noqa: ARG002  # never called
        """The bytes."""
        return self.ready


class Served(NamedTuple):
    """A server in another process: its port, and the pipe that asks for its CPU time."""

    port: int
    pipe: Connection

    def cpu(self) -> int:
        """Nanoseconds of CPU time that the server's process has taken."""
        self.pipe.send("cpu")
        return int(self.pipe.recv())


def run() -> list[Figure]:
    """Requests a second and server CPU of a request, real and prepared, in full and in the basic view."""
    figures = []
    for view, title in (("VIEW_FULL", "full view"), ("VIEW_BASIC", "basic view")):
        plain = MessageToDict(example_request())
        plain.setdefault("options", {})["view"] = view
        body = orjson.dumps(plain)
        with serving(None) as real, serving(body) as prepared:
            spent = rounds({"real": real, "prepared": prepared}, to_bytes(body))
        for name, what in (
            ("real", "ScoreSuppliers over JSON"),
            ("prepared", "the same server, bytes prepared"),
        ):
            rate, cpu = spent[name]
            figures += [Figure(f"{what}, {title}", "requests/s", rate), Figure("  server CPU", "µs", cpu)]
    return figures


def rounds(servers: dict[str, Served], request: bytes) -> dict[str, tuple[Spent, Spent]]:
    """Requests a second (the best is the highest) and CPU microseconds of a request. Servers take turns."""
    rates: dict[str, list[float]] = {name: [] for name in servers}
    cpus: dict[str, list[float]] = {name: [] for name in servers}
    for _ in range(ROUNDS):
        for name, server in servers.items():
            before, start = server.cpu(), perf_counter()
            with ThreadPoolExecutor(CONNECTIONS) as pool:
                list(pool.map(lambda _, port=server.port: load(port, request), range(CONNECTIONS)))
            calls = CONNECTIONS * CALLS
            rates[name].append(calls / (perf_counter() - start))
            cpus[name].append((server.cpu() - before) / calls / MICROSECOND)
    return {
        name: (Spent(max(rates[name]), spent_of(rates[name]).median), spent_of(cpus[name]))
        for name in servers
    }


def load(port: int, request: bytes) -> None:
    """Send the request time after time over one connection."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for _ in range(CALLS):
            connection.sendall(request)
            read_answer(connection)


def read_answer(connection: socket.socket) -> None:
    """Read one answer, which must be a 200 with its length."""
    got = b""
    while END not in got:
        got += connection.recv(65536)
    head, _, body = got.partition(END)
    assert head.startswith(b"HTTP/1.1 200"), head
    left = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]) - len(body)
    while left > 0:
        left -= len(connection.recv(65536))


def to_bytes(body: bytes) -> bytes:
    """The body as a request."""
    head = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}".encode() + END + body


@contextmanager
def serving(prepared_for: bytes | None) -> Iterator[Served]:
    """A server; with a body, one that answers every request with the bytes of its answer."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=serve, args=(prepared_for, theirs), daemon=True)
    process.start()
    yield Served(int(ours.recv()), ours)
    ours.send("stop")
    process.join()


def serve(prepared_for: bytes | None, pipe: Connection) -> None:
    """Serve until told to stop; tell the port, then CPU time whenever asked."""
    service = SupplierService(Desk(Decider(Library.load([FOLDER]), MemoryCache()), SYSTEM, 1000))
    (real,) = endpoints([service])
    served = real if prepared_for is None else Prepared(*real)
    if isinstance(served, Prepared) and prepared_for is not None:
        served.ready = real.ask(partial(load_json, prepared_for))
    running = start_endpoints(Config(address="127.0.0.1:0"), [served], SYSTEM)
    gc.collect()
    gc.freeze()
    pipe.send(running.url.rpartition(":")[2])
    while pipe.recv() == "cpu":
        pipe.send(process_time_ns())
    running.stop_soon(0)
    running.wait()
