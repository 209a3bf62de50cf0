"""`assize batch` from Parquet to Parquet, at two sizes. The large input is the small file several times over.

Rates are of the whole command with its start. Reading and writing alone are done by pyarrow in this process:
the same files, the same rows at a time.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from assize.server.batch.run import BATCH_ROWS
from assize.server.batch.writers import ROW_GROUP
from bench.example import DAY, RULEBOOK
from bench.measure import Figure, Spent, rate, spent_of
from bench.suppliers import batches, schema

SMALL = 1_000_000
FLAT = 1.15
ASSIZE = Path(sys.executable).with_name("assize")


class Run(NamedTuple):
    """What a command took: CPU seconds, seconds by the clock, and MiB at its peak."""

    cpu: float
    clock: float
    peak: float


def measure(rows: int, rounds: int) -> list[Figure]:
    """Rates at both sizes, the share of Parquet, and memory. The large input is decided once."""
    small = min(SMALL, max(1, rows // 10))
    with TemporaryDirectory(prefix="assize-bench-") as name:
        one, many, answers = Path(name, "one"), Path(name, "many"), Path(name, "answers.parquet")
        file = written(one, small)
        copies = copied(file, many, max(1, rows // small))
        runs, alone = [], []
        for _ in range(rounds):
            runs.append(run(one, answers))
            alone.append((reading(file), writing(answers)))
        large = run(many, answers)
    return [
        *rates(small, runs),
        *rates(small * copies, [large]),
        *parquet_alone(runs, alone),
        *memory(runs, large, small, copies),
    ]


def rates(rows: int, runs: list[Run]) -> list[Figure]:
    """Rates by CPU time and by the clock."""
    return [
        rate(f"{rows:,} rows, by CPU", rows, [some.cpu for some in runs]),
        rate(f"{rows:,} rows, by the clock", rows, [some.clock for some in runs]),
    ]


def parquet_alone(runs: list[Run], alone: list[tuple[float, float]]) -> list[Figure]:
    """The percentages that reading and writing Parquet alone are of the small job's CPU time."""
    found = []
    for place, what in enumerate(("reading the input", "writing the answers")):
        percent = [100 * some[place] / job.cpu for some, job in zip(alone, runs, strict=True)]
        found.append(Figure(f"share of {what} alone by pyarrow", "%", spent_of(percent), rounds=percent))
    return found


def memory(runs: list[Run], large: Run, small: int, copies: int) -> list[Figure]:
    """Peaks, and how much higher that of the large input is."""
    peaks = [some.peak for some in runs]
    growth = [large.peak / max(peaks)]
    return [
        Figure(f"peak memory, {small:,} rows", "MiB", spent_of(peaks), rounds=peaks),
        Figure(f"peak memory, {small * copies:,} rows", "MiB", Spent(large.peak, large.peak)),
        Figure("peak memory, large over small", "times", spent_of(growth), FLAT),
    ]


def written(folder: Path, rows: int) -> Path:
    """A Parquet file of synthetic suppliers with lists, in a folder of its own."""
    folder.mkdir()
    path = folder / "suppliers.parquet"
    with pq.ParquetWriter(path, schema(lists=True)) as writer:
        for batch in batches(rows, BATCH_ROWS, 1, lists=True):
            writer.write_batch(batch)
    return path


def copied(file: Path, folder: Path, copies: int) -> int:
    """A folder that holds the file so many times, without taking room for it."""
    folder.mkdir()
    for place in range(copies):
        (folder / f"{place:03}.parquet").hardlink_to(file)
    return copies


def run(source: Path, answers: Path) -> Run:
    """Decide a folder of files. A small process stands between, so that its child's peak is the job's own."""
    job = [str(ASSIZE), "batch", str(source), str(answers), "--rulebook", RULEBOOK]
    job += ["--as-of", DAY.isoformat(), "--overwrite", "--json"]
    between = [sys.executable, str(Path(__file__).with_name("child.py"))]
    done = subprocess.run([*between, *job], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"the job failed:\n{done.stderr}")
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def reading(file: Path) -> float:
    """CPU seconds of only reading a file."""
    start = process_time()
    for _ in pq.ParquetFile(file, buffer_size=1 << 20).iter_batches(BATCH_ROWS, use_threads=False):
        pass
    return process_time() - start


def writing(answers: Path) -> float:
    """CPU seconds of only writing such answers."""
    file, spent = pq.ParquetFile(answers), 0.0
    with pq.ParquetWriter(answers.with_name("again.parquet"), file.schema_arrow) as writer:
        for batch in file.iter_batches(ROW_GROUP, use_threads=False):
            table = pa.Table.from_batches([batch])
            start = process_time()
            writer.write_table(table, ROW_GROUP)
            spent += process_time() - start
    return spent
