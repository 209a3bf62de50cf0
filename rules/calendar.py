"""Days reckoned with durations. Working days are Mondays to Fridays: public holidays cannot be known here."""

from __future__ import annotations

from datetime import date, timedelta

from assize.rules.duration import Duration
from assize.rules.generate.runtime import add_months

SATURDAY = 5
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
    """`amount` working days after `day`, which itself does not count."""
    weeks, rest = divmod(amount, 5)
    found = day + timedelta(weeks=weeks)
    while rest or (amount and found.weekday() >= SATURDAY):
        found += timedelta(days=1)
        if found.weekday() < SATURDAY and rest:
            rest -= 1
    return found
