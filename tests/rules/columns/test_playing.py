"""Recorded steps give, on any columns, what the same steps give on numpy; nothing else is computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pytest

from assize.rules.columns.playing import Player
from assize.rules.columns.recorded import ONE, ROWS, Frame, Recorded, Step, Tape
from tests.rules.columns.graphs import ELEMENTS, FRAMES, Graph, same


def unasked(*_: object) -> int:
    raise AssertionError("nothing asks for this")


def by_place(*columns: Any) -> Callable[[str], Any]:  # noqa: ANN401
    return lambda _: columns


def played(result: object, rows: int, *columns: Any) -> Any:  # noqa: ANN401
    return Player(result).run(rows, by_place(*columns), unasked)


def source(tape: Tape, kind: str, place: int = 0, frame: Frame = ROWS) -> Recorded:
    return tape.source("given", kind, frame, place)


@pytest.mark.parametrize("rows", [0, 1, 2, 1023, 1024, 1025, 5000])
@pytest.mark.parametrize("seed", range(12))
def test_any_program_gives_what_numpy_gives(seed: int, rows: int) -> None:
    random = Random(seed)  # noqa: S311
    graph = Graph(random, rows)
    with np.errstate(all="ignore"):
        for _ in range(150):
            graph.grow()
        wanted = {
            (frame, kind): random.sample(graph.columns[frame, kind], 3) for frame in FRAMES for kind in "fpti"
        }
        result = tuple(tuple(twice.recorded for twice in some) for some in wanted.values())
        sizes: list[Frame] = []

        def size_of(frame: Frame, _: Sequence[Any]) -> int:
            sizes.append(frame)
            return graph.sizes[frame]

        found = Player(result).run(rows, by_place(*graph.given), size_of)
    assert set(sizes) <= {ELEMENTS}
    for ((frame, _), some), columns in zip(wanted.items(), found, strict=True):
        shape = () if frame == ONE else (graph.sizes[frame],)
        for twice, column in zip(some, columns, strict=True):
            assert same(column, twice.known, shape), (frame, twice.recorded)


CONDITION = np.array([0, 1, 2, 1, 0], np.uint8)
X, Y = np.array([0.0, np.nan, 2.0, -0.0, 9.0]), np.array([5.0, 6.0, -7.0, 8.0, np.inf])


@pytest.mark.parametrize(
    ("op", "values", "numbers", "expected"),
    [
        ("sel_f_vv", (0, 1), (), np.where(CONDITION, X, Y)),
        ("sel_f_vk", (0,), (4.5,), np.where(CONDITION, X, 4.5)),
        ("sel_f_kv", (1,), (-0.0,), np.where(CONDITION, -0.0, Y)),
        ("sel_f_kk", (), (1.0, 4.5), np.where(CONDITION, 1.0, 4.5)),
    ],
)
def test_a_choice(op: str, values: tuple[int, ...], numbers: tuple[float, ...], expected: Any) -> None:  # noqa: ANN401
    tape = Tape()
    args = (source(tape, "b", 2), *(source(tape, "f", place) for place in values))
    found = tape.add(Step(op, args, numbers), "f")
    others = tape.add(Step("add_vk", (found,), (4.5,)), "f")
    assert same(played((found, others), 5, X, Y, CONDITION), (expected, expected + 4.5), (2, 5))


def test_a_choice_between_a_byte_and_a_whole_number() -> None:
    tape = Tape()
    condition, byte = source(tape, "b"), source(tape, "b", 1)
    then = tape.add(Step("sel_b_vk", (condition, byte), whole=7), "b")
    otherwise = tape.add(Step("sel_b_kv", (condition, byte), whole=7), "b")
    bytes_ = np.arange(5, dtype=np.uint8)
    expected = np.where(CONDITION, bytes_, 7), np.where(CONDITION, 7, bytes_)
    assert same(played((then, otherwise), 5, CONDITION, bytes_), expected, (2, 5))


def test_tables_stand_where_their_instructions_look() -> None:
    tape = Tape()
    x, place = source(tape, "f"), source(tape, "b", 1)
    borders = np.array([1.0, 5.0])
    line = np.array([1.0, 0.0, 1.0, 2.0, 3.0, 10.0, 20.0])
    found = (
        tape.add(Step("grade", (x,), table=borders), "b"),
        tape.add(Step("steps", (x,), whole=2, table=np.array([1.0, 5.0, 30.0, 20.0, 10.0])), "f"),
        tape.add(Step("curve", (x,), whole=1, table=line), "f"),
        tape.add(Step("take_fb", (place,), table=borders), "f"),
        tape.add(Step("take_bb", (place,), table=np.array([True, False])), "b"),
        tape.add(Step("score", (x,), whole=1), "f"),
    )
    grades, steps, curves, numbers, bytes_, scores = played(
        found, 3, np.array([0.5, 1.0, 5.25]), np.array([0, 1, 1], np.uint8)
    )
    assert grades.tolist() == [0, 1, 2]
    assert steps.tolist() == [30.0, 20.0, 10.0]
    assert curves.tolist() == [11.0, 20.0, 32.75]
    assert numbers.tolist() == [1.0, 5.0, 5.0]
    assert bytes_.tolist() == [1, 0, 0]
    assert scores.tolist() == [0.5, 1.0, 5.3]


@pytest.mark.parametrize(
    "column",
    [
        np.int64(3),
        np.array(3.0, np.float32),
        3,
        3.0,
        np.full(4, 3),
        np.full(8, 3.0)[::2],
        np.broadcast_to(np.array(3.0), 4),
        np.frombuffer(b"." + np.full(4, 3.0).tobytes(), np.float64, 4, 1),
    ],
    ids=["int64", "float32", "int", "float", "whole numbers", "strided", "one in memory", "not aligned"],
)
def test_a_column_is_read_however_it_lies(column: Any) -> None:  # noqa: ANN401
    tape = Tape()
    assert played(source(tape, "f") + 1.0, 4, column).tolist() == [4.0] * 4


class Pair(NamedTuple):
    left: Any
    right: Any


def test_the_result_keeps_its_structure() -> None:
    tape = Tape()
    x = source(tape, "f")
    constant, plain = np.array(2.5), Pair(None, "word")
    found = played(Pair((x + 1.0, constant), Pair(plain, [x + 1.0, 2.0][1:])), 2, np.arange(2.0))
    assert type(found) is Pair
    assert type(found.right) is Pair
    assert found.left[0].tolist() == [1.0, 2.0]
    assert found.left[1] is constant
    assert found.right == (plain, [2.0])


def test_a_result_without_columns_is_itself() -> None:
    result = Pair(np.float64(1.0), ())
    assert played(result, 5) is result


def test_only_what_is_needed_is_asked_for_and_called_and_each_once() -> None:
    tape = Tape()
    x, dead = source(tape, "f"), source(tape, "f", 1)
    tape.call(unasked, (dead + 1.0, x), "f", ROWS)
    asked = []

    def given(name: str) -> list[Any]:
        asked.append(name)
        return [np.arange(3.0)]

    found = Player((x, x + 1.0, (x * 2.0, x + 1.0))).run(3, given, unasked)
    assert asked == ["given"]
    assert found[1] is found[2][1]


def test_a_call_gets_whole_columns_and_anything_else() -> None:
    tape = Tape()
    x, thing = source(tape, "f"), tape.source("given", "o", ONE, 1)
    called = tape.call(lambda column, word, k: column[::-1] * len(word) + k, (x * 2.0, thing, 0.5), "f", ROWS)
    assert played(called - 1.0, 3, np.arange(3.0), "word").tolist() == [15.5, 7.5, -0.5]


def test_one_value_has_no_length() -> None:
    tape = Tape()
    one, x = source(tape, "f", 0, ONE), source(tape, "f", 1)
    found = played((one + 1.0, (one + 1.0) * x), 3, np.float64(2.0), np.arange(3.0))
    assert found[0].shape == ()
    assert found[0] == 3.0
    assert found[1].tolist() == [0.0, 3.0, 6.0]


def test_the_size_of_a_frame_is_asked_for_where_no_column_tells_it() -> None:
    tape = Tape()
    count = tape.source("given", "q", ONE, 0)
    frame = Frame("turns", count.number)
    filled = tape.add(Step("fill_b", whole=7), "b", frame)
    player = Player((filled, tape.call(lambda many: many, (count,), "q", ONE)))
    found, _ = player.run(9, by_place(np.int64(4)), lambda of, values: int(values[of.number]))
    assert found.tolist() == [7] * 4


def test_without_rows_columns_are_empty_and_one_value_is_not() -> None:
    tape = Tape()
    x, one = source(tape, "f"), source(tape, "f", 1, ONE)
    condition, value = played((x < 2.0, one + 1.0), 0, np.empty(0), np.float64(1.0))
    assert condition.dtype == np.uint8
    assert condition.shape == (0,)
    assert value == 2.0


def test_wrong_columns_and_scores_are_refused() -> None:
    tape = Tape()
    x = source(tape, "f")
    with pytest.raises(ValueError, match="one element for each row"):
        played(x + 1.0, 4, np.arange(3.0))
    with pytest.raises(ValueError, match="scores lie within"):
        played(tape.add(Step("score", (x,), whole=2), "f"), 1, np.array([2e6]))


def test_threads_share_a_player() -> None:
    tape = Tape()
    x = source(tape, "f")
    player = Player(tape.call(np.negative, ((x + 1.0) * x,), "f", ROWS) + x)

    def run(rows: int) -> bool:
        column = np.arange(float(rows))
        return same(player.run(rows, by_place(column), unasked), -((column + 1.0) * column) + column, (rows,))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(run, range(0, 4000, 50)))
