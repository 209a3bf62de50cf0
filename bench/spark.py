"""`make bench-spark`: rows decided on Spark on this machine, beside the same rows decided in this process.

Clock time of reading a Parquet file, deciding, and throwing the answers away. The figures of Spark have no
start in them: the smallest file goes through first, unmeasured.
"""

from __future__ import annotations

import argparse
import resource
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import BatchRequest
from assize.spark import decide
from assize.spark.job import plain
from assize.spark.local import local_session
from assize.spark.shipment import pack, unpack
from bench.example import DAY, FOLDER, RULEBOOK
from bench.suppliers import batches, schema

BATCH = 10_000  # Spark's own size
FORMS = {
    "scalar facts": {"lists": False, "evidence": False},
    "all facts, lists and evidence": {"lists": True, "evidence": True},
}


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.spark", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[200_000, 1_000_000])
    parser.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    for name, form in FORMS.items():
        print(f"\n{name}: {len(schema(**form))} columns\n{'':45}{'rows':>12}{'s':>9}{'s a million':>13}")
        with TemporaryDirectory(prefix="assize-bench-") as folder:
            files = {rows: written(Path(folder, f"{rows}.parquet"), rows, form) for rows in asked.rows}
            for rows, path in files.items():
                show("in this process", rows, in_rounds(alone(path), asked.rounds))
            for cores in asked.cores:
                on_spark(cores, files, asked.rounds)


def written(path: Path, rows: int, form: dict[str, bool]) -> Path:
    """A Parquet file of synthetic suppliers."""
    with pq.ParquetWriter(path, schema(**form)) as writer:
        for batch in batches(rows, 65_536, 1, **form):
            writer.write_batch(batch)
    return path


def alone(path: Path) -> Callable[[], None]:
    """Reads and decides a file in this process, on one core."""
    decider = unpack(pack(RULEBOOK, [FOLDER]))
    batch_decider = BatchDecider(decider, BatchRequest(RULEBOOK), pq.read_schema(path), DAY)

    def run() -> None:
        file = pq.ParquetFile(path)
        for group in range(file.num_row_groups):
            for batch in file.read_row_group(group, use_threads=False).to_batches(BATCH):
                plain(batch_decider.decide(batch))

    return run


def on_spark(cores: int, files: dict[int, Path], rounds: int) -> None:
    """Measure files on a Spark of so many cores."""
    with local_session(cores) as session:
        frames = {rows: session.read.parquet(str(path)) for rows, path in files.items()}
        for asked in (unchanged, decided):  # workers start, and Java learns which code is hot
            drain(asked(frames[min(frames)]))
        for rows, frame in frames.items():
            for name, asked in (("there and back, unchanged", unchanged), ("decided", decided)):
                spent = in_rounds(partial(drain, asked(frame)), rounds)
                show(f"Spark on {cores} core{'s' * (cores > 1)}, {name}", rows, spent)
        print(f"{'largest Python worker':45}{largest_worker(session, cores):17.0f} MiB")


def decided(frame: DataFrame) -> DataFrame:
    """The decisions on all rows."""
    return decide(frame, FOLDER, as_of=DAY)


def unchanged(frame: DataFrame) -> DataFrame:
    """All rows through Python as they are: what Spark itself takes."""

    def pass_on(some: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from some

    return frame.mapInArrow(pass_on, frame.schema)


def drain(frame: DataFrame) -> None:
    """Compute every column, keep none."""
    frame.write.format("noop").mode("overwrite").save()


def largest_worker(session: SparkSession, cores: int) -> float:
    """The most memory that a Python worker of this session ever held, in MiB. Workers are used again."""

    def peak(some: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in some:
            kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            yield pa.RecordBatch.from_pydict({"mib": [kib / 1024] * batch.num_rows})

    found = session.range(0, 8 * cores, 1, 8 * cores).mapInArrow(peak, "mib double")
    return max(row.mib for row in found.collect())


def in_rounds(task: Callable[[], object], rounds: int) -> list[float]:
    """The seconds of each of some rounds, by the clock."""
    spent = []
    for _ in range(rounds):
        start = perf_counter()
        task()
        spent.append(perf_counter() - start)
    return spent


def show(name: str, rows: int, seconds: list[float]) -> None:
    """Print the median of rounds."""
    middle = median(seconds)
    print(f"{name:45}{rows:12,}{middle:9.2f}{middle / rows * 1e6:13.1f}", flush=True)


if __name__ == "__main__":
    main()
