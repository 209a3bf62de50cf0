from datetime import date
from decimal import Decimal

import pytest
from google.type.date_pb2 import Date
from google.type.money_pb2 import Money
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.case import GivenApproval
from assize.server.grpc import values
from assize.v1.facts_pb2 import (
    Amount,
    Evidence,
    FactInfo,
    FactList,
    FactRecord,
    FactValue,
    Rate,
    Unknown,
)
from assize.v1.facts_pb2 import GivenApproval as SentApproval

DAY = Date(year=2026, month=3, day=1)


def codes(value: FactValue) -> list[tuple[str, str]]:
    with pytest.raises(values.Unfit) as caught:
        values.read_value(value)
    return [(violation.path, violation.code) for violation in caught.value.violations]


@pytest.mark.parametrize(
    ("sent", "plain"),
    [
        (FactValue(unknown=Unknown()), None),
        (FactValue(boolean=False), False),
        (FactValue(decimal="120"), Decimal(120)),
        (FactValue(decimal="-.5e2"), Decimal(-50)),
        (FactValue(text=""), ""),
        (FactValue(text="شركة الدعم"), "شركة الدعم"),
        (FactValue(date=DAY), date(2026, 3, 1)),
        (FactValue(list=FactList()), []),
        (FactValue(list=FactList(items=[FactValue(text="a")])), ["a"]),
        (FactValue(record=FactRecord(fields={"a": FactValue(boolean=True)})), {"a": True}),
    ],
)
def test_each_kind_of_value(sent: FactValue, plain: object) -> None:
    assert values.read_value(sent) == plain


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_decimals_are_exact(number: Decimal) -> None:
    text = f"{number:f}"
    if len(text) <= 64:
        assert values.read_decimal(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "NaN",
        "Infinity",
        "-inf",
        "1,000",
        "1_000",
        "0x10",
        "१२",
        "1e99999",
        "1" * 65,
        "1 ",
        "--1",
        ".",
    ],
)
def test_a_text_that_is_no_decimal_number_is_a_violation(text: str) -> None:
    assert codes(FactValue(decimal=text)) == [("", "NOT_A_NUMBER")]


def test_a_value_without_a_kind_is_a_violation() -> None:
    assert codes(FactValue()) == [("", "NO_VALUE")]


@pytest.mark.parametrize("day", [Date(), Date(year=2026), Date(year=2026, month=2, day=30), Date(year=-1)])
def test_a_day_that_does_not_exist_is_a_violation(day: Date) -> None:
    assert codes(FactValue(date=day)) == [("", "NOT_A_DATE")]


def test_all_violations_come_with_their_paths() -> None:
    record = FactRecord(fields={"level": FactValue(), "until": FactValue(date=Date())})
    items = [FactValue(decimal="x"), FactValue(text="fine"), FactValue(record=record)]
    assert sorted(codes(FactValue(list=FactList(items=items)))) == [
        ("[0]", "NOT_A_NUMBER"),
        ("[2].level", "NO_VALUE"),
        ("[2].until", "NOT_A_DATE"),
    ]


def test_amounts_are_exact() -> None:
    sent = Amount(money=Money(currency_code="CNY", units=500, nanos=10_000_000), scale=10000)
    assert values.read_amount(sent) == {"amount": Decimal("500.01"), "currency": "CNY", "scale": 10000}
    assert values.read_amount(Amount(money=Money(units=-3))) == {"amount": -3, "currency": None}


def test_a_rate_travels_with_its_amount() -> None:
    rate = Rate(value="7.12", date=DAY, source="central bank")
    assert values.read_amount(Amount(money=Money(currency_code="USD", units=1), rate=rate)) == {
        "amount": 1,
        "currency": "USD",
        "rate": {"value": Decimal("7.12"), "date": date(2026, 3, 1), "source": "central bank"},
    }
    bad = FactValue(amount=Amount(rate=Rate(value="NaN")))
    assert codes(bad) == [(".rate.value", "NOT_A_NUMBER"), (".rate.date", "NOT_A_DATE")]


@pytest.mark.parametrize(("units", "nanos"), [(1, -1), (-1, 1), (0, 1_000_000_000)])
def test_units_and_nanos_agree(units: int, nanos: int) -> None:
    sent = FactValue(amount=Amount(money=Money(currency_code="CNY", units=units, nanos=nanos)))
    assert codes(sent) == [("", "NOT_AN_AMOUNT")]


def test_what_is_known_of_a_fact() -> None:
    info = FactInfo(observed=DAY, evidence=Evidence.EVIDENCE_VERIFIED, source="payroll")
    assert values.read_info(5, info) == {
        "value": 5,
        "observed": date(2026, 3, 1),
        "evidence": "verified",
        "source": "payroll",
    }
    assert values.read_info(5, FactInfo()) == {"value": 5}


def test_evidence_of_a_newer_contract_is_a_violation() -> None:
    with pytest.raises(values.Unfit):
        values.read_info(5, FactInfo.FromString(b"\x10\x63"))


def test_an_approval_comes_back() -> None:
    sent = SentApproval(rule="overlap", role="head", by="u-1", granted_on=DAY)
    assert values.read_approval(sent) == GivenApproval("overlap", "head", "u-1", date(2026, 3, 1), None)
    with pytest.raises(values.Unfit):
        values.read_approval(SentApproval(rule="overlap", granted_on=Date(), expires=Date()))
