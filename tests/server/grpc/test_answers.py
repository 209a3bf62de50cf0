# ruff: noqa: ANN401  # messages of several types are read alike
"""Answers over the wire are the decisions that are made in process."""

from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from assize.decision.case import Case
from assize.decision.decider import Decider
from assize.decision.result import Decision
from assize.decision.texts import reasons
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library, shipped_folder
from assize.v1 import answer_pb2, decision_pb2
from assize.v1.decision_service_pb2 import DecideRequest
from assize.v1.facts_pb2 import FactValue
from assize.v1.options_pb2 import Options, View
from assize.v1.supplier_pb2 import Supplier
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest
from tests.server.grpc.conftest import NOW, Client
from tests.server.grpc.sending import Fixture, fixtures, to_case, to_need, to_supplier

FIXTURES = fixtures()
CHOICES = frozenset({"level", "edition"})


@pytest.fixture(scope="module")
def decider() -> Decider:
    return Decider(Library.load([shipped_folder()]), cached_tables([shipped_folder()]))


def typed(name: str, fixture: Fixture, **options: Any) -> ScoreSuppliersRequest:
    supplier, need = to_supplier(name, fixture.facts), to_need(fixture.facts)
    return ScoreSuppliersRequest(suppliers=[supplier], need=need, options=at(fixture, **options))


def at(fixture: Fixture, **options: Any) -> Options:
    moment = Timestamp()
    moment.FromJsonString(f"{fixture.as_of}T04:00:00Z")
    return Options(as_of=moment, **options)


def plain(value: decision_pb2.Value) -> object:
    return getattr(value, value.WhichOneof("kind")) if value.WhichOneof("kind") else None


def optional(message: Any, name: str) -> object:
    return getattr(message, name) if message.HasField(name) else None


def day(message: Any, name: str) -> str | None:
    if not message.HasField(name):
        return None
    date = getattr(message, name)
    return f"{date.year:04}-{date.month:02}-{date.day:02}"


def assert_same(sent: decision_pb2.Decision, made: Decision) -> None:
    """Every number, name and day of the message is the decision's."""
    for name in ("rulebook", "version", "content_hash", "draft", "outcome"):
        assert getattr(sent, name) == getattr(made, name)
    for name in (
        "variant",
        "score",
        "coverage",
        "grade",
        "grade_before_caps",
        "declared_share",
        "verified_share",
    ):
        assert optional(sent, name) == getattr(made, name)
    assert (optional(sent, "score_low"), optional(sent, "score_high")) == (made.low, made.high)
    effects = {
        use: decision_pb2.Effect.Name(number)[len("EFFECT_") :].lower()
        for use, number in sent.effects.items()
    }
    assert effects == dict(made.effects)
    assert tuple(sent.possible_outcomes) == made.possible_outcomes
    assert tuple(sent.possible_grades) == made.possible_grades
    assert day(sent, "as_of") == str(made.as_of)
    assert day(sent, "valid_until") == (made.valid_until and str(made.valid_until))
    assert day(sent, "next_review") == (made.next_review and str(made.next_review))


@pytest.mark.parametrize("name", FIXTURES)
def test_a_supplier_is_decided_as_in_process(name: str, client: Client, decider: Decider) -> None:
    fixture = FIXTURES[name]
    answer = client.suppliers.ScoreSuppliers(typed(name, fixture)).answers[0]
    made = decider.decide("supplier-selection", Case(name, fixture.facts), fixture.as_of)
    assert answer.id == name
    assert_same(answer.record.decision, made)


@pytest.mark.parametrize("name", FIXTURES)
def test_the_explanation_is_whole(name: str, client: Client, decider: Decider) -> None:
    fixture = FIXTURES[name]
    sent = client.suppliers.ScoreSuppliers(typed(name, fixture)).answers[0].record.decision
    made = decider.decide("supplier-selection", Case(name, fixture.facts), fixture.as_of)
    library = decider.library
    told = reasons(made, library.find("supplier-selection", made.as_of), "en", "internal")
    assert [(r.code, r.text, r.remedy, optional(r, "points_lost"), tuple(r.facts)) for r in sent.reasons] == [
        (r.code, r.text, r.remedy, r.points_lost, r.facts) for r in told
    ]
    for one, other in zip(sent.criteria, made.criteria, strict=True):
        assert (one.name, one.parent, one.source, one.weight) == (
            other.name,
            other.parent or "",
            other.source,
            other.weight,
        )
        assert (optional(one, "value"), one.low, one.high) == (other.value, other.low, other.high)
        assert (optional(one, "contribution"), optional(one, "lost")) == (other.contribution, other.lost)
        assert optional(one, "limited_to") == other.limited_to
        assert (
            decision_pb2.CriterionStatus.Name(one.status)[len("CRITERION_STATUS_") :].lower() == other.status
        )
    assert [(f.rule, tuple(f.effects), tuple(f.facts), len(f.elements)) for f in sent.findings] == [
        (f.rule, f.effects, f.facts, len(f.elements)) for f in made.findings
    ]
    assert [(m.fact, tuple(m.criteria), tuple(m.rules), m.points) for m in sent.missing] == [
        (m.fact, m.criteria, m.rules, m.points) for m in made.missing
    ]
    assert [(a.rule, a.role, day(a, "due")) for a in sent.approvals] == [
        (a.rule, a.role, a.due and str(a.due)) for a in made.approvals
    ]
    assert [(d.rule, d.name, d.owner, day(d, "due")) for d in sent.duties] == [
        (d.rule, d.name, d.owner, d.due and str(d.due)) for d in made.duties
    ]
    assert [(r.path, r.value, r.source) for r in sent.rates] == [
        (r.path, r.value, r.source) for r in sorted(made.rates)
    ]


