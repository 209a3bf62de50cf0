# ruff: noqa: ANN401  # plain facts and options are of any type
"""The risk service, over a real channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import grpc
import pytest

from assize.decision.result import Decision
from assize.decision.rollup import roll_up
from assize.v1 import decision_pb2 as pb
from assize.v1.decision_service_pb2 import DecideRequest
from assize.v1.facts_pb2 import FactValue
from assize.v1.options_pb2 import Options, View
from assize.v1.risk_pb2 import RiskSubject, Subcontractor
from assize.v1.risk_service_pb2 import AssessRisksRequest, AssessRisksResponse
from tests.server.grpc.conftest import Client, Refused
from tests.server.grpc.sending import fill, to_case
from tests.server.grpc.suites import DAY, at, decider, ends, name_of, rulebook, suite

KINDS = {"customer": "customer-risk", "supplier": "supplier-risk", "third_party": "third-party-risk"}
SUITES = {kind: suite(name) for kind, name in KINDS.items()}
RISKS = {"customer": 2, "supplier": 5, "third_party": 3}
Refusal = Callable[[Callable[[], object]], Refused]


def subject(kind: str, facts: Mapping[str, Any], name: str = "s") -> RiskSubject:
    sent = RiskSubject(id=name)
    part = getattr(sent, kind)
    part.SetInParent()
    fill(sent, facts, part)
    return sent


def calm(kind: str) -> dict[str, Any]:
    """The first case of the suite in which everything is known."""
    return dict(SUITES[kind][0].case.facts)


def assess(client: Client, *subjects: RiskSubject, **options: Any) -> AssessRisksResponse:
    request = AssessRisksRequest(subjects=subjects, options=at(DAY, **options))
    response: AssessRisksResponse = client.risks.AssessRisks(request)
    return response


def assert_same(sent: pb.Decision, made: Decision) -> None:
    """Every number, state and name of the risks and controls is the decision's."""
    assert sent.outcome == made.outcome
    for one, other in zip(sent.risks, made.risks, strict=True):
        assert (one.name, one.source, name_of(pb.Truth, one.present)) == (
            other.name,
            other.source,
            other.present,
        )
        for name in ("likelihood", "impact", "inherent", "residual", "at_best"):
            assert ends(getattr(one, name)) == getattr(other, name)
        lowest, highest = other.level
        assert (one.possible_levels[-1], one.possible_levels[0]) == (lowest, highest)
        assert one.level == (lowest if lowest == highest else "")
        told = [
            (
                control.name,
                control.source,
                control.reduction,
                name_of(pb.ControlState, control.state),
                tuple((part.name, name_of(pb.ControlState, part.state)) for part in control.clauses),
                control.takes_off,
            )
            for control in one.controls
        ]
        assert told == list(other.controls)


@pytest.mark.parametrize("kind", KINDS)
def test_every_case_of_the_suite_is_assessed_as_in_process(client: Client, kind: str) -> None:
    for case in SUITES[kind]:
        request = AssessRisksRequest(subjects=[subject(kind, case.case.facts)], options=at(case.day))
        (answer,) = client.risks.AssessRisks(request).answers
        made = decider().decide(KINDS[kind], case.case._replace(approvals=()), case.day)
        assert len(made.risks) == RISKS[kind]
        assert_same(answer.record.decision, made)


@pytest.mark.parametrize("kind", KINDS)
def test_the_generic_service_says_the_same(client: Client, kind: str) -> None:
    facts = calm(kind)
    request = DecideRequest(rulebook=KINDS[kind], cases=[to_case("s", facts)], options=at(DAY))
    (other,) = client.decisions.Decide(request).answers
    (one,) = assess(client, subject(kind, facts)).answers
    assert one.record.decision == other.record.decision
    assert one.record.digest == other.record.digest


def test_subjects_of_several_kinds_are_answered_in_their_order(client: Client) -> None:
    kinds = ["supplier", "customer", "third_party", "customer"]
    sent = [subject(kind, calm(kind), f"{kind}-{place}") for place, kind in enumerate(kinds)]
    response = assess(client, *sent)
    assert [answer.id for answer in response.answers] == [each.id for each in sent]
    decided = [answer.record.decision.rulebook for answer in response.answers]
    assert decided == [KINDS[kind] for kind in kinds]


