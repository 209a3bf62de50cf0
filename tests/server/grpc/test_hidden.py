"""What an audience may not see is named nowhere: not in an answer, not in a rulebook."""

from __future__ import annotations

import pytest

from assize.v1 import decision_pb2 as pb
from assize.v1.decision_service_pb2 import DecideRequest
from assize.v1.rulebook_pb2 import GetRulebookRequest
from tests.server.grpc.conftest import Client
from tests.server.grpc.sending import to_case
from tests.server.grpc.suites import DAY, at, decider, suite
from tests.server.grpc.test_answers import CHOICES

HIDDEN = {
    *("overlap_share", "complement_share", "competes_for_account", "conflict_declared", "list_hits"),
    *("market_position", "competition", "complementarity"),
}
NAME = "supplier-selection"


def answers(client: Client, audience: str) -> list[pb.Decision]:
    """The decisions on cases of the suite, and on one of which nothing is known."""
    found = []
    for facts in ({}, *(case.case.facts for case in suite(NAME)[::12])):
        cases = [to_case("s", facts, CHOICES)]
        request = DecideRequest(rulebook=NAME, cases=cases, options=at(DAY, audience=audience))
        found.append(client.decisions.Decide(request).answers[0].record.decision)
    return found


@pytest.mark.parametrize("audience", ["supplier", "customer"])
def test_competition_and_list_hits_are_named_to_nobody_outside(client: Client, audience: str) -> None:
    for decision in answers(client, audience):
        text = str(decision)
        assert [name for name in HIDDEN if f'"{name}"' in text or f'"{name}[' in text] == []


def test_they_are_named_to_us(client: Client) -> None:
    named = "".join(map(str, answers(client, "internal")))
    assert [name for name in HIDDEN if f'"{name}"' not in named] == []


def test_hiding_changes_nothing_that_is_decided(client: Client) -> None:
    for ours, theirs in zip(answers(client, "internal"), answers(client, "supplier"), strict=True):
        assert (ours.outcome, ours.score, ours.grade) == (theirs.outcome, theirs.score, theirs.grade)
        kept = [criterion for criterion in ours.criteria if criterion.name not in HIDDEN]
        assert list(theirs.criteria) == kept


@pytest.mark.parametrize("audience", ["supplier", "customer"])
def test_a_rulebook_does_not_name_them_either(client: Client, audience: str) -> None:
    book = client.rulebooks.GetRulebook(GetRulebookRequest(name=NAME, audience=audience)).rulebook
    named = {each.name for each in (*book.facts, *book.criteria)}
    assert named & HIDDEN == set()
    whole = decider().library.versions(NAME)[-1]
    assert named | HIDDEN >= {fact.name for fact in whole.facts}