@pytest.mark.parametrize("name", FIXTURES)
def test_the_generic_service_decides_the_same(name: str, client: Client) -> None:
    fixture = FIXTURES[name]
    one = client.suppliers.ScoreSuppliers(typed(name, fixture)).answers[0]
    cases = [to_case(name, fixture.facts, CHOICES)]
    request = DecideRequest(rulebook="supplier-selection", cases=cases, options=at(fixture))
    other = client.decisions.Decide(request).answers[0]
    assert one.record.decision == other.record.decision


def test_the_record_has_what_the_service_adds(client: Client) -> None:
    answer = client.suppliers.ScoreSuppliers(typed("x", FIXTURES["strong"])).answers[0]
    assert answer.record.decision_id == "019e807a-ec00-7000-8000-000000000000"
    assert answer.record.decided_at == Timestamp(seconds=NOW // 10**9)
    assert answer.record.duration.nanos == 0
    assert answer.record.digest.startswith("sha256:")
    assert not answer.HasField("rank")


def test_a_basic_view_decides_the_same_and_tells_less(client: Client) -> None:
    fixture = FIXTURES["strong"]
    full = client.suppliers.ScoreSuppliers(typed("x", fixture, view=View.VIEW_FULL)).answers[0]
    basic = client.suppliers.ScoreSuppliers(typed("x", fixture, view=View.VIEW_BASIC)).answers[0]
    assert full == client.suppliers.ScoreSuppliers(typed("x", fixture)).answers[0]
    assert basic.record.digest == full.record.digest
    for name in ("criteria", "findings", "missing", "unused", "rates"):
        full.record.decision.ClearField(name)
    assert basic == full


def test_texts_come_in_the_asked_language(client: Client) -> None:
    fixture = FIXTURES["strong"]
    chinese = client.suppliers.ScoreSuppliers(typed("x", fixture, language="zh")).answers[0].record
    english = client.suppliers.ScoreSuppliers(typed("x", fixture, language="en")).answers[0].record
    assert chinese.digest == english.digest
    assert all(any(char > "\u4e00" for char in criterion.title) for criterion in chinese.decision.criteria)
    assert chinese.decision.outcome_title != english.decision.outcome_title


def test_what_an_audience_may_not_see_is_left_out(client: Client) -> None:
    facts = FIXTURES["strong"].facts | {"overlap_share": 60}
    fixture = Fixture(FIXTURES["strong"].as_of, facts)
    internal = (
        client.suppliers.ScoreSuppliers(typed("x", fixture, audience="internal")).answers[0].record.decision
    )
    supplier = (
        client.suppliers.ScoreSuppliers(typed("x", fixture, audience="supplier")).answers[0].record.decision
    )
    assert supplier.outcome == internal.outcome == "conditional"
    hidden = {approval.rule for approval in internal.approvals}
    assert hidden
    assert not hidden & {reason.code for reason in supplier.reasons}
    assert not hidden & {finding.rule for finding in supplier.findings}
    assert not hidden & {approval.rule for approval in supplier.approvals}
    assert not hidden & {duty.rule for duty in supplier.duties}


def test_an_approval_that_is_sent_back_counts(client: Client) -> None:
    facts = FIXTURES["strong"].facts | {"overlap_share": 60}
    fixture = Fixture(FIXTURES["strong"].as_of, facts)
    request = typed("x", fixture)
    due = client.suppliers.ScoreSuppliers(request).answers[0].record.decision
    for approval in due.approvals:
        given = request.suppliers[0].approvals.add(rule=approval.rule, role=approval.role, by="u-1")
        given.granted_on.CopyFrom(due.as_of)
    after = client.suppliers.ScoreSuppliers(request).answers[0].record.decision
    assert {approval.state for approval in due.approvals} == {decision_pb2.APPROVAL_STATE_OPEN}
    assert {approval.state for approval in after.approvals} == {decision_pb2.APPROVAL_STATE_GRANTED}
    assert after.effects["award"] < due.effects["award"]


def test_bad_items_have_errors_and_leave_the_others_alone(client: Client) -> None:
    request = typed("good", FIXTURES["strong"])
    alone = client.suppliers.ScoreSuppliers(request).answers[0]
    request.suppliers.add(id="bad", headcount=-4, degree_share=float("nan"), surge_capacity=float("inf"))
    request.suppliers.append(
        Supplier(id="odd", facts={"headcont": FactValue(decimal="4"), "skill_test": FactValue()})
    )
    good, bad, odd = client.suppliers.ScoreSuppliers(request).answers
    assert good == alone
    assert bad.error.reason == odd.error.reason
    assert {(each.path, each.code) for each in bad.error.violations} == {
        ("$.headcount", "OUT_OF_RANGE"),
        ("$.degree_share", "NOT_FINITE"),
        ("$.surge_capacity", "NOT_FINITE"),
    }
    assert {(each.path, each.code) for each in odd.error.violations} == {
        ("$.headcont", "UNKNOWN_FACT"),
        ("$.skill_test", "NO_VALUE"),
    }
    assert "did you mean `headcount`?" in odd.error.message


@pytest.mark.parametrize(
    ("supplier", "path", "code"),
    [
        (Supplier(headcount=2**53 + 1), "$.headcount", "NUMBER_TOO_LARGE"),
        (Supplier(degree_share=100.5), "$.degree_share", "OUT_OF_RANGE"),
        (Supplier(reserve_kind="bench"), "$.reserve_kind", "UNKNOWN_CHOICE"),
        (Supplier(supplier_id=""), "$.supplier_id", "EMPTY_TEXT"),
        (Supplier(facts={"degree_share": FactValue(decimal="NaN")}), "$.degree_share", "NOT_A_NUMBER"),
        (Supplier(facts={"degree_share": FactValue(decimal="1e400")}), "$.degree_share", "NOT_FINITE"),
        (Supplier(facts={"headcount": FactValue(text="4")}), "$.headcount", "WRONG_TYPE"),
        (Supplier(facts={"supplier_id": FactValue(decimal="4")}), "$.supplier_id", "WRONG_TYPE"),
        (Supplier(facts={"certificates": FactValue(text="none")}), "$.certificates", "WRONG_TYPE"),
    ],
)
def test_wrong_facts_name_their_place(supplier: Supplier, path: str, code: str, client: Client) -> None:
    supplier.id = "x"
    answer = client.suppliers.ScoreSuppliers(ScoreSuppliersRequest(suppliers=[supplier])).answers[0]
    assert [(each.path, each.code) for each in answer.error.violations] == [(path, code)]


def test_the_smallest_number_is_a_number(client: Client) -> None:
    sent = Supplier(id="x", facts={"degree_share": FactValue(decimal="1e-320")})
    answer = client.suppliers.ScoreSuppliers(ScoreSuppliersRequest(suppliers=[sent])).answers[0]
    assert answer.WhichOneof("result") == "record"


def test_unknown_is_told_from_not_sent(client: Client) -> None:
    sent = Supplier(id="x", facts={"degree_share": FactValue(unknown={})})
    answer = client.suppliers.ScoreSuppliers(ScoreSuppliersRequest(suppliers=[sent])).answers[0]
    whys = {fact.fact: fact.why for fact in answer.record.decision.missing}
    assert whys["degree_share"] == decision_pb2.WHY_MISSING_NULL
    assert whys["specialty_share"] == decision_pb2.WHY_MISSING_NOT_SENT


def test_an_empty_list_is_told_from_no_list(client: Client) -> None:
    request = ScoreSuppliersRequest()
    request.suppliers.add(id="silent")
    request.suppliers.add(id="none").certificates.SetInParent()
    silent, none = client.suppliers.ScoreSuppliers(request).answers
    assert "certificates" in {fact.fact for fact in silent.record.decision.missing}
    assert "certificates" not in {fact.fact for fact in none.record.decision.missing}


def test_ids_come_back_as_sent(client: Client) -> None:
    ids = ["供应商-1", "شركة", "a b\n", "🦀" * 200]
    request = ScoreSuppliersRequest(
        suppliers=[Supplier(id=name) for name in ids], options=Options(view=View.VIEW_BASIC)
    )
    assert [answer.id for answer in client.suppliers.ScoreSuppliers(request).answers] == ids
    assert answer_pb2.Answer.DESCRIPTOR.fields_by_name["id"].number == 1
