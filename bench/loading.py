"""Loading and compiling all shipped rulebooks, and how long `assize serve` takes until it is ready."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.inference.cache import MemoryCache
from assize.rules.library import Library, shipped_folder
from assize.server.app import compile_all
from bench.measure import Figure, Spent, spent_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ROUNDS = 3
ASSIZE = Path(sys.executable).with_name("assize")


def measure() -> list[Figure]:
    """Seconds by the clock: inference runs in processes of its own."""
    folders = [shipped_folder()]
    with_tables = [_load(lambda: cached_tables(folders)) for _ in range(ROUNDS)]
    without = [_load(MemoryCache) for _ in range(ROUNDS)]
    return [
        Figure("loading all shipped rulebooks with the tables beside them", "s", spent_of(with_tables), 0.5),
        Figure("loading all shipped rulebooks without any tables", "s", spent_of(without), 5),
        Figure("`assize serve` from its start until it is ready", "s", _ready(), 2),
    ]


def _load(cache: Callable[[], MemoryCache]) -> float:
    start = perf_counter()
    compile_all(Decider(Library.load([shipped_folder()]), cache()), NOW)
    return perf_counter() - start


def _ready() -> Spent:
    return spent_of([_start() for _ in range(ROUNDS)])


def _start() -> float:
    start = perf_counter()
    command = [str(ASSIZE), "serve", "--address", "127.0.0.1:0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = perf_counter() - start
        process.terminate()
    if " is ready on " not in line:
        sys.exit("the service did not start; run `assize serve` to see why")
    return taken
