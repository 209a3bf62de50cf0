"""Dated parameters bound to a period: names become numbers, forms become value functions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from assize.rules.criteria_model import Criterion, CurveForm, Number, Score, StepsForm, TableForm, TargetForm
from assize.rules.expressions import Aggregate, Expression, FactRef
from assize.rules.model import Fact, Parameter, Rulebook
from assize.rules.types import BooleanType, ChoiceType, MoneyType, NumberType
from assize.scoring import Curve, Lookup, Step, Steps, ValueFunction, target

Domain = tuple[float | None, float | None]


class Period(NamedTuple):
    """From `start` to before `end` (None: open) every parameter holds one value; None is a gap."""

    start: date
    end: date | None
    values: Mapping[str, float | int | None]

    def holds(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.start <= day and (self.end is None or day < self.end)

    def number(self, number: Number) -> float:
        """A number, or the value of the parameter that it names. Raises KeyError in a gap."""
        if not isinstance(number, str):
            return number
        value = self.values[number]
        if value is None:
            raise KeyError(number)
        return float(value)


def periods(start: date, end: date | None, parameters: tuple[Parameter, ...]) -> tuple[Period, ...]:
    """The stretches of time between two changes of a parameter, while the rulebook holds."""
    changes = {value.start for parameter in parameters for value in parameter.values}
    inside = {day for day in changes if day > start and (end is None or day < end)}
    starts = [start, *sorted(inside)]
    ends = [*starts[1:], end]
    return tuple(
        Period(first, last, {parameter.name: parameter.at(first) for parameter in parameters})
        for first, last in zip(starts, ends, strict=True)
    )


def period_of(rulebook: Rulebook, day: date) -> Period:
    """The period that holds `day`, which lies in the time that the rulebook holds."""
    found = periods(rulebook.start, rulebook.end, rulebook.parameters)
    return next(period for period in reversed(found) if period.start <= day)


def value_function(
    criterion: Criterion, score: Score, period: Period, facts: Mapping[str, Fact]
) -> ValueFunction:
    """The value function of a leaf that is no checklist. Raises ValueFunctionError with every problem."""
    assert criterion.of is not None
    number, domain = period.number, domain_of(criterion.of, facts)
    match criterion.form:
        case CurveForm(points=points):
            return Curve(tuple((number(x), number(y)) for x, y in points), domain)
        case StepsForm(rows=rows):
            steps = (
                Step(_end(row.low, period), _end(row.high, period), number(row.value), row.closed)
                for row in rows
            )
            return Steps(tuple(steps), domain)
        case TargetForm(zero=zero, full=full):
            edges = (number(zero[0]), number(full[0]), number(full[1]), number(zero[1]))
            return target(*edges, (score.low, score.high), domain)
        case TableForm(rows=cells):
            return _lookup(criterion.of, tuple((key, number(value)) for key, value in cells))
        case _:
            raise TypeError(criterion.form)


def _end(number: Number | None, period: Period) -> float | None:
    return None if number is None else period.number(number)


def _lookup(of: Expression, cells: tuple[tuple[str, float], ...]) -> Lookup:
    if isinstance(of.type, BooleanType):
        known = {"true": True, "false": False}
        return Lookup(tuple((known.get(key, key), value) for key, value in cells), (True, False))
    choices = of.type.choices if isinstance(of.type, ChoiceType) else ()
    return Lookup(cells, choices)


def domain_of(expression: Expression, facts: Mapping[str, Fact]) -> Domain:
    """The range that an expression is known to stay in: a fact's declared one, or none."""
    if isinstance(expression, FactRef):
        kind = facts[expression.name].type
        if isinstance(kind, NumberType | MoneyType):
            return kind.low, kind.high
    if isinstance(expression, Aggregate) and expression.name in ("count", "distinct"):
        return 0.0, None
    return None, None
