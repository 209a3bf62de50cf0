"""`make bench-batch`: rows decided a second, each figure beside its limit. All suppliers are synthetic.

CPU time on one thread, in rounds that take turns; every round is shown. Compare figures of one run only.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

import polars as pl
import pyarrow as pa

from assize.decision.batch.memory import keep_freed_memory
from bench.batch import memory, parquet, stream
from bench.measure import Figure, show

MEASURES: dict[str, tuple[str, Callable[[int, int], list[Figure]]]] = {
    "memory": ("Rows in memory, without list facts (CPU)", memory.measure),
    "parquet": (
        "Parquet to Parquet by `assize batch`, with all lists; the large input is the small file repeated",
        parquet.measure,
    ),
    "stream": ("Through the stream, batches of 10,000 rows (CPU of both ends)", stream.measure),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.batch", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=MEASURES)
    asked = parser.parse_args(arguments)
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    kept = "kept" if keep_freed_memory() else "not kept, for this is not glibc"
    print(f"{asked.rows:,} synthetic suppliers, rounds: {asked.rounds}; memory that is freed is {kept}")
    print(f"threads: polars {pl.thread_pool_size()}, Arrow {pa.cpu_count()}")
    for name in [asked.only] if asked.only else MEASURES:
        title, measure = MEASURES[name]
        show(title, measure(asked.rows, asked.rounds))


if __name__ == "__main__":
    main()
