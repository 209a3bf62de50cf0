"""A slice as one C function over columns, compiled by gcc without any freedom over floating point."""

from __future__ import annotations

import ast
import ctypes
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.experiments.scalars import Scalars, Steep, scalars_of
from bench.experiments.slices import Slice

Column = NDArray[Any]
_FLAGS = (
    "-O3",
    "-march=native",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-shared",
    "-fPIC",
)
_KINDS = {"float64": "double", "int32": "int32_t", "int64": "int64_t", "uint8": "uint8_t", "bool": "uint8_t"}
_HELPERS = """
#include <stdint.h>
#include <math.h>
#define BLOCK 1024
#define nan __builtin_nan("")
#define RAN static inline __attribute__((always_inline))
RAN int64_t isnan_(double x) { return x != x; }
RAN int64_t truth(int64_t holds, int64_t unknown) { return (holds + holds | unknown); }
RAN int64_t negated(int64_t x) { return !x; }
RAN int64_t bit(int64_t x) { return x; }
RAN double where(int64_t c, double a, double b) { return c ? a : b; }
RAN double finite_(double x) { return fabs(x) == INFINITY ? nan : x; }
RAN double choose(int64_t c, double a, double b, double u) { return c == 1 ? u : c == 2 ? a : b; }
RAN double fmax_(double x, double low) { return x > low ? x : low; }
RAN double fmin_(double x, double high) { return x < high ? x : high; }
RAN int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
RAN int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }
RAN double dleast(double a, double b) { return a < b ? a : (a != a ? a : b); }
RAN double dmost(double a, double b) { return a > b ? a : (a != a ? a : b); }
#define minimum(a, b) _Generic((a) + (b), double: dleast, default: least)(a, b)
#define maximum(a, b) _Generic((a) + (b), double: dmost, default: most)(a, b)
RAN int64_t clipped(int64_t at, int64_t last) { return at < last ? at : last; }
RAN int64_t reaches(double x, double border) { return x >= border; }
RAN int64_t capped(int64_t grade, int64_t holds, int64_t cap) { return holds && grade > cap ? cap : grade; }
RAN double score_of(double x, double half, double unit, double power) {
  return floor((floor(x * 1e9 + 0.5) + half) / unit) / power;
}
#define RANGE(name, op) RAN int64_t range_##name(double low, double high, double border) { \\
  return low + high != low + high || border != border ? 1 : (low op border) + (high op border); }
RANGE(less, <) RANGE(at_most, <=) RANGE(greater, >) RANGE(not_less, >=)
RAN int64_t drange_equal(double low, double high, double border) {
  return low + high != low + high || border != border ? 1
    : (low <= border && border <= high) + (low == border && high == border); }
RAN int64_t lrange_equal(int64_t low, int64_t high, int64_t border) {
  return (low <= border & border <= high) + (low == border & high == border); }
#define range_equal(a, b, c) _Generic((a) + (b), double: drange_equal, default: lrange_equal)(a, b, c)
"""
_RENAMED = {"isnan": "isnan_", "finite": "finite_", "fmax": "fmax_", "fmin": "fmin_"}


def in_c(part: Slice) -> Callable[..., tuple[Column, ...]]:
    """The slice as a function of its inputs; raises FileNotFoundError without gcc."""
    source = c_source(part)
    with TemporaryDirectory() as folder:
        text, library = Path(folder, "part.c"), Path(folder, "part.so")
        text.write_text(source, encoding="utf-8")
        subprocess.run(["gcc", *_FLAGS, str(text), "-o", str(library), "-lm"], check=True)  # noqa: S607
        compiled = ctypes.CDLL(str(library)).sliced
    compiled.restype = None

    def run(*columns: Column) -> tuple[Column, ...]:
        rows = len(columns[0])
        made = tuple(np.empty(rows, dtype=part.kinds[name]) for name in part.outputs)
        compiled(ctypes.c_int64(rows), *(ctypes.c_void_p(column.ctypes.data) for column in (*columns, *made)))
        return made

    return run


