"""The facts that a decision rests on, as they were checked: the same however they were sent."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple, cast

from assize.rules.model import Fact
from assize.rules.types import BooleanType, DateType, FactType, ListType, MoneyType, RecordType

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_EVIDENCE = {1: "declared", 2: "documented", 3: "verified"}


class Told(NamedTuple):
    """What was sent beside a value: the day on which it was observed, its source, and the digest of the
    decision whose result it is.
    """

    fact: str
    observed: date | None
    source: str | None
    decision: str | None = None


class KnownFacts(NamedTuple):
    """What was sent, in the order of the declarations: values as a program holds them (a stale one too),
    how well each is evidenced, what was told beside them, and which facts were sent as null.
    """

    declared: tuple[Fact, ...]
    values: tuple[object, ...]
    evidence: tuple[int, ...]
    told: tuple[Told, ...] = ()
    nulls: tuple[str, ...] = ()

    def plain(self) -> dict[str, object]:
        """The facts as JSON-ready values that could be sent again: amounts in the declared currency, days as
        YYYY-MM-DD. What was not sent is left out.
        """
        told = {each.fact: each for each in self.told}
        found: dict[str, object] = {}
        for fact, value, grade in zip(self.declared, self.values, self.evidence, strict=True):
            shown = plain_value(value, fact.type)
            if shown is not None:
                found[fact.name] = _with_what_was_told(shown, _EVIDENCE.get(grade), told.get(fact.name))
            elif fact.name in self.nulls:
                found[fact.name] = None
        return found


def is_digest(value: object) -> bool:
    """Whether a value is the digest of a decision, as `assize.decision.canonical` writes it."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def plain_value(value: object, kind: FactType | RecordType) -> object:
    """A checked value as it could be sent; None is unknown."""
    if isinstance(kind, BooleanType):
        return {0: False, 2: True}.get(cast(int, value))
    if value is None:
        return None
    match kind:
        case DateType():
            return date.fromordinal(cast(int, value)).isoformat()
        case MoneyType(currency=currency):
            return {"amount": value, "currency": currency}
        case ListType(element=element):
            return [plain_value(item, element) for item in cast("tuple[object, ...]", value)]
        case RecordType(fields=fields):
            cells = zip(fields, cast("tuple[object, ...]", value), strict=True)
            shown = ((field.name, plain_value(cell, field.type)) for field, cell in cells)
            return {name: cell for name, cell in shown if cell is not None}
        case _:
            return value


def _with_what_was_told(value: object, evidence: str | None, told: Told | None) -> object:
    """A value alone where nothing but a declaration is known of it."""
    about = {"evidence": evidence} if evidence not in (None, "declared") else {}
    if told is not None:
        about |= {"observed": told.observed.isoformat()} if told.observed else {}
        about |= {"source": told.source} if told.source else {}
        about |= {"decision": told.decision} if told.decision else {}
    return {"value": value, **about} if about else value
