"""Loops over lists as flat columns: an element each, with the place of what it belongs to.

A loop runs over the lists of n things: of all rows, or of the elements of an outer loop. What is found of the
elements is gathered back to the n things in the order of the elements, with the additions of a plain loop.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assize.rules.columns import _distinct, _loops, _places
from assize.rules.columns.values import Array, Bools, Bytes, Codes, Counts, Floats, ListColumn

MOST_PAIRS = 1 << 22
"""So many elements of a loop inside a loop are held at once; wider chunks are to be halved."""

Places = NDArray[np.int32] | NDArray[np.intp]
_UNKNOWN, _TRUE = np.uint8(1), np.uint8(2)
_ONE = np.ones(())
_NO_ELEMENT = np.zeros((), dtype=np.int64)
_NOBODY: Codes = np.zeros(0, dtype=np.int32)


class TooWideError(Exception):
    """A loop inside a loop has more elements than are held at once: fewer rows are to be evaluated."""


class Loop:
    """A loop over lists. `unknown` tells things without a list.

    `starts` are the places of each list's first element in the flat columns, None: they lie in order.
    """

    __slots__ = ("_at", "_gone", "_lengths", "_starts", "_up", "size", "unknown")

    def __init__(self, lengths: Counts, unknown: Bools, starts: Counts | None) -> None:
        self.size = len(lengths)
        self.unknown = unknown
        self._gone = unknown.ndim == 0 and bool(unknown)
        self._lengths = lengths
        self._starts = starts
        self._up: Codes | None = _NOBODY if self._gone else None
        self._at: Codes | None = _NOBODY if self._gone and starts is not None else None

    @classmethod
    def over(cls, items: ListColumn) -> Loop:
        """Over the list of each row."""
        return cls(items.lengths, items.unknown, None)

    @classmethod
    def across(cls, rows: Places, items: ListColumn) -> Loop:
        """Over the list of the row of each element of an outer loop. Raises TooWideError."""
        unknown = lift(items.unknown, rows)
        if unknown.ndim == 0 and unknown:
            return cls(np.broadcast_to(_NO_ELEMENT, rows.shape), unknown, _NO_ELEMENT)
        lengths, starts = np.empty((2, len(rows)), dtype=np.int64)
        total = _places.across(_flat(items.lengths), rows, lengths, starts)
        if total > MOST_PAIRS and len(items.lengths) > 1:
            raise TooWideError
        return cls(lengths, unknown, starts)

    @property
    def up(self) -> Codes:
        """The place of the thing that each element belongs to."""
        if self._up is None:
            lengths = _flat(self._lengths)
            self._up = np.empty(int(lengths.sum()), dtype=np.int32)
            _places.up(lengths, self._up)
        return self._up

    @property
    def at(self) -> Codes | None:
        """The place of each element in the flat columns of the list, None: they are in order."""
        if self._at is None and self._starts is not None:
            self._at = np.empty(len(self.up), dtype=np.int32)
            _places.ranges(self._lengths, self._starts, self._at)
        return self._at

    def any(self, state: Bytes) -> Bytes:
        """The greatest state of the elements; 0 of none, 1 where the list is unknown."""
        if self._gone:
            return np.array(_UNKNOWN)
        found = np.empty(self.size, dtype=np.uint8)
        _loops.any_of(self.up, _flat(state), _flat(self.unknown), found)
        return found

    def all(self, state: Bytes) -> Bytes:
        """The least state of the elements; 2 of none, 1 where the list is unknown."""
        return np.asarray(_TRUE - self.any(_TRUE - state))

    def count(self, member: Bytes) -> Floats:
        """How many elements count; NaN where one only may."""
        return self._numbers(_loops.sum_of, member, _ONE)

    def sum(self, member: Bytes, value: Floats) -> Floats:
        """Added up in order from 0; NaN where an element only may count or is unknown, and on overflow."""
        return self._numbers(_loops.sum_of, member, value)

    def min(self, member: Bytes, value: Floats) -> Floats:
        """The least value; NaN of none, and as in `sum`."""
        return self._numbers(_loops.least, member, value)

    def max(self, member: Bytes, value: Floats) -> Floats:
        """The greatest value; NaN of none, and as in `sum`."""
        return self._numbers(_loops.greatest, member, value)

    def distinct(self, member: Bytes, value: Array, unknown: Bools) -> Floats:
        """How many different values; NaN where an element only may count or is unknown."""
        if self._gone:
            return np.array(np.nan)
        found = np.empty(self.size)
        _distinct.distinct(self.up, _flat(member), _flat(value), _flat(unknown), _flat(self.unknown), found)
        return found

    def _numbers(
        self, fold: Callable[[Array, Array, Array, Array, Array], None], member: Bytes, value: Floats
    ) -> Floats:
        if self._gone:
            return np.array(np.nan)
        found = np.empty(self.size)
        fold(self.up, _flat(member), _flat(value), _flat(self.unknown), found)
        return found


def lift(column: Array, places: Places) -> Array:
    """The values of the things at `places`; one value for all stays one."""
    if column.ndim == 0:
        return column
    found = np.empty(len(places), dtype=column.dtype)
    _places.lift(places, _flat(column), found)
    return found


def _flat(column: Array) -> Array:
    return np.asarray(column, order="C")
