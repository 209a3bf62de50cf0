"""Only right programs are made, and run only on columns that fit: nothing is read before that is known."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest

from assize.rules.columns._blocks import BLOCK, OPS, Program
from tests.rules.columns.blocks import line, unread


class Given(NamedTuple):
    """What a program is made of; right as it stands: register 2 = 0 + 1 through scratch register 3."""

    inputs: str = "ff"
    outputs: str = "f"
    code: Any = line("add_vv", 2, 0, 1, 0, 0)
    numbers: Any = np.array([2.0])
    tables: tuple[Any, ...] = (np.array([1.0, 2.0]), np.empty(0))
    slots: Any = np.array([0, 1024, 16384], np.int32)
    arena: int = 16384 + 8 * BLOCK
    reader: Any = unread


def given(op: str, *rest: int, **others: Any) -> Given:  # noqa: ANN401  # whatever is wrong
    return Given(**{"code": line(op, *rest), **others})


def test_the_program_that_the_wrong_ones_vary_is_right() -> None:
    found = np.zeros((1, 3))
    Program(*Given()).run((np.array([1.0, 2.0, 3.0]), np.array(4.0)), (found,), 3)
    assert found.tolist() == [[5.0, 6.0, 7.0]]


WRONG = {
    "no instruction": Given(code=np.array([[len(OPS), 2, 0, 1, 0, 0]], np.int32)),
    "below the first instruction": Given(code=np.array([[-1, 2, 0, 1, 0, 0]], np.int32)),
    "half a line": Given(code=np.zeros(5, np.int32)),
    "code of int64": Given(code=np.zeros((1, 6), np.int64)),
    "numbers of float32": Given(numbers=np.zeros(1, np.float32)),
    "slots of int64": Given(slots=np.zeros(1, np.int64)),
    "no register": given("add_vv", 2, 0, 6, 0, 0),
    "below the first register": given("add_vv", 2, -1, 1, 0, 0),
    "result in no register": given("add_vv", 6, 0, 1, 0, 0),
    "result in an input": given("add_vv", 1, 0, 0, 0, 0),
    "result in a source": given("add_vv", 2, 2, 0, 0, 0),
    "result in the bytes of a source": given("add_vv", 3, 4, 0, 0, 0),
    "no table": given("steps", 2, 0, 2, 0, 0),
    "table of bytes": given("steps", 2, 0, 0, 0, 0, tables=(np.zeros(2, np.uint8),)),
    "table too short for steps": given("steps", 2, 0, 0, 0, 1),
    "table too short for a curve": given("curve", 2, 0, 0, 0, 0),
    "steps below none": given("steps", 2, 0, 0, 0, -1),
    "taken from an empty table": given("take_fi", 2, 0, 0, 1, 0, inputs="ii"),
    "table of elements of 16 bytes": Given(tables=(np.zeros(3, complex),)),
    "table that is not aligned": Given(tables=(np.frombuffer(bytes(25), np.uint8)[1:].view(float),)),
    "table of every second element": Given(tables=(np.zeros(6)[::2],)),
    "no number": given("add_vk", 2, 0, 0, 0, 1),
    "below the first number": given("add_vk", 2, 0, 0, 0, -1),
    "one number of two": given("sel_f_kk", 2, 0, 0, 0, 0, inputs="bb"),
    "seven decimals": given("score", 2, 0, 0, 0, 7),
    "a byte of 256": given("fill_b", 2, 0, 0, 0, 256, outputs="b"),
    "an int16 of 32768": given("sel_s_vk", 2, 0, 0, 1, 32768, inputs="sb", outputs="s"),
    "a shift of 8": given("shl_bk", 2, 0, 0, 0, 8, inputs="bb", outputs="b"),
    "input of another size": Given(inputs="fi"),
    "output of another size": Given(outputs="b"),
    "scratch beyond the arena": Given(arena=16384 + 8 * BLOCK - 1),
    "scratch before the arena": Given(slots=np.array([-64], np.int32)),
    "scratch between the lines": Given(slots=np.array([8], np.int32)),
    "arena below none": Given(slots=np.empty(0, np.int32), arena=-1),
}


@pytest.mark.parametrize("program", WRONG.values(), ids=WRONG)
def test_a_wrong_program_is_refused(program: Given) -> None:
    with pytest.raises(ValueError, match=r"instruction|buffer|slot|float64|int32|arena|contiguous"):
        Program(*program)


class Columns(NamedTuple):
    """What a program runs on; right as it stands."""

    inputs: tuple[Any, ...] = (np.zeros(3), np.array(4.0))
    outputs: tuple[Any, ...] = (np.zeros((1, 3)),)
    rows: int = 3


READ_ONLY = np.zeros((1, 3))
READ_ONLY.flags.writeable = False
UNFIT = {
    "input of another size": Columns(inputs=(np.zeros(3, np.float32), np.zeros(3))),
    "input of another type": Columns(inputs=(np.zeros(3, np.int64), np.zeros(3))),
    "input of another order of bytes": Columns(inputs=(np.zeros(3, ">f8"), np.zeros(3))),
    "input that is no column": Columns(inputs=(1.0, np.zeros(3))),
    "input of two dimensions": Columns(inputs=(np.zeros((3, 1)), np.zeros(3))),
    "input too short": Columns(inputs=(np.zeros(2), np.zeros(3))),
    "input too long": Columns(inputs=(np.zeros(4), np.zeros(3))),
    "every second element": Columns(inputs=(np.zeros(6)[::2], np.zeros(3))),
    "between the elements": Columns(inputs=(np.frombuffer(bytes(25), np.uint8)[1:].view(float), np.zeros(3))),
    "one input of two": Columns(inputs=(np.zeros(3),)),
    "three inputs": Columns(inputs=(np.zeros(3),) * 3),
    "output of another size": Columns(outputs=(np.zeros((1, 3), np.uint8),)),
    "output of one row": Columns(outputs=(np.zeros((1, 1)),)),
    "output of one dimension": Columns(outputs=(np.zeros(3),)),
    "two outputs": Columns(outputs=(np.zeros((2, 3)),)),
    "two arrays of outputs": Columns(outputs=(np.zeros((1, 3)),) * 2),
    "no outputs": Columns(outputs=()),
    "output that is read only": Columns(outputs=(READ_ONLY,)),
    "outputs that do not lie side by side": Columns(outputs=(np.zeros((1, 6))[:, ::2],)),
    "rows below none": Columns(rows=-1),
}


@pytest.mark.parametrize("columns", UNFIT.values(), ids=UNFIT)
def test_columns_that_do_not_fit_are_refused(columns: Columns) -> None:
    with pytest.raises(ValueError, match=r"column|input|output|rows"):
        Program(*Given()).run(*columns)


def test_what_does_not_lie_as_the_engine_reads_it_goes_through_the_reader() -> None:
    asked = []

    def reader(value: Any, kind: str) -> Any:  # noqa: ANN401  # anything numpy reads
        asked.append(kind)
        return np.array(value, float)

    found = np.zeros((1, 3))
    program = Program(*Given(reader=reader))
    program.run((np.arange(6.0)[::2], np.broadcast_to(np.array(1.0), 3)), (found,), 3)
    assert found.tolist() == [[1.0, 3.0, 5.0]]
    program.run((np.arange(3), [2.0, 2.0, 2.0]), (found,), 3)
    assert found.tolist() == [[2.0, 3.0, 4.0]]
    assert asked == ["f"] * 3


def test_outputs_of_one_kind_are_one_array() -> None:
    code = np.concatenate([line("mul_vv", place, 0, 0, 0, 0) for place in (1, 2, 3)])
    found = np.zeros((3, 2000))
    column = np.arange(2000.0)
    program = Program("f", "fff", code, np.empty(0), (), np.empty(0, np.int32), 0, unread)
    program.run((column,), (found,), 2000)
    assert (found == column * column).all()
