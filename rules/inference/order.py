"""The order in which things that depend on each other can be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from assize.rules.inference.errors import RuleCycle


def dependency_order(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """The names of `graph` (name → the names it depends on), each after all it depends on.

    Of names that are free at the same time, the alphabet decides. RuleCycle with cycles that share no name.
    """
    if cycles := _cycles(graph):
        raise RuleCycle(cycles)
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    ordered: list[str] = []
    while sorter.is_active():
        free = sorted(sorter.get_ready())
        ordered += free
        sorter.done(*free)
    return ordered


def _cycles(graph: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Cycles, found one after the other, each taken out before the next is looked for."""
    left = {name: sorted(graph[name]) for name in sorted(graph)}
    found: list[tuple[str, ...]] = []
    while cycle := _cycle(left):
        found.append(cycle)
        left = {name: reads for name, reads in left.items() if name not in cycle}
    return sorted(found)


def _cycle(graph: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """A cycle, each name read by the next, from the first in the alphabet; empty if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        names: list[str] = error.args[1][:-1]
        start = names.index(min(names))
        return (*names[start:], *names[:start])
    return ()
