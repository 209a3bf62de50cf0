"""Run-time values as a caller would send them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from assize.decision.suite_file import STAND_IN
from assize.rules.model import Fact, Rulebook
from assize.rules.types import BooleanType, DateType, ListType, MoneyType, NumberType, RecordType, Type
from tests.oracle.values import TRUE, Value, is_unknown


def sent(
    book: Rulebook, day: dt.date, facts: Mapping[str, Value], evidence: Mapping[str, str] | None = None
) -> dict[str, Value]:
    """The known facts as a case carries them, observed on the day where that matters."""
    return {
        fact.name: _wrapped(fact, _value(facts[fact.name], fact.type), day, (evidence or {}).get(fact.name))
        for fact in book.facts
        if fact.name in facts and not is_unknown(facts[fact.name], fact.type)
    }


def _wrapped(fact: Fact, value: Value, day: dt.date, evidence: str | None) -> dict[str, Value]:
    digest = STAND_IN if fact.decision else None
    whole = {"value": value, "observed": day.isoformat(), "evidence": evidence, "decision": digest}
    return {key: part for key, part in whole.items() if part is not None}


def _value(value: Value, kind: Type) -> Value:
    match kind:
        case BooleanType():
            return value == TRUE
        case NumberType(integer=integer):
            return int(value) if integer else value
        case MoneyType(currency=currency):
            return {"amount": f"{Decimal(repr(value)):f}", "currency": currency}
        case DateType():
            return dt.date.fromordinal(value).isoformat()
        case ListType(element=RecordType() as record):
            return [_record(one, record) for one in value]
        case ListType(element=element):
            return [_value(one, element) for one in value]
        case _:
            return value


def _record(values: tuple[Value, ...], kind: RecordType) -> dict[str, Value]:
    pairs = zip(kind.fields, values, strict=True)
    return {f.name: _value(value, f.type) for f, value in pairs if not is_unknown(value, f.type)}
