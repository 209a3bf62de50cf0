"""Every instruction of the block engine gives the bits of its numpy expression."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pytest

from assize.rules.columns._blocks import BLOCK, OPS, Program
from tests.rules.columns.blocks import INF, NAN, SIZES, TYPES, Column, bits, carried_out, hostile, unread


class Case(NamedTuple):
    """An instruction, the kinds of its result and operands (a dot: none), and what it does of them."""

    op: str
    kinds: str
    says: Callable[..., Any]
    k: float | tuple[float, ...] = 0.0


def nan_if(wrong: Column, otherwise: Column) -> Column:
    return np.where(wrong, np.nan, otherwise)


def least(x: Column, y: Any) -> Column:  # noqa: ANN401  # a column or a number
    return np.where((y < x) | np.isnan(y), y, x)


def most(x: Column, y: Any) -> Column:  # noqa: ANN401  # a column or a number
    return np.where((y > x) | np.isnan(y), y, x)


def numbers(k: float) -> list[Case]:
    """Instructions of numbers with a constant."""
    return [
        Case("add_vk", "ff", lambda x: x + k, k),
        Case("sub_vk", "ff", lambda x: x - k, k),
        Case("sub_kv", "ff", lambda x: k - x, k),
        Case("mul_vk", "ff", lambda x: x * k, k),
        Case("div_vk", "ff", lambda x: x / np.float64(k), k),
        Case("div_kv", "ff", lambda x: k / x, k),
        Case("min_vk", "ff", lambda x: least(x, k), k),
        Case("max_vk", "ff", lambda x: most(x, k), k),
        Case("fmin_vk", "ff", lambda x: np.where(x < k, x, k), k),
        Case("fmax_vk", "ff", lambda x: np.where(x > k, x, k), k),
        Case("axpy", "fff", lambda x, y: x + k * y, k),
        Case("lt_vk", "bf", lambda x: x < k, k),
        Case("le_vk", "bf", lambda x: x <= k, k),
        Case("eq_vk", "bf", lambda x: x == k, k),
        Case("gt_vk", "bf", lambda x: x > k, k),
        Case("ge_vk", "bf", lambda x: x >= k, k),
        Case("sel_f_vk", "ff.b", lambda x, c: np.where(c, x, k), k),
        Case("sel_f_kv", "f.fb", lambda y, c: np.where(c, k, y), k),
        Case("sel_f_kk", "f..b", lambda c: np.where(c, k, -0.25), (k, -0.25)),
    ]


ENDS: dict[str, Callable[[Column, float], Column]] = {
    "": lambda x, _: x,
    "_max": lambda x, end: np.where(x > end, x, end),
    "_min": lambda x, end: np.where(x < end, x, end),
}


def sums(s: float) -> Iterator[Case]:
    """Weighted sums that add `s` after the first summand."""
    numbers = (s, 0.1, 0.5, -3.0, 2.5, 1e300, -0.0)
    for more, end, divided in product((False, True), ENDS, ("", "_div")):
        for count in range(1, 3 if more else 4):
            given = numbers[: 1 + 2 * count] + ((0.3,) if divided else ())

            def says(*columns: Column, more: bool = more, end: str = end, given: Any = given) -> Column:  # noqa: ANN401
                weighed = [
                    given[1 + 2 * place] * ENDS[end](column, given[2 + 2 * place])
                    for place, column in enumerate(columns[more:])
                ]
                first, *others = (columns[0], *weighed) if more else weighed
                found = first + s
                for other in others:
                    found = found + other
                return found / given[-1] if len(given) % 2 == 0 else found

            op = f"{'more' if more else 'mix'}{count}{end}{divided}"
            yield Case(op, "f" * (1 + more + count), says, given)


def bytes_with(k: int) -> list[Case]:
    """Instructions of bytes with a constant."""
    byte = np.uint8(k)
    return [
        Case("xor_k", "bb", lambda x: x ^ byte, k),
        Case("and_eq_bk", "bbb", lambda x, y: x & (y == byte), k),
        Case("or_if_bk", "bbb", lambda x, y: np.where(y, x | byte, x), k),
        Case("or_bk", "bb", lambda x: x | byte, k),
        Case("min_bk", "bb", lambda x: np.minimum(x, byte), k),
        Case("max_bk", "bb", lambda x: np.maximum(x, byte), k),
        Case("rsub_bk", "bb", lambda x: byte - x, k),
        Case("mul_bk", "bb", lambda x: x * byte, k),
        Case("addmul_bk", "bbb", lambda x, y: x + y * byte, k),
        Case("eq_bk", "bb", lambda x: x == byte, k),
        Case("ne_bk", "bb", lambda x: x != byte, k),
        Case("lt_bk", "bb", lambda x: x < byte, k),
        Case("ge_bk", "bb", lambda x: x >= byte, k),
        Case("sel_b_vk", "bb.b", lambda x, c: np.where(c, x, byte), k),
        Case("sel_b_kv", "b.bb", lambda y, c: np.where(c, byte, y), k),
        Case("fill_b", "b", lambda: byte, k),
    ]


def whole(kind: str, k: int) -> list[Case]:
    """Choices of whole numbers."""
    one = TYPES[kind](k)
    return [
        Case(f"sel_{kind}_vk", f"{kind}{kind}.b", lambda x, c: np.where(c, x, one), k),
        Case(f"sel_{kind}_kv", f"{kind}.{kind}b", lambda y, c: np.where(c, one, y), k),
    ]


CASES = [
    Case("add_vv", "fff", lambda x, y: x + y),
    Case("sub_vv", "fff", lambda x, y: x - y),
    Case("mul_vv", "fff", lambda x, y: x * y),
    Case("div_vv", "fff", lambda x, y: x / y),
    Case("min_vv", "fff", least),
    Case("max_vv", "fff", most),
    Case("finite", "ff", lambda x: nan_if(np.isinf(x), x)),
    Case("lt_vv", "bff", lambda x, y: x < y),
    Case("le_vv", "bff", lambda x, y: x <= y),
    Case("eq_vv", "bff", lambda x, y: x == y),
    Case("isnan", "bf", np.isnan),
    *(case for k in (0.0, -0.0, 2.5, NAN, INF) for case in numbers(k)),
    *(case for s in (0.0, -0.0, 2.5, NAN, INF) for case in sums(s)),
    Case("f_of_b", "fb", lambda x: x),
    Case("and", "bbb", np.bitwise_and),
    Case("or", "bbb", np.bitwise_or),
    Case("min_b", "bbb", np.minimum),
    Case("max_b", "bbb", np.maximum),
    Case("add_b", "bbb", np.add),
    Case("eq_b", "bbb", np.equal),
    Case("ne_b", "bbb", np.not_equal),
    Case("truth", "bbb", lambda x, y: (x & ~y) + (x & ~y) | y),
    *(case for k in (0, 1, 2, 37, 128, 255) for case in bytes_with(k)),
    *(Case("shl_bk", "bb", lambda x, k=k: x << np.uint8(k), k) for k in (0, 1, 7)),
    Case("widen_h", "hb", lambda x: x),
    *(Case("addmul_h", "hhb", lambda x, y, k=k: x + y * np.uint16(k), k) for k in (0, 3, 65535)),
    Case("eq_i", "bii", np.equal),
    *(Case("eq_ik", "bi", lambda x, k=k: x == k, k) for k in (0, 1, -(2**31), 2**31 - 1)),
    Case("add_i", "iii", np.add),
    *whole("i", -(2**31)),
    *whole("s", -(2**15)),
    Case("fill_q", "q", lambda: -5, -5),
    *(Case("digit", "qqb", lambda x, y, k=k: x * k + y, k) for k in (0, 3, 2**31 - 1)),
    *(Case(f"sel_{kind}_vv", f"{kind}{kind}{kind}b", lambda x, y, c: np.where(c, x, y)) for kind in "fbisq"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.op} {case.k}")
def test_an_instruction_gives_the_bits_of_numpy(case: Case) -> None:
    kinds = case.kinds[1:].replace(".", "")
    for rows in SIZES:
        operands = [hostile(kind, rows, place) for place, kind in enumerate(kinds)]
        with np.errstate(all="ignore"):
            wanted = np.asarray(case.says(*operands)).astype(TYPES[case.kinds[0]])
        found = carried_out(case.op, case.kinds, operands, rows, case.k)
        assert bits(found) == bits(np.broadcast_to(wanted, rows))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.op} {case.k}")
def test_one_element_stands_for_all_rows(case: Case) -> None:
    rows = BLOCK + 1
    kinds = case.kinds[1:].replace(".", "")
    operands = [hostile(kind, rows if place else 1, place) for place, kind in enumerate(kinds)]
    columns = [np.ascontiguousarray(np.broadcast_to(column, rows)) for column in operands]
    found = carried_out(case.op, case.kinds, operands, rows, case.k)
    assert bits(found) == bits(carried_out(case.op, case.kinds, columns, rows, case.k))


TAKES = [name for name in OPS if name.startswith("take_")]


@pytest.mark.parametrize("length", [1, 2, 3, 15, 16, 17, 255, 256, 300])
@pytest.mark.parametrize("op", TAKES)
def test_a_place_outside_a_table_is_the_nearest_inside(op: str, length: int) -> None:
    kind, place_kind = op[-2], op[-1]
    table = hostile(kind, length, 3)
    for rows in SIZES:
        places = hostile(place_kind, rows, 4)
        places = np.where(places % 3 == 0, places, places.astype(np.int64) % length).astype(TYPES[place_kind])
        found = carried_out(op, f"{kind}{place_kind}.T", [places], rows, table=table)
        assert bits(found) == bits(table.take(places, mode="clip"))


def test_every_instruction_is_tried() -> None:
    assert set(OPS) == {case.op for case in CASES} | set(TAKES) | {"curve", "steps", "score", "grade"}


def test_results_go_from_line_to_line_block_by_block() -> None:
    """max(x * y, 3) where x < y, else a half of what a table says of a byte; registers change their kind."""
    rows = 3 * BLOCK + 5
    x, y, place = hostile("f", rows, 1), hostile("f", rows, 2), hostile("b", rows, 3)
    table = hostile("f", 9, 4)
    lines = (
        ("mul_vv", 5, 0, 1, 0, 0),
        ("fmax_vk", 6, 5, 0, 0, 0),
        ("take_fb", 5, 2, 0, 0, 0),
        ("mul_vk", 7, 5, 0, 0, 1),
        ("lt_vv", 4, 0, 1, 0, 0),
        ("or_bk", 5, 4, 0, 0, 0),
        ("sel_f_vv", 3, 6, 7, 5, 0),
    )
    code = np.array([[OPS[op], *rest] for op, *rest in lines], np.int32)
    found, below = np.empty((1, rows)), np.empty((1, rows), np.bool_)
    slots = np.array([0, 8 * BLOCK, 16 * BLOCK], np.int32)
    program = Program("ffb", "fb", code, np.array([3.0, 0.5]), (table,), slots, 24 * BLOCK, unread)
    program.run((x, y, place), (found, below), rows)
    with np.errstate(all="ignore"):
        high = np.where(x * y > 3.0, x * y, 3.0)
        assert bits(found[0]) == bits(np.where(x < y, high, table.take(place, mode="clip") * 0.5))
    assert bits(below[0]) == bits(x < y)
