"""Weighted sums take few instructions, and give the bits that their parts give."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import numpy as np
import pytest

from assize.rules.columns._blocks import BLOCK
from assize.rules.columns.fusing import fused
from assize.rules.columns.operations import fmax, fmin
from assize.rules.columns.planning import plan
from assize.rules.columns.playing import Player
from assize.rules.columns.recorded import ROWS, Recorded, Tape
from tests.rules.columns.blocks import Column, bits, hostile

TIMES = 40


def sources(count: int) -> list[Recorded]:
    tape = Tape()
    return [tape.source("given", "f", ROWS, place) for place in range(count)]


def ops(*wanted: Any) -> list[str]:  # noqa: ANN401  # recorded columns
    (stage,) = plan(wanted).stages
    return [step.op for step in fused(stage).steps]


def test_a_sum_of_three_is_one_instruction() -> None:
    x, y, z = sources(3)
    assert ops((x * 2.0 + y * 3.0 + z * 5.0) / 10.0) == ["mix3_div"]
    assert ops((x * 2.0 + 0.5 + y * 3.0 + z * 5.0) / 10.0) == ["mix3_div"]
    assert ops(x + 0.5 + y * 3.0 + z * 5.0) == ["more2"]


def test_a_longer_sum_goes_on_where_the_first_three_end() -> None:
    a, b, c, d, e, f = sources(6)
    assert ops((a * 1.5 + b * 2.0 + c * 3.0 + d * 4.0 + e * 5.0 + f * 6.0) / 7.0) == [
        "mix3",
        "more2",
        "more1_div",
    ]
    assert ops(a * 1.5 + b * 2.0 + 0.5 + c * 3.0) == ["mix2", "more1"]


def test_bounds_stand_in_the_sum_where_all_are_alike() -> None:
    x, y = sources(2)
    assert ops(fmax(x, 0.0) * 2.0 + fmax(y, 1.0) * 3.0) == ["mix2_max"]
    assert ops(fmin(x, 0.0) * 2.0 + fmin(y, 1.0) * 3.0) == ["mix2_min"]
    assert ops(fmin(x, 7.0) * 2.0 + fmax(y, 7.0) * 3.0) == ["fmin_vk", "fmax_vk", "mix2"]
    assert ops(fmax(x, 0.0) * 2.0 + fmax(y, 1.0) * 3.0, fmax(x, 0.0)) == ["fmax_vk", "mix2_max"]


def test_what_something_else_reads_is_kept() -> None:
    x, y, z = sources(3)
    part = x * 2.0 + y * 3.0
    assert ops(part + z * 5.0, part) == ["mix2", "axpy"]
    assert ops(part + z * 5.0, part < 1.0) == ["mix2", "axpy", "lt_vk"]


def test_one_part_stays_as_it_is() -> None:
    x, y = sources(2)
    assert ops(x * 2.0, y + 3.0, y / 7.0) == ["mul_vk", "add_vk", "div_vk"]
    assert ops((y + 3.0) / 7.0) == ["add_vk", "div_vk"]


def test_bounds_from_before_a_call_are_read_as_they_are() -> None:
    x, y = sources(2)
    low = fmax(x, 0.0)
    called = low.tape.call(np.negative, (low,), "f", ROWS)
    found = fmax(y, 1.0) * 2.0 + low * 3.0 + called
    player = Player(found)
    columns = np.array([-1.0, 2.0, np.nan]), np.array([0.0, 3.0, np.nan])
    assert player.run(3, lambda _: columns, lambda *_: 0).tolist() == [2.0, 10.0, 2.0]


def test_a_byte_is_compared_where_conditions_meet() -> None:
    tape = Tape()
    byte, condition = (tape.source("given", "b", ROWS, place) for place in range(2))
    assert ops((byte == 9) & condition) == ["and_eq_bk"]
    assert ops(condition & (byte == 9)) == ["and_eq_bk"]
    assert ops((byte == 9) & (condition == 2)) == ["eq_bk", "and_eq_bk"]
    assert ops((byte == 9) & condition, byte == 9) == ["eq_bk", "and_eq_bk"]
    columns = np.array([9, 9, 8], np.uint8), np.array([1, 0, 1], np.uint8)
    found = Player((byte == 9) & condition).run(3, lambda _: columns, lambda *_: 0)
    assert found.tolist() == [1, 0, 0]


def test_a_comparison_from_before_a_call_is_read_as_it_is() -> None:
    tape = Tape()
    byte = tape.source("given", "b", ROWS, 0)
    held = byte == 9
    called = tape.call(np.logical_not, (held,), "b", ROWS)
    column = np.array([9, 8], np.uint8)
    found = Player((held & called, held | called)).run(2, lambda _: [column], lambda *_: 0)
    assert [part.tolist() for part in found] == [[0, 0], [1, 1]]


def parts(random: Random, columns: Sequence[Any]) -> Any:  # noqa: ANN401  # recorded or known
    """A sum of some of the columns, by the same draws for the same state of `random`."""
    found = random.choice(columns) * random.choice((2.0, -0.5, 1.0))
    for _ in range(random.randrange(8)):
        bound = random.choice((fmax, fmin, lambda x, _: x))
        column = bound(random.choice(columns), random.choice((0.0, -0.0, 70.0)))
        weight = random.choice((3.0, 0.1))
        does = random.randrange(4)
        found = found + weight if does == 0 else found / weight if does == 1 else found + column * weight
    return found


@pytest.mark.parametrize("seed", range(TIMES))
def test_any_sum_keeps_its_bits(seed: int) -> None:
    rows = BLOCK + 37
    known: list[Column] = [hostile("f", rows, place) for place in range(4)]
    recorded = sources(4)
    found = Player(parts(Random(seed), recorded)).run(rows, lambda _: known, lambda *_: 0)  # noqa: S311
    with np.errstate(all="ignore"):
        assert bits(found) == bits(parts(Random(seed), known))  # noqa: S311
