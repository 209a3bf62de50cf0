"""The value functions of docs/rulebook-language.md §5, straight from their definition."""

from collections.abc import Callable
from itertools import pairwise
from math import inf

from assize.rules.criteria_model import CurveForm, Form, Number, StepRow, StepsForm, TableForm, TargetForm
from tests.oracle.values import FALSE, TRUE, Value

Bind = Callable[[Number], float]
Point = tuple[float, float]


def value_at(form: Form, x: Value, bind: Bind, scale: tuple[float, float]) -> float:
    """What a known input is worth."""
    match form:
        case StepsForm(rows=rows):
            return bind(next(row for row in rows if _within(row, x, bind)).value)
        case TableForm(rows=rows):
            key = {FALSE: "false", TRUE: "true"}[x] if isinstance(x, int) else x
            return bind(dict(rows)[key])
        case _:
            return interpolate(_points(form, bind, scale), x)


def extremes(form: Form, bind: Bind, scale: tuple[float, float], domain: Point) -> tuple[float, float]:
    """The least and the greatest value for inputs in a domain."""
    lowest, highest = domain
    match form:
        case StepsForm(rows=steps):
            values = [bind(row.value) for row in steps if _meets(row, domain, bind)]
        case TableForm(rows=rows):
            values = [bind(value) for _, value in rows]
        case _:
            points = _points(form, bind, scale)
            values = [y for x, y in points if lowest <= x <= highest]
            values += [interpolate(points, lowest), interpolate(points, highest)]
    return min(values), max(values)


def interpolate(points: list[Point], x: float) -> float:
    if x < points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x < x1:
            return y0 + (y1 - y0) / (x1 - x0) * (x - x0)
    return points[-1][1]


def _points(form: Form, bind: Bind, scale: tuple[float, float]) -> list[Point]:
    if isinstance(form, CurveForm):
        return [(bind(x), bind(y)) for x, y in form.points]
    assert isinstance(form, TargetForm)
    low, high = scale
    points = [(form.zero[0], low), (form.full[0], high), (form.full[1], high), (form.zero[1], low)]
    return [(bind(x), y) for x, y in points]


def _meets(row: StepRow, domain: Point, bind: Bind) -> bool:
    low = -inf if row.low is None else bind(row.low)
    high = inf if row.high is None else bind(row.high)
    return low <= domain[1] and (domain[0] < high or (row.closed and domain[0] == high))


def _within(row: StepRow, x: float, bind: Bind) -> bool:
    above = row.low is None or bind(row.low) <= x
    return above and (row.high is None or x < bind(row.high) or (row.closed and x == bind(row.high)))
