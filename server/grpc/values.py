"""Wire values to plain values. What cannot be read is a violation; the rulebook checks the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, cast

from google.type.date_pb2 import Date

from assize.decision.case import GivenApproval
from assize.rules.errors import Violation
from assize.v1.facts_pb2 import Amount, Evidence, FactInfo, FactList, FactRecord, FactValue, Rate
from assize.v1.facts_pb2 import GivenApproval as SentApproval

Plain = object
"""bool, int, float, Decimal, str, date, None, a list of these, or a dict of these by name."""

# The exponent is bounded: a Decimal of 1e999999999 becomes a number of a billion digits.
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_LONGEST_DECIMAL = 64
_LONGEST_SHOWN = 80
_NANOS = 1_000_000_000
_EVIDENCE = {
    Evidence.EVIDENCE_UNSPECIFIED: None,
    Evidence.EVIDENCE_DECLARED: "declared",
    Evidence.EVIDENCE_DOCUMENTED: "documented",
    Evidence.EVIDENCE_VERIFIED: "verified",
}


class Unfit(Exception):
    """A value that cannot be read; `violations` have paths below the value's own."""

    def __init__(self, violations: list[Violation]) -> None:
        self.violations = violations
        super().__init__(violations)

    def under(self, step: str) -> list[Violation]:
        """The violations, `step` before each path."""
        return [violation._replace(path=step + violation.path) for violation in self.violations]


class Found(list[Violation]):
    """Violations of the parts of a value, so that one reading finds them all."""

    def read(self, step: str, reader: Callable[[Any], Plain], value: object) -> Plain:
        """What `reader` makes of a part; None when it cannot be read, its violations noted below `step`."""
        try:
            return reader(value)
        except Unfit as error:
            self += error.under(step)
            return None

    def raise_if_any(self) -> None:
        """Raise Unfit with everything noted so far."""
        if self:
            raise Unfit(list(self))


def unfit(what: str, got: str, code: str, hint: str = "") -> Unfit:
    """The value itself cannot be read."""
    shown = got if len(got) <= _LONGEST_SHOWN else got[:_LONGEST_SHOWN] + "…"
    return Unfit([Violation("", what, shown, hint, code)])


def read_date(value: Date) -> date:
    """A day; year, month and day are all needed."""
    try:
        return date(value.year, value.month, value.day)
    except (ValueError, OverflowError):
        got = f"{value.year}-{value.month}-{value.day}"
        raise unfit("must be a day with year, month and day", got, "NOT_A_DATE") from None


def read_decimal(text: str) -> Decimal:
    """A finite decimal number of at most 64 characters, exactly."""
    if len(text) > _LONGEST_DECIMAL or not _DECIMAL.fullmatch(text):
        hint = "write it as 120, -0.5 or 1.2e6; leave it out if it is unknown"
        raise unfit("must be a decimal number of at most 64 characters", f"`{text}`", "NOT_A_NUMBER", hint)
    return Decimal(text)


def read_amount(value: Amount) -> dict[str, Plain]:
    """An amount of money as the rulebook's facts take it: amount, currency, scale, rate."""
    money = value.money
    units, nanos = money.units, money.nanos
    if abs(nanos) >= _NANOS or units * nanos < 0:
        hint = "nanos are billionths of a unit and have the sign of units"
        raise unfit("must be an amount of units and nanos", f"{units} and {nanos}", "NOT_AN_AMOUNT", hint)
    plain: dict[str, Plain] = {"amount": Decimal(units) + Decimal(nanos) / _NANOS if nanos else units}
    plain["currency"] = money.currency_code or None
    if value.HasField("scale"):
        plain["scale"] = value.scale
    if value.HasField("rate"):
        plain["rate"] = _read_rate(value.rate)
    return plain


def read_value(value: FactValue) -> Plain:
    """A value of any type. Unknown is None."""
    match value.WhichOneof("kind"):
        case "unknown":
            return None
        case "boolean":
            return value.boolean
        case "decimal":
            return read_decimal(value.decimal)
        case "text":
            return value.text
        case "date":
            return read_date(value.date)
        case "amount":
            return read_amount(value.amount)
        case "list":
            return _read_list(value.list)
        case "record":
            return _read_record(value.record)
        case _:
            raise unfit(
                "must have a value", "none", "NO_VALUE", "set one of its kinds, or leave the fact out"
            )


def read_info(value: Plain, info: FactInfo) -> dict[str, Plain]:
    """The value with what is known of it."""
    evidence = _EVIDENCE.get(info.evidence, "")
    if evidence == "":
        raise unfit(
            "must be a known evidence", str(info.evidence), "UNKNOWN_CHOICE", "leave it out for declared"
        )
    plain: dict[str, Plain] = {"value": value}
    if evidence:
        plain["evidence"] = evidence
    if info.HasField("observed"):
        plain["observed"] = _read_observed(info.observed)
    if info.source:
        plain["source"] = info.source
    if info.decision:
        plain["decision"] = info.decision
    return plain


def _read_observed(sent: Date) -> Plain:
    found = Found()
    observed = found.read(".observed", read_date, sent)
    found.raise_if_any()
    return observed


def read_approval(given: SentApproval) -> GivenApproval:
    """An approval that comes back with the case."""
    found = Found()
    granted = found.read(".granted_on", read_date, given.granted_on)
    expires = found.read(".expires", read_date, given.expires) if given.HasField("expires") else None
    found.raise_if_any()
    return GivenApproval(given.rule, given.role, given.by, cast(date, granted), cast(date | None, expires))


def _read_rate(rate: Rate) -> dict[str, Plain]:
    found = Found()
    value = found.read(".rate.value", read_decimal, rate.value)
    day = found.read(".rate.date", read_date, rate.date)
    found.raise_if_any()
    return {"value": value, "date": day, "source": rate.source}


def _read_list(sent: FactList) -> list[Plain]:
    found = Found()
    items = [found.read(f"[{i}]", read_value, item) for i, item in enumerate(sent.items)]
    found.raise_if_any()
    return items


def _read_record(sent: FactRecord) -> dict[str, Plain]:
    found = Found()
    fields = {name: found.read(f".{name}", read_value, sent.fields[name]) for name in sent.fields}
    found.raise_if_any()
    return fields
