"""`python -m bench.experiments`: what three times the speed of batches would need (docs/batch-speed.md).

It needs numba, which is no dependency and is installed by hand into an environment of its own, and gcc.
Ratios within one run are what counts: CPU time where not said otherwise.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assize.decision.batch.intake import Intake
from assize.decision.batch.memory import keep_freed_memory
from assize.rules.columns.evaluation import ColumnProgram
from assize.rules.columns.values import FactColumns
from assize.scoring.curve import Curve
from bench.example import DAY
from bench.experiments.in_c import in_c
from bench.experiments.in_numba import in_numba
from bench.experiments.slices import NUMBERS, Slice, slice_of
from bench.experiments.whole import (
    MEMORIES,
    batch_decider,
    by_chunk,
    judge_of,
    shares,
    side_by_side,
    suppliers,
)
from bench.measure import in_turns

Column = NDArray[Any]
Run = Callable[..., tuple[Column, ...]]
CHUNK = 32_768
EDGE_ROWS = 1 << 20


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
    print("\nCPU ns of a row, one chunk")
    kernels(asked.rounds)


def kernels(rounds: int) -> None:
    """The numbers alone, and with all conditions that read no list: numpy, numba, C."""
    batch = suppliers(1)[0].slice(0, CHUNK)
    decider = batch_decider(batch.schema)
    program = judge_of(decider, batch)._programs[0]  # noqa: SLF001  # an experiment
    intake: Intake = next(iter(decider._read.values())).intake  # noqa: SLF001
    facts = intake.take(batch, DAY).columns
    rules = [f"c_{rule.name}" for rule in program.rulebook.rules]
    for name, outputs in (
        ("numbers", NUMBERS),
        ("and rules", (*NUMBERS, *rules, "n_grade_low", "n_grade_high")),
    ):
        part = slice_of(program, facts, DAY.toordinal(), outputs)
        ways = {"numpy": part.in_numpy(), "numba": in_numba(part), "C": in_c(part)}
        compare(ways, part, edge_columns(part, program))
        columns = _columns(program, facts)
        tasks = {way: partial(run, *(columns[name] for name in part.inputs)) for way, run in ways.items()}
        with np.errstate(all="ignore"):
            for way, spent in in_turns(tasks, rounds, calls=10).items():
                print(f"{name:12}{way:8}{spent.best * 1000 / CHUNK:10.1f}{spent.median * 1000 / CHUNK:10.1f}")


def compare(ways: Mapping[str, Run], part: Slice, columns: Mapping[str, Column]) -> None:
    """Exits if a way gives other bits than numpy for any row."""
    with np.errstate(all="ignore"):
        found = {way: run(*(columns[name] for name in part.inputs)) for way, run in ways.items()}
    for way, answers in found.items():
        for name, expected, got in zip(part.outputs, found["numpy"], answers, strict=True):
            if expected.tobytes() != got.tobytes():
                raise SystemExit(f"{way}: {name} has other bits than in numpy")
    print(
        f"{len(part.outputs)} columns of {EDGE_ROWS:,} rows at the edges: the same bits in {', '.join(ways)}"
    )


def edge_columns(part: Slice, program: ColumnProgram) -> dict[str, Column]:
    """Rows at random of what may go wrong: unknown, every border of a curve and its neighbours in float64."""
    rng = np.random.default_rng(1)
    curves = [
        value.__self__ for value in part.names.values() if isinstance(getattr(value, "__self__", None), Curve)
    ]
    borders = np.array(sorted({x for curve in curves for x, _ in curve.points} | {3.0, 20.0, 30.0, 50.0}))
    near = [
        borders,
        np.nextafter(borders, -np.inf),
        np.nextafter(borders, np.inf),
        borders * 1e6,
        borders * 1e8,
    ]
    pool = np.concatenate([*near, np.full(30, np.nan), [-0.0, 1e300, -1e300], rng.random(200) * 120])
    found: dict[str, Column] = {}
    for name in part.inputs:
        kind = part.kinds[name]
        if kind == np.float64:
            found[name] = rng.choice(pool, EDGE_ROWS)
        else:
            beyond = 3 if kind == np.uint8 else len(program.symbols.codes) + 3
            found[name] = rng.integers(0, beyond, EDGE_ROWS).astype(kind)
    return found


def _columns(program: ColumnProgram, facts: FactColumns) -> dict[str, Any]:
    names = re.findall(r"\bf_\w+", program.source.splitlines()[1])
    return dict(zip(names, facts.values, strict=True))


if __name__ == "__main__":
    main()
