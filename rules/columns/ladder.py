"""The outcome ladder over columns. What is left open depends on little: on a row's pattern of what the ladder
can tell apart. Each pattern that occurs is judged once, as a single case is, and then looked up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assize.rules.columns.operations import filled, maximum, number_of, tape_of, where
from assize.rules.columns.recorded import ROWS, Recorded, Tape
from assize.rules.columns.values import Array, Bools, Bytes, Counts, Floats
from assize.rules.generate.completions import Ladder, LadderPlan

MOST_IN_TABLE = 1 << 20
ANY_NUMBER = -1
"""Stands for the number of rows where nothing depends on them."""
_ROOM = 1 << 62
_KINDS: tuple[tuple[int, type[np.integer[Any]]], ...] = (
    (1 << 8, np.uint8),
    (1 << 16, np.uint16),
    (_ROOM, np.int64),
)


class Standing(NamedTuple):
    """What the ladder of n rows reads: conclusions in the order of the rules, approvals given, the worst and
    best grade, the coverage, and where each of its comparisons with the coverage holds.
    """

    conclusions: Sequence[Bytes]
    granted: Mapping[str, Bools]
    worst: Bytes
    best: Bytes
    coverage: Floats
    covered: Sequence[Bools]


class LadderColumns:
    """Possible outcomes, a bit each, for n rows."""

    def __init__(self, plan: LadderPlan, grades: int, comparisons: int) -> None:
        self._plan = plan
        self._grades = max(grades, 1)
        self._sources = _sources(plan)
        room = 3 ** len(self._sources) * self._grades**2 * 2**comparisons
        self._table = np.zeros(room, dtype=np.int64) if room <= MOST_IN_TABLE else None

    def outcomes(self, ladder: Ladder, rows: int, standing: Standing) -> Any:  # noqa: ANN401  # as its columns
        """A mask of the outcomes that remain for each row."""
        ends = standing.worst, standing.best, standing.coverage
        tape = tape_of(*standing.conclusions, *standing.granted.values(), *ends, *standing.covered)
        if tape is not None:
            return self._recorded(ladder, tape, standing)
        if rows == ANY_NUMBER:
            return self._found(ladder, self._key(1, standing), standing)[0]
        return self._found(ladder, self._key(rows, standing), standing)

    def _recorded(self, ladder: Ladder, tape: Tape, standing: Standing) -> Recorded:
        """One call, of the key and of all that tells a new pattern."""
        digits = list(self._digits(standing))
        fits = prod(base for _, base in digits) <= _ROOM
        # Each row has a key, even where all that the ladder can tell apart is the same for all.
        no_digit = filled(tape, np.uint8(0), ROWS)
        key = number_of(tape, [*digits, (no_digit, 1)]) if fits else no_digit
        granted = tuple(standing.granted)
        parts = (*standing.conclusions, *standing.granted.values(), *standing.covered)
        ends = standing.worst, standing.best, standing.coverage

        def find(keys: Counts, worst: Bytes, best: Bytes, coverage: Floats, *columns: Array) -> Counts:
            known = self._known(keys, granted) if fits else None
            if known is not None:
                return known
            count = len(standing.conclusions)
            given = dict(zip(granted, columns[count:], strict=False))
            covered = columns[count + len(granted) :]
            there = Standing(columns[:count], given, worst, best, coverage, covered)
            return self._found(ladder, keys if fits else self._key(len(keys), there), there)

        return tape.call(find, (key, *ends, *parts), "q", ROWS)

    def _known(self, key: NDArray[Any], granted: Collection[str]) -> Counts | None:
        """The masks of patterns, if a table has all of them."""
        if self._table is None or not self._is_plain(granted):
            return None
        found: Counts = self._table.take(key)
        return found if np.count_nonzero(found) == found.size else None

    def _found(self, ladder: Ladder, key: NDArray[Any], standing: Standing) -> Counts:
        if self._table is None or not self._is_plain(standing.granted):
            patterns, first, place = np.unique(key, return_index=True, return_inverse=True)
            masks = [self._judge(ladder, standing, int(row)) for row in first]
            return np.array(masks, dtype=np.int64)[place.reshape(len(key))]
        new = np.flatnonzero(self._table.take(key) == 0)
        patterns, first = np.unique(key[new], return_index=True)
        for pattern, row in zip(patterns.tolist(), new[first].tolist(), strict=True):
            self._table[pattern] = self._judge(ladder, standing, row)
        return self._table.take(key)

    def _is_plain(self, granted: Collection[str]) -> bool:
        """Whether no approval is given, so that a pattern tells all."""
        return not granted or not any(name in granted for name in self._plan.rules)

    def _key(self, rows: int, standing: Standing) -> NDArray[Any]:
        """A number for each row that tells its pattern."""
        key = _Key(rows)
        for digit, base in self._digits(standing):
            key.add(np.asarray(digit), base)
        return key.value

    def _digits(self, standing: Standing) -> Iterator[tuple[Any, int]]:
        """What the ladder can tell apart, each with how many values it has."""
        for places, is_open in self._sources:
            for state in self._states(places, is_open, standing):
                yield state, 3
        if self._grades > 1:
            yield standing.worst, self._grades
            yield standing.best, self._grades
        for holds in standing.covered:
            yield holds, 2

    def _states(self, places: Sequence[int], is_open: bool, standing: Standing) -> Sequence[Bytes]:
        """The greatest state of the rules that the ladder reads alike; where approvals are given, of those
        that are still open and of the others.
        """
        states = [standing.conclusions[place] for place in places]
        given = [standing.granted.get(self._plan.rules[place]) for place in places]
        if not is_open or all(some is None for some in given):
            return (_greatest(states),)
        pairs = [(s, np.False_ if g is None else g) for s, g in zip(states, given, strict=True)]
        waiting = [where(g, np.uint8(0), s) for s, g in pairs]
        return _greatest(waiting), _greatest([where(g, s, np.uint8(0)) for s, g in pairs])

    def _judge(self, ladder: Ladder, standing: Standing, row: int) -> int:
        """The outcomes of one row, as they are found for a single case."""
        conclusions = tuple(int(_one(state, row)) for state in standing.conclusions)
        granted = frozenset(name for name, where in standing.granted.items() if _one(where, row))
        grades = int(_one(standing.worst, row)), int(_one(standing.best, row))
        coverage = float(_one(standing.coverage, row))
        found = self._plan.outcomes(ladder, conclusions, granted, grades, coverage)
        return sum(1 << outcome for outcome in found)


class _Key:
    """Digits of different bases as one number, in as few bytes as hold it. Where digits do not fit even in
    eight, the numbers that occur are numbered anew.
    """

    def __init__(self, rows: int) -> None:
        self.value: NDArray[Any] = np.zeros(rows, dtype=np.uint8)
        self._room = 1

    def add(self, digit: Bytes | Bools, base: int) -> None:
        """Take one more digit."""
        if self._room * base > _ROOM:
            found, self.value = np.unique(self.value, return_inverse=True)
            self._room = len(found)
        self._room *= base
        kind = next(kind for most, kind in _KINDS if self._room <= most)
        # Bytes are added fastest to bytes.
        self.value = self.value.astype(kind, copy=False) * kind(base) + digit.astype(kind)


def _sources(plan: LadderPlan) -> tuple[tuple[tuple[int, ...], bool], ...]:
    """The rules that the ladder reads in the same summaries, together; one that it reads by name, alone. And
    whether approvals that are given change what they say.
    """
    classes: dict[object, list[int]] = {}
    opens: dict[object, bool] = {}
    for place in range(len(plan.rules)):
        read = tuple(index for index, atom in enumerate(plan.atoms) if place in atom.rules)
        if read:
            alone = any(not plan.atoms[index].is_summary for index in read)
            key: object = place if alone else read
            classes.setdefault(key, []).append(place)
            opens[key] = any(plan.atoms[index].of_approvals for index in read)
    return tuple((tuple(places), opens[key]) for key, places in classes.items())


def _greatest(states: Sequence[Bytes]) -> Bytes:
    found = states[0]
    for state in states[1:]:
        found = maximum(found, state)
    return found


def _one(column: Bytes | Bools | Floats, row: int) -> float:
    """The value of a row; a column may be one value for all."""
    return float(column if np.ndim(column) == 0 else column[row])
