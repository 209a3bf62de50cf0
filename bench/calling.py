"""ScoreSuppliers with one supplier over a real server, beside a handler that has the answer ready.

Each server runs in a process of its own and tells its CPU time; calls come one after another, in rounds that
take turns.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from time import process_time_ns
from typing import NamedTuple

import grpc

from assize.decision.decider import Decider
from assize.rules.inference.cache import MemoryCache
from assize.rules.library import Library
from assize.server.app import SYSTEM
from assize.server.config import Config
from assize.server.grpc.desk import Desk
from assize.server.grpc.register import Method
from assize.server.grpc.server import start
from assize.server.grpc.services import SupplierService
from assize.v1.supplier_service_pb2_grpc import SupplierServiceStub
from bench.example import FOLDER, example_request
from bench.measure import MICROSECOND, Figure, Spent, spent_of

ROUNDS, CALLS = 9, 200


class Prepared:
    """Answers every request with the same message."""

    def __init__(self, service: SupplierService) -> None:
        answer = service.score_suppliers(example_request())
        self.descriptor = service.descriptor
        self.methods: dict[str, Method] = {"ScoreSuppliers": lambda _: answer}


class Door(NamedTuple):
    """A server in another process: a stub to it, and the pipe that asks for its CPU time."""

    stub: SupplierServiceStub
    pipe: Connection

    def cpu(self) -> int:
        """Nanoseconds of CPU time that the server's process has taken."""
        self.pipe.send("cpu")
        return int(self.pipe.recv())


def measure() -> list[Figure]:
    """Server CPU of a call to each, and the difference."""
    request = example_request()
    with _door(False) as real, _door(True) as prepared:
        doors = {"real": real, "prepared": prepared}
        found: dict[str, list[float]] = {name: [] for name in doors}
        for _ in range(ROUNDS):
            for name, door in doors.items():
                before = door.cpu()
                for _ in range(CALLS):
                    door.stub.ScoreSuppliers(request)
                found[name].append((door.cpu() - before) / CALLS / MICROSECOND)
    spent = {name: spent_of(some) for name, some in found.items()}
    over = Spent(*(a - b for a, b in zip(spent["real"], spent["prepared"], strict=True)))
    return [
        Figure("ScoreSuppliers, one supplier, server CPU", "µs", spent["real"]),
        Figure("the same request parsed, the same answer prepared", "µs", spent["prepared"]),
        Figure("over the prepared answer", "µs", over, limit=100),
    ]


@contextmanager
def _door(prepared: bool) -> Iterator[Door]:
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=serve, args=(prepared, theirs), daemon=True)
    process.start()
    with grpc.insecure_channel(ours.recv()) as channel:
        door = Door(SupplierServiceStub(channel), ours)
        answer = door.stub.ScoreSuppliers(example_request())
        assert answer.answers[0].record.decision.outcome
        yield door
    ours.send("stop")
    process.join()


def serve(prepared: bool, pipe: Connection) -> None:
    """Serve until told to stop; tell the address, then CPU time whenever asked."""
    desk = Desk(Decider(Library.load([FOLDER]), MemoryCache()), SYSTEM, 1000)
    service = SupplierService(desk)
    services = [Prepared(service)] if prepared else [service]
    running = start(Config(address="127.0.0.1:0"), services, SYSTEM)
    gc.collect()
    gc.freeze()
    pipe.send(running.address)
    while pipe.recv() == "cpu":
        pipe.send(process_time_ns())
    running.stop(0)
