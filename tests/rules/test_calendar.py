"""Durations added to days: month ends, leap years, weekends, hours, the end of the calendar."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.rules.calendar import add
from assize.rules.duration import Duration, Unit, parse_duration

MONDAY = date(2026, 6, 1)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def after(day: date, text: str) -> date:
    duration = parse_duration(text)
    assert duration is not None
    return add(day, duration)


@pytest.mark.parametrize(
    ("day", "duration", "expected"),
    [
        (date(2026, 1, 31), "1m", date(2026, 2, 28)),
        (date(2024, 1, 31), "1m", date(2024, 2, 29)),
        (date(2026, 1, 31), "2m", date(2026, 3, 31)),  # not by way of February
        (date(2026, 3, 31), "1m", date(2026, 4, 30)),
        (date(2026, 8, 31), "6m", date(2027, 2, 28)),
        (date(2026, 12, 31), "2m", date(2027, 2, 28)),
        (date(2026, 2, 28), "1m", date(2026, 3, 28)),  # a month's end is not kept
        (date(2024, 2, 29), "1y", date(2025, 2, 28)),
        (date(2024, 2, 29), "4y", date(2028, 2, 29)),
        (date(2096, 2, 29), "4y", date(2100, 2, 28)),  # 2100 is no leap year
        (date(1996, 2, 29), "4y", date(2000, 2, 29)),  # 2000 is one
        (date(2026, 6, 15), "0m", date(2026, 6, 15)),
    ],
)
def test_months_and_years_end_with_the_month(day: date, duration: str, expected: date) -> None:
    assert after(day, duration) == expected


@given(DAYS, st.integers(0, 1200))
def test_months_keep_the_day_where_the_month_has_it(day: date, months: int) -> None:
    found = add(day, Duration(months, "m"))
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])


@given(DAYS, st.integers(0, 100))
def test_a_year_is_twelve_months(day: date, years: int) -> None:
    assert add(day, Duration(years, "y")) == add(day, Duration(12 * years, "m"))


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("amount", range(13))
def test_working_days_are_counted_from_every_weekday(weekday: int, amount: int) -> None:
    start = MONDAY + timedelta(days=weekday)
    assert add(start, Duration(amount, "wd")) == counted(start, amount)


def counted(start: date, amount: int) -> date:
    """Day by day: only Mondays to Fridays count, the first day does not."""
    day = start
    while amount:
        day += timedelta(days=1)
        amount -= day.isoweekday() <= 5
    return day


@given(DAYS, st.integers(1, 400))
def test_so_many_working_days_lie_between(day: date, amount: int) -> None:
    found = add(day, Duration(amount, "wd"))
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(each.isoweekday() <= 5 for each in between) == amount
    assert found.isoweekday() <= 5


@pytest.mark.parametrize(
    ("duration", "days"),
    [("0h", 0), ("1h", 1), ("23h", 1), ("24h", 1), ("25h", 2), ("48h", 2), ("0d", 0), ("1d", 1), ("90d", 90)],
)
def test_hours_are_whole_days_begun(duration: str, days: int) -> None:
    assert after(MONDAY, duration) == MONDAY + timedelta(days=days)


@given(DAYS, st.sampled_from(["h", "d", "wd", "m", "y"]), st.integers(0, 500))
def test_more_is_never_earlier(day: date, unit: Unit, amount: int) -> None:
    assert day <= add(day, Duration(amount, unit)) <= add(day, Duration(amount + 1, unit))


@pytest.mark.parametrize("unit", ["h", "d", "wd", "m", "y"])
@pytest.mark.parametrize("day", [date.max, date.max - timedelta(days=1)])
def test_the_calendar_ends(unit: Unit, day: date) -> None:
    assert add(day, Duration(100, unit)) == date.max


@pytest.mark.parametrize("longest", ["876600h", "36525d", "26100wd", "1200m", "100y"])
def test_the_longest_durations_are_about_a_hundred_years(longest: str) -> None:
    assert after(MONDAY, longest).year in (2126, 2125)
