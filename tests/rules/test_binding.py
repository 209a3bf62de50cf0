"""Parameters bound to periods: when one begins, what holds in it, and what value functions become in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.rules.binding import Period, domain_of, period_of, periods, value_function
from assize.rules.criteria_model import (
    Criterion,
    CurveForm,
    Form,
    Score,
    StepRow,
    StepsForm,
    TableForm,
    TargetForm,
)
from assize.rules.expressions import Aggregate, Expression, FactRef
from assize.rules.load import load_rulebook
from assize.rules.model import DatedValue, Fact, Parameter
from assize.rules.types import BOOLEAN, NUMBER, TEXT, ChoiceType, ListType, MoneyType, NumberType
from assize.scoring import Curve, Lookup, Steps, ValueFunctionError

BASE = Path(__file__).parent / "bad" / "base"
NEW_YEAR = date(2026, 1, 1)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
SCORE = Score(0.0, 100.0, 2, "percent", Decimal(100), None)
SIZE = ChoiceType(("small", "big"))
FACTS = {
    "staff": Fact("staff", NumberType("persons", True, 0.0, 1000.0)),
    "value": Fact("value", MoneyType("CNY", 0.0, None)),
    "size": Fact("size", SIZE),
    "access": Fact("access", BOOLEAN),
    "skills": Fact("skills", ListType(TEXT)),
}


def parameter(name: str, *changes: tuple[date, float | None]) -> Parameter:
    return Parameter(name, NUMBER, tuple(DatedValue(start, value, "why") for start, value in changes))


def leaf(form: Form, fact: str = "staff") -> Criterion:
    return Criterion("c", Decimal(1), "", "", of=FactRef(fact, FACTS[fact].type), form=form)


def period(**values: float | None) -> Period:
    return Period(NEW_YEAR, None, values)


def test_without_parameters_there_is_one_period() -> None:
    assert periods(NEW_YEAR, None, ()) == (Period(NEW_YEAR, None, {}),)


def test_a_period_ends_where_a_parameter_changes() -> None:
    floor = parameter("floor", (NEW_YEAR, 5.0), (date(2026, 7, 1), 10.0))
    assert periods(NEW_YEAR, None, (floor,)) == (
        Period(NEW_YEAR, date(2026, 7, 1), {"floor": 5.0}),
        Period(date(2026, 7, 1), None, {"floor": 10.0}),
    )


def test_changes_of_several_parameters_are_merged() -> None:
    first = parameter("first", (NEW_YEAR, 1.0), (date(2026, 3, 1), 2.0))
    second = parameter("second", (NEW_YEAR, 1.0), (date(2026, 3, 1), 3.0), (date(2026, 5, 1), 4.0))
    found = periods(NEW_YEAR, None, (first, second))
    assert [(p.start, dict(p.values)) for p in found] == [
        (NEW_YEAR, {"first": 1.0, "second": 1.0}),
        (date(2026, 3, 1), {"first": 2.0, "second": 3.0}),
        (date(2026, 5, 1), {"first": 2.0, "second": 4.0}),
    ]


def test_changes_outside_the_rulebooks_time_begin_no_period() -> None:
    floor = parameter("floor", (date(2025, 1, 1), 1.0), (date(2027, 1, 1), 2.0))
    assert periods(NEW_YEAR, date(2026, 12, 31), (floor,)) == (
        Period(NEW_YEAR, date(2026, 12, 31), {"floor": 1.0}),
    )


def test_a_change_on_the_first_day_begins_no_second_period() -> None:
    assert len(periods(NEW_YEAR, None, (parameter("floor", (NEW_YEAR, 1.0)),))) == 1


def test_before_the_first_value_and_after_the_end_there_is_none() -> None:
    floor = parameter("floor", (date(2026, 3, 1), 5.0), (date(2026, 9, 1), None))
    assert [p.values["floor"] for p in periods(NEW_YEAR, None, (floor,))] == [None, 5.0, None]


@given(st.lists(DAYS, unique=True), st.lists(DAYS, unique=True), DAYS, st.none() | DAYS)
def test_periods_follow_each_other_without_a_hole(
    first: list[date], second: list[date], start: date, end: date | None
) -> None:
    if end is not None and end <= start:
        end = start + timedelta(days=1)
    given_ones = tuple(
        parameter(name, *((day, float(i)) for i, day in enumerate(sorted(days))))
        for name, days in (("first", first), ("second", second))
    )
    found = periods(start, end, given_ones)
    assert found[0].start == start
    assert found[-1].end == end
    assert [p.end for p in found[:-1]] == [p.start for p in found[1:]]
    for p in found:
        last = (p.end or p.start + timedelta(days=1)) - timedelta(days=1)
        for each in given_ones:
            assert each.at(p.start) == p.values[each.name] == each.at(last if p.end else p.start)


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (NEW_YEAR, NEW_YEAR),
        (date(2026, 6, 30), NEW_YEAR),
        (date(2026, 7, 1), date(2026, 7, 1)),
        (date(2031, 1, 1), date(2026, 7, 1)),
    ],
)
def test_the_period_of_a_day(day: date, start: date) -> None:
    assert period_of(load_rulebook(BASE), day).start == start


def test_a_number_is_itself_or_a_parameters_value() -> None:
    held = period(floor=5.0, ended=None)
    assert held.number(7.5) == 7.5
    assert held.number("floor") == 5.0
    with pytest.raises(KeyError, match="ended"):
        held.number("ended")


def test_a_curve_takes_its_numbers_from_the_period() -> None:
    form = CurveForm(((0.0, 0.0), ("floor", "mark"), (100.0, 100.0)))
    found = value_function(leaf(form), SCORE, period(floor=10.0, mark=40.0), FACTS)
    assert found == Curve(((0.0, 0.0), (10.0, 40.0), (100.0, 100.0)), (0.0, 1000.0))


def test_a_curve_that_no_longer_rises_in_a_period_is_refused() -> None:
    form = CurveForm(((0.0, 0.0), ("floor", 40.0), (10.0, 100.0)))
    assert value_function(leaf(form), SCORE, period(floor=5.0), FACTS)
    with pytest.raises(ValueFunctionError, match="inputs must rise"):
        value_function(leaf(form), SCORE, period(floor=10.0), FACTS)


def test_steps_keep_their_open_ends_and_their_closed_top() -> None:
    form = StepsForm((StepRow(None, "floor", False, 0.0), StepRow("floor", 1000.0, True, 100.0)))
    found = value_function(leaf(form), SCORE, period(floor=5.0), FACTS)
    assert isinstance(found, Steps)
    assert [(row.low, row.high, row.value, row.closed_top) for row in found.rows] == [
        (None, 5.0, 0.0, False),
        (5.0, 1000.0, 100.0, True),
    ]


def test_a_target_spans_the_score_scale() -> None:
    form = TargetForm(zero=(0.0, 40.0), full=(10.0, 20.0))
    found = value_function(leaf(form), SCORE._replace(low=1.0, high=5.0), period(), FACTS)
    assert isinstance(found, Curve)
    assert found.points == ((0.0, 1.0), (10.0, 5.0), (20.0, 5.0), (40.0, 1.0))


def test_a_table_has_a_value_for_every_choice() -> None:
    form = TableForm((("small", "floor"), ("big", 100.0)))
    found = value_function(leaf(form, "size"), SCORE, period(floor=5.0), FACTS)
    assert found == Lookup((("small", 5.0), ("big", 100.0)), ("small", "big"))
    with pytest.raises(ValueFunctionError, match="'big' has no value"):
        value_function(leaf(TableForm((("small", 5.0),)), "size"), SCORE, period(), FACTS)


def test_a_table_of_a_condition_has_truth_values_as_keys() -> None:
    form = TableForm((("true", 100.0), ("false", 0.0)))
    found = value_function(leaf(form, "access"), SCORE, period(), FACTS)
    assert found == Lookup(((True, 100.0), (False, 0.0)), (True, False))


@pytest.mark.parametrize(
    ("expression", "domain"),
    [
        (FactRef("staff", FACTS["staff"].type), (0.0, 1000.0)),
        (FactRef("value", FACTS["value"].type), (0.0, None)),
        (Aggregate("count", "_", FactRef("skills", FACTS["skills"].type), None, None, NUMBER), (0.0, None)),
        (FactRef("access", BOOLEAN), (None, None)),
    ],
)
def test_the_domain_is_what_is_declared(
    expression: Expression, domain: tuple[float | None, float | None]
) -> None:
    assert domain_of(expression, FACTS) == domain


def test_every_period_of_a_loaded_rulebook_binds() -> None:
    book = load_rulebook(BASE)
    assert [p.start for p in periods(book.start, book.end, book.parameters)] == [
        NEW_YEAR,
        date(2026, 7, 1),
    ]
    later = replace(book, start=date(2026, 8, 1))
    assert len(periods(later.start, later.end, later.parameters)) == 1
