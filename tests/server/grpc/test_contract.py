"""The contract against itself, against the table of errors and against the shipped rulebook."""

import itertools
import re
from pathlib import Path

import pytest
from google.protobuf.descriptor import FieldDescriptor

from assize.rules.load import load_rulebook
from assize.rules.types import (
    BooleanType,
    ChoiceType,
    DateType,
    LevelType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    TextType,
    Type,
)
from assize.server.errors import WIRE
from assize.server.grpc.readers import fact_fields
from assize.v1.errors_pb2 import ErrorReason
from assize.v1.risk_pb2 import CustomerFacts, SupplierFacts, ThirdPartyFacts
from assize.v1.supplier_pb2 import Need, Supplier
from assize.v1.value_added_service_pb2 import ValueAddedService

ROOT = Path(__file__).parents[3]
PROTOS = sorted((ROOT / "proto/assize/v1").glob("*.proto"))
RULEBOOKS = ROOT / "rules/rulebooks"
TYPED = {
    "supplier-selection": (Supplier.DESCRIPTOR, Need.DESCRIPTOR),
    "value-added-service": (ValueAddedService.DESCRIPTOR,),
    "customer-risk": (CustomerFacts.DESCRIPTOR,),
    "supplier-risk": (SupplierFacts.DESCRIPTOR,),
    "third-party-risk": (ThirdPartyFacts.DESCRIPTOR,),
}
DECLARED = re.compile(r"^(\s*)(message|enum|service|rpc) (\w+)")


def fits(field: FieldDescriptor, kind: Type) -> bool:
    """Whether a field can carry every value of a declared type, and nothing of another kind."""
    message = field.message_type.name if field.message_type else None
    match kind:
        case BooleanType():
            return field.type == FieldDescriptor.TYPE_BOOL
        case NumberType(integer=True):
            return field.type == FieldDescriptor.TYPE_INT64
        case NumberType():
            return field.type == FieldDescriptor.TYPE_DOUBLE
        case TextType() | ChoiceType() | LevelType():
            return field.type == FieldDescriptor.TYPE_STRING
        case MoneyType():
            return message == "Amount"
        case DateType():
            return message == "Date"
        case ListType(element=element):
            items = field.message_type.fields_by_name["items"]
            return items.is_repeated and fits_element(items, element)
        case RecordType():
            return fits_element(field, kind)


def fits_element(items: FieldDescriptor, element: Type) -> bool:
    if not isinstance(element, RecordType):
        return fits(items, element)
    typed = {field.name: field for field in fact_fields(items.message_type)}
    return typed.keys() == {field.name for field in element.fields} and all(
        fits(typed[field.name], field.type) for field in element.fields
    )


@pytest.mark.parametrize("rulebook", TYPED)
def test_every_fact_of_a_rulebook_has_a_field_of_its_name_and_type(rulebook: str) -> None:
    declared = {fact.name: fact.type for fact in load_rulebook(RULEBOOKS / rulebook / "1.0.0").facts}
    fields = [field for message in TYPED[rulebook] for field in fact_fields(message)]
    typed = {field.name: field for field in fields}
    assert len(typed) == len(fields), "a fact stands in Supplier or in Need, not in both"
    assert typed.keys() == declared.keys()
    assert [name for name in declared if not fits(typed[name], declared[name])] == []


@pytest.mark.parametrize("rulebook", TYPED)
def test_every_fact_field_says_whether_it_is_set(rulebook: str) -> None:
    for message in TYPED[rulebook]:
        others = {field.name for field in message.fields} - {field.name for field in fact_fields(message)}
        assert others <= {"id", "facts", "info", "approvals", "requester"}
        assert all(field.has_presence for field in fact_fields(message))


@pytest.mark.parametrize("path", PROTOS, ids=lambda path: path.name)
def test_everything_declared_is_explained(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for before, line in itertools.pairwise(lines)
        if DECLARED.match(line) and not before.strip().startswith("//")
    ]
    assert bare == []


@pytest.mark.parametrize("path", PROTOS, ids=lambda path: path.name)
def test_the_zero_of_an_enum_is_unspecified(path: Path) -> None:
    zeros = re.findall(r"(\w+) = 0;", path.read_text(encoding="utf-8"))
    assert all(name.endswith("_UNSPECIFIED") for name in zeros)


def test_each_reason_has_its_status_in_the_contract() -> None:
    text = (ROOT / "proto/assize/v1/errors.proto").read_text(encoding="utf-8")
    written = {
        name: status
        for status, name in re.findall(r"  // ([A-Z_]+):(?:[^;]|\n)*?\n  (ERROR_REASON_\w+) =", text)
    }
    for row in WIRE.values():
        name = ErrorReason.Name(row.reason)
        if name != "ERROR_REASON_BAD_FACTS":
            assert written[name] == row.status.name


def test_every_reason_is_in_the_table() -> None:
    told = {ErrorReason.Name(row.reason) for row in WIRE.values()}
    assert set(ErrorReason.keys()) - told == {"ERROR_REASON_UNSPECIFIED"}
