"""Plain values, as YAML and JSON files of cases have them, to messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.type.date_pb2 import Date

from assize.v1.facts_pb2 import FactList, FactRecord, FactValue, GivenApproval, Unknown

Facts = Mapping[str, object]
"""By name: a value, or `{value, observed, evidence, source, decision}`. None: known to be unknown."""
Case = Mapping[str, Any]
"""`{id, facts, approvals, requester}`; only `id` is needed."""

_PARTS = ("id", "facts", "approvals", "requester")
_APPROVAL = ("rule", "role", "by", "granted_on", "expires")


def to_fact(value: object) -> FactValue:
    """A value of any type. Raises TypeError for what no fact can be."""
    match value:
        case None:
            return FactValue(unknown=Unknown())
        case bool():
            return FactValue(boolean=value)
        case int() | float() | Decimal():
            return FactValue(decimal=str(value))
        case str():
            return FactValue(text=value)
        case date() if not isinstance(value, datetime):
            return FactValue(date=to_date(value))
        case Mapping():
            fields = {str(name): to_fact(part) for name, part in value.items()}
            return FactValue(record=FactRecord(fields=fields))
        case list() | tuple():
            return FactValue(list=FactList(items=[to_fact(item) for item in value]))
        case _:
            raise TypeError(f"a fact is a text, number, truth value, date, list or dict, got {value!r}")


def to_date(day: date) -> Date:
    """A day as a message."""
    return Date(year=day.year, month=day.month, day=day.day)


def to_parts(case: Case, shared: Facts, typed: Descriptor | None = None) -> dict[str, Any]:
    """The fields of a message that has facts by name; `shared` facts go to every case.

    `typed` has fields of the same names: whole numbers where it has texts are texts, as levels of
    certificates are. Raises ValueError.
    """
    if unknown := [name for name in case if name not in _PARTS]:
        raise ValueError(f"a case has {', '.join(_PARTS)}, got `{unknown[0]}`; facts go into `facts`")
    facts: Facts = case.get("facts") or {}
    if twice := facts.keys() & shared.keys():
        raise ValueError(f"`{min(twice)}` is a fact of all cases and of `{case.get('id')}`; send it once")
    return {
        "id": str(case.get("id", "")),
        "facts": to_facts({**shared, **facts}, typed),
        "approvals": [_approval(given) for given in case.get("approvals") or ()],
        "requester": case.get("requester") or "",
    }


def to_facts(facts: Facts, typed: Descriptor | None = None) -> dict[str, FactValue]:
    """Facts by name."""
    fields = {} if typed is None else typed.fields_by_name
    return {name: to_fact(_fitted(value, fields.get(name))) for name, value in facts.items()}


def _fitted(value: object, field: FieldDescriptor | None) -> object:
    """The value, whole numbers made texts where the field has texts."""
    if field is None:
        return value
    if isinstance(value, Mapping) and "value" in value:
        return {**value, "value": _fitted(value["value"], field)}
    if isinstance(value, int) and not isinstance(value, bool) and field.type == FieldDescriptor.TYPE_STRING:
        return str(value)
    inner = field.message_type.fields_by_name if field.message_type is not None else {}
    if isinstance(value, Mapping):
        return {name: _fitted(part, inner.get(name)) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_fitted(item, field if field.is_repeated else inner.get("items")) for item in value]
    return value


def _approval(given: Mapping[str, Any]) -> GivenApproval:
    if unknown := [name for name in given if name not in _APPROVAL]:
        raise ValueError(f"an approval has {', '.join(_APPROVAL)}, got `{unknown[0]}`")
    return GivenApproval(
        rule=given["rule"],
        role=given["role"],
        by=given["by"],
        granted_on=to_date(given["granted_on"]),
        expires=to_date(given["expires"]) if given.get("expires") else None,
    )
