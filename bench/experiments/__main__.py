"""`python -m bench.experiments`: where the time of batches goes, by chunk, by part and by thread.

Ratios within one run are what counts: CPU time where not said otherwise.
"""

from __future__ import annotations

import argparse

from assize.decision.batch.memory import keep_freed_memory
from bench.experiments.whole import MEMORIES, by_chunk, shares, side_by_side, suppliers


def main() -> None:
    """Measure and print everything."""
    parser = argparse.ArgumentParser(prog="python -m bench.experiments", description=__doc__)
    parser.add_argument("--batches", type=int, default=4, help="of 65,536 rows each")
    parser.add_argument("--rounds", type=int, default=6)
    asked = parser.parse_args()
    some = suppliers(asked.batches)
    for memory in MEMORIES:
        print(f"\nCPU ns and page faults of a row by rows of a chunk; memory that is freed: {memory}")
        for chunk, spent, faults in by_chunk(some, asked.rounds, memory):
            print(f"{chunk:10,}{spent:10.0f}{faults:12.5f}")
    keep_freed_memory()
    print("\nCPU ns of a row by part")
    spent_by = shares(some, asked.rounds)
    for name, spent in spent_by.items():
        print(f"{name:36}{spent:10.1f}{spent / sum(spent_by.values()):10.1%}")
    print("\nTimes as fast as one thread, by the clock")
    for ways in side_by_side(some * 4, asked.rounds):
        print("".join(f"{name}: {times:.2f}   " for name, times in ways.items()))


if __name__ == "__main__":
    main()
