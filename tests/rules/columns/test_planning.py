"""Recorded steps are taken in few runs of the engine, whose registers and constants are as few as can be."""

from __future__ import annotations

from typing import Any

import numpy as np

from assize.rules.columns._blocks import BLOCK
from assize.rules.columns.assembling import Assembled, assemble
from assize.rules.columns.operations import look_up, where
from assize.rules.columns.planning import plan
from assize.rules.columns.playing import Player
from assize.rules.columns.recorded import ONE, ROWS, Frame, Recorded, Step, Tape


def source(tape: Tape, kind: str, place: int = 0, frame: Frame = ROWS) -> Recorded:
    return tape.source("given", kind, frame, place)


def called(column: Any, frame: Frame, kind: str = "f") -> Recorded:  # noqa: ANN401
    found: Recorded = column.tape.call(np.negative, (column,), kind, frame)
    return found


def assembled(*wanted: Any) -> Assembled:  # noqa: ANN401
    (stage,) = plan(wanted).stages
    return assemble(stage)


def frames(*wanted: Any) -> list[Frame | None]:  # noqa: ANN401
    return [stage.frame for stage in plan(wanted).stages]


def numbers(steps: tuple[Recorded, ...]) -> list[int]:
    return [step.number for step in steps]


def test_steps_without_calls_are_one_run() -> None:
    tape = Tape()
    x, y = source(tape, "f"), source(tape, "f", 1)
    total = (x + y) * x
    found = plan([total, x < y])
    assert numbers(found.inputs) == numbers((x, y))
    (stage,) = found.stages
    assert numbers(stage.reads) == numbers((x, y))
    assert numbers(stage.gives) == numbers((x < y, total))


def test_a_run_gives_columns_of_a_kind_side_by_side() -> None:
    tape = Tape()
    x, y = source(tape, "f"), source(tape, "f", 1)
    wanted = [x + y, x < y, x * y, x <= y]
    (stage,) = plan(wanted).stages
    assert "".join(step.kind for step in stage.gives) == "bbff"
    assert set(numbers(stage.gives)) == set(numbers(tuple(wanted)))


def test_rows_wait_until_nothing_else_can_go_on() -> None:
    tape = Tape()
    x = source(tape, "f")
    ends = []
    for number in (1, 2, 3):
        inside = called(x + float(number), Frame("elements", number)) * 2.0
        ends.append(called(called(inside, inside.frame) + 1.0, ROWS) + x)
    elements = [Frame("elements", number) for number in (1, 2, 3)]
    middle = [frame for one in elements for frame in (one, None, one, None)]
    assert frames(ends[0] + ends[1] + ends[2]) == [ROWS, None, *middle, ROWS]


def test_a_run_gives_only_what_is_needed_later() -> None:
    tape = Tape()
    x = source(tape, "f")
    kept, called_with = x / 2.0, x * 3.0 + 1.0
    end = called(called_with, ROWS) + kept
    first, _, last = plan([end]).stages
    assert numbers(first.gives) == numbers((kept, called_with))
    assert numbers(last.gives) == numbers((end,))


def test_one_value_is_computed_before_the_rows_that_read_it() -> None:
    tape = Tape()
    one, x = source(tape, "f", 0, ONE), source(tape, "f", 1)
    assert frames((one + 1.0) * x) == [ONE, ROWS]


def test_scratch_is_used_again() -> None:
    tape = Tape()
    found = source(tape, "f")
    for number in range(100):
        found = (found + float(number)) * found
    assert len(assembled(found).slots) == 3


def test_scratch_fits_its_columns() -> None:
    tape = Tape()
    x = source(tape, "f")
    condition = (x < 1.0) & (x + 1.0 < 2.0)
    found = assembled(~condition)
    # Two comparisons, their conjunction and a sum: three blocks of bytes and one of numbers.
    assert found.arena == (3 + 8 + 8) * BLOCK  # 8 lie behind
    assert sorted(np.diff([*found.slots, found.arena - 8 * BLOCK])) == [BLOCK, BLOCK, BLOCK, 8 * BLOCK]


def test_equal_constants_stand_once_and_zero_has_two_signs() -> None:
    tape = Tape()
    x = source(tape, "f")
    found = assembled(x + 0.0, x * 0.0, x * -0.0, x + 2.5, x / 2.5)
    assert [number.hex() for number in found.numbers.tolist()] == [
        number.hex() for number in (0.0, -0.0, 2.5)
    ]


def test_equal_tables_stand_once() -> None:
    tape = Tape()
    x, place = source(tape, "f"), source(tape, "b", 1)
    table = np.array([1.0, 5.0])
    grade = tape.add(Step("grade", (x,), table=table), "b")
    number = tape.add(Step("take_fb", (place,), table=table), "f")
    small = tape.add(Step("take_bb", (place,), table=np.array([1, 5])), "b")
    assert [table.dtype for table in assembled(grade, number, small).tables] == [np.float64, np.uint8]


def test_of_two_looked_up_in_one_table_the_place_is_chosen() -> None:
    tape = Tape()
    condition, first, second = (source(tape, "b", place) for place in range(3))
    table, other = np.array([7, -1, 3], np.int16), np.array([7, -1, 4], np.int16)
    alike = where(condition, look_up(table, first), look_up(table, second))
    assert [step.op for step in plan([alike]).stages[0].steps] == ["sel_b_vv", "take_sb"]
    apart = where(condition, look_up(table, first), look_up(other, second))
    assert [step.op for step in plan([apart]).stages[0].steps] == ["take_sb", "take_sb", "sel_s_vv"]
    columns = [np.array(column, np.uint8) for column in ([0, 1, 0, 1], [0, 1, 2, 9], [2, 2, 1, 0])]
    found = Player(alike).run(4, lambda _: columns, lambda *_: 0)
    assert found.tolist() == [3, -1, -1, 3]
