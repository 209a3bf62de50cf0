"""Invents programs over columns, and what they give: each step is made twice, recorded and on numpy."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, NamedTuple

import numpy as np

from assize.rules.columns.operations import fmax, fmin
from assize.rules.columns.recorded import ONE, ROWS, Frame, Recorded, Tape

ELEMENTS = Frame("elements", 1)
FRAMES = (ROWS, ELEMENTS, ONE)
NUMBERS = (float("nan"), float("inf"), 0.0, -0.0, 1.0, 2.5, -3.0, 1e16)
TYPES = {"f": np.float64, "p": np.bool_, "t": np.uint8, "i": np.int32}
KINDS = {"f": "f", "p": "b", "t": "b", "i": "i"}
"""The kinds of columns here: p conditions, t bytes."""

Does = Callable[..., Any]
OPERATIONS: tuple[tuple[str, Does], ...] = (
    ("fff", operator.add),
    ("fff", operator.sub),
    ("fff", operator.mul),
    ("fff", operator.truediv),
    ("fff", lambda a, b: a + b * 3.0),
    ("fff", lambda a, b: a + fmax(b, 0.5) * 3.0),
    ("fff", lambda a, b: a * 0.5 + b * 0.1),
    ("fff", lambda a, b: fmin(a, 1.0) * 0.5 + 1.5 + fmin(b, 2.0) * 0.1),
    ("ff", lambda a: a + 2.5),
    ("ff", lambda a: a * 0.3),
    ("ff", lambda a: 1.5 - a),
    ("ff", lambda a: a - 0.5),
    ("ff", lambda a: 2.0 / a),
    ("ff", lambda a: a / 7.0),
    ("ff", operator.neg),
    ("fp", lambda p: p * 4.0),
    ("pff", operator.lt),
    ("pff", operator.le),
    ("pff", operator.gt),
    ("pff", operator.ge),
    ("pff", operator.eq),
    ("pff", operator.ne),
    ("pf", lambda a: a < 0.5),
    ("pf", lambda a: a >= 1.0),
    ("pf", lambda a: a == 2.5),
    ("pf", lambda a: a != 1.0),
    ("ppp", operator.and_),
    ("ppp", operator.or_),
    ("pp", operator.invert),
    ("ptt", operator.eq),
    ("ptt", operator.ne),
    ("pt", lambda t: t <= 1),
    ("pt", lambda t: t > 1),
    ("ttt", operator.add),
    ("tt", lambda t: 2 - t),
    ("tt", lambda t: t * 3),
    ("tt", lambda t: t + 3),
    ("pii", operator.eq),
    ("pi", lambda i: i != 3),
    ("iii", operator.add),
)


class Twice(NamedTuple):
    """A column as it is recorded, and as numpy holds it."""

    recorded: Any
    known: Any


class Graph:
    """A program that grows at random over columns of some rows."""

    def __init__(self, random: Random, rows: int) -> None:
        self.random = random
        self.tape = Tape()
        self.sizes = {ROWS: rows, ELEMENTS: 2 * rows + 3 if rows else 0}
        self.given: list[Any] = [np.arange(self.sizes[ELEMENTS]) % max(rows, 1), rows]
        self.places = self.tape.source("given", "q", ELEMENTS, 0)
        self.count = self.tape.source("given", "o", ONE, 1)
        self.columns: dict[tuple[Frame, str], list[Twice]] = {}
        for frame in FRAMES:
            for kind in TYPES:
                self.columns[frame, kind] = [self._input(frame, kind) for _ in range(3)]

    def grow(self) -> None:
        """Add a step."""
        if self.random.random() < 0.15:
            self._move()
            return
        frame = self.random.choice(FRAMES)
        kinds, does = self.random.choice(OPERATIONS)
        args = [self._some(frame, kind) for kind in kinds[1:]]
        recorded, known = does(*[arg.recorded for arg in args]), does(*[arg.known for arg in args])
        if isinstance(recorded, Recorded):
            self.columns[recorded.frame, kinds[0]].append(Twice(recorded, known))
        else:
            assert same(recorded, known, np.shape(known)), (kinds, recorded, known)
            self.columns[ONE, kinds[0]].append(Twice(recorded, recorded))

    def _some(self, frame: Frame, kind: str) -> Twice:
        home = ONE if self.random.random() < 0.2 else frame
        return self.random.choice(self.columns[home, kind])

    def _move(self) -> None:
        """Add a call: to the elements, back to the rows, to one value, or within a frame."""
        kind = self.random.choice("fpti")
        called: tuple[tuple[Frame, Frame, Does, tuple[Twice, ...]], ...] = (
            (ROWS, ELEMENTS, taken, (Twice(self.places, self.given[0]),)),
            (ELEMENTS, ROWS, first, (Twice(self.count, self.given[1]),)),
            (ROWS, ROWS, backwards, ()),
            (ELEMENTS, ELEMENTS, backwards, ()),
            (ROWS, ONE, largest, ()),
        )
        start, end, does, others = self.random.choice(called if self.given[1] else called[:-1])
        args = (self.random.choice(self.columns[start, kind]), *others)
        recorded = self.tape.call(does, [arg.recorded for arg in args], KINDS[kind], end)
        self.columns[end, kind].append(Twice(recorded, does(*[arg.known for arg in args])))

    def _input(self, frame: Frame, kind: str) -> Twice:
        column = _column(self.random, kind, self.sizes.get(frame))
        self.given.append(column)
        return Twice(self.tape.source("given", KINDS[kind], frame, len(self.given) - 1), column)


def _column(random: Random, kind: str, size: int | None) -> Any:  # noqa: ANN401  # an array or a scalar
    """A column in one of the ways in which it may lie in memory."""
    numbers = np.random.default_rng(random.getrandbits(32))
    many = 1 if size is None else 2 * size
    drawn = numbers.choice(NUMBERS, many) if kind == "f" else numbers.integers(0, 5, many)
    column = (drawn % 2 == 1 if kind == "p" else drawn).astype(TYPES[kind])
    way = random.randrange(5)
    if size is None:
        return column[0]
    if way == 0:
        return column[::2]
    if way == 1:
        return np.broadcast_to(TYPES[kind](1), size)
    return np.array(1, TYPES[kind]) if way == 2 else column[:size]


def taken(column: Any, places: Any) -> Any:  # noqa: ANN401
    return column if np.ndim(column) == 0 else column[places]


def first(column: Any, count: int) -> Any:  # noqa: ANN401
    return column if np.ndim(column) == 0 else column[:count]


def largest(column: Any) -> Any:  # noqa: ANN401
    return np.asarray(column).max()


def backwards(column: Any) -> Any:  # noqa: ANN401
    return column if np.ndim(column) == 0 else column[::-1]


def same(found: Any, known: Any, sizes: Sequence[int]) -> bool:  # noqa: ANN401
    """Whether two columns of some size have the same bits; all NaN are one, and a condition is a byte."""
    pair = [np.broadcast_to(np.asarray(column), tuple(sizes)) for column in (found, known)]
    if pair[1].dtype == np.float64:
        pair = [np.where(np.isnan(column), np.nan, column) for column in pair]
    return pair[0].astype(pair[1].dtype).tobytes() == pair[1].tobytes()
