"""A batch of answers holds what its parts say, row by row, for as long as anybody holds a piece of it."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from sys import getrefcount
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from assize.decision.batch.answer_batch import (
    WORD,
    WORDS,
    BatchMaker,
    Part,
    days,
    dictionary_of,
    members,
    numbers,
    sets,
    words,
)

ROWS = (0, 1, 7, 8, 1023, 1024, 1025, 10_001)
MANY = 70_000  # more than share the zeros of columns where nothing is known
EPOCH = 719163

Column = NDArray[Any]


def named(count: int) -> tuple[str, ...]:
    return tuple(f"wört {place}" for place in range(count))


def made(part: Part, kind: pa.DataType, rows: int, refused: Column | None = None) -> pa.Array:
    """The only column of a batch, checked by Arrow."""
    batch = BatchMaker(pa.schema([("it", kind)])).make([part], rows, refused).batch()
    batch.validate(full=True)
    return batch.column(0)


def assert_lists(found: pa.Array, told: Column, known: Sequence[str]) -> None:
    """`told` says for every row and word whether it stands in the list."""
    lengths = told.sum(axis=1)
    assert found.null_count == 0
    assert np.array_equal(found.offsets.to_numpy(), np.concatenate([[0], np.cumsum(lengths)]))
    assert np.array_equal(found.values.indices.to_numpy(), np.nonzero(told)[1])
    assert found.values.dictionary.to_pylist() == list(known)


def invented(rng: np.random.Generator, rows: int, wanted: int) -> Column:
    """A column of conditions of any kind, likely or not."""
    kind, share = rng.integers(6), rng.random()
    if kind == 0:
        return np.array(rng.integers(3), dtype=np.uint8)
    if kind == 1:
        return np.array(rng.random() < 0.5)
    if kind == 2:
        return np.broadcast_to(np.uint8(rng.integers(3)), rows)
    if kind == 3:
        return rng.random(rows) < share
    if kind == 4:
        return np.zeros(rows, dtype=np.uint8)
    states = np.where(rng.random(rows + 3) < share, wanted, rng.integers(0, 3, rows + 3)).astype(np.uint8)
    return states[3:]


def packed(columns: Sequence[Column], wanted: int) -> tuple[Column, ...]:
    """The bits of eight columns in one, where they have the wanted value."""
    groups = [columns[first : first + 8] for first in range(0, len(columns), 8)]
    held = [[(column == wanted).astype(np.uint8) << place for place, column in enumerate(g)] for g in groups]
    return tuple(np.asarray(np.bitwise_or.reduce(np.broadcast_arrays(*some)), np.uint8) for some in held)


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("conditions", [0, 1, 5, 8, 9, 61, 300])
def test_each_row_lists_what_holds_in_it(rows: int, conditions: int) -> None:
    rng = np.random.default_rng(rows + conditions)
    known, wanted = named(conditions + 2), int(rng.integers(3))
    columns = tuple(invented(rng, rows, wanted) for _ in range(conditions))
    told = np.zeros((rows, conditions), dtype=np.bool_)
    for place, column in enumerate(columns):
        told[:, place] = column == wanted
    part = members(packed(columns, wanted), conditions, dictionary_of(known))
    assert_lists(made(part, WORDS, rows), told, known)
    for refused in (rng.random(rows) < 0.2, np.ones(rows, dtype=np.bool_)):
        assert_lists(made(part, WORDS, rows, refused), told & ~refused[:, None], known)


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("count", [0, 1, 5, 8, 9, 63, 64])
def test_each_row_lists_the_bits_of_its_set(rows: int, count: int) -> None:
    """Bits beyond the words count for nothing."""
    rng = np.random.default_rng(rows + count)
    refused = rng.random(rows) < 0.2
    most = np.iinfo(np.int64)
    for masks in (rng.integers(most.min, most.max, rows), np.array(-1), np.array(5)):
        bits = np.broadcast_to(masks, rows)[:, None] >> np.arange(count) & 1 == 1
        known = named(count)
        part = sets(masks, dictionary_of(known))
        assert_lists(made(part, WORDS, rows, refused), bits & ~refused[:, None], known)


@pytest.mark.parametrize("rows", [*ROWS, MANY])
def test_words_and_numbers_are_null_where_unknown_or_refused(rows: int) -> None:
    rng = np.random.default_rng(rows)
    known = named(3)
    columns: list[Column] = [rng.integers(-1, 3, rows).astype(np.int16), np.zeros(rows, dtype=np.int16)]
    columns += [np.array(place, dtype=np.int16) for place in (-1, 0, 2)]
    columns += [rng.integers(0, 3, rows).astype(np.uint8), np.array(1, dtype=np.uint8)]
    for refused in (None, rng.random(rows) < 0.3):
        gone = np.zeros(rows, dtype=np.bool_) if refused is None else refused
        for column in columns:
            places = np.where(gone, -1, np.broadcast_to(column, rows).astype(np.int16))
            found = made(words(column, dictionary_of(known)), WORD, rows, refused)
            assert np.array_equal(found.indices.fill_null(-1).to_numpy(), places)
            assert found.dictionary.to_pylist() == list(known)
            assert not rows or (found.buffers()[0] is None) == (found.null_count == 0)


@pytest.mark.parametrize("rows", [*ROWS, MANY])
def test_numbers_keep_their_bits(rows: int) -> None:
    rng = np.random.default_rng(rows)
    refused = rng.random(rows) < 0.3
    some = rng.choice([np.nan, -0.0, 0.0, 1 / 3, np.inf], rows)
    for column in (some, some[~np.isnan(some)], *(np.array(number) for number in (np.nan, -0.0, 0.0, 0.1))):
        count = rows if column.ndim == 0 else len(column)
        gone = refused[:count]
        found = made(numbers(column), pa.float64(), count, gone)
        wanted = np.where(gone, np.nan, column)
        assert np.array_equal(found.is_null().to_numpy(zero_copy_only=False), np.isnan(wanted))
        held = found.fill_null(np.nan).to_numpy()
        known = ~np.isnan(wanted)
        assert held[known].tobytes() == wanted[known].tobytes()


@pytest.mark.parametrize("rows", ROWS)
def test_days_are_null_where_they_are_wrong_and_stay_where_rows_are_refused(rows: int) -> None:
    ordinals = np.random.default_rng(rows).choice([0, 1, EPOCH, 740_000, 3_652_059], rows).astype(np.int64)
    refused = np.ones(rows, dtype=np.bool_)
    for column in (ordinals, np.array(740_000), np.array(0)):
        found = made(days(column), pa.date32(), rows, refused).cast(pa.int32())
        full = np.broadcast_to(column, rows)
        assert found.to_pylist() == [None if day == 0 else day - EPOCH for day in full.tolist()]


def test_arrays_stand_where_they_are_named() -> None:
    schema = pa.schema([("a", pa.string()), ("n", pa.float64()), ("b", pa.list_(pa.int64()))])
    texts = pa.array(["x", "", None, "ü"])[1:]
    lists = pa.array([[0], [1, 2], None, []])[1:]
    found = BatchMaker(schema).make([texts, numbers(np.arange(3.0)), lists], 3, None).batch()
    assert found.equals(pa.record_batch([texts, pa.array([0.0, 1.0, 2.0]), lists], schema=schema))


def test_every_piece_holds_what_it_needs() -> None:
    known = dictionary_of(named(3))
    columns = [np.arange(5000.0), np.arange(5000) % 3]
    schema = pa.schema([("n", pa.float64()), ("w", WORD), ("l", WORDS), ("i", pa.int64())])
    parts = [
        numbers(columns[0]),
        words(columns[1].astype(np.int16), known),
        sets(columns[1].astype(np.int64), known),
        pa.array(np.arange(5000)),
    ]
    batch = BatchMaker(schema).make(parts, 5000, None).batch()
    wanted = batch.to_pylist()
    pieces = [batch.column(0), batch.column(1), batch.column(2).values, batch.column(2), batch.column(3)]
    dictionary = pieces[1].dictionary
    del parts, columns, batch
    gc.collect()
    assert pieces[0].to_pylist() == [row["n"] for row in wanted]
    assert pieces[1].to_pylist() == [row["w"] for row in wanted]
    assert pieces[2].to_pylist() == [word for row in wanted for word in row["l"]]
    assert pieces[4].to_pylist() == [row["i"] for row in wanted]
    del pieces
    assert dictionary.to_pylist() == list(named(3))


def test_threads_make_and_drop_batches_at_once() -> None:
    column, known = np.arange(3000.0), dictionary_of(named(2))
    second = (np.full(3000, 2, dtype=np.uint8),)
    schema = pa.schema([("n", pa.float64()), ("l", WORDS)])

    def total(_: int) -> float:
        batch = BatchMaker(schema).make([numbers(column), members(second, 2, known)], 3000, None).batch()
        return float(batch.column(0).to_numpy().sum()) + len(batch.column(1).values)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(total, range(200))) == {column.sum() + 3000}


def test_what_is_refused_is_let_go() -> None:
    maker = BatchMaker(pa.schema([("a", pa.int64()), ("b", pa.float64())]))
    held = [np.arange(5), np.zeros(5), np.zeros(4)]
    counts = [getrefcount(column) for column in held]
    for place, rows in ((1, 4), (2, 5), (2, 4)):
        with pytest.raises(ValueError, match=r"column|rows"):
            maker.make([pa.array(held[0]), numbers(held[place])], rows, None)
    maker.make([pa.array(held[0]), numbers(held[1])], 5, None)
    assert [getrefcount(column) for column in held] == counts


@pytest.mark.parametrize(
    "column",
    [
        np.zeros(4, dtype=np.uint8),
        np.zeros(6, dtype=np.uint8),
        np.zeros(5, dtype=np.int32),
        np.zeros(5, dtype=np.float32),
        np.zeros((5, 1), dtype=np.uint8),
        np.zeros(10, dtype=np.uint8)[::2],
    ],
)
def test_columns_that_do_not_fit_are_refused(column: Column) -> None:
    right, known = np.ones(5, dtype=np.uint8), dictionary_of(named(2))
    beside = pa.array(range(5))
    for part in (
        members((column,), 1, known),
        words(column, known),
        numbers(column),
        sets(column, known),
    ):
        with pytest.raises(ValueError, match="column"):
            BatchMaker(pa.schema([("a", pa.int64()), ("b", pa.int64())])).make([beside, part], 5, None)
    with pytest.raises(ValueError, match="column"):
        made(members((right,), 1, known), WORDS, 5, column)
    with pytest.raises(ValueError, match="each eight"):
        made(members((right,), 3, known), WORDS, 5)
    with pytest.raises(ValueError, match="each eight"):
        made(members((right,) * 2, 2, known), WORDS, 5)
    with pytest.raises(ValueError, match="another type"):
        BatchMaker(pa.schema([("a", pa.int32())])).make([beside], 5, None)
    with pytest.raises(ValueError, match="other rows"):
        BatchMaker(pa.schema([("a", pa.int64())])).make([beside], 4, None)


def test_a_batch_beyond_the_offsets_of_arrow_is_refused() -> None:
    always = np.ones((), dtype=np.uint8)
    known = dictionary_of(named(1000))
    with pytest.raises(ValueError, match="too many"):
        made(members((always,) * 125, 1000, known), WORDS, 2**31)
    with pytest.raises(ValueError, match="too many"):
        made(members((always,) * 125, 1000, known), WORDS, 2**22)
    with pytest.raises(ValueError, match="64"):
        made(sets(np.zeros(3, dtype=np.int64), dictionary_of(named(65))), WORDS, 3)
