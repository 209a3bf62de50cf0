# ruff: noqa: ANN401  # plain facts are of any type
"""Plain facts, as rulebooks write them in their tests, to messages: typed and of any rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from google.type.date_pb2 import Date
from google.type.money_pb2 import Money

from assize.server.grpc.readers import fact_fields
from assize.v1.decision_service_pb2 import Case
from assize.v1.facts_pb2 import Amount, Evidence, FactInfo, FactList, FactRecord, FactValue, Rate, Unknown
from assize.v1.supplier_pb2 import Need, Supplier

SELECTION = Path(__file__).parents[3] / "rules/rulebooks/supplier-selection/1.0.0"
SCALARS = {
    FieldDescriptor.TYPE_STRING: str,
    FieldDescriptor.TYPE_DOUBLE: float,
    FieldDescriptor.TYPE_INT64: int,
    FieldDescriptor.TYPE_BOOL: bool,
}
_WRAPPER = {"value", "observed", "evidence", "source", "decision"}


class Fixture(NamedTuple):
    """A case of the rulebook's own tests."""

    as_of: date
    facts: dict[str, Any]


def fixtures() -> dict[str, Fixture]:
    """The cases that the tests of supplier-selection start from."""
    tests = (SELECTION / "tests.yaml").read_text(encoding="utf-8")
    written = yaml.load(tests, yaml.CSafeLoader)["fixtures"]  # the safe one, sooner
    return {name: Fixture(each["as_of"], each["facts"]) for name, each in written.items()}


def to_day(written: date | str) -> Date:
    day = date.fromisoformat(written) if isinstance(written, str) else written
    return Date(year=day.year, month=day.month, day=day.day)


def to_amount(plain: Mapping[str, Any]) -> Amount:
    amount = Decimal(str(plain["amount"]))
    units = int(amount)
    money = Money(currency_code=plain["currency"], units=units, nanos=int((amount - units) * 10**9))
    rate = plain.get("rate")
    sent = rate and Rate(value=str(rate["value"]), date=to_day(rate["date"]), source=rate["source"])
    return Amount(money=money, scale=plain.get("scale"), rate=sent)


def to_info(plain: Mapping[str, Any]) -> FactInfo:
    observed = plain.get("observed")
    evidence = Evidence.Value(f"EVIDENCE_{plain.get('evidence', 'unspecified').upper()}")
    return FactInfo(
        observed=observed and to_day(observed),
        evidence=evidence,
        source=plain.get("source"),
        decision=plain.get("decision"),
    )


def to_fact(plain: Any) -> FactValue:
    """By the value's own type; a number is a decimal."""
    match plain:
        case None:
            return FactValue(unknown=Unknown())
        case bool():
            return FactValue(boolean=plain)
        case int() | float() | Decimal():
            return FactValue(decimal=str(plain))
        case str():
            return FactValue(text=plain)
        case date():
            return FactValue(date=to_day(plain))
        case list():
            return FactValue(list=FactList(items=[to_fact(item) for item in plain]))
        case {"currency": _}:
            return FactValue(amount=to_amount(plain))
        case _:
            return FactValue(record=FactRecord(fields={name: to_fact(item) for name, item in plain.items()}))


def to_case(name: str, facts: Mapping[str, Any], choices: frozenset[str] = frozenset()) -> Case:
    """A case of any rulebook; `choices` are the fields whose numbers are the names of choices."""
    case = Case(id=name)
    for fact, plain in facts.items():
        value, info = unwrap(plain)
        case.facts[fact].CopyFrom(to_fact(as_choices(value, choices)))
        if info:
            case.info[fact].CopyFrom(to_info(info))
    return case


def to_supplier(name: str, facts: Mapping[str, Any]) -> Supplier:
    """The facts of a supplier that have a field."""
    supplier = Supplier(id=name)
    fill(supplier, facts)
    return supplier


def to_need(facts: Mapping[str, Any]) -> Need:
    """The facts of a need that have a field."""
    need = Need()
    fill(need, facts)
    return need


def fill(message: Any, facts: Mapping[str, Any], part: Any = None) -> None:
    """Set the facts of `message`; their fields may stand in a `part` of it."""
    typed = message if part is None else part
    for field in fact_fields(typed.DESCRIPTOR):
        if field.name in facts:
            value, info = unwrap(facts[field.name])
            if info:
                message.info[field.name].CopyFrom(to_info(info))
            if value is not None:
                put(typed, field, value)


def unwrap(plain: Any) -> tuple[Any, dict[str, Any]]:
    if isinstance(plain, dict) and plain.keys() <= _WRAPPER:
        return plain["value"], {name: each for name, each in plain.items() if name != "value"}
    return plain, {}


def put(message: Message, field: FieldDescriptor, value: Any) -> None:
    if field.message_type is None:
        setattr(message, field.name, SCALARS[field.type](value))
        return
    part = getattr(message, field.name)
    part.SetInParent()
    if field.message_type.full_name == Date.DESCRIPTOR.full_name:
        part.CopyFrom(to_day(value))
    elif isinstance(value, dict):
        part.CopyFrom(to_amount(value))
    elif field.message_type.fields[0].message_type is None:
        part.items.extend(value)
    else:
        for record in value:
            element = part.items.add()
            for inner in fact_fields(element.DESCRIPTOR):
                if inner.name in record:
                    put(element, inner, record[inner.name])


def as_choices(plain: Any, names: frozenset[str]) -> Any:
    """Numbers that are names of choices, as `level: 1`, written as texts."""
    if isinstance(plain, list):
        return [as_choices(item, names) for item in plain]
    if isinstance(plain, dict) and "currency" not in plain:
        return {name: str(item) if name in names else as_choices(item, names) for name, item in plain.items()}
    return plain
