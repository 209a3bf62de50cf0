from datetime import date

import pytest
from google.type.date_pb2 import Date
from google.type.money_pb2 import Money
from hypothesis import given
from hypothesis import strategies as st

from assize.server.errors import BadId, DuplicateId, EmptyRequest, TooManyItems
from assize.server.grpc.cases import ReadNeed, check_ids, read_need, read_sent_case, read_supplier
from assize.v1.decision_service_pb2 import Case as SentCase
from assize.v1.facts_pb2 import Amount, Evidence, FactInfo, FactValue
from assize.v1.supplier_pb2 import Certificate, Certificates, Need, Supplier, TextList

NO_NEED = ReadNeed({}, ())


def test_only_what_is_sent_is_read() -> None:
    read = read_supplier(Supplier(id="s-1"), NO_NEED)
    assert read.case.facts == {}
    assert read.violations == ()


def test_zero_false_and_the_empty_list_are_sent() -> None:
    sent = Supplier(headcount=0, degree_share=0.0, ticket_system=False, certificates=Certificates())
    facts = read_supplier(sent, NO_NEED).case.facts
    assert facts == {"headcount": 0, "degree_share": 0.0, "ticket_system": False, "certificates": []}


def test_a_record_has_only_the_fields_that_are_sent() -> None:
    until = Date(year=2027, month=1, day=31)
    certificate = Certificate(scheme="ITSS", level="1", covers_service=False, valid_until=until)
    facts = read_supplier(Supplier(certificates=Certificates(items=[certificate])), NO_NEED).case.facts
    assert facts["certificates"] == [
        {"scheme": "ITSS", "level": "1", "covers_service": False, "valid_until": date(2027, 1, 31)}
    ]


def test_the_need_is_shared() -> None:
    need = read_need(Need(privileged_access=True, required_specialties=TextList(items=["linux"])))
    read = read_supplier(Supplier(id="s-1", headcount=3), need)
    assert read.case.facts == {"headcount": 3, "privileged_access": True, "required_specialties": ["linux"]}


def test_a_fact_beside_the_typed_ones() -> None:
    sent = Supplier(headcount=3, facts={"carbon_report": FactValue(boolean=True)})
    assert read_supplier(sent, NO_NEED).case.facts == {"headcount": 3, "carbon_report": True}


def test_a_fact_that_is_sent_twice_is_a_violation() -> None:
    need = read_need(Need(industry="bank"))
    sent = Supplier(headcount=3)
    sent.facts["headcount"].decimal = "4"
    sent.facts["industry"].text = "steel"
    found = read_supplier(sent, need).violations
    assert [(violation.path, violation.code) for violation in found] == [
        ("$.headcount", "SENT_TWICE"),
        ("$.industry", "SENT_TWICE"),
    ]


def test_info_wraps_its_fact_even_one_that_is_not_sent() -> None:
    info = {"headcount": FactInfo(evidence=Evidence.EVIDENCE_VERIFIED), "ratings": FactInfo(source="x")}
    facts = read_supplier(Supplier(headcount=3, info=info), NO_NEED).case.facts
    assert facts == {
        "headcount": {"value": 3, "evidence": "verified"},
        "ratings": {"value": None, "source": "x"},
    }


def test_what_cannot_be_read_is_said_with_its_path_and_the_rest_is_read() -> None:
    bad = Certificate(scheme="ITSS", valid_from=Date(year=2026), valid_until=Date(month=1))
    sent = Supplier(
        headcount=3,
        certificates=Certificates(items=[Certificate(), bad]),
        net_assets=Amount(money=Money(nanos=-1, units=1)),
    )
    read = read_supplier(sent, read_need(Need(facts={"new": FactValue()})))
    assert read.case.facts["headcount"] == 3
    assert [violation.path for violation in read.violations] == [
        "$.new",
        "$.net_assets",
        "$.certificates[1].valid_from",
        "$.certificates[1].valid_until",
    ]


def test_a_case_of_any_rulebook() -> None:
    sent = SentCase(id="c", facts={"a": FactValue(decimal="1.5"), "b": FactValue()}, requester="u-1")
    read = read_sent_case(sent)
    assert read.case.id == "c"
    assert read.case.requester == "u-1"
    assert [violation.path for violation in read.violations] == ["$.b"]


def test_bad_approvals_are_violations() -> None:
    sent = SentCase(id="c")
    sent.approvals.add(rule="r", granted_on=Date(year=2026, month=1, day=1))
    sent.approvals.add(rule="r", granted_on=Date())
    read = read_sent_case(sent)
    assert len(read.case.approvals) == 1
    assert [violation.path for violation in read.violations] == ["$.approvals[1].granted_on"]


def test_a_request_needs_items() -> None:
    with pytest.raises(EmptyRequest):
        check_ids([], "suppliers", 10)


def test_a_request_has_a_limit() -> None:
    check_ids(["a", "b"], "suppliers", 2)
    with pytest.raises(TooManyItems) as caught:
        check_ids(["a", "b", "c"], "suppliers", 2)
    assert caught.value.metadata == {"limit": "2", "got": "3"}


def test_every_item_without_an_id_is_named() -> None:
    with pytest.raises(BadId) as caught:
        check_ids(["", "a", "x" * 201], "cases", 10)
    assert [fault.field for fault in caught.value.faults] == ["cases[0].id", "cases[2].id"]


def test_every_item_with_the_id_of_another_is_named() -> None:
    with pytest.raises(DuplicateId) as caught:
        check_ids(["a", "b", "a", "供应商", "a", "供应商"], "suppliers", 10)
    assert [fault.field for fault in caught.value.faults] == [
        "suppliers[2].id",
        "suppliers[4].id",
        "suppliers[5].id",
    ]


@given(st.lists(st.text(min_size=1, max_size=200), unique=True, min_size=1, max_size=20))
def test_different_ids_are_fine(ids: list[str]) -> None:
    check_ids(ids, "suppliers", 20)
