"""The shipped default rulebook `supplier-selection`: what its own suite cannot say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.case import Case
from assize.decision.decider import Compiled, compile_rulebook
from assize.decision.result import Decision
from assize.decision.suite import run_suite
from assize.decision.suite_file import load_suite
from assize.rules.binding import period_of
from assize.rules.inference.cache import MemoryCache
from assize.rules.load import load_rulebook
from assize.rules.model import Rulebook
from assize.rules.variants import flatten, with_variant

FOLDER = Path(__file__).parents[2] / "rules/rulebooks/supplier-selection/1.0.0"
DAY = date(2026, 6, 1)
WHOSE = ("D4", "Public", "Ours")
CONFIDENTIAL = (
    "high_overlap",
    "competing_for_account",
    "competing_for_account_owner",
    "conflict_duties",
    "concealed_competition",
    "sanctioned",
    "barred_from_public_work",
    "possible_hit",
    "confirmed_hit",
)
RISING = {
    "degree_share": 100,
    "specialty_share": 100,
    "active_customers": 200,
    "certified_share": 100,
    "senior_share": 100,
    "average_years": 60,
    "skill_test": 100,
    "complement_share": 100,
    "surge_capacity": 200,
}
COUNTS = {
    "scheme": "ISO27001",
    "edition": "2022",
    "accreditation": "CNAS",
    "covers_service": True,
    "valid_from": "2025-06-10",
    "valid_until": "2027-06-09",
    "status": "valid",
}


@cache
def book() -> Rulebook:
    return load_rulebook(FOLDER, "supplier-selection")


@cache
def compiled() -> Compiled:
    return compile_rulebook(book(), period_of(book(), DAY), MemoryCache())


@cache
def sent() -> Mapping[str, Mapping[str, object]]:
    """The facts of each case of the suite, by its name."""
    return {case.name: case.case.facts for case in load_suite(FOLDER, book())}


def strong() -> dict[str, object]:
    return dict(sent()["ITSS 1, 27001 and CCRC 2 with 400 people is an A"])


def decide(facts: Mapping[str, object]) -> Decision:
    return compiled().decide(Case("case", facts), DAY)


def score(facts: Mapping[str, object]) -> float:
    found = decide(facts).score
    assert found is not None
    return found


def test_its_suite_passes_and_leaves_nothing_untried() -> None:
    report = run_suite(FOLDER, book(), MemoryCache())
    assert [(case.name, case.failures) for case in report.cases if case.failures] == []
    assert report.gaps == ()


def test_it_is_a_draft_until_somebody_adopts_it() -> None:
    assert book().adoption is None
    assert decide(strong()).draft


def notes() -> Iterator[tuple[str, str]]:
    yield from ((criterion.name, criterion.note) for criterion in flatten(book().criteria))
    yield from ((rule.name, rule.note) for rule in book().rules)
    yield from ((p.name, value.note) for p in book().parameters for value in p.values)
    yield from ((variant.name, variant.note) for variant in book().variants)


def test_every_number_says_whose_it_is() -> None:
    assert [name for name, note in notes() if not note.startswith(WHOSE)] == []


@pytest.mark.parametrize(
    ("name", "whole", "grade"),
    [
        ("ITSS 1, 27001 and CCRC 2 with 400 people is an A", 94, "A"),
        ("an international provider with 20000-1, 27001 and SOC 2 is an A", 88, "A"),
        ("ITSS 3 and 27001 with 60 people is a B", 79, "B"),
        ("a good firm of 12 people with 20000-1 and 27001 is a B", 75, "B"),
        ("ITSS 4 and 27001 with 28 people is a C", 65, "C"),
        ("large and uncertified is a D", 58, "D"),
        ("weak and small is a D", 41, "D"),
    ],
)
def test_the_seven_invented_suppliers_come_out_as_announced(name: str, whole: int, grade: str) -> None:
    decision = decide(sent()[name])
    assert decision.score is not None
    assert round(decision.score) == whole
    assert decision.grade == grade


def test_weights_are_those_announced() -> None:
    public = with_variant(book().criteria, book().variants[0])
    assert [criterion.weight for criterion in book().criteria] == [5, 10, 10, 15, 15, 15, 10, 10, 10]
    assert [criterion.weight for criterion in public] == [7, 6, 18, 18, 18, 12, 9, 12]
    assert "SEL-1" not in {criterion.source for criterion in public}


def test_size_carries_twelve_of_a_hundred() -> None:
    size = {"capital", "staff_size", "customer_count"}
    assert sum(c.weight for c in flatten(book().criteria) if c.name in size) == Decimal(12)


def test_conflicts_and_list_hits_are_for_our_eyes_only() -> None:
    for texts in book().texts:
        for name in CONFIDENTIAL:
            text = texts.rules[name]
            assert text.reason.for_audience("internal"), (texts.language, name)
            for audience in ("supplier", "customer"):
                assert text.reason.for_audience(audience) is None, (texts.language, name)
                assert text.remedy.for_audience(audience) is None, (texts.language, name)


@given(name=st.sampled_from(sorted(RISING)), data=st.data())
def test_more_of_what_can_only_help_never_lowers_the_score(name: str, data: st.DataObject) -> None:
    low, high = sorted(data.draw(st.integers(0, RISING[name])) for _ in range(2))
    assert score({**strong(), name: low}) <= score({**strong(), name: high})


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_until": "2026-05-31"},
        {"valid_from": "2026-06-02"},
        {"status": "suspended"},
        {"status": "withdrawn"},
        {"holder_id": "somebody else"},
        {"covers_service": False},
        {"edition": "2013"},
        {"accreditation": "none"},
        {"scheme": "ISO9001"},
        {"scheme": "OTHER"},
    ],
)
@pytest.mark.parametrize("others", [0, 1])
def test_a_certificate_that_does_not_count_changes_no_point(wrong: dict[str, Any], others: int) -> None:
    facts = strong()
    good = COUNTS | {"holder_id": facts_value(facts["supplier_id"]), "scheme": "CCRC", "level": "3"}
    held = [good | {"category": "security_operation"}] * others
    bad = COUNTS | {"holder_id": facts_value(facts["supplier_id"])} | wrong
    assert score({**facts, "certificates": [*held, bad]}) == score({**facts, "certificates": held})


def test_a_certificate_that_counts_adds_points() -> None:
    facts = strong()
    own = COUNTS | {"holder_id": facts_value(facts["supplier_id"])}
    assert score({**facts, "certificates": [own]}) > score({**facts, "certificates": []})


def facts_value(fact: object) -> object:
    """The value of a fact that is sent with what is known of it."""
    return fact["value"] if isinstance(fact, Mapping) else fact
