"""Between values and the messages of the contract: cases out, declared types in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from google.type.date_pb2 import Date

from assize.decision.case import Case, GivenApproval
from assize.rules.types import (
    BooleanType,
    ChoiceType,
    DateType,
    FactType,
    Field,
    LevelType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    ScalarType,
    TextType,
)
from assize.v1 import decision_service_pb2, facts_pb2
from assize.v1 import rulebook_pb2 as pb
from assize.v1.facts_pb2 import FactList, FactRecord, FactValue, Unknown


def to_case(case: Case) -> decision_service_pb2.Case:
    """A case as it is sent. Facts go as they are written, so that the service judges what the file says."""
    return decision_service_pb2.Case(
        id=case.id,
        facts={name: to_value(value) for name, value in case.facts.items()},
        approvals=[_approval(given) for given in case.approvals],
        requester=case.requester,
    )


def to_value(value: object) -> FactValue:
    """A plain value; mappings (records, amounts, a value with its date and evidence) go as records."""
    match value:
        case None:
            return FactValue(unknown=Unknown())
        case bool():
            return FactValue(boolean=value)
        case int() | Decimal() | float():
            return FactValue(decimal=str(value))
        case str():
            return FactValue(text=value)
        case date():
            return FactValue(date=to_date(value))
        case list():
            return FactValue(list=FactList(items=[to_value(item) for item in value]))
        case Mapping():
            fields = {str(name): to_value(part) for name, part in value.items()}
            return FactValue(record=FactRecord(fields=fields))
        case _:
            raise TypeError(f"a file gives no {type(value).__name__}")


def to_date(day: date) -> Date:
    """A day as a message."""
    return Date(year=day.year, month=day.month, day=day.day)


def from_date(day: Date) -> date:
    """A day from a message."""
    return date(day.year, day.month, day.day)


def from_type(kind: pb.FactType) -> FactType:
    """A declared type, as far as it tells how a value is written."""
    if kind.kind == pb.FACT_KIND_LIST:
        return ListType(_element(kind.element), kind.key or None, kind.max_items or 1000)
    return _scalar(kind)


def _element(kind: pb.FactType) -> ScalarType | RecordType:
    if kind.kind == pb.FACT_KIND_RECORD:
        return RecordType(tuple(Field(field.name, _scalar(field.type)) for field in kind.fields))
    return _scalar(kind)


def _scalar(kind: pb.FactType) -> ScalarType:
    match kind.kind:
        case pb.FACT_KIND_BOOLEAN:
            return BooleanType()
        case pb.FACT_KIND_NUMBER | pb.FACT_KIND_INTEGER:
            return NumberType(kind.unit or None, integer=kind.kind == pb.FACT_KIND_INTEGER)
        case pb.FACT_KIND_MONEY:
            return MoneyType(kind.unit)
        case pb.FACT_KIND_DATE:
            return DateType(expires=kind.expires)
        case pb.FACT_KIND_CHOICE if kind.by:
            choices = tuple((name, tuple(some.items)) for name, some in sorted(kind.choices_by.items()))
            return LevelType(kind.by, choices)
        case pb.FACT_KIND_CHOICE:
            return ChoiceType(tuple(kind.choices))
        case _:
            return TextType()


def _approval(given: GivenApproval) -> facts_pb2.GivenApproval:
    return facts_pb2.GivenApproval(
        rule=given.rule,
        role=given.role,
        by=given.by,
        granted_on=to_date(given.granted_on),
        expires=to_date(given.expires) if given.expires else None,
    )
