"""Days reckoned with durations. Working days are Mondays to Fridays: public holidays cannot be known here."""

from __future__ import annotations

from datetime import date, timedelta

from assize.rules.duration import Duration
from assize.rules.generate.runtime import add_months

FRIDAY = 4
HOURS = 24


def add(day: date, duration: Duration) -> date:
    """The day so much later; hours count as whole days begun. The last day of the calendar where it would be
    passed.
    """
    amount = duration.amount
    match duration.unit:
        case "m" | "y":
            months = amount * (12 if duration.unit == "y" else 1)
            found = add_months(day.toordinal(), float(months))
            return date.max if found is None else date.fromordinal(found)
        case "wd":
            return _working_days(day, amount)
        case _:
            days = amount if duration.unit == "d" else -(-amount // HOURS)
            return day + timedelta(days=min(days, (date.max - day).days))


def _working_days(day: date, amount: int) -> date:
    """`amount` working days after `day`, which does not count; from a weekend as from Friday."""
    if amount == 0:
        return day
    weekday = min(day.weekday(), FRIDAY)
    weeks, rest = divmod(amount, 5)
    over_weekend = 2 if weekday + rest > FRIDAY else 0
    days = weekday - day.weekday() + 7 * weeks + rest + over_weekend
    return day + timedelta(days=min(days, (date.max - day).days))
