"""Plain values in, the messages of the contract out; what is refused is told."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import grpc
import pytest
import yaml

from assize.client import Client, ClientError, Exhausted, Fault, Refused, TimedOut, Unavailable
from assize.client.requests import decide_request, score_request
from assize.client.values import to_fact
from assize.v1.answer_pb2 import Answer
from assize.v1.decision_pb2 import Effect
from tests.client.conftest import MESSAGE_BYTES, MOMENT
from tests.server.cli.commands import run

RISKS = {
    "customers": "customer-risk",
    "suppliers": "supplier-risk",
    "third_parties": "third-party-risk",
}
EXAMPLES = Path(__file__).parents[2] / "examples"


def example(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8"))
    return found


def digests(answers: Iterable[Answer]) -> dict[str, str]:
    return {answer.id: answer.record.digest for answer in answers}


def test_suppliers_get_what_the_command_line_says(client: Client) -> None:
    sent = example("suppliers.yaml")
    response = client.score(sent["cases"], need=sent["facts"], rank=True, as_of=MOMENT)
    said = run("score", "examples/suppliers.yaml", "--as-of", "2026-06-01", "--json").data
    assert digests(response.answers) == {each["id"]: each["record"]["digest"] for each in said["answers"]}
    assert len(response.ranking.order) + len(response.ranking.ineligible) == len(sent["cases"])


def test_services_get_what_their_rulebook_says(client: Client) -> None:
    sent = example("services.yaml")
    response = client.check(sent["cases"], facts=sent["facts"], as_of=MOMENT)
    decided = client.decide("value-added-service", sent["cases"], facts=sent["facts"], as_of=MOMENT)
    assert digests(response.answers) == digests(decided.answers)
    assert all(digests(response.answers).values())


def test_risks_get_what_their_rulebooks_say(client: Client) -> None:
    sent = example("risks.yaml")
    response = client.assess(**sent, as_of=MOMENT)
    found: dict[str, str] = {}
    for kind, rulebook in RISKS.items():
        found |= digests(client.decide(rulebook, sent[kind], as_of=MOMENT).answers)
    assert digests(response.answers) == found
    assert all(found.values())
    assert response.roll_up.risks > 0


def test_contracts_are_decided_too(client: Client) -> None:
    sent = example("contracts.yaml")
    response = client.decide("support-contract", sent["cases"], facts=sent.get("facts"), as_of=MOMENT)
    assert all(digests(response.answers).values())


def test_options_go_along(client: Client) -> None:
    cases = [{"id": "a", "facts": {"privileged_access": True}}]
    asked = {"version": "1.0.0", "language": "zh", "audience": "supplier", "view": "basic"}
    decision = client.decide("supplier-selection", cases, as_of=MOMENT, **asked).answers[0].record.decision
    assert (decision.version, decision.as_of.day) == ("1.0.0", 1)
    assert not decision.missing
    assert any("一" <= sign <= "鿿" for sign in decision.outcome_title)


def test_approvals_and_requesters_go_along() -> None:
    given = {
        "rule": "r",
        "role": "cio",
        "by": "x",
        "granted_on": date(2026, 1, 2),
        "expires": date(2026, 3, 4),
    }
    case = {"id": "a", "approvals": [given, {**given, "expires": None}], "requester": "y"}
    sent = decide_request("x", [case], None, {}, rank=False).cases[0]
    assert sent.requester == "y"
    assert (sent.approvals[0].by, sent.approvals[0].expires.month) == ("x", 3)
    assert not sent.approvals[1].HasField("expires")


def test_values_are_sent_as_they_are() -> None:
    assert to_fact(None).HasField("unknown")
    assert to_fact(0).decimal == "0"
    assert to_fact(0.1).decimal == "0.1"
    assert to_fact(Decimal("1.10")).decimal == "1.10"
    assert to_fact(False).WhichOneof("kind") == "boolean"
    assert to_fact(date(2026, 2, 3)).date.month == 2
    assert to_fact([]).HasField("list")
    assert to_fact(("a",)).list.items[0].text == "a"
    assert to_fact({"a": [1]}).record.fields["a"].list.items[0].decimal == "1"


def test_numbers_of_text_fields_are_texts_in_typed_questions() -> None:
    facts = {"certificates": {"value": [{"scheme": "ITSS", "level": 1}], "evidence": "verified"}}
    supplier = score_request([{"id": "a", "facts": facts}], None, {}, rank=False).suppliers[0]
    sent = supplier.facts["certificates"].record.fields
    assert sent["value"].list.items[0].record.fields["level"].text == "1"
    assert sent["evidence"].text == "verified"


WRONG: dict[str, Callable[[Client], object]] = {
    "facts go into `facts`": lambda client: client.score([{"id": "a", "headcount": 4}]),
    "send it once": lambda client: client.check([{"id": "a", "facts": {"x": 1}}], facts={"x": 2}),
    "an approval has": lambda client: client.score([{"id": "a", "approvals": [{"who": "x"}]}]),
    "view is full or basic": lambda client: client.score([{"id": "a"}], view="all"),  # type: ignore[arg-type]
    "point in time": lambda client: client.score([{"id": "a"}], as_of=datetime(2026, 6, 1)),  # noqa: DTZ001
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_sent_is_a_value_error(client: Client, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        WRONG[what](client)


@pytest.mark.parametrize("value", [object(), datetime(2026, 6, 1, tzinfo=UTC), {1}, b"x"])
def test_what_no_fact_can_be_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match="a fact is"):
        to_fact(value)


def test_a_refusal_says_why(client: Client) -> None:
    with pytest.raises(Refused) as caught:
        client.score([{"id": "a"}, {"id": "a"}])
    error = caught.value
    assert (error.code, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "DUPLICATE_ID")
    assert error.faults == (Fault("suppliers[1].id", "the id `a` was already used by suppliers[0]"),)
    assert error.rows is None
    assert "DUPLICATE_ID" in str(error)
    assert "already used by suppliers[0]" in str(error)
    with pytest.raises(Refused, match="did you mean `supplier-selection`") as caught:
        client.decide("supplier-selektion", [{"id": "a"}])
    assert caught.value.metadata == {"rulebook": "supplier-selektion"}


def test_a_wrong_item_is_no_error_of_the_call(client: Client) -> None:
    answers = client.score([{"id": "a", "facts": {"headcount": -4}}, {"id": "b"}]).answers
    assert answers[0].error.violations[0].path == "$.headcount"
    assert answers[1].record.decision.effects["award"] == Effect.EFFECT_UNDETERMINED


def test_too_much_is_exhausted(client: Client) -> None:
    with pytest.raises(Exhausted) as caught:
        client.decide("supplier-selection", [{"id": "a", "facts": {"industry": "x" * MESSAGE_BYTES}}])
    assert caught.value.reason == ""


def test_errors_are_one_tree() -> None:
    assert {Refused, Exhausted, Unavailable, TimedOut} <= set(ClientError.__subclasses__())
