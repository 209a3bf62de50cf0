"""A decision as JSON-ready data, and the digest over its canonical form."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

import orjson

from assize.decision.result import Decision
from assize.rules.duration import Duration

Data = dict[str, "Data"] | list["Data"] | str | float | int | bool | None


def as_data(decision: Decision) -> dict[str, object]:
    """The decision as dicts, lists, texts, numbers; dates as YYYY-MM-DD, decimals as text."""
    plain = _plain(decision)
    assert isinstance(plain, dict)
    for name in ("facts", "effects"):
        pairs = getattr(decision, name)
        plain[name] = {key: _plain(value) for key, value in pairs}
    for finding, told in zip(plain["findings"], decision.findings, strict=True):
        for element, said in zip(finding["elements"], told.elements, strict=True):
            element["says"] = {key: _plain(value) for key, value in said.says}
    return plain


def digest(decision: Decision) -> str:
    """SHA-256 over the canonical JSON: keys sorted, no spaces, shortest numbers, UTF-8."""
    text = orjson.dumps(as_data(decision), option=orjson.OPT_SORT_KEYS)
    return f"sha256:{hashlib.sha256(text).hexdigest()}"


def _plain(value: object) -> object:
    if isinstance(value, Duration | date | Decimal):
        return str(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: _plain(part) for name, part in zip(value._fields, value, strict=True)}
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
