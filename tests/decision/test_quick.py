"""The quick check of facts agrees with the careful one wherever it accepts."""

from __future__ import annotations

import json
import math
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.case import Case, GivenApproval
from assize.decision.checked import CheckedFacts
from assize.decision.facts import FactChecker
from assize.decision.quick import Refused, quick_check
from assize.rules.errors import FactError
from assize.rules.library import Library, shipped_folder
from assize.rules.load import load_rulebook
from assize.rules.model import Rulebook
from tests.oracle.invented_facts import invent_facts
from tests.oracle.sent import sent
from tests.strategies import repeatable, rulebook_files

DAY = date(2026, 6, 1)
SHIPPED = Library.load([shipped_folder() / "supplier-selection"]).find("supplier-selection", DAY)
SUPPLIERS = Path(__file__).parents[2] / "examples" / "suppliers.json"
CHECKER, QUICK = FactChecker(SHIPPED, frozenset()), quick_check(SHIPPED.facts)
MONEY = {"amount": 20000, "currency": "CNY"}
ODD = [
    *(None, True, False, 0, 1, -1, 7, 2**53, 2**53 + 1, 10**400, 0.0, -0.0, 0.5, 1e308, math.nan, math.inf),
    *(Decimal("1.5"), Decimal("NaN"), Decimal(3), "", " ", "x", "1", "中文", "\ud800", "\x1f", "x" * 10_001),
    *("2026-03-01", "2026-W01-1", "20260301", "2026-02-30", "２０２６-03-01", date(2026, 3, 1)),
    *([], (), {}, [None], ["x"], [["x"]], {1: 2}, {"evidence": "verified"}, {"value": None}, {"value": 1}),
    *({"value": 1, "evidence": None}, {"value": 1, "evidence": []}, {"value": "x", "source": ""}),
    *({"value": 1, "observed": day} for day in ("2026-05-01", "2027-01-01", "2020-01-01")),
    *({"value": MONEY, "source": "s"}, MONEY | {"scale": 10000}, MONEY | {"scale": True}),
    *(MONEY | {"more": 1}, MONEY | {"scale": None}, MONEY | {"currency": "USD"}),
    *(MONEY | {"amount": amount} for amount in ("500", "1.5", "-3", "٣", 10**400, -0.0, True, None)),
]  # fmt: skip


def careful(checker: FactChecker, facts: dict[str, object]) -> CheckedFacts | None:
    try:
        return checker.check_carefully(Case("x", facts), DAY)
    except FactError:
        return None


def assert_agrees(rulebook: Rulebook, facts: dict[str, object]) -> bool:
    """Whether the quick check accepted; then the careful one gave the same, to the bit."""
    try:
        found = quick_check(rulebook.facts)(facts, DAY)
    except ValueError:
        return False
    expected = careful(FactChecker(rulebook, frozenset()), facts)
    assert found == expected
    assert written(found) == written(expected)
    return True


def written(facts: CheckedFacts | None) -> str:
    """As text, which tells 1 from 1.0 and 0.0 from -0.0."""
    return repr(facts and facts._replace(why=dict(sorted(facts.why.items()))))


@repeatable(30)
@given(rulebook_files(), st.integers(0, 2**32))
def test_it_takes_what_is_plainly_right(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, str], seed: int
) -> None:
    folder, rng = tmp_path_factory.mktemp("invented"), Random(seed)  # noqa: S311
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    rulebook = load_rulebook(folder, "invented")
    evidence = {fact.name: rng.choice(("declared", "documented", "verified")) for fact in rulebook.facts}
    for _ in range(10):
        assert assert_agrees(rulebook, sent(rulebook, DAY, invent_facts(rng, rulebook, DAY), evidence))


@repeatable(120)
@given(st.integers(0, 2**32), st.data())
def test_it_agrees_on_odd_values_wherever_it_accepts(seed: int, data: st.DataObject) -> None:
    rng = Random(seed)  # noqa: S311
    facts = sent(SHIPPED, DAY, invent_facts(rng, SHIPPED, DAY))
    for name in data.draw(st.lists(st.sampled_from([*(f.name for f in SHIPPED.facts), "other"]), max_size=3)):
        odd = data.draw(st.sampled_from(ODD))
        held = facts.get(name)
        inner = held.get("value") if isinstance(held, dict) else None
        if isinstance(inner, list) and inner and isinstance(inner[0], dict) and data.draw(st.booleans()):
            inner[0][data.draw(st.sampled_from([*inner[0], "other"]))] = odd
        else:
            facts[name] = {"value": odd, "evidence": "verified"} if data.draw(st.booleans()) else odd
    assert_agrees(SHIPPED, facts)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:40])
def test_it_agrees_on_each_odd_value_of_each_fact(odd: object) -> None:
    for fact in SHIPPED.facts:
        try:
            found = QUICK({fact.name: odd}, DAY)
        except ValueError:
            continue
        assert written(found) == written(careful(CHECKER, {fact.name: odd})), fact.name


def test_nulls_are_noted_and_unknown_names_refused() -> None:
    found = QUICK({"industry": None, "headcount": {"value": 5}}, DAY)
    assert found.why == {"industry": "null", "headcount": "undated"}
    assert found.known.nulls == ("industry",)
    with pytest.raises(Refused):
        QUICK({"industry": None, "no_such_fact": None}, DAY)


def test_the_example_suppliers_take_the_quick_way() -> None:
    document = json.loads(
        (Path(__file__).parents[2] / "examples" / "suppliers.json").read_text(encoding="utf-8")
    )
    for case in document["cases"]:
        facts = {**document["facts"], **case["facts"]}
        has_rate = any(isinstance(value, dict) and "rate" in value for value in facts.values())
        assert assert_agrees(SHIPPED, facts) != has_rate, case["id"]


def test_approvals_are_checked_on_both_ways_alike() -> None:
    rule = next(rule for rule in SHIPPED.rules if rule.approval)
    assert rule.approval is not None
    approval = GivenApproval(rule.name, rule.approval.role, "somebody", DAY, date(2026, 7, 1))
    case = Case("x", {"headcount": {"value": 5, "observed": "2026-05-01"}}, (approval,))
    found = CHECKER.check(case, DAY)
    assert found.granted == {rule.name}
    assert found.ends == date(2026, 7, 1)
    assert written(found) == written(CHECKER.check_carefully(case, DAY))
    with pytest.raises(FactError, match="the requester may not approve"):
        CHECKER.check(case._replace(requester="somebody"), DAY)


def test_a_rate_inside_a_list_is_told() -> None:
    rate = {"value": "7.12", "date": "2026-05-29", "source": "central parity"}
    references = [{"value": {"amount": "100", "currency": "USD", "rate": rate}}]
    found = CHECKER.check(Case("x", {"industry_references": references}), DAY)
    assert [(each.path, each.value) for each in found.rates] == [("$.industry_references[0].value", 7.12)]
