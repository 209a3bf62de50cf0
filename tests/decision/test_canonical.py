"""The digest tells decisions apart, and nothing but decisions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.canonical import as_data, digest
from assize.decision.case import Case
from assize.decision.decider import Decider
from assize.rules.inference.cache import MemoryCache
from assize.rules.library import Library, shipped_folder
from tests.oracle.invented_facts import invent_facts
from tests.oracle.sent import sent
from tests.strategies import repeatable

DAY = date(2026, 6, 1)
LIBRARY = Library.load([shipped_folder() / "supplier-selection"])
RULEBOOK = LIBRARY.find("supplier-selection", DAY)
DECIDER = Decider(LIBRARY, MemoryCache())
USD = {"currency": "USD", "rate": {"value": "7.1", "date": "2026-05-29", "source": "bank"}}


def digest_of(facts: dict[str, object]) -> str:
    return digest(DECIDER.decide("supplier-selection", Case("x", facts), DAY))


def headcount(**about: object) -> dict[str, object]:
    return {"headcount": {"value": 120, "observed": "2026-05-01", **about}}


@pytest.mark.parametrize(
    "facts",
    [
        [{"degree_share": 50}, {"degree_share": 50.0}, {"degree_share": Decimal("50.00")}],
        [{"degree_share": 50}, {"degree_share": {"value": 50}}],
        [{"degree_share": 50}, {"degree_share": {"value": 50, "evidence": "declared", "source": None}}],
        [headcount(), headcount(value=120.0), headcount(observed=date(2026, 5, 1))],
        [
            {"net_assets": {"amount": amount, "currency": "CNY"}}
            for amount in (5000000, 5000000.0, "5000000", Decimal("5e6"))
        ],
        [
            {"net_assets": {"amount": "500", "scale": 10000, "currency": "CNY"}},
            {"net_assets": {"amount": 5000000, "currency": "CNY"}},
        ],
        [{"certificates": [{"scheme": "ITSS", "level": level}]} for level in (1, "1")],
        [
            {"certificates": [{"valid_until": "2027-01-01"}]},
            {"certificates": ({"valid_until": date(2027, 1, 1), "scheme": None},)},
        ],
        [
            {"net_assets": {"amount": 1, **USD}, "annual_revenue": {"amount": 2, **USD}},
            {"annual_revenue": {"amount": 2, **USD}, "net_assets": {"amount": 1, **USD}},
        ],
    ],
)  # fmt: skip
def test_how_facts_are_written_makes_no_difference(facts: list[dict[str, object]]) -> None:
    assert len({digest_of(each) for each in facts}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"degree_share": 50}, {"degree_share": 50.000001}),
        ({"degree_share": 50}, {}),
        ({"customer_account": None}, {}),
        ({"degree_share": 50}, {"degree_share": {"value": 50, "evidence": "verified"}}),
        ({"degree_share": 50}, {"degree_share": {"value": 50, "source": "payroll"}}),
        (headcount(), headcount(observed="2026-05-02")),
        (headcount(observed="2020-05-01"), headcount(observed="2020-05-01", value=121)),
        ({"certificates": []}, {}),
        (
            {"group_company_ids": ["a", "b"]},
            {"group_company_ids": ["b", "a"]},
        ),
    ],
)
def test_what_was_said_makes_a_difference(one: dict[str, object], other: dict[str, object]) -> None:
    assert digest_of(one) != digest_of(other)


@repeatable(100)
@given(st.integers(0, 2**32))
def test_the_facts_of_a_decision_sent_again_give_the_same_decision(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    evidence = {fact.name: rng.choice(("declared", "documented", "verified")) for fact in RULEBOOK.facts}
    facts = sent(RULEBOOK, DAY, invent_facts(rng, RULEBOOK, DAY), evidence)
    first = DECIDER.decide("supplier-selection", Case("x", facts), DAY)
    again = as_data(first)["facts"]
    assert isinstance(again, dict)
    shuffled = dict(rng.sample([*again.items()], len(again)))
    assert digest(DECIDER.decide("supplier-selection", Case("x", shuffled), DAY)) == digest(first)
    assert orjson.loads(orjson.dumps(as_data(first))) == as_data(first)
