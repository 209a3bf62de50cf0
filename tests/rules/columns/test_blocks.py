"""Every instruction of the block engine gives the bits of its numpy expression; only right programs run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from assize.rules.columns._blocks import BLOCK, OPS, run
from assize.rules.columns.operations import grade_of
from assize.scoring.curve import Curve
from assize.scoring.rounding import to_score_columns
from assize.scoring.steps import Step, Steps

Column = NDArray[Any]
TYPES: dict[str, Any] = {
    "f": np.float64,
    "b": np.uint8,
    "h": np.uint16,
    "s": np.int16,
    "i": np.int32,
    "q": np.int64,
}
SIZES = (0, 1, 1023, 1024, 1025, 5000)
NAN, INF = float("nan"), float("inf")
NUMBERS = (NAN, INF, -INF, 0.0, -0.0, 1.0, -1.0, 2.5, 0.5, -0.5, 5e-324, 1e308, 1e16)
NO_SLOTS = np.empty(0, np.int32)
SCORES = (NAN, 0.0, -0.0, 1e6, -1e6, 0.5, 2.5, -2.5, 84.99999999999999, 0.125, 1.005, 33.335, 1 / 3)


def hostile(kind: str, rows: int, seed: int, of: Sequence[float] = NUMBERS) -> Column:
    """A column of a kind: its extremes, equals, and anything."""
    random = np.random.default_rng(seed)
    if kind == "f":
        return random.choice([*of, *random.normal(0.0, 100.0, 13)], rows)
    ends = np.iinfo(TYPES[kind])
    edges = random.choice(np.array([0, 1, 2, ends.max, ends.min], TYPES[kind]), rows)
    some = random.integers(ends.min, ends.max, rows, TYPES[kind], endpoint=True)
    return np.where(random.random(rows) < 0.5, edges, some)


class Case(NamedTuple):
    """An instruction, the kinds of its result and operands (a dot: none), and what it does of them."""

    op: str
    kinds: str
    says: Callable[..., Any]
    k: float = 0.0


def bits(column: Column) -> bytes:
    """The bytes of a column; all NaN are one."""
    return np.where(np.isnan(column), np.nan, column).tobytes() if column.dtype == float else column.tobytes()


def line(op: str, *rest: int) -> Column:
    """A program of one instruction."""
    return np.array([[OPS[op], *rest]], np.int32)


def carried_out(
    op: str, kinds: str, operands: Sequence[Column], rows: int, k: float = 0.0, table: Column | None = None
) -> Column:
    """The result of one instruction."""
    found = np.empty(rows, TYPES[kinds[0]])
    places = iter(range(3))
    read = [-7 if kind == "." else 0 if kind == "T" else next(places) for kind in kinds[1:].ljust(3, ".")]
    whole = int(k) if isinstance(k, int) else 0
    tables = () if table is None else (table,)
    code = line(op, len(operands), *read, whole)
    run(code, np.array([k, -0.25]), tables, tuple(operands), (found,), NO_SLOTS, 0, rows)
    return found


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
        Case("sel_f_kk", "f..b", lambda c: np.where(c, k, -0.25), k),
    ]


def bytes_with(k: int) -> list[Case]:
    """Instructions of bytes with a constant."""
    byte = np.uint8(k)
    return [
        Case("xor_k", "bb", lambda x: x ^ byte, k),
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
    """Choices, copies and constants of whole numbers."""
    one = TYPES[kind](k)
    return [
        Case(f"sel_{kind}_vk", f"{kind}{kind}.b", lambda x, c: np.where(c, x, one), k),
        Case(f"sel_{kind}_kv", f"{kind}.{kind}b", lambda y, c: np.where(c, one, y), k),
        Case(f"fill_{kind}", kind, lambda: one, k),
    ]


CASES = [
    Case("add_vv", "fff", lambda x, y: x + y),
    Case("sub_vv", "fff", lambda x, y: x - y),
    Case("mul_vv", "fff", lambda x, y: x * y),
    Case("div_vv", "fff", lambda x, y: x / y),
    Case("min_vv", "fff", least),
    Case("max_vv", "fff", most),
    Case("floor", "ff", np.floor),
    Case("abs", "ff", np.abs),
    Case("finite", "ff", lambda x: nan_if(np.isinf(x), x)),
    Case("lt_vv", "bff", lambda x, y: x < y),
    Case("le_vv", "bff", lambda x, y: x <= y),
    Case("eq_vv", "bff", lambda x, y: x == y),
    Case("isnan", "bf", np.isnan),
    *(case for k in (0.0, -0.0, 2.5, NAN, INF) for case in numbers(k)),
    Case("fill_f", "f", lambda: 0.1, 0.1),
    Case("f_of_b", "fb", lambda x: x),
    Case("and", "bbb", np.bitwise_and),
    Case("or", "bbb", np.bitwise_or),
    Case("xor", "bbb", np.bitwise_xor),
    Case("min_b", "bbb", np.minimum),
    Case("max_b", "bbb", np.maximum),
    Case("add_b", "bbb", np.add),
    Case("eq_b", "bbb", np.equal),
    Case("ne_b", "bbb", np.not_equal),
    Case("truth", "bbb", lambda x, y: x + x | y),
    *(case for k in (0, 1, 2, 37, 128, 255) for case in bytes_with(k)),
    *(Case("shl_bk", "bb", lambda x, k=k: x << np.uint8(k), k) for k in (0, 1, 7)),
    *(Case("shr_bk", "bb", lambda x, k=k: x >> np.uint8(k), k) for k in (0, 1, 7)),
    Case("widen_h", "hb", lambda x: x),
    *(Case("addmul_h", "hhb", lambda x, y, k=k: x + y * np.uint16(k), k) for k in (0, 3, 65535)),
    Case("eq_i", "bii", np.equal),
    *(Case("eq_ik", "bi", lambda x, k=k: x == k, k) for k in (0, 1, -(2**31), 2**31 - 1)),
    Case("add_i", "iii", np.add),
    *whole("i", -(2**31)),
    *whole("s", -(2**15)),
    Case("fill_q", "q", lambda: -5, -5),
    Case("widen_q", "qb", lambda x: x),
    *(Case("digit", "qqb", lambda x, y, k=k: x * k + y, k) for k in (0, 3, 2**31 - 1)),
    *(Case(f"sel_{kind}_vv", f"{kind}{kind}{kind}b", lambda x, y, c: np.where(c, x, y)) for kind in "fbisq"),
    *(Case(f"copy_{kind}", kind * 2, lambda x: x) for kind in "fbisq"),
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


def inputs_around(borders: Sequence[float], rows: int) -> Column:
    """Borders, their neighbours, and what lies between and beyond; NaN."""
    near = [float(np.nextafter(border, to)) for border in borders for to in (-np.inf, np.inf)]
    return hostile("f", rows, 5, [*borders, *near, *np.random.default_rng(6).normal(0, 50, 20), np.nan, -0.0])


@pytest.mark.parametrize("points", [2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 17, 33, 70, 200])
def test_curves_and_steps_give_their_own_bits(points: int) -> None:
    random = np.random.default_rng(points)
    xs = np.unique(np.append(random.normal(0.0, 60.0, points - 1), 0.0)).tolist()
    ys = random.normal(0.0, 100.0, len(xs)).tolist()
    curve = Curve(tuple(zip(xs, ys, strict=True)))
    lows, highs = [None, *xs], [*xs, None]
    steps = Steps(tuple(Step(*row) for row in zip(lows, highs, [*ys, 0.25], strict=True)))
    tables = {
        "curve": np.array([*xs, xs[0], *xs, 0.0, *curve._slopes, ys[0], *ys]),  # noqa: SLF001  # as the planner does
        "steps": np.array([*xs, *ys, 0.25]),
    }
    for rows in SIZES:
        x = inputs_around(xs, rows)
        for op, function in (("curve", curve), ("steps", steps)):
            found = carried_out(op, "ffT", [x], rows, len(xs), tables[op])
            assert bits(found) == bits(function.columns(x))


def test_steps_without_border_keep_the_unknown() -> None:
    x = np.array([np.nan, 1.0, -np.inf])
    assert bits(carried_out("steps", "ffT", [x], 3, 0, np.array([7.0]))) == bits(np.array([np.nan, 7.0, 7.0]))


@pytest.mark.parametrize("borders", [[], [50.0], [85.0, 70.0, 55.0, 40.0], [0.0, np.nan, 3.0] * 7])
def test_a_grade_counts_the_borders_at_or_below(borders: list[float]) -> None:
    for rows in SIZES:
        x = inputs_around(borders, rows)
        found = carried_out("grade", "bfT", [x], rows, table=np.array(borders, float))
        assert bits(found) == bits(grade_of(x, np.array(borders)))


@pytest.mark.parametrize("decimals", range(7))
def test_a_score_is_rounded_as_elsewhere(decimals: int) -> None:
    for rows in SIZES:
        x = hostile("f", rows, decimals, SCORES) + np.random.default_rng(1).integers(0, 3, rows) * 0.5
        x = np.clip(x, -1e6, 1e6)
        found = carried_out("score", "ff", [x], rows, decimals)
        assert bits(found) == bits(to_score_columns(x, decimals))


@pytest.mark.parametrize("wrong", [np.nextafter(1e6, np.inf), -2e6, np.inf])
@pytest.mark.parametrize("place", [0, BLOCK - 1, BLOCK, 2 * BLOCK])
def test_a_score_beyond_a_million_is_refused(wrong: float, place: int) -> None:
    x = np.zeros(2 * BLOCK + 1)
    x[place] = wrong
    with pytest.raises(ValueError, match="scores lie within ±1,000,000"):
        carried_out("score", "ff", [x], x.size, 2)


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
        ("copy_b", 5, 4, 0, 0, 0),
        ("sel_f_vv", 3, 6, 7, 5, 0),
    )
    code = np.array([[OPS[op], *rest] for op, *rest in lines], np.int32)
    found, below = np.empty(rows), np.empty(rows, np.bool_)
    slots = np.array([0, 8 * BLOCK, 16 * BLOCK], np.int32)
    run(code, np.array([3.0, 0.5]), (table,), (x, y, place), (found, below), slots, 24 * BLOCK, rows)
    with np.errstate(all="ignore"):
        high = np.where(x * y > 3.0, x * y, 3.0)
        assert bits(found) == bits(np.where(x < y, high, table.take(place, mode="clip") * 0.5))
    assert bits(below) == bits(x < y)


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
