"""Where the time of a batch goes, what threads, processes and sizes of chunks change."""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time_ns
from typing import Any
from unittest.mock import patch

import pyarrow as pa

from assize.decision.batch import decider as deciding
from assize.decision.batch import judge as judging
from assize.decision.batch.answers import AnswerWriter
from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.intake import Intake
from assize.decision.batch.memory import keep_freed_memory
from assize.decision.batch.openness import ColumnOpenness
from assize.decision.batch.recording import Recording
from assize.decision.batch.reporting import Report
from assize.decision.batch.request import BatchRequest
from assize.decision.decider import Decider
from assize.rules.columns.evaluation import ColumnProgram
from assize.rules.library import Library, shipped_folder
from assize.server.app import cached_tables
from bench.example import DAY, RULEBOOK
from bench.suppliers import batches

BATCH = 65_536
CHUNKS = (8_192, 16_384, 32_768, 65_536)
MEMORIES = ("kept", "as glibc does", "given back")
# What glibc starts with; set from outside it stays so, else it grows with what a process frees.
GIVEN_BACK = {"MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"}


def batch_decider(schema: pa.Schema) -> BatchDecider:
    """Decides synthetic suppliers."""
    folders = [shipped_folder()]
    decider = Decider(Library.load(folders), cached_tables(folders))
    return BatchDecider(decider, BatchRequest(RULEBOOK), schema, DAY)


def suppliers(count: int) -> list[pa.RecordBatch]:
    """Batches without lists, without evidence and without wrong rows."""
    return list(batches(count * BATCH, BATCH, 1))


def judge_of(decider: BatchDecider, batch: pa.RecordBatch) -> judging.Judge:
    """The compiled programs, made by deciding a few rows."""
    decider.decide(batch.slice(0, 100))
    return next(iter(decider._judges.values()))  # noqa: SLF001  # an experiment


def decide_all(decider: BatchDecider, some: Sequence[pa.RecordBatch]) -> None:
    """Decide, and let go of the answers at once."""
    for batch in some:
        for _ in decider.chunks(batch):
            pass


class Stopwatch:
    """CPU time of functions, without that of functions inside them that are timed too."""

    def __init__(self) -> None:
        self.spent: dict[str, int] = {}
        self._inside: list[int] = []

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed under a name."""

        def run(*args: object, **named: object) -> Any:  # noqa: ANN401
            start = process_time_ns()
            self._inside.append(0)
            try:
                return function(*args, **named)
            finally:
                spent = process_time_ns() - start
                self.spent[name] = self.spent.get(name, 0) + spent - self._inside.pop()
                if self._inside:
                    self._inside[-1] += spent

        return run


def shares(some: Sequence[pa.RecordBatch], rounds: int) -> dict[str, float]:
    """CPU nanoseconds of a row by part, in the best of the rounds."""
    watch, rows = Stopwatch(), sum(batch.num_rows for batch in some)
    decider = batch_decider(some[0].schema)
    judge_of(decider, some[0])
    parts: tuple[tuple[str, object, str], ...] = (
        ("intake", Intake, "take"),
        ("program", ColumnProgram, "evaluate"),
        ("rows of each variant, and joining", judging, "some_rows"),
        ("rows of each variant, and joining", judging, "joined"),
        ("missing facts", ColumnOpenness, "missing"),
        ("report", Report, "results"),
        ("all variants at once", Recording, "run"),
        ("writing answers", AnswerWriter, "write"),
        ("the rest", deciding.BatchDecider, "_decide"),
    )
    found: list[dict[str, float]] = []
    with ExitStack() as stack:
        for name, owner, function in parts:
            stack.enter_context(patch.object(owner, function, watch.timed(name, getattr(owner, function))))
        for _ in range(rounds):
            watch.spent.clear()
            decide_all(decider, some)
            found.append({name: spent / rows for name, spent in watch.spent.items()})
    return min(found, key=lambda parts: sum(parts.values()))


def by_chunk(some: Sequence[pa.RecordBatch], rounds: int, memory: str) -> list[tuple[int, float, float]]:
    """For each size of chunk CPU nanoseconds and page faults of a row, in a process of its own that reads the
    rows from a file: what drawing them did to the allocator must not count. `memory` is one of MEMORIES.
    """
    fixed = GIVEN_BACK if memory == "given back" else {}
    with TemporaryDirectory(prefix="assize-bench-") as folder:
        path = str(Path(folder, "suppliers.arrow"))
        with pa.OSFile(path, "wb") as sink, pa.ipc.new_file(sink, some[0].schema) as writer:
            for batch in some:
                writer.write_batch(batch)
        with patch.dict(os.environ, fixed), multiprocessing.get_context("spawn").Pool(1) as pool:
            return pool.apply(_by_chunk, (path, rounds, memory == "kept"))


def _by_chunk(path: str, rounds: int, keep: bool) -> list[tuple[int, float, float]]:
    if keep:
        keep_freed_memory()
    with pa.memory_map(path) as source:
        file = pa.ipc.open_file(source)
        some = [file.get_batch(place) for place in range(file.num_record_batches)]
        decider, rows = batch_decider(some[0].schema), sum(batch.num_rows for batch in some)
        judge_of(decider, some[0])
        found: dict[int, list[tuple[float, float]]] = {chunk: [] for chunk in CHUNKS}
        for _ in range(rounds):
            for chunk in CHUNKS:
                with patch.object(deciding, "CHUNK", chunk):
                    start, faults = process_time_ns(), _faults()
                    decide_all(decider, some)
                    found[chunk].append(((process_time_ns() - start) / rows, (_faults() - faults) / rows))
    return [(chunk, *min(spent)) for chunk, spent in found.items()]


def side_by_side(some: Sequence[pa.RecordBatch], rounds: int) -> Iterator[dict[str, float]]:
    """How many times as fast as one thread, by the clock, two threads and two processes decide the batches;
    and, since other work takes its share of the machine, two processes that only count: what can be had.
    """
    decider = batch_decider(some[0].schema)
    judge_of(decider, some[0])
    halves = [some[::2], some[1::2]]

    def decide(half: Sequence[pa.RecordBatch]) -> None:
        decide_all(decider, half)

    for _ in range(rounds):
        one, count = _clock(lambda: decide(some)), _clock(_count)
        yield {
            "two threads": one / _clock(lambda: _threads(decide, halves)),
            "two processes": one / _clock(lambda: _processes(decide, halves)),
            "two that count": 2 * count / _clock(lambda: _processes(_count, [1, 1])),
        }


def _threads(work: Callable[..., object], parts: Sequence[object]) -> None:
    with ThreadPoolExecutor(len(parts)) as pool:
        list(pool.map(work, parts))


def _processes(work: Callable[..., object], parts: Sequence[object]) -> None:
    started = [multiprocessing.get_context("fork").Process(target=work, args=(part,)) for part in parts]
    for process in started:
        process.start()
    for process in started:
        process.join()


def _count(_: object = None) -> None:
    for _ in range(10_000_000):
        pass


def _clock(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _faults() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
