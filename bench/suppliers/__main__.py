"""`python -m bench.suppliers OUT.parquet --rows N`: write synthetic suppliers to a Parquet file."""

from __future__ import annotations

import argparse
from pathlib import Path

import pyarrow.parquet as pq

from bench.suppliers.rows import batches, schema


def main() -> None:
    """Read the command line, write the file."""
    parser = argparse.ArgumentParser(prog="python -m bench.suppliers", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--batch-rows", type=int, default=65_536)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lists", action="store_true", help="list facts too")
    parser.add_argument("--evidence", action="store_true", help="evidence columns too")
    parser.add_argument("--wrong", type=float, default=0.0, help="share of rows that are refused")
    asked = parser.parse_args()
    form = {"lists": asked.lists, "evidence": asked.evidence}
    with pq.ParquetWriter(asked.out, schema(**form)) as writer:
        for batch in batches(asked.rows, asked.batch_rows, asked.seed, wrong=asked.wrong, **form):
            writer.write_batch(batch)
    print(f"{asked.rows:,} synthetic suppliers in {asked.out}")


if __name__ == "__main__":
    main()
