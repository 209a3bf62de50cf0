"""Plain JSON values to messages: proto3's mapping, strictly."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Any, cast

import pytest
from google.protobuf.descriptor import Descriptor
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.message import Message
from hypothesis import given, settings
from hypothesis import strategies as st

from assize.server.errors import Malformed
from assize.server.http.parsing import load_json
from assize.server.http.reading import DEEPEST, MOST_FAULTS, MessageReader
from assize.v1.decision_service_pb2 import DecideRequest
from assize.v1.facts_pb2 import FactValue
from assize.v1.rulebook_pb2 import VariantDeclaration
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest
from tests.server.grpc.sending import fixtures, to_case, to_need, to_supplier


def read(plain: object, message: Message) -> Message:
    MessageReader(cast("Descriptor", message.DESCRIPTOR)).read(plain, message)
    return message


def supplier(**fields: object) -> Message:
    return read({"suppliers": [fields]}, ScoreSuppliersRequest())


def faults(plain: object, message: Message) -> dict[str, str]:
    with pytest.raises(Malformed) as caught:
        read(plain, message)
    return {fault.field: fault.description for fault in caught.value.faults}


def requests() -> list[Message]:
    found: list[Message] = []
    for name, (_, facts) in fixtures().items():
        found.append(ScoreSuppliersRequest(suppliers=[to_supplier(name, facts)], need=to_need(facts)))
        found.append(DecideRequest(rulebook="r", cases=[to_case(name, facts)]))
    return found


@pytest.mark.parametrize("snake", [True, False])
def test_what_protobuf_writes_is_read_as_protobuf_reads_it(snake: bool) -> None:
    for request in requests():
        plain = json.loads(json.dumps(MessageToDict(request, preserving_proto_field_name=snake)))
        assert read(plain, type(request)()) == request == ParseDict(plain, type(request)())


@pytest.mark.parametrize("empty", [[], {}, {"items": []}])
def test_an_empty_list_is_there_and_a_missing_one_is_not(empty: object) -> None:
    request: Any = supplier(certificates=empty)
    assert request.suppliers[0].HasField("certificates")
    assert not request.suppliers[0].certificates.items
    absent: Any = supplier(certificates=None)
    assert not absent.suppliers[0].HasField("certificates")


def test_a_wrapped_list_may_be_sent_as_a_list() -> None:
    assert supplier(certificates=[{"scheme": "ITSS"}]) == supplier(
        certificates={"items": [{"scheme": "ITSS"}]}
    )
    listed = {"list": [{"text": "a"}]}
    assert read(listed, FactValue()) == read({"list": {"items": [{"text": "a"}]}}, FactValue())


def test_null_items_are_not_none_at_all() -> None:
    found = faults({"suppliers": [{"certificates": {"items": None}}]}, ScoreSuppliersRequest())
    assert found["suppliers[0].certificates.items"].startswith("null is not a list")


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("headcount", "", "must be a whole number"),
        ("headcount", 1.5, "must be a whole number"),
        ("headcount", True, "must be a whole number"),
        ("headcount", 2**63, "must be a whole number"),
        ("headcount", "1_000", "must be a whole number"),
        ("degreeShare", "", "must be a finite number"),
        ("degreeShare", "NaN", "must be a finite number"),
        ("degreeShare", "Infinity", "must be a finite number"),
        ("degreeShare", True, "must be a finite number"),
        ("degreeShare", 10**400, "must be a finite number"),
        ("degreeShare", float("inf"), "must be a finite number"),
        ("ticketSystem", 1, "must be true or false"),
        ("ticketSystem", "true", "must be true or false"),
        ("supplierId", 7, "must be a text"),
        ("supplierId", "\ud800", "must be Unicode"),
        ("certificates", "", "must be a list"),
        ("certificates", 0, "must be a list"),
        ("certificates", [None], "must be an object"),
        ("netAssets", [], "must be an object"),
        ("facts", [], "must be an object"),
        ("facts", {"x": None}, "must be an object"),
        ("approvals", {}, "must be a list"),
        ("groupCompanyIds", [1], "must be a text"),
    ],
)
def test_a_value_of_another_type_is_a_fault(field: str, value: object, what: str) -> None:
    found = faults({"suppliers": [{field: value}]}, ScoreSuppliersRequest())
    ((path, said),) = found.items()
    assert path.startswith(f"suppliers[0].{field}")
    assert said.startswith(what)


@pytest.mark.parametrize("value", [120, "120", 120.0, "-0"])
def test_whole_numbers(value: object) -> None:
    request: Any = supplier(headcount=value)
    assert request.suppliers[0].headcount == int(float(str(value)))


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**60), 2**60))
def test_numbers_keep_their_value(value: float) -> None:
    for sent in (value, json.dumps(value)):
        request: Any = supplier(degreeShare=sent)
        assert request.suppliers[0].degree_share == float(value)


@pytest.mark.parametrize("view", ["VIEW_BASIC", 1])
def test_choices(view: object) -> None:
    request: Any = read({"options": {"view": view}}, DecideRequest())
    assert request.options.view == 1


@pytest.mark.parametrize("view", ["VIEW_BASICS", "basic", 9, True, "", [], "1"])
def test_an_unknown_choice_is_a_fault(view: object) -> None:
    found = faults({"options": {"view": view}}, DecideRequest())
    assert found["options.view"].startswith("must be the name of a choice")


@pytest.mark.parametrize("time", ["", "2026-06-01", 1780272000, "2026-13-01T00:00:00Z", "9" * 99, {}])
def test_times_are_rfc_3339(time: object) -> None:
    assert "options.asOf" in faults({"options": {"asOf": time}}, DecideRequest())


def test_a_field_is_not_sent_by_both_names() -> None:
    found = faults({"options": {"contentHash": "a", "content_hash": "b"}}, DecideRequest())
    assert found["options.content_hash"] == "is sent beside `contentHash`; send one of them"


def test_only_one_kind_of_a_value_is_sent() -> None:
    found = faults({"text": "a", "decimal": "1"}, FactValue())
    assert found["decimal"] == "is sent beside `text`; send one of them"


def test_names_of_facts_are_unicode() -> None:
    found = faults({"cases": [{"facts": {"\ud800": {"text": "x"}}}]}, DecideRequest())
    assert list(found) == ["cases[0].facts.?"]


def test_a_map_of_texts() -> None:
    sent = {"weights": {"a": "1"}}
    assert read(sent, VariantDeclaration()) == VariantDeclaration(weights={"a": "1"})
    assert faults({"weights": {"a": 1}}, VariantDeclaration())["weights.a"].startswith("must be a text")


def nested(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {"boolean": True}
    for _ in range(levels):
        value = {"list": [value]}
    return value


def test_nesting_is_limited_as_in_the_binary_form() -> None:
    read(nested(DEEPEST // 2 - 1), FactValue())
    (said,) = faults(nested(DEEPEST // 2 + 1), FactValue()).values()
    assert said == f"lies deeper than {DEEPEST} messages"


def test_not_more_faults_than_anybody_reads() -> None:
    assert len(faults({f"x{i}": 1 for i in range(500)}, DecideRequest())) == MOST_FAULTS


@pytest.mark.parametrize("plain", [[], "x", 1, None, True])
def test_a_request_is_an_object(plain: object) -> None:
    assert faults(plain, DecideRequest()).keys() == {""}


def test_a_number_too_long_to_read_is_no_json() -> None:
    digits = b"1" * (sys.get_int_max_str_digits() + 1)
    with pytest.raises(Malformed, match="this is no JSON"):
        load_json(b'{"rank": ' + digits + b"}")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
NAMES = st.sampled_from(
    ["cases", "id", "facts", "info", "options", "view", "list", "items", "asOf", "record"]
)
SHAPED = st.recursive(JSON, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner), max_leaves=20)


@given(SHAPED)
def test_anything_is_read_or_refused(plain: object) -> None:
    with suppress(Malformed):
        read(plain, DecideRequest())


@settings(max_examples=30)
@given(SHAPED.filter(lambda plain: not isinstance(plain, dict)))
def test_what_is_said_of_anything_can_be_sent(plain: object) -> None:
    found = faults({"cases": plain, "nested": {"\ud800": 1}, "\ud800": 2, "options": plain}, DecideRequest())
    assert all((field + said).encode() for field, said in found.items())
