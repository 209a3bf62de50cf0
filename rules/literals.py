"""Numbers, truth values and dates as a rulebook writes them; None for anything else, and a hint for it."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

LARGEST_EXACT = 2**53
MOST_DIGITS = 30
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}([,_' ][0-9]{3})+(\.[0-9]+)?")
_PERCENT = re.compile(r"-?[0-9.]+ *%")


def parse_decimal(text: str) -> Decimal | None:
    """A plain decimal number: no exponent, at most MOST_DIGITS digits, between -2^53 and 2^53. -0 is 0."""
    if not _DECIMAL.fullmatch(text) or _digits(text) > MOST_DIGITS:
        return None
    value = Decimal(text)
    if not value:
        return abs(value)
    return value if abs(value) <= LARGEST_EXACT else None


def parse_integer(text: str) -> int | None:
    """A whole number between -2^53 and 2^53, written without a fraction."""
    value = parse_decimal(text) if _INTEGER.fullmatch(text) else None
    return None if value is None else int(value)


def parse_boolean(text: str) -> bool | None:
    """Exactly `true` or `false`."""
    return {"true": True, "false": False}.get(text)


def parse_date(text: str) -> dt.date | None:
    """A day of the calendar as `YYYY-MM-DD`."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def number_hint(text: str) -> str:
    """How to write the number that `parse_decimal` refused."""
    if _THOUSANDS.fullmatch(text):
        return "write it without thousands separators"
    if _PERCENT.fullmatch(text):
        return "write the number without %; the unit has a key of its own"
    if _DECIMAL.fullmatch(text):
        return _size_hint(text)
    return "write digits with an optional fraction, like 12 or -0.5"


def integer_hint(text: str) -> str:
    """How to write the whole number that `parse_integer` refused."""
    if _INTEGER.fullmatch(text):
        return _size_hint(text)
    return (
        "write it without thousands separators"
        if _THOUSANDS.fullmatch(text)
        else "write digits only, like 12"
    )


def date_hint(text: str) -> str:
    """How to write the date that `parse_date` refused."""
    return "the calendar has no such day" if _DATE.fullmatch(text) else "write YYYY-MM-DD, like 2026-01-31"


def _size_hint(text: str) -> str:
    if _digits(text) > MOST_DIGITS:
        return f"write at most {MOST_DIGITS} digits"
    return "numbers beyond 2^53 (9007199254740992) are not exact: use a larger unit"


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)
