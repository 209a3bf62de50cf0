"""The outcome ladder where something is unknown: every way to complete it is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

Ladder = Callable[..., int]
"""Definite atoms, a grade's position and the coverage → the index of an outcome."""


class Atom(NamedTuple):
    """What the ladder reads: the greatest of some rules. A summary of approvals leaves out granted ones."""

    name: str
    rules: tuple[int, ...]
    is_summary: bool
    of_approvals: bool


class LadderPlan(NamedTuple):
    """The atoms of a ladder over the rules of a program, which are told by their place."""

    atoms: tuple[Atom, ...]
    rules: tuple[str, ...]

    def completed(self, conclusions: Sequence[int], granted: frozenset[str]) -> Iterator[tuple[int, ...]]:
        """The atoms of every way to settle the unknown conclusions that the ladder can tell apart.

        Of those that it reads only in the same summaries, one stands for all.
        """
        parts = [self._parts(atom, granted) for atom in self.atoms]
        free: dict[object, int] = {}
        for place, state in enumerate(conclusions):
            if state == 1:
                read = tuple(index for index, rules in enumerate(parts) if place in rules)
                alone = any(not self.atoms[index].is_summary for index in read)
                if read:
                    free.setdefault(place if alone else read, place)
        settled = [0 if state == 1 else state for state in conclusions]
        for states in product((0, 2), repeat=len(free)):
            for place, state in zip(free.values(), states, strict=True):
                settled[place] = state
            yield tuple([max([settled[place] for place in rules], default=0) for rules in parts])

    def outcomes(
        self,
        ladder: Ladder,
        conclusions: Sequence[int],
        granted: frozenset[str],
        grades: tuple[int, int],
        coverage: float,
    ) -> tuple[int, ...]:
        """The outcomes that remain, ascending; `grades` are the worst and the best possible."""
        places = range(grades[0], grades[1] + 1)
        cases = {*self.completed(conclusions, granted)}
        return tuple(sorted({ladder(*atoms, grade, coverage) for atoms in cases for grade in places}))

    def _parts(self, atom: Atom, granted: frozenset[str]) -> tuple[int, ...]:
        if not atom.of_approvals:
            return atom.rules
        return tuple(place for place in atom.rules if self.rules[place] not in granted)
