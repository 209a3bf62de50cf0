"""Ranks over the wire."""

from collections.abc import Callable
from typing import Any

import pytest

from assize.v1 import answer_pb2 as pb
from assize.v1.supplier_pb2 import Supplier
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest, ScoreSuppliersResponse
from tests.server.grpc.conftest import Client
from tests.server.grpc.sending import fixtures, to_need, to_supplier

STRONG = fixtures()["strong"].facts
Rank = Callable[..., ScoreSuppliersResponse]


@pytest.fixture
def ranked(client: Client) -> Rank:
    def send(**suppliers: dict[str, Any]) -> ScoreSuppliersResponse:
        sent = [to_supplier(name, STRONG | facts) for name, facts in suppliers.items()]
        request = ScoreSuppliersRequest(suppliers=sent, need=to_need(STRONG), rank=True)
        return client.suppliers.ScoreSuppliers(request)

    return send


def test_ranks_are_given_only_when_asked_for(client: Client) -> None:
    response = client.suppliers.ScoreSuppliers(ScoreSuppliersRequest(suppliers=[Supplier(id="a")]))
    assert not response.HasField("ranking")
    assert not response.answers[0].HasField("rank")


def test_ties_share_a_place_and_the_next_is_skipped(ranked: Rank) -> None:
    response = ranked(c={"degree_share": 10}, b={}, a={}, d={"degree_share": 75})
    assert list(response.ranking.order) == ["a", "b", "d", "c"]
    assert [answer.rank.place for answer in response.answers] == [4, 1, 1, 1]
    assert [list(answer.rank.tied) for answer in response.answers] == [
        [],
        ["a", "b", "d"],
        ["a", "b", "d"],
        ["a", "b", "d"],
    ]
    assert response.ranking.complete


def test_the_knocked_out_have_no_place(ranked: Rank) -> None:
    response = ranked(good={}, out={"headcount": {"value": 0, "observed": STRONG["headcount"]["observed"]}})
    assert list(response.ranking.order) == ["good"]
    assert list(response.ranking.ineligible) == ["out"]
    assert response.answers[1].rank == pb.Rank(state=pb.RANK_STATE_INELIGIBLE)
    assert response.answers[1].record.decision.reasons
    assert response.ranking.complete


def test_the_undetermined_have_a_best_and_a_worst_place(ranked: Rank) -> None:
    response = ranked(good={}, other={}, open={"certificates": None, "ratings": None, "surge_capacity": None})
    rank = response.answers[2].rank
    assert rank.state == pb.RANK_STATE_UNDETERMINED
    assert not rank.HasField("place")
    assert 1 <= rank.best <= rank.worst == 3
    assert not response.ranking.complete
    assert list(response.ranking.order)[-1] == "open"


def test_an_item_with_an_error_leaves_the_ranking_incomplete(ranked: Rank) -> None:
    response = ranked(good={}, bad={"degree_share": 200})
    assert response.answers[1].rank == pb.Rank(state=pb.RANK_STATE_ERROR)
    assert response.answers[0].rank.place == 1
    assert not response.ranking.complete
    assert "bad" not in [*response.ranking.order, *response.ranking.ineligible]


def test_another_candidate_never_changes_a_decision(ranked: Rank) -> None:
    alone = ranked(a={}).answers[0].record.decision
    among = ranked(a={}, b={"degree_share": 1}, c={"degree_share": 200}).answers[0].record.decision
    assert alone == among


def test_the_order_of_candidates_changes_no_place(ranked: Rank) -> None:
    suppliers: dict[str, dict[str, Any]] = {"a": {"degree_share": 20}, "b": {}, "c": {"degree_share": 40}}
    there = ranked(**suppliers)
    back = ranked(**dict(reversed(suppliers.items())))
    assert there.ranking == back.ranking
    assert {answer.id: answer.rank.place for answer in there.answers} == {
        answer.id: answer.rank.place for answer in back.answers
    }
