"""A fact that is the result of a decision carries the digest of it."""

from __future__ import annotations

from datetime import date

import pytest

from assize.decision.canonical import as_data, digest
from assize.decision.case import Case
from assize.decision.decider import Decider
from assize.decision.result import Decision
from assize.rules.errors import FactError
from assize.rules.inference.cache import MemoryCache
from assize.rules.library import Library, shipped_folder

DAY = date(2026, 6, 1)
DIGEST = "sha256:" + "0123456789abcdef" * 4
OTHER = "sha256:" + "f" * 64
DECIDER = Decider(Library.load([shipped_folder()]), MemoryCache())


def decide(rulebook: str, facts: dict[str, object]) -> Decision:
    return DECIDER.decide(rulebook, Case("case", facts), DAY)


def violations(facts: dict[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(FactError) as caught:
        decide("supplier-risk", facts)
    return [(each.path, each.code) for each in caught.value.violations]


def test_the_digest_is_among_the_facts_of_the_decision() -> None:
    fact = {"value": "B", "decision": DIGEST}
    made = decide("supplier-risk", {"selection_grade": fact})
    assert as_data(made)["facts"] == {"selection_grade": fact}


def test_another_digest_is_another_decision() -> None:
    one, other = (
        decide("supplier-risk", {"selection_grade": {"value": "B", "decision": each}})
        for each in (DIGEST, OTHER)
    )
    assert one.outcome == other.outcome
    assert digest(one) != digest(other)


def test_without_its_digest_the_result_of_a_decision_is_refused() -> None:
    wrong = {"selection_grade": "B", "selection_outcome": {"value": "approved", "evidence": "verified"}}
    assert violations(wrong) == [
        ("$.selection_grade", "MISSING_DECISION"),
        ("$.selection_outcome", "MISSING_DECISION"),
    ]


@pytest.mark.parametrize("wrong", ["", "sha256:", DIGEST[:-1], DIGEST + "0", DIGEST.upper(), 7, ["x"]])
def test_a_malformed_digest_is_refused(wrong: object) -> None:
    sent = {
        "selection_grade": {"value": "B", "decision": wrong},
        "late_share": {"value": 3, "decision": wrong},
    }
    assert violations(sent) == [
        ("$.selection_grade.decision", "NOT_A_DIGEST"),
        ("$.late_share.decision", "NOT_A_DIGEST"),
    ]


def test_the_digest_of_any_other_fact_is_provenance() -> None:
    made = decide("supplier-risk", {"late_share": {"value": 3, "decision": DIGEST, "source": "desk"}})
    assert as_data(made)["facts"] == {"late_share": {"value": 3.0, "source": "desk", "decision": DIGEST}}


def test_what_nobody_decided_needs_no_digest() -> None:
    made = decide("supplier-risk", {"selection_grade": None})
    assert {each.fact: each.why for each in made.missing}["selection_grade"] == "null"
