"""A payload of an ITSM tool to a request of Assize, by a mapping that is data.

A mapping is the request itself, with directives where a value comes from the payload:

    {from: issue.fields.summary}            the value at this path; numbers in it count from 0
    {from: ..., choices: {Yes: true}}       the value that stands for it; any other value is an error
    {from: ..., as: decimal}                written as text, decimal, date, moment or amount
                                            (with `currency`, and `scale` if it is not 1)
    {each: services, of: ...}               a list: the inner template for each element, paths from there;
                                            the path of the element itself is `this`

Nothing is guessed: what is absent, null or empty in the payload is left out of the request, so it is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

NANOS = 10**9


class MappingError(ValueError):
    """The payload has something that the mapping does not know."""


def fill(template: Any, payload: Any) -> Any:  # noqa: ANN401  # JSON
    """The template with values of the payload; None where nothing is known."""
    match template:
        case {"from": str(path), **how}:
            return convert(look(payload, path), how, path)
        case {"each": str(path), "of": inner}:
            found = look(payload, path)
            return None if found is None else [fill(inner, item) for item in found]
        case dict():
            filled = {name: fill(inner, payload) for name, inner in template.items()}
            known = {name: value for name, value in filled.items() if value is not None}
            return known or (None if template else {})
        case list():
            return [fill(inner, payload) for inner in template]
        case _:
            return template


def look(payload: Any, path: str) -> Any:  # noqa: ANN401  # JSON
    """The value at a path, or None."""
    for step in [] if path == "this" else path.split("."):
        if isinstance(payload, list) and step.isdigit():
            payload = payload[int(step)] if int(step) < len(payload) else None
        else:
            payload = payload.get(step) if isinstance(payload, dict) else None
    return None if payload == "" else payload


def convert(value: Any, how: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401  # JSON
    """The value as the request wants it."""
    if value is None:
        return None
    if "choices" in how:
        if value not in how["choices"]:
            raise MappingError(f"{path}: no choice for {value!r}; add it to `choices`")
        value = how["choices"][value]
    if "as" not in how:
        return value
    try:
        written = WRITERS[how["as"]](value)
    except (ValueError, InvalidOperation):
        raise MappingError(f"{path}: {value!r} is no {how['as']}") from None
    if how["as"] != "amount":
        return written
    scale = {"scale": how["scale"]} if "scale" in how else {}
    return {"money": {"currencyCode": how["currency"], **written}, **scale}


def to_decimal(value: object) -> str:
    """A number as exact text."""
    return format(Decimal(str(value)), "f")


def to_day(value: object) -> dict[str, int]:
    """The day of a date, or of a time, as google.type.Date."""
    day = date.fromisoformat(str(value)[:10])
    return {"year": day.year, "month": day.month, "day": day.day}


def to_moment(value: object) -> str:
    """A time as RFC 3339; without a zone it is UTC."""
    moment = datetime.fromisoformat(str(value))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def to_money(value: object) -> dict[str, Any]:
    """An amount as the units and nanos of google.type.Money."""
    nanos = int(Decimal(str(value)) * NANOS)
    units = abs(nanos) // NANOS * (1 if nanos >= 0 else -1)
    return {"units": str(units), "nanos": nanos - units * NANOS}


WRITERS: Mapping[str, Callable[[object], Any]] = {
    "text": str,
    "decimal": to_decimal,
    "date": to_day,
    "moment": to_moment,
    "amount": to_money,
}
