"""Only right programs run on the block engine: whatever is wrong is refused before anything is read."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest

from assize.rules.columns._blocks import BLOCK, OPS, run
from tests.rules.columns.blocks import line


class Given(NamedTuple):
    """What `run` is given; right as it stands: register 2 = 0 + 1 through scratch register 3."""

    code: Any
    numbers: Any = np.array([2.0])
    tables: tuple[Any, ...] = (np.array([1.0, 2.0]), np.empty(0))
    inputs: tuple[Any, ...] = (np.array([1.0, 2.0, 3.0]), np.array(4.0))
    outputs: tuple[Any, ...] = ()
    slots: Any = np.array([0, 1024, 16384], np.int32)
    arena: int = 16384 + 8 * BLOCK
    rows: int = 3


def given(op: str = "add_vv", *rest: int, **others: Any) -> Given:  # noqa: ANN401  # whatever is wrong
    place = rest or (2, 0, 1, 0, 0)
    return Given(**{"code": line(op, *place), "outputs": (np.zeros(3),), **others})


def test_the_program_that_the_wrong_ones_vary_is_right() -> None:
    program = given()
    run(*program)
    assert program.outputs[0].tolist() == [5.0, 6.0, 7.0]


READ_ONLY = np.zeros(3)
READ_ONLY.flags.writeable = False
WRONG = {
    "no instruction": given(code=np.array([[len(OPS), 2, 0, 1, 0, 0]], np.int32)),
    "below the first instruction": given(code=np.array([[-1, 2, 0, 1, 0, 0]], np.int32)),
    "half a line": given(code=np.zeros(5, np.int32)),
    "code of int64": given(code=np.zeros((1, 6), np.int64)),
    "numbers of float32": given(numbers=np.zeros(1, np.float32)),
    "slots of int64": given(slots=np.zeros(1, np.int64)),
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
    "taken from an empty table": given("take_fi", 2, 0, 0, 1, 0, inputs=(np.zeros(3, np.int32),) * 2),
    "no number": given("add_vk", 2, 0, 0, 0, 1),
    "below the first number": given("add_vk", 2, 0, 0, 0, -1),
    "one number of two": given("sel_f_kk", 2, 0, 0, 0, 0, inputs=(np.zeros(3, np.uint8),)),
    "seven decimals": given("score", 2, 0, 0, 0, 7),
    "a byte of 256": given("fill_b", 2, 0, 0, 0, 256, outputs=(np.zeros(3, np.uint8),)),
    "an int16 of 32768": given("fill_s", 2, 0, 0, 0, 32768, outputs=(np.zeros(3, np.int16),)),
    "a shift of 8": given("shl_bk", 2, 0, 0, 0, 8, inputs=(np.zeros(3, np.uint8),) * 2),
    "input of another size": given(inputs=(np.zeros(3, np.float32), np.zeros(3))),
    "output of another size": given(outputs=(np.zeros(3, np.uint8),)),
    "input too short": given(inputs=(np.zeros(2), np.zeros(3))),
    "input too long": given(inputs=(np.zeros(4), np.zeros(3))),
    "one output for all rows": given(outputs=(np.zeros(1),)),
    "output that is read only": given(outputs=(READ_ONLY,)),
    "every second element": given(inputs=(np.zeros(6)[::2], np.zeros(3))),
    "between the elements": given(inputs=(np.frombuffer(bytes(25), np.uint8)[1:].view(float), np.zeros(3))),
    "elements of 16 bytes": given(inputs=(np.zeros(3, complex), np.zeros(3))),
    "scratch beyond the arena": given(arena=16384 + 8 * BLOCK - 1),
    "scratch before the arena": given(slots=np.array([-64], np.int32)),
    "scratch between the lines": given(slots=np.array([8], np.int32)),
    "rows below none": given(rows=-1),
    "arena below none": given(arena=-1),
}


@pytest.mark.parametrize("program", WRONG.values(), ids=WRONG)
def test_a_wrong_program_is_refused(program: Given) -> None:
    with pytest.raises(ValueError, match=r"instruction|buffer|register|slot|float64|int32|rows"):
        run(*program)
