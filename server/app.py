"""The composition root: everything is built here, served, and drained when the process is told to stop."""

from __future__ import annotations

import gc
import logging
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection, wait
from typing import NamedTuple

from assize.decision.activation import check_suites
from assize.decision.batch.memory import keep_freed_memory
from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.errors import NotEffective
from assize.rules.library import Library, shipped_folder
from assize.server.config import Config, ConfigError
from assize.server.grpc.desk import Desk
from assize.server.grpc.gate import ValueAddedServiceGate
from assize.server.grpc.register import Service
from assize.server.grpc.risks import RiskService
from assize.server.grpc.server import Running, start
from assize.server.grpc.services import DecisionService, RulebookService, SupplierService
from assize.server.grpc.stamps import Sources, moment
from assize.server.grpc.streams import Stream
from assize.server.http.server import RunningHttp, start_http
from assize.server.processes import supervise, told_to_stop

SYSTEM = Sources(time.time_ns, time.perf_counter_ns, os.urandom)


class Serving(NamedTuple):
    """The gRPC server and, unless it is switched off, the HTTP server. Both answer by the same services."""

    grpc: Running
    http: RunningHttp | None

    @property
    def address(self) -> str:
        """Where gRPC is."""
        return self.grpc.address

    @property
    def where(self) -> str:
        """Where both are: `127.0.0.1:50051 and http://127.0.0.1:8080`."""
        return self.address if self.http is None else f"{self.address} and {self.http.url}"

    def stop(self, grace: float) -> None:
        """Tell health checks, take no new call, let running ones end within `grace` seconds."""
        if self.http is not None:
            self.http.stop_soon(grace)
        self.grpc.stop(grace)
        if self.http is not None:
            self.http.wait()


def serve(config: Config, say: Callable[[str], None]) -> int:
    """Serve until SIGTERM or SIGINT; the exit code. `say` gets a line with the addresses when ready.

    Raises ConfigError, RulebookError and SuitesFailed before anything is served.
    """

    def ready(where: str) -> None:
        say(f"assize is ready on {where}")

    with told_to_stop() as stop:
        if config.processes > 1:
            return supervise(config, serve_until, ready, stop)
        serve_until(config, ready, [stop])
        return 0


def build(config: Config, sources: Sources = SYSTEM) -> Serving:
    """Servers with the shipped rulebooks and those of `config`, answering."""
    folders = (shipped_folder(), *config.rulebooks)
    cache = cached_tables(folders)
    library = Library.load(folders)
    # The shipped rulebooks pass their cases in the tests of this project; others show here that they do.
    check_suites(config.rulebooks, cache)
    decider = Decider(library, cache)
    compile_all(decider, moment(sources.now()))
    desk = Desk(decider, sources, config.max_items)
    services: list[Service] = [
        SupplierService(desk),
        ValueAddedServiceGate(desk),
        RiskService(desk),
        DecisionService(desk, streams_of(desk, config)),
        RulebookService(decider.library, sources),
    ]
    return start_both(config, services, sources)


def streams_of(desk: Desk, config: Config) -> dict[str, Stream]:
    """The methods of DecisionService that stream."""
    # Arrow takes a while to import, and most commands need none of it.
    from assize.server.grpc.arrow_reading import StreamLimits  # noqa: PLC0415
    from assize.server.grpc.stream import DecideStream  # noqa: PLC0415

    limits = StreamLimits(config.max_batch_rows, config.max_batch_bytes, config.max_answer_bytes)
    return {"DecideStream": DecideStream(desk, limits)}


def start_both(config: Config, services: Sequence[Service], sources: Sources) -> Serving:
    """Serve `services` over gRPC and HTTP. Raises ConfigError; then neither runs."""
    grpc = start(config, services, sources)
    if not config.http:
        return Serving(grpc, None)
    try:
        return Serving(grpc, start_http(config, services, sources))
    except ConfigError:
        grpc.stop(0)
        raise


def compile_all(decider: Decider, now: datetime) -> None:
    """Compile the rulebooks in force, so that no caller waits for it and no fault in one shows up later."""
    for name in decider.library.names():
        with suppress(NotEffective):
            decider.find(name, now)


def serve_until(config: Config, ready: Callable[[str], None], stop: list[int | Connection]) -> None:
    """Serve in this process until one of `stop` can be read, then drain."""
    # A stream frees and takes the same columns for each batch.
    keep_freed_memory()
    logging.basicConfig(
        level=config.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    running = build(config)
    # Rulebooks and programs live as long as the process: no collection needs to walk them again.
    gc.collect()
    gc.freeze()
    ready(running.where)
    wait(stop)
    running.stop(config.grace)
