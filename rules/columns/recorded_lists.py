"""Lists that are not there yet, and the loops over them: each loop is one call on whole columns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from assize.rules.columns.loops import Loop, lift
from assize.rules.columns.operations import tape_of
from assize.rules.columns.recorded import DTYPES, Frame, Recorded, Value
from assize.rules.columns.values import Codes, ListColumn

_NO_LISTS = np.zeros(1, dtype=np.int64)


class RecordedList(NamedTuple):
    """The lists of a fact: all of it (kind o), and its fields as columns of elements."""

    whole: Recorded
    fields: tuple[Recorded, ...]


class RecordedLoop:
    """A `Loop` that is not there yet. `outer` is the frame of the things whose lists are looped over."""

    def __init__(self, loop: Recorded, frame: Frame, outer: Frame) -> None:
        self._loop = loop
        self._frame = frame
        self._outer = outer

    @property
    def up(self) -> Recorded:
        """The place of the thing that each element belongs to."""
        return self._loop.tape.call(_up, (self._loop,), "i", self._frame)

    @property
    def at(self) -> Recorded:
        """The place of each element in its list's flat columns."""
        return self._loop.tape.call(_at, (self._loop,), "i", self._frame)

    def any(self, state: Value) -> Recorded:
        """See `Loop`, as for all the others."""
        return self._loop.tape.call(Loop.any, (self._loop, state), "b", self._outer)

    def all(self, state: Value) -> Recorded:
        """As `Loop.all`."""
        return self._loop.tape.call(Loop.all, (self._loop, state), "b", self._outer)

    def count(self, member: Value) -> Recorded:
        """As `Loop.count`."""
        return self._loop.tape.call(Loop.count, (self._loop, member), "f", self._outer)

    def sum(self, member: Value, value: Value) -> Recorded:
        """As `Loop.sum`."""
        return self._loop.tape.call(Loop.sum, (self._loop, member, value), "f", self._outer)

    def min(self, member: Value, value: Value) -> Recorded:
        """As `Loop.min`."""
        return self._loop.tape.call(Loop.min, (self._loop, member, value), "f", self._outer)

    def max(self, member: Value, value: Value) -> Recorded:
        """As `Loop.max`."""
        return self._loop.tape.call(Loop.max, (self._loop, member, value), "f", self._outer)

    def distinct(self, member: Value, value: Value, unknown: Value) -> Recorded:
        """As `Loop.distinct`."""
        return self._loop.tape.call(Loop.distinct, (self._loop, member, value, unknown), "f", self._outer)


def loop_over(items: ListColumn | RecordedList) -> Loop | RecordedLoop:
    """The loop over the list of each row."""
    if isinstance(items, ListColumn):
        return Loop.over(items)
    whole = items.whole
    loop = whole.tape.call(Loop.over, (whole,), "o", whole.frame)
    return RecordedLoop(loop, items.fields[0].frame, whole.frame)


def loop_across(rows: Value, items: ListColumn | RecordedList) -> Loop | RecordedLoop:
    """The loop over the list of the row of each element of an outer loop. Raises TooWideError."""
    tape = tape_of(rows)
    if isinstance(items, ListColumn):
        if tape is None:
            return Loop.across(rows, items)
        # Nobody sent these lists: what is found of them is the same for every element.
        return Loop.across(np.zeros(1, dtype=np.int32), items._replace(lengths=_NO_LISTS))
    if tape is None:
        # Nobody sent the outer lists: there are no elements.
        empty = tuple(np.zeros(0) for _ in items.fields)
        return Loop.across(rows, ListColumn(np.zeros((), np.bool_), _NO_LISTS, empty))
    loop = tape.call(Loop.across, (rows, items.whole), "o", rows.frame)
    return RecordedLoop(loop, Frame("loop", loop.number), rows.frame)


def lifted(column: Value, places: Value) -> Value:
    """The values of the things at `places`; one value for all stays one."""
    tape = tape_of(column, places)
    if tape is None:
        return lift(np.asarray(column), places)
    if not isinstance(places, Recorded):
        return np.zeros(0, dtype=DTYPES[column.kind])
    if not isinstance(column, Recorded):
        return column
    return column if not column.args and column.frame.name == "one" else column.take(places)


def _up(loop: Loop) -> Codes:
    return loop.up


def _at(loop: Loop) -> Codes:
    assert loop.at is not None
    return loop.at
