"""Money as it is sent → an amount in the declared currency, exact in decimals until the one conversion to
float64.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation, localcontext
from typing import cast

from assize.decision.result import RateUsed
from assize.decision.violations import Violations
from assize.rules.errors import nearest
from assize.rules.types import MoneyType

KEYS = frozenset({"amount", "currency", "scale", "rate"})
RATE_KEYS = frozenset({"value", "date", "source"})
SCALES = (1, 100, 1000, 10_000, 1_000_000, 100_000_000)
DIGITS = 60


def read_money(value: object, path: str, kind: MoneyType, found: Violations) -> float | None:
    """`{amount, currency, scale, rate}` in units of the declared currency."""
    fields = _fields(value, path, KEYS, "money is {amount, currency}, with scale 10000 for 万元", found)
    if fields is None:
        return None
    currency = fields.get("currency")
    if currency is None:
        hint = f"send {kind.currency}, or another currency with a rate"
        found.add(f"{path}.currency", "an amount without its currency", "", "MISSING_CURRENCY", hint)
        return None
    amount = decimal_of(fields.get("amount"), f"{path}.amount", found)
    scale = fields.get("scale", 1)
    if isinstance(scale, bool) or scale not in SCALES:
        found.add(
            f"{path}.scale",
            "not a scale",
            f"{scale}",
            "UNKNOWN_SCALE",
            f"one of {', '.join(map(str, SCALES))}; 万 is 10000",
        )
        return None
    rate = _rate(fields, str(currency), path, kind.currency, found)
    if amount is None or rate is None:
        return None
    if currency != kind.currency:
        found.rates.append(_rate_used(fields, path, kind.currency, rate))
    with localcontext() as context:
        context.prec = DIGITS
        total = amount * int(scale) * rate
    return _in_range(float(total), path, kind, found)


def _fields(
    value: object, path: str, known: frozenset[str], hint: str, found: Violations
) -> Mapping[str, object] | None:
    if not isinstance(value, Mapping):
        found.wrong_type(path, "money" if known is KEYS else "a rate", value, hint)
        return None
    for name in sorted(str(name) for name in value.keys() - known):
        found.add(f"{path}.{name}", "no such field", "", "UNKNOWN_FIELD", nearest(name, known))
    return value


def decimal_of(value: object, path: str, found: Violations) -> Decimal | None:
    """A finite decimal from a decimal text or a number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        found.wrong_type(
            path, "a decimal number", value, "send it as text or as a number, without separators"
        )
        return None
    try:
        amount = Decimal(repr(value) if isinstance(value, float) else value)
    except (InvalidOperation, ValueError):
        hint = "digits and a point only; 万元 is scale 10000"
        found.add(path, "not a decimal number", f'"{str(value)[:40]}"', "NOT_A_NUMBER", hint)
        return None
    if not amount.is_finite() or (isinstance(value, str) and ("_" in value or value != value.strip())):
        found.add(path, "not a finite decimal number", str(value)[:40], "NOT_FINITE")
        return None
    if abs(amount.adjusted()) > DIGITS:
        found.add(
            path,
            "beyond any amount",
            str(value)[:40],
            "NUMBER_TOO_LARGE" if amount.adjusted() > 0 else "NUMBER_TOO_SMALL",
        )
        return None
    return amount


def _rate(
    fields: Mapping[str, object], currency: str, path: str, base: str, found: Violations
) -> Decimal | None:
    given = fields.get("rate")
    if currency == base:
        if given is not None:
            found.add(f"{path}.rate", f"an amount in {base} needs no rate", "", "NEEDLESS_RATE")
        return Decimal(1)
    if given is None:
        hint = f"convert it, or add rate: {{value: {base} for one {currency}, date, source}}"
        found.add(f"{path}.currency", f"expected {base}", currency, "WRONG_CURRENCY", hint)
        return None
    rate = _fields(given, f"{path}.rate", RATE_KEYS, "", found)
    if rate is None:
        return None
    if not _is_date(rate.get("date")) or not rate.get("source"):
        found.add(f"{path}.rate", "a rate needs its date and its source", "", "INCOMPLETE_RATE")
        return None
    value = decimal_of(rate.get("value"), f"{path}.rate.value", found)
    if value is not None and value <= 0:
        found.add(f"{path}.rate.value", "a rate is more than 0", f"{value}", "OUT_OF_RANGE")
        return None
    return value


def _rate_used(fields: Mapping[str, object], path: str, base: str, rate: Decimal) -> RateUsed:
    """The rate of an amount in another currency, for the answer."""
    given = cast("Mapping[str, object]", fields["rate"])
    day = given["date"] if isinstance(given["date"], date) else date.fromisoformat(str(given["date"]))
    return RateUsed(path, str(fields["currency"]), base, float(rate), day, str(given["source"]))


def _is_date(value: object) -> bool:
    if isinstance(value, date):
        return True
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _in_range(amount: float, path: str, kind: MoneyType, found: Violations) -> float | None:
    low = -math.inf if kind.low is None else kind.low
    high = math.inf if kind.high is None else kind.high
    if not low <= amount <= high:
        hint = "check the scale: 万元 is 10000"
        what = f"outside the range {low:.15g} to {high:.15g} {kind.currency}"
        found.add(path, what, f"{amount:.15g}", "OUT_OF_RANGE", hint)
        return None
    return amount