def c_source(part: Slice) -> str:
    """The text of the C program. Rows go in blocks, in which bytes and codes are as wide as numbers: mixed
    widths keep gcc from working on several rows at a time.
    """
    scalars = scalars_of(part)
    kinds = {name: _KINDS[str(kind)] for name, kind in part.kinds.items()}
    wide = {name: "double" if kind == "double" else "int64_t" for name, kind in kinds.items()}
    narrow = [name for name in (*part.inputs, *part.outputs) if kinds[name] != "double"]
    head = [f"const {kinds[name]} *restrict in_{name}" for name in part.inputs]
    head += [f"{kinds[name]} *restrict out_{name}" for name in part.outputs]
    whole = [f"int64_t w_{name}[BLOCK];" for name in narrow]
    whole += [_each(f"w_{name}[i] = in_{name}[first + i]") for name in narrow if name in part.inputs]
    body = [
        f"const {wide[n]} {n} = {f'w_{n}[i]' if n in narrow else f'in_{n}[first + i]'};" for n in part.inputs
    ]
    declared: set[str] = set()
    for name, code in scalars.lines:
        kind = "" if name in declared else f"{wide[name]} "
        declared.add(name)
        body.append(f"{kind}{name} = {_c(ast.parse(code, mode='eval').body)};")
    body += [f"{f'w_{n}[i]' if n in narrow else f'out_{n}[first + i]'} = {n};" for n in part.outputs]
    whole.append(_each("\n    ".join(body)))
    whole += [
        _each(f"out_{name}[first + i] = ({kinds[name]})w_{name}[i]")
        for name in narrow
        if name in part.outputs
    ]
    blocks = "\n  ".join(["for (int64_t first = 0; first < rows; first += BLOCK) {", _LENGTH, *whole, "}"])
    return "\n".join(
        [_HELPERS, *_constants(scalars), f"void sliced(int64_t rows, {', '.join(head)}) {{\n  {blocks}\n}}"]
    )


_LENGTH = "const int64_t length = rows - first < BLOCK ? rows - first : BLOCK;"


def _each(body: str) -> str:
    return f"for (int64_t i = 0; i < length; i++) {{ {body}; }}"


def _constants(scalars: Scalars) -> Sequence[str]:
    tables = [
        f"static const {_KINDS[str(t.dtype)]} {name}[] = {{{', '.join(map(_literal, t.tolist()))}}};"
        for name, t in scalars.tables.items()
    ]
    return [*tables, *(_function(name, steep) for name, steep in scalars.functions.items())]


def _function(name: str, steep: Steep) -> str:
    parts = ("base", "slope", "start")
    lines = [f"double {part} = {_literal(getattr(steep, part)[0])};" for part in parts]
    for place, border in enumerate(steep.borders, start=1):
        lines.append(f"int64_t m{place} = x >= {_literal(border)};")
        lines += [f"{p} = m{place} ? {_literal(getattr(steep, p)[place])} : {p};" for p in parts]
    return f"RAN double {name}(double x) {{ {' '.join(lines)} return start + slope * (x - base); }}"


def _literal(value: float) -> str:
    return "nan" if value != value else repr(value)  # noqa: PLR0124  # NaN


def _c(node: ast.expr) -> str:
    """An expression of one row in C."""
    match node:
        case ast.Constant(value=value):
            return str(int(value)) if isinstance(value, bool) else _literal(value)
        case ast.Name(id=name):
            return name
        case ast.Subscript(value=table, slice=place):
            return f"{_c(table)}[{_c(place)}]"
        case ast.Call(func=ast.Name(id=name), args=args):
            return f"{_RENAMED.get(name, name)}({', '.join(map(_c, args))})"
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return f"({_c(left)} {_SIGNS[type(op)]} {_c(right)})"
        case ast.BinOp(left=left, op=op, right=right):
            return f"({_c(left)} {_SIGNS[type(op)]} {_c(right)})"
        case ast.UnaryOp(operand=operand):
            return f"(-{_c(operand)})"
    raise NotImplementedError(ast.dump(node))


_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.LShift: "<<",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
