"""The composition root: everything is built here, served, and drained when the process is told to stop."""

from __future__ import annotations

import gc
import logging
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection, wait
from pathlib import Path

from assize.decision.decider import Decider
from assize.rules.errors import NotEffective
from assize.rules.inference.cache import FileCache, MemoryCache
from assize.rules.library import Library, rulebook_folders, shipped_folder
from assize.server.config import Config
from assize.server.grpc.desk import Desk
from assize.server.grpc.register import Service
from assize.server.grpc.server import Running, start
from assize.server.grpc.services import DecisionService, RulebookService, SupplierService
from assize.server.grpc.stamps import Sources, moment
from assize.server.processes import supervise, told_to_stop

TABLES = "tables.json"
SYSTEM = Sources(time.time_ns, time.perf_counter_ns, os.urandom)


def serve(config: Config, say: Callable[[str], None]) -> int:
    """Serve until SIGTERM or SIGINT; the exit code. `say` gets a line with the address when ready.

    Raises ConfigError and RulebookError before anything is served.
    """

    def ready(address: str) -> None:
        say(f"assize is ready on {address}")

    with told_to_stop() as stop:
        if config.processes > 1:
            return supervise(config, serve_until, ready, stop)
        serve_until(config, ready, [stop])
        return 0


def build(config: Config, sources: Sources = SYSTEM) -> Running:
    """A server with the shipped rulebooks and those of `config`, answering."""
    folders = (shipped_folder(), *config.rulebooks)
    decider = Decider(Library.load(folders), cached_tables(folders))
    compile_all(decider, moment(sources.now()))
    desk = Desk(decider, sources, config.max_items)
    services: list[Service] = [
        SupplierService(desk),
        DecisionService(desk),
        RulebookService(decider.library, sources),
    ]
    return start(config, services, sources)


def cached_tables(folders: Iterable[Path]) -> MemoryCache:
    """The inference tables that stand beside the rulebooks; what is not there is chained anew, in memory."""
    cache = MemoryCache()
    for folder in (found for root in folders for found in rulebook_folders(root)):
        cache.add(FileCache(folder / TABLES).read())
    return cache


def compile_all(decider: Decider, now: datetime) -> None:
    """Compile the rulebooks in force, so that no caller waits for it and no fault in one shows up later."""
    for name in decider.library.names():
        with suppress(NotEffective):
            decider.find(name, now)


def serve_until(config: Config, ready: Callable[[str], None], stop: list[int | Connection]) -> None:
    """Serve in this process until one of `stop` can be read, then drain."""
    logging.basicConfig(
        level=config.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    running = build(config)
    # Rulebooks and programs live as long as the process: no collection needs to walk them again.
    gc.collect()
    gc.freeze()
    ready(running.address)
    wait(stop)
    running.stop(config.grace)