def test_all_risks_are_rolled_up(client: Client) -> None:
    sent = [subject("customer", calm("customer"), "c"), subject("supplier", {}, "s")]
    rolled = assess(client, *sent).roll_up
    made = roll_up(
        {
            "c": decider().decide("customer-risk", SUITES["customer"][0].case, DAY),
            "s": decider().decide("supplier-risk", SUITES["supplier"][0].case._replace(facts={}), DAY),
        }
    )
    assert (rolled.complete, rolled.risks) == (made.complete, made.risks) == (False, 7)
    assert ends(rolled.worst_inherent) == made.inherent
    assert ends(rolled.worst_residual) == made.residual
    assert ends(rolled.mean_residual) == made.mean_residual
    assert [(each.level, each.risks) for each in rolled.by_level] == list(made.by_level)
    assert {use: name_of(pb.Effect, effect) for use, effect in rolled.effects.items()} == dict(made.effects)
    assert made.worst is not None
    assert (rolled.worst.id, rolled.worst.risk) == (made.worst.id, made.worst.risk)
    assert rolled.worst.title == rulebook("supplier-risk").texts[0].risks[made.worst.risk]
    assert not rolled.worst.HasField("level")


def test_a_sign_names_the_thing(client: Client) -> None:
    sent = subject("supplier", {**calm("supplier"), "subcontractors": []})
    sent.supplier.subcontractors.items.append(Subcontractor(id="SUB-9", tier=3, disclosed=False))
    decision = assess(client, sent).answers[0].record.decision
    told = [sign.text for risk in decision.risks if risk.source == "SR-4" for sign in risk.signs]
    assert any("SUB-9" in text for text in told)


def test_the_basic_view_has_levels_without_controls(client: Client) -> None:
    sent = subject("customer", calm("customer"))
    basic = assess(client, sent, view=View.VIEW_BASIC).answers[0].record.decision
    full = assess(client, sent).answers[0].record.decision
    assert [len(risk.controls) for risk in basic.risks] == [0, 0]
    assert all(risk.controls for risk in full.risks)
    assert [ends(risk.residual) for risk in basic.risks] == [ends(risk.residual) for risk in full.risks]


def test_a_kind_may_be_set_empty_with_all_facts_in_the_map(client: Client) -> None:
    case = to_case("s", calm("third_party"))
    sent = RiskSubject(id="s", facts=case.facts, info=case.info)
    sent.third_party.SetInParent()
    one = assess(client, sent).answers[0].record.decision
    other = assess(client, subject("third_party", calm("third_party"))).answers[0].record.decision
    assert one == other


def test_a_subject_without_a_kind_is_wrong_and_the_others_are_not(client: Client) -> None:
    response = assess(client, RiskSubject(id="x"), subject("customer", calm("customer"), "c"))
    wrong, right = response.answers
    assert [violation.code for violation in wrong.error.violations] == ["NO_KIND"]
    assert right.HasField("record")
    assert not response.roll_up.complete
    assert response.roll_up.risks == 2


def test_nothing_but_subjects_without_a_kind_rolls_nothing_up(client: Client) -> None:
    rolled = assess(client, RiskSubject(id="x")).roll_up
    assert (rolled.complete, rolled.risks, rolled.HasField("worst_residual")) == (False, 0, False)


def test_wrong_facts_are_told_by_their_paths(client: Client) -> None:
    sent = subject("customer", {"satisfaction": 120})
    sent.facts["no_such"].CopyFrom(FactValue(boolean=True))
    error = assess(client, sent).answers[0].error
    assert {(each.path, each.code) for each in error.violations} == {
        ("$.satisfaction", "OUT_OF_RANGE"),
        ("$.no_such", "UNKNOWN_FACT"),
    }


def test_a_pinned_version_goes_with_one_kind(client: Client, refused: Refusal) -> None:
    one = [subject("customer", {}, "c"), subject("customer", {}, "d")]
    assert len(assess(client, *one, version="1.0.0").answers) == 2
    two = [subject("customer", {}, "c"), subject("supplier", {}, "s")]
    error = refused(lambda: assess(client, *two, version="1.0.0", content_hash="sha256:x"))
    assert (error.status, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "BAD_OPTION")
    assert error.fields.keys() == {"options.version", "options.content_hash"}


@pytest.mark.parametrize(
    ("request_of", "reason"),
    [
        (AssessRisksRequest, "EMPTY_REQUEST"),
        (lambda: AssessRisksRequest(subjects=[subject("customer", {})] * 2), "DUPLICATE_ID"),
        (lambda: AssessRisksRequest(subjects=[subject("customer", {}, "")]), "BAD_ID"),
        (
            lambda: AssessRisksRequest(subjects=[subject("customer", {})], options=Options(language="xx")),
            "BAD_OPTION",
        ),
    ],
)
def test_what_is_wrong_with_a_request(
    client: Client, refused: Refusal, request_of: Callable[[], AssessRisksRequest], reason: str
) -> None:
    assert refused(lambda: client.risks.AssessRisks(request_of())).reason == reason
