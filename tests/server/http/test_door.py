"""The door as a client sees it: answers, refusals, limits, ids, health."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from assize.server.grpc.stamps import uuid7
from tests.server.http.conftest import DECIDE, LIMITS, NOW, SCORE, Post

Problem = Callable[[httpx.Response, int], dict[str, Any]]
ONE = b'{"rulebook": "supplier-selection", "cases": [{"id": "s-1"}]}'


def test_a_decision_is_200_also_against_the_caller(http: httpx.Client) -> None:
    hit = {"list": "sanctions", "match": "confirmed"}
    asked = {"list_hits": {"observed": {"year": 2026, "month": 5, "day": 25}}}
    answer = http.post(SCORE, json={"suppliers": [{"id": "s-1", "listHits": [hit], "info": asked}]})
    decision = answer.json()["answers"][0]["record"]["decision"]
    assert (answer.status_code, decision["outcome"]) == (200, "rejected")
    assert decision["effects"]["award"] == "EFFECT_BLOCK"
    assert answer.headers["Cache-Control"] == "no-store"


def test_fields_without_presence_are_always_there(post: Post) -> None:
    decision = post(DECIDE, ONE).json()["answers"][0]["record"]["decision"]
    assert decision["unused"] == []
    assert decision["draft"] is True
    assert "score" not in decision


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nul",
        b"{'a': 1}",
        b'{"cases": [NaN]}',
        b"Infinity",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"[" * 90_000,
    ],
)
def test_what_is_no_json_is_malformed(body: bytes, post: Post, problem: Problem) -> None:
    details = problem(post(DECIDE, body), 400)
    assert details["reason"] == "MALFORMED"
    assert details["type"] == "/docs#MALFORMED"
    assert (details["code"], details["domain"]) == ("INVALID_ARGUMENT", "assize")


@pytest.mark.parametrize("body", [b'{"rank": true, "rank": true}', b'{"options": {"view": 1, "view": 1}}'])
def test_a_name_twice_is_refused(body: bytes, post: Post, problem: Problem) -> None:
    details = problem(post(DECIDE, body), 400)
    assert details["reason"] == "MALFORMED"
    assert details["violations"][0]["description"] == "is there twice; send it once"


def test_all_faults_are_told_at_once(http: httpx.Client, problem: Problem) -> None:
    sent = {"casess": [], "rank": "yes", "options": {"asOf": "today", "languages": "en"}}
    details = problem(http.post(DECIDE, json=sent), 400)
    assert {each["field"]: each["description"] for each in details["violations"]} == {
        "casess": "there is no such field; did you mean `cases`?",
        "rank": "must be true or false, without quotes, got the text 'yes'",
        "options.asOf": "must be as `2026-06-01T08:00:00Z`, got the text 'today'",
        "options.languages": "there is no such field; did you mean `language`?",
    }


def test_refusals_say_what_grpc_says(http: httpx.Client, problem: Problem) -> None:
    twice = {"rulebook": "supplier-selection", "cases": [{"id": "a"}, {"id": "a"}]}
    details = problem(http.post(DECIDE, json=twice), 400)
    assert details["reason"] == "DUPLICATE_ID"
    assert details["title"] == "Duplicate id"
    assert [each["field"] for each in details["violations"]] == ["cases[1].id"]
    unknown = problem(http.post(DECIDE, json={"rulebook": "no-such", "cases": [{"id": "a"}]}), 404)
    assert (unknown["reason"], unknown["metadata"]) == ("UNKNOWN_RULEBOOK", {"rulebook": "no-such"})


def test_wrong_facts_are_an_error_of_their_item_only(http: httpx.Client) -> None:
    cases = [{"id": "bad", "facts": {"headcount": {"decimal": "NaN"}}}, {"id": "good"}]
    answers = http.post(DECIDE, json={"rulebook": "supplier-selection", "cases": cases}).json()["answers"]
    assert answers[0]["error"]["reason"] == "ERROR_REASON_BAD_FACTS"
    assert "record" in answers[1]


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused(method: str, http: httpx.Client, problem: Problem) -> None:
    answer = http.request(method, DECIDE)
    assert problem(answer, 405)["type"] == "about:blank"
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/DecisionService", DECIDE + "/", "/v2/DecisionService/Decide", "//x"]
)
def test_other_paths_are_not_found(path: str, url: str, problem: Problem) -> None:
    problem(httpx.post(url + path, json={}), 404)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_the_body_must_be_declared_as_json(kind: str, post: Post, problem: Problem) -> None:
    problem(post(DECIDE, ONE, **{"Content-Type": kind}), 415)


def test_a_packed_body_is_refused(post: Post, problem: Problem) -> None:
    problem(post(DECIDE, ONE, **{"Content-Encoding": "gzip"}), 415)


def test_a_charset_may_be_said(post: Post) -> None:
    assert post(DECIDE, ONE, **{"Content-Type": "Application/JSON; charset=utf-8"}).status_code == 200


def test_a_large_body_is_refused(post: Post, problem: Problem) -> None:
    problem(post(DECIDE, b" " * 5_000_000), 413)


def test_a_large_body_in_chunks_is_refused(http: httpx.Client, problem: Problem) -> None:
    def chunks() -> Any:  # noqa: ANN401  # httpx takes any iterator
        for _ in range(5):
            yield b" " * 100_000

    answer = http.post(DECIDE, content=chunks(), headers={"Content-Type": "application/json"})
    problem(answer, 413)


def test_a_body_of_just_the_limit_is_read(post: Post) -> None:
    assert post(DECIDE, ONE.ljust(LIMITS.max_request_bytes)).status_code == 200


def test_a_large_answer_is_refused(http: httpx.Client, problem: Problem) -> None:
    cases = [{"id": f"s-{i}"} for i in range(50)]
    details = problem(http.post(DECIDE, json={"rulebook": "supplier-selection", "cases": cases}), 413)
    assert details["reason"] == "ANSWER_TOO_LARGE"
    assert details["metadata"]["limit"] == str(LIMITS.max_answer_bytes)


def test_the_id_of_a_request_comes_back(post: Post, problem: Problem) -> None:
    assert post(DECIDE, ONE, **{"X-Request-ID": "ticket/42"}).headers["X-Request-ID"] == "ticket/42"
    details = problem(post(DECIDE, b"{}", **{"X-Request-ID": "ticket/42"}), 400)
    assert details["instance"] == f"{DECIDE}#ticket%2F42"


@pytest.mark.parametrize("sent", ["", "a b", "x" * 201, "é"])
def test_an_id_that_cannot_be_used_is_replaced(sent: str, http: httpx.Client) -> None:
    answer = http.get("/healthz", headers={"X-Request-ID": sent.encode()})
    # The clock of the test stands still, and its random bytes are zero.
    assert answer.headers["X-Request-ID"] == uuid7(NOW, bytes(10))


def test_methods_that_read_are_answered_to_get(http: httpx.Client) -> None:
    path = "/v1/RulebookService/GetRulebook"
    asked = {"name": "supplier-selection", "asOf": "2026-06-01T08:00:00Z", "language": "zh"}
    by_get = http.get(path, params=asked)
    assert by_get.status_code == 200
    assert by_get.json() == http.post(path, json=asked).json()
    assert by_get.json()["rulebook"]["head"]["name"] == "supplier-selection"


def test_a_query_is_read_as_strictly(http: httpx.Client, problem: Problem) -> None:
    path = "/v1/RulebookService/GetRulebook"
    assert problem(http.get(path, params={"nam": "x"}), 400)["violations"][0]["field"] == "nam"
    problem(http.get(path + "?name=a&name=a"), 400)


def test_health(http: httpx.Client) -> None:
    assert http.get("/healthz").json() == {"status": "alive"}
    assert http.get("/readyz").json() == {"status": "ready"}


def test_answers_are_not_sniffed(http: httpx.Client) -> None:
    assert http.get("/healthz").headers["X-Content-Type-Options"] == "nosniff"
