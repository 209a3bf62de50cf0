"""Money as it is sent: scale, currency, rate, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assize.decision.money import read_money
from assize.decision.result import RateUsed
from assize.decision.violations import Violations
from assize.rules.errors import FactError
from assize.rules.types import MoneyType

CNY = MoneyType("CNY", 0.0, 1e12)
RATE = {"value": "7.12", "date": "2026-03-01", "source": "central parity"}


def read(sent: object) -> float | None:
    found = Violations()
    amount = read_money(sent, "$.m", CNY, found)
    found.raise_if_any()
    return amount


@pytest.mark.parametrize(
    ("sent", "amount"),
    [
        ({"amount": "500", "currency": "CNY"}, 500.0),
        ({"amount": 500, "currency": "CNY", "scale": 10000}, 5_000_000.0),
        ({"amount": Decimal("0.1"), "currency": "CNY", "scale": 100_000_000}, 10_000_000.0),
        ({"amount": 0.1, "currency": "CNY", "scale": 1000}, 100.0),
        ({"amount": "100", "currency": "USD", "rate": RATE}, 712.0),
        ({"amount": "0.07", "currency": "USD", "scale": 10000, "rate": RATE}, 4984.0),
    ],
)
def test_an_amount_is_exact_in_the_declared_currency(sent: object, amount: float) -> None:
    assert read(sent) == amount


@pytest.mark.parametrize(
    ("sent", "path", "code"),
    [
        (500, "$.m", "WRONG_TYPE"),
        ({"amount": "500"}, "$.m.currency", "MISSING_CURRENCY"),
        ({"amount": "5,000", "currency": "CNY"}, "$.m.amount", "NOT_A_NUMBER"),
        ({"amount": "1_000", "currency": "CNY"}, "$.m.amount", "NOT_FINITE"),
        ({"amount": "NaN", "currency": "CNY"}, "$.m.amount", "NOT_FINITE"),
        ({"amount": "1e999", "currency": "CNY"}, "$.m.amount", "NUMBER_TOO_LARGE"),
        ({"amount": "1e-320", "currency": "CNY"}, "$.m.amount", "NUMBER_TOO_SMALL"),
        ({"amount": True, "currency": "CNY"}, "$.m.amount", "WRONG_TYPE"),
        ({"amount": None, "currency": "CNY"}, "$.m.amount", "WRONG_TYPE"),
        ({"amount": 1, "currency": "CNY", "scale": 10}, "$.m.scale", "UNKNOWN_SCALE"),
        ({"amount": 1, "currency": "CNY", "scale": True}, "$.m.scale", "UNKNOWN_SCALE"),
        ({"amount": 1, "currency": "CNY", "curency": "x"}, "$.m.curency", "UNKNOWN_FIELD"),
        ({"amount": 1, "currency": "USD"}, "$.m.currency", "WRONG_CURRENCY"),
        ({"amount": 1, "currency": "CNY", "rate": RATE}, "$.m.rate", "NEEDLESS_RATE"),
        ({"amount": 1, "currency": "USD", "rate": {"value": "7"}}, "$.m.rate", "INCOMPLETE_RATE"),
        ({"amount": 1, "currency": "USD", "rate": {**RATE, "value": 0}}, "$.m.rate.value", "OUT_OF_RANGE"),
        ({"amount": -1, "currency": "CNY"}, "$.m", "OUT_OF_RANGE"),
        ({"amount": 100_000_001, "currency": "CNY", "scale": 10000}, "$.m", "OUT_OF_RANGE"),
    ],
)
def test_what_is_refused(sent: object, path: str, code: str) -> None:
    with pytest.raises(FactError) as caught:
        read(sent)
    assert [(each.path, each.code) for each in caught.value.violations] == [(path, code)]


def test_a_rate_is_noted() -> None:
    found = Violations()
    read_money({"amount": 1, "currency": "USD", "rate": RATE}, "$.m", CNY, found)
    assert found.rates == [RateUsed("$.m", "USD", "CNY", 7.12, date(2026, 3, 1), "central parity")]
