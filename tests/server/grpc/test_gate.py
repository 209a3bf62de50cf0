# ruff: noqa: ANN401  # plain facts are of any type
"""The gate of value-added services, over a real channel."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assize.decision.result import Decision
from assize.v1 import decision_pb2 as pb
from assize.v1.decision_service_pb2 import DecideRequest
from assize.v1.facts_pb2 import FactInfo, FactValue, GivenApproval
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest
from assize.v1.value_added_service_gate_pb2 import CheckValueAddedServicesRequest
from assize.v1.value_added_service_pb2 import TouchedService, TouchedServices, ValueAddedService
from tests.server.grpc.conftest import Client
from tests.server.grpc.sending import fill, fixtures, to_case, to_day, to_need, to_supplier
from tests.server.grpc.suites import DAY, at, decider, name_of, rulebook, suite, told

NAME = "value-added-service"
PRINCIPLES = ["agreed_service_kept", "need_fitted", "input_acceptable", "able_to_extend"]
SUITE = suite(NAME)
ALLOWED = next(case for case in SUITE if case.wanted.texts.get("outcome") == "allow" and case.day == DAY)


def service(facts: dict[str, Any], **changed: Any) -> ValueAddedService:
    sent = ValueAddedService(id="s")
    fill(sent, {**facts, **changed})
    return sent


def check(client: Client, sent: ValueAddedService, day: date = DAY, **options: Any) -> pb.Decision:
    request = CheckValueAddedServicesRequest(services=[sent], options=at(day, **options))
    (answer,) = client.gate.CheckValueAddedServices(request).answers
    assert answer.HasField("record"), answer.error
    return answer.record.decision


def assert_same(sent: pb.Decision, made: Decision) -> None:
    """What a gate says, as in process."""
    assert sent.outcome == made.outcome
    assert {use: name_of(pb.Effect, effect) for use, effect in sent.effects.items()} == dict(made.effects)
    assert [
        (v.principle, v.source, name_of(pb.VerdictState, v.state), tuple(v.rules)) for v in sent.verdicts
    ] == [(v.principle, v.source, v.verdict, v.rules) for v in made.verdicts]
    assert {duty.name: {n: told(v) for n, v in duty.parameters.items()} for duty in sent.duties} == {
        duty.name: {name: raw for name, raw in duty.parameters if raw is not None} for duty in made.duties
    }
    shown = [(each.name, told(each.value) if each.HasField("value") else None) for each in sent.shows]
    assert shown == list(made.shows)
    assert [fact.fact for fact in sent.missing] == [fact.fact for fact in made.missing]


def test_every_case_of_the_suite_is_judged_as_in_process(client: Client) -> None:
    for case in SUITE:
        sent = service(dict(case.case.facts))
        sent.requester = case.case.requester
        for given in case.case.approvals:
            expires = to_day(given.expires) if given.expires else None
            sent.approvals.append(
                GivenApproval(
                    rule=given.rule,
                    role=given.role,
                    by=given.by,
                    granted_on=to_day(given.granted_on),
                    expires=expires,
                )
            )
        made = decider().decide(NAME, case.case, case.day)
        assert_same(check(client, sent, case.day), made)


def test_the_generic_service_says_the_same(client: Client) -> None:
    for case in SUITE[::7]:
        one = check(client, service(dict(case.case.facts)), case.day)
        request = DecideRequest(rulebook=NAME, cases=[to_case("s", case.case.facts)], options=at(case.day))
        other = client.decisions.Decide(request).answers[0].record.decision
        # A null of the suite is sent by the generic service only.
        if None not in case.case.facts.values():
            assert one == other


def test_all_four_principles_are_always_judged(client: Client) -> None:
    bad = service({}, agreement_relation="outside", charged=False, tools_licensed=False, need_declined=True)
    verdicts = check(client, bad).verdicts
    assert [verdict.principle for verdict in verdicts] == PRINCIPLES
    states = [name_of(pb.VerdictState, verdict.state) for verdict in verdicts]
    assert states == ["undetermined", "deny", "undetermined", "deny"]


def test_a_verdict_has_its_code_its_reasons_and_the_facts_it_was_judged_by(client: Client) -> None:
    touched = TouchedServices(items=[TouchedService(service="desk", breached_now=True)])
    sent = service(dict(ALLOWED.case.facts))
    sent.touched_services.CopyFrom(touched)
    verdict = check(client, sent).verdicts[0]
    assert (verdict.title, verdict.source) == ("It leaves the agreed service alone", "VAS-1")
    assert verdict.code == "service_in_breach"
    assert [reason.code for reason in verdict.reasons] == ["service_in_breach"]
    assert "desk" in verdict.reasons[0].text
    assert "touched_services" in verdict.facts


def test_a_pass_has_no_code_and_no_reasons(client: Client) -> None:
    decision = check(client, service(dict(ALLOWED.case.facts)))
    assert decision.outcome == "allow"
    assert [(verdict.code, list(verdict.reasons)) for verdict in decision.verdicts] == [("", [])] * 4
    assert decision.duties, "a yes has duties"


def test_an_undetermined_verdict_says_what_may_hold(client: Client) -> None:
    facts = {name: value for name, value in ALLOWED.case.facts.items() if name != "tools_licensed"}
    verdict = check(client, service(facts)).verdicts[3]
    assert name_of(pb.VerdictState, verdict.state) == "undetermined"
    assert verdict.code == "tools_unlicensed"
    assert [name_of(pb.Truth, reason.state) for reason in verdict.reasons] == ["unknown"]


def test_approvals_are_passed_back_and_judged_again(client: Client) -> None:
    sent = service(dict(ALLOWED.case.facts), owner_named=False)
    first = check(client, sent)
    assert first.outcome == "needs_approval"
    (due,) = first.approvals
    assert (due.rule, due.role, due.HasField("due")) == ("no_owner", "delivery_manager", True)
    given = GivenApproval(rule=due.rule, role=due.role, by="manager-2", granted_on=to_day(DAY))
    sent.approvals.append(given)
    second = check(client, sent)
    assert second.outcome == "allow"
    assert [name_of(pb.ApprovalState, each.state) for each in second.approvals] == ["granted"]
    assert name_of(pb.VerdictState, second.verdicts[3].state) == "pass"


def test_an_approval_never_lifts_a_deny(client: Client) -> None:
    sent = service(dict(ALLOWED.case.facts), owner_named=False, tools_licensed=False)
    given = GivenApproval(rule="no_owner", role="delivery_manager", by="m-2", granted_on=to_day(DAY))
    sent.approvals.append(given)
    assert check(client, sent).outcome == "deny"


def test_nobody_approves_a_request_of_their_own(client: Client) -> None:
    sent = service(dict(ALLOWED.case.facts), owner_named=False)
    sent.requester = "manager-2"
    given = GivenApproval(rule="no_owner", role="delivery_manager", by="manager-2", granted_on=to_day(DAY))
    sent.approvals.append(given)
    request = CheckValueAddedServicesRequest(services=[sent], options=at(DAY))
    error = client.gate.CheckValueAddedServices(request).answers[0].error
    assert [violation.code for violation in error.violations] == ["SELF_APPROVAL"]


def test_only_allow_lets_work_go_on() -> None:
    effects = {outcome.name: set(dict(outcome.effects).values()) for outcome in rulebook(NAME).outcomes}
    assert effects.pop("allow") == {"none"}
    assert all(not found & {"none", "warn"} for found in effects.values())


def test_a_supplier_that_was_decided_on_comes_with_the_digest_of_it(client: Client) -> None:
    strong = fixtures()["strong"]
    request = ScoreSuppliersRequest(
        suppliers=[to_supplier("p", strong.facts)], need=to_need(strong.facts), options=at(strong.as_of)
    )
    record = client.suppliers.ScoreSuppliers(request).answers[0].record
    sent = service(dict(ALLOWED.case.facts), supplier_involved=True, supplier_grade=record.decision.grade)
    sent.supplier_recommendation = record.decision.outcome
    for name in ("supplier_grade", "supplier_recommendation"):
        sent.info[name].decision = record.digest
    assert check(client, sent).outcome in ("allow", "indeterminate")


def test_without_the_digest_it_is_refused_and_the_others_are_not(client: Client) -> None:
    bare = service(dict(ALLOWED.case.facts), supplier_involved=True)
    bare.supplier_grade = "B"
    bare.info["supplier_grade"].decision = ""
    good = service(dict(ALLOWED.case.facts))
    good.id = "good"
    request = CheckValueAddedServicesRequest(services=[bare, good], options=at(DAY))
    one, other = client.gate.CheckValueAddedServices(request).answers
    assert [violation.code for violation in one.error.violations] == ["MISSING_DECISION"]
    assert other.record.decision.outcome == "allow"


def test_a_fact_may_stand_in_its_field_or_in_the_map_but_not_in_both(client: Client) -> None:
    in_map = service({name: value for name, value in ALLOWED.case.facts.items() if name != "charged"})
    in_map.facts["charged"].CopyFrom(FactValue(boolean=False))
    assert check(client, in_map).outcome == "allow"
    in_map.charged = False
    request = CheckValueAddedServicesRequest(services=[in_map], options=at(DAY))
    error = client.gate.CheckValueAddedServices(request).answers[0].error
    assert [violation.code for violation in error.violations] == ["SENT_TWICE"]


def test_where_a_fact_comes_from_is_told_in_info(client: Client) -> None:
    sent = service(dict(ALLOWED.case.facts))
    before = check(client, sent)
    sent.info["effort_h"].CopyFrom(FactInfo(source="time sheet"))
    assert check(client, sent) == before


@pytest.mark.parametrize("language", ["en", "zh"])
def test_titles_are_in_the_asked_language(client: Client, language: str) -> None:
    decision = check(client, service(dict(ALLOWED.case.facts)), language=language)
    texts = next(texts for texts in rulebook(NAME).texts if texts.language == language)
    assert [verdict.title for verdict in decision.verdicts] == [texts.principles[name] for name in PRINCIPLES]
    assert decision.duties[0].title == texts.obligations[decision.duties[0].name]
