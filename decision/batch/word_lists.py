"""Columns of conditions → for every row the places of those that hold, in order: the lists of an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assize.decision.batch import _word_lists
from assize.decision.batch.results import Bools, Bytes, Masks

Member = tuple[Bools | Bytes, int]
"""Where a column has the value. A column of no dimension is one value for all rows."""


class WordLists(NamedTuple):
    """Where each row's list begins and ends (n + 1 int32), and the places that stand in it (int16)."""

    offsets: NDArray[np.int32]
    codes: NDArray[np.int16]


def listed(members: Iterable[Member | None], rows: int, refused: Bools | None = None) -> WordLists:
    """The places of the members that hold in each row, row after row; none in a refused row. None holds
    nowhere.
    """
    return _told(_word_lists.of_columns(list(members), rows, refused))


def unpacked(masks: Masks, words: int, rows: int, refused: Bools | None = None) -> WordLists:
    """The places of the bits that are set, of the lowest `words`; none in a refused row. A mask of no
    dimension is that of all rows.
    """
    return _told(_word_lists.of_masks(masks, words, rows, refused))


def _told(made: tuple[bytes, bytes]) -> WordLists:
    offsets, codes = made
    return WordLists(np.frombuffer(offsets, np.int32), np.frombuffer(codes, np.int16))
