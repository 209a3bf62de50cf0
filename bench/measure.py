"""Measuring: CPU time in rounds that take turns, and figures beside their limits."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from statistics import median
from time import process_time_ns
from typing import NamedTuple

MICROSECOND = 1000


class Spent(NamedTuple):
    """What one call of something costs: the best round and the median of rounds."""

    best: float
    median: float


class Figure(NamedTuple):
    """A line of the report; `limit` is for the best round."""

    name: str
    unit: str
    spent: Spent
    limit: float | None = None


def in_turns(
    tasks: Mapping[str, Callable[[], object]], rounds: int = 15, calls: int = 200
) -> dict[str, Spent]:
    """CPU microseconds of a call of each task. All take turns, so that noise of the machine meets all."""
    for task in tasks.values():
        task()
    gc.collect()
    gc.freeze()
    found: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            start = process_time_ns()
            for _ in range(calls):
                task()
            found[name].append((process_time_ns() - start) / calls / MICROSECOND)
    return {name: spent_of(some) for name, some in found.items()}


def spent_of(rounds: list[float]) -> Spent:
    """The best and the median."""
    return Spent(min(rounds), median(rounds))


def show(title: str, figures: list[Figure]) -> None:
    """Print figures as a table."""
    print(f"\n{title}\n{'':58}{'best':>10}{'median':>10}{'limit':>10}")
    for name, unit, spent, limit in figures:
        verdict = "" if limit is None else "  met" if spent.best <= limit else "  not met"
        shown = "" if limit is None else f"{limit:g}"
        digits = 2 if unit == "s" else 1
        label = f"{name}, {unit}"
        print(f"{label:58}{spent.best:10.{digits}f}{spent.median:10.{digits}f}{shown:>10}{verdict}")
