# ruff: noqa: PYI021  # what an instruction does is said here, beside its types
"""Carries out a straight-line program over columns of n rows, `BLOCK` rows at a time.

Registers are numbered: first the inputs, then the outputs, then scratch. A line of the program is
`op, dst, a, b, c, k`: dst, a, b, c are registers, or numbers of tables where said; k is a place in `numbers`
where an instruction takes a float64, else a whole number itself. What is not read may be anything.

Kinds: f float64, b uint8, h uint16, s int16, i int32, q int64. Whole numbers wrap.

| instructions | result |
|---|---|
| add_vv sub_vv mul_vv div_vv, add_vk sub_vk mul_vk div_vk, sub_kv div_kv | f: a with b, a with k, k with a |
| axpy | f: a + k * b |
| mixN | f: k0 * a + s, then + k1 * b, then + k2 * c: N products; numbers: s, then k and e of each product |
| moreN | f: a + s, then + k0 * b, then + k1 * c: N products |
| ..._max, ..._min | with the greater or lesser of e and each factor, e for NaN |
| ..._div | then divided by the last number |
| min_vv max_vv min_vk max_vk | f: of equals a; NaN if either is |
| fmin_vk fmax_vk | f: k of NaN |
| finite | f: a, NaN for infinity |
| lt_vv le_vv eq_vv, lt_vk le_vk eq_vk gt_vk ge_vk, isnan | b: 0 or 1, 0 with NaN |
| sel_X_vv, sel_X_vk, sel_X_kv (X: f b i s; q: vv) | a where c (b) is not 0, else b; k for b; k for a |
| sel_f_kk | f: numbers[k] where c is not 0, else numbers[k + 1] |
| curve | f: of a by table b: xs[k], x0[k + 1], slope[k + 1], value[k + 1]; see scoring/curve.py |
| steps | f: of a by table b: borders[k], values[k + 1]; NaN of NaN; see scoring/steps.py |
| score | f: a to k decimals (0 to 6); see scoring/rounding.py |
| grade | b: how many elements of table b are at or below a |
| and or min_b max_b add_b, xor_k or_bk min_bk max_bk mul_bk shl_bk | b: a with b, a with k |
| rsub_bk addmul_bk truth | b: k - a; a + b * k; b, or 2 * a where b is not |
| and_eq_bk or_if_bk | b: a and (1 where b is k); a or (k where b is not 0) |
| eq_b ne_b, eq_bk ne_bk lt_bk ge_bk | b: 0 or 1 |
| widen_h, addmul_h | h: of a (b); a (h) + b (b) * k |
| eq_i eq_ik, add_i | b: 0 or 1; i |
| digit | q: a (q) * k + b (b) |
| take_XY | X: table c at place a (Y), the nearest place inside it |
| f_of_b | f: of a (b) |
| fill_b fill_q | k |
"""

from collections.abc import Callable
from typing import Any, Self

from numpy.typing import NDArray

OPS: dict[str, int]
"""The number of each instruction by its name."""

BLOCK: int
"""How many rows go through the whole program together."""

class Program:
    """A straight-line program, checked once. May be shared by threads."""

    def __new__(
        cls,
        inputs: str,
        outputs: str,
        code: NDArray[Any],
        numbers: NDArray[Any],
        tables: tuple[NDArray[Any], ...],
        slots: NDArray[Any],
        arena: int,
        reader: Callable[[Any, str], NDArray[Any]],
        /,
    ) -> Self:
        """`inputs` and `outputs` are the kinds of those registers, a letter each.

        code: int32 (m, 6). numbers: float64. slots: int32, for each scratch register the offset in bytes of
        its block in an arena of `arena` bytes, a multiple of 64 with 8 * BLOCK bytes behind it. Everything
        is contiguous and aligned. dst is no input and shares no bytes with what the instruction reads.
        `reader` makes a contiguous column of a kind of an input that is none (see `run`).
        Raises ValueError for what is no program.
        """

    def run(self, inputs: tuple[Any, ...], outputs: tuple[NDArray[Any], ...], rows: int, /) -> None:
        """Fill `outputs` from `inputs` (`rows` elements each, or one for all rows).

        outputs: writable arrays of (columns, rows), which hold the output registers one after the other. An
        input is read as it lies if it is a buffer of the numpy type of its kind, aligned, its elements side
        by side or one for all (b: bool and int8 too).
        Raises ValueError for columns that do not fit, and for scores beyond ±1,000,000.
        """
