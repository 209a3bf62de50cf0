"""Measuring: CPU time in rounds that take turns, and figures beside their limits."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time_ns
from typing import NamedTuple

MICROSECOND = 1000
THOUSAND = 1000


class Spent(NamedTuple):
    """What one call of something costs: the best round and the median of rounds."""

    best: float
    median: float


class Figure(NamedTuple):
    """A line of the report; `limit` is for the best round: at most, or `at_least`."""

    name: str
    unit: str
    spent: Spent
    limit: float | None = None
    at_least: bool = False
    rounds: Sequence[float] = ()

    @property
    def verdict(self) -> str:
        """Whether the limit is met; empty without one."""
        if self.limit is None:
            return ""
        best = self.spent.best
        return "met" if (best >= self.limit if self.at_least else best <= self.limit) else "NOT met"


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


def rate(name: str, rows: int, seconds: Sequence[float]) -> Figure:
    """Thousands of rows a second; the best is the highest."""
    rates = [rows / some / THOUSAND for some in seconds]
    return Figure(name, "k rows/s", Spent(max(rates), median(rates)), rounds=rates)


def over(name: str, one: Figure, other: Figure, at_least: float | None = None) -> Figure:
    """One rate as a multiple of another: of the best rounds, and the median of what each round gives."""
    ratios = [a / b for a, b in zip(one.rounds, other.rounds, strict=True)]
    spent = Spent(one.spent.best / other.spent.best, median(ratios))
    return Figure(name, "times", spent, at_least, at_least=True, rounds=ratios)


def show(title: str, figures: list[Figure]) -> None:
    """Print figures as a table, with their rounds where they have some."""
    print(f"\n{title}\n{'':62}{'best':>10}{'median':>10}{'limit':>10}")
    for figure in figures:
        digits = 2 if figure.unit in ("s", "times") else 1
        limit = "" if figure.limit is None else f"{'≥ ' * figure.at_least}{figure.limit:g}"
        rounds = "  ".join(f"{some:.{digits}f}" for some in figure.rounds)
        line = f"{figure.name + ', ' + figure.unit:62}{figure.spent.best:10.{digits}f}"
        line += f"{figure.spent.median:10.{digits}f}{limit:>10}  {figure.verdict:9}{rounds}"
        print(line.rstrip(), flush=True)
