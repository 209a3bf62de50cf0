"""Lists of answers hold what holds, row by row, whatever the number of rows and conditions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from assize.decision.batch import _word_lists
from assize.decision.batch.word_lists import Member, WordLists, listed, unpacked

ROWS = (0, 1, 7, 8, 4095, 4096, 4097, 10_001)


def expected(members: Sequence[Member | None], rows: int, refused: NDArray[np.bool_]) -> WordLists:
    told = np.zeros((rows, len(members)), dtype=np.bool_)
    for place, member in enumerate(members):
        if member is not None:
            told[:, place] = (member[0] == member[1]) & ~refused
    offsets = np.concatenate([[0], np.cumsum(told.sum(axis=1))])
    return WordLists(offsets.astype(np.int32), np.nonzero(told)[1].astype(np.int16))


def invented(rng: np.random.Generator, rows: int) -> Member | None:
    """A member of any kind, likely or not."""
    kind, wanted = rng.integers(7), int(rng.integers(3))
    if kind == 0:
        return None
    if kind == 1:
        return np.array(rng.integers(3), dtype=np.uint8), wanted
    if kind == 2:
        return np.array(rng.random() < 0.5), 1
    if kind == 3:
        return np.broadcast_to(np.uint8(rng.integers(3)), rows), wanted
    share = rng.random()
    if kind == 4:
        return rng.random(rows) < share, 1
    states = np.where(rng.random(rows + 3) < share, wanted, rng.integers(0, 3, rows + 3)).astype(np.uint8)
    return states[3:], wanted


def assert_equal(found: WordLists, wanted: WordLists) -> None:
    assert (found.offsets.dtype, found.codes.dtype) == (np.int32, np.int16)
    assert np.array_equal(found.offsets, wanted.offsets)
    assert np.array_equal(found.codes, wanted.codes)


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("conditions", [0, 1, 5, 8, 9, 61, 300])
def test_each_row_lists_what_holds_in_it(rows: int, conditions: int) -> None:
    rng = np.random.default_rng(rows + conditions)
    members = [invented(rng, rows) for _ in range(conditions)]
    nobody = np.zeros(rows, dtype=np.bool_)
    assert_equal(listed(members, rows), expected(members, rows, nobody))
    for refused in (rng.random(rows) < 0.2, np.ones(rows, dtype=np.bool_)):
        assert_equal(listed(members, rows, refused), expected(members, rows, refused))


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("words", [0, 1, 5, 8, 9, 63, 64])
def test_each_row_lists_the_bits_of_its_mask(rows: int, words: int) -> None:
    """Bits beyond the words count for nothing."""
    rng = np.random.default_rng(rows + words)
    refused = rng.random(rows) < 0.2
    most = np.iinfo(np.int64)
    for masks in (rng.integers(most.min, most.max, rows), np.array(-1), np.array(5)):
        members: list[Member] = [((masks >> place & 1) == 1, 1) for place in range(words)]
        assert_equal(unpacked(masks, words, rows, refused), expected(members, rows, refused))


@pytest.mark.parametrize(
    "column",
    [
        np.zeros(4, dtype=np.uint8),
        np.zeros(6, dtype=np.uint8),
        np.zeros(5, dtype=np.int16),
        np.zeros(5, dtype=np.float64),
        np.zeros((5, 1), dtype=np.uint8),
        np.zeros(10, dtype=np.uint8)[::2],
    ],
)
def test_columns_that_do_not_fit_are_refused(column: NDArray[np.uint8]) -> None:
    right = np.ones(5, dtype=np.uint8)
    with pytest.raises(ValueError, match="column"):
        listed([(right, 1), (column, 1)], 5)
    with pytest.raises(ValueError, match="column"):
        listed([(right, 1)], 5, column.view(column.dtype))
    with pytest.raises(ValueError, match="column"):
        unpacked(column.astype(np.int32), 3, 5)
    with pytest.raises(ValueError, match="member"):
        _word_lists.of_columns([right], 5, None)  # type: ignore[list-item]


def test_a_batch_beyond_the_offsets_of_arrow_is_refused() -> None:
    always = np.ones((), dtype=np.uint8)
    with pytest.raises(ValueError, match="too many"):
        listed([(always, 1)] * 1000, 2**31)
    with pytest.raises(ValueError, match="64"):
        unpacked(np.zeros(3, dtype=np.int64), 65, 3)
