"""Loops over lists as flat columns: an element each, with the place of what it belongs to.

A loop runs over the lists of n things: of all rows, or of the elements of an outer loop. What is found of the
elements is gathered back to the n things in the order of the elements, with the additions of a plain loop.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assize.rules.columns.values import Array, Bools, Bytes, Counts, Floats, ListColumn

MOST_PAIRS = 1 << 22
"""So many elements of a loop inside a loop are held at once; wider chunks are to be halved."""

Places = NDArray[np.intp]
_UNKNOWN, _TRUE = np.uint8(1), np.uint8(2)
_NOBODY: Places = np.zeros(0, dtype=np.intp)


class TooWideError(Exception):
    """A loop inside a loop has more elements than are held at once: fewer rows are to be evaluated."""


class Loop:
    """A loop over lists. `up` is the place of the thing that each element belongs to, `at` the place of the
    element in the flat columns of the list, None: they are in order. `unknown` tells things without a list.
    """

    __slots__ = ("_gone", "_some_gone", "at", "size", "unknown", "up")

    def __init__(self, lengths: Counts, unknown: Bools, at: Places | None) -> None:
        self.size = len(lengths)
        self.unknown = unknown
        self._some_gone = bool(unknown.any())
        self._gone = unknown.ndim == 0 and self._some_gone
        self.up: Places = _NOBODY if self._gone else np.repeat(np.arange(self.size), lengths)
        self.at = at

    @classmethod
    def over(cls, items: ListColumn) -> Loop:
        """Over the list of each row."""
        return cls(items.lengths, items.unknown, None)

    @classmethod
    def across(cls, rows: Places, items: ListColumn) -> Loop:
        """Over the list of the row of each element of an outer loop. Raises TooWideError."""
        if not len(rows):
            return cls(np.zeros(0, dtype=np.int64), lift(items.unknown, rows), rows)
        lengths = items.lengths.take(rows)
        total = int(lengths.sum())
        if total > MOST_PAIRS and len(items.lengths) > 1:
            raise TooWideError
        starts = (np.cumsum(items.lengths) - items.lengths).take(rows)
        before = np.cumsum(lengths) - lengths
        at = np.repeat(starts - before, lengths) + np.arange(total)
        return cls(lengths, lift(items.unknown, rows), at)

    def any(self, state: Bytes) -> Bytes:
        """The greatest state of the elements; 0 of none, 1 where the list is unknown."""
        if self._gone:
            return np.array(_UNKNOWN)
        found = np.zeros(self.size, dtype=np.uint8)
        every = np.broadcast_to(state, self.up.shape)
        found[self.up[every == _UNKNOWN]] = _UNKNOWN
        found[self.up[every == _TRUE]] = _TRUE
        return np.where(self.unknown, _UNKNOWN, found) if self._some_gone else found

    def all(self, state: Bytes) -> Bytes:
        """The least state of the elements; 2 of none, 1 where the list is unknown."""
        return np.asarray(_TRUE - self.any(_TRUE - np.asarray(state)))

    def count(self, member: Bytes) -> Floats:
        """How many elements count; NaN where one only may."""
        if self._gone:
            return np.array(np.nan)
        every = np.broadcast_to(member, self.up.shape)
        found = np.bincount(self.up[every == _TRUE], minlength=self.size).astype(np.float64)
        found[self.up[every == _UNKNOWN]] = np.nan
        return self._where_known(found)

    def sum(self, member: Bytes, value: Floats) -> Floats:
        """Added up in order from 0; NaN where an element only may count or is unknown, and on overflow."""
        if self._gone:
            return np.array(np.nan)
        up, values = self._members(member, value)
        found = np.bincount(up, weights=values, minlength=self.size).astype(np.float64, copy=False)
        found[~np.isfinite(found)] = np.nan
        return self._where_known(found)

    def min(self, member: Bytes, value: Floats) -> Floats:
        """The least value; NaN of none, and as in `sum`."""
        return self._extreme(np.minimum, np.inf, member, value)

    def max(self, member: Bytes, value: Floats) -> Floats:
        """The greatest value; NaN of none, and as in `sum`."""
        return self._extreme(np.maximum, -np.inf, member, value)

    def distinct(self, member: Bytes, value: Array, unknown: Bools) -> Floats:
        """How many different values; NaN where an element only may count or is unknown."""
        if self._gone:
            return np.array(np.nan)
        members = np.broadcast_to(member, self.up.shape)
        nothing = np.broadcast_to(unknown, self.up.shape)
        sure = np.flatnonzero((members == _TRUE) & ~nothing)
        values = np.broadcast_to(value, self.up.shape)[sure]
        _, codes = np.unique(values, return_inverse=True)
        width = int(codes.max(initial=0)) + 1
        pairs = np.unique(self.up[sure] * width + codes)
        found = np.bincount(pairs // width, minlength=self.size).astype(np.float64)
        found[self.up[(members == _UNKNOWN) | ((members == _TRUE) & nothing)]] = np.nan
        return self._where_known(found)

    def _where_known(self, found: Floats) -> Floats:
        return np.where(self.unknown, np.nan, found) if self._some_gone else found

    def _members(self, member: Bytes, value: Floats) -> tuple[Places, Floats]:
        """The elements that count or may, those that only may as NaN."""
        members = np.broadcast_to(member, self.up.shape)
        values = np.broadcast_to(value, self.up.shape)
        if bool((members == _TRUE).all()):
            return self.up, values
        kept = np.flatnonzero(members)
        return self.up[kept], np.where(members[kept] == _TRUE, values[kept], np.nan)

    def _extreme(self, better: np.ufunc, start: float, member: Bytes, value: Floats) -> Floats:
        if self._gone:
            return np.array(np.nan)
        up, values = self._members(member, value)
        found = np.full(self.size, start)
        better.at(found, up, values)
        found[~np.isfinite(found)] = np.nan
        return self._where_known(found)


def lift(column: Array, places: Places) -> Array:
    """The values of the things at `places`; one value for all stays one."""
    return column if column.ndim == 0 else column.take(places)
