"""A decision as JSON-ready data, and the digest over its canonical form."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import cast

import orjson

from assize.decision.known import KnownFacts
from assize.decision.result import Decision
from assize.rules.duration import Duration


def as_data(decision: Decision) -> dict[str, object]:
    """The decision as dicts, lists, texts, numbers; dates as YYYY-MM-DD."""
    plain = cast("dict[str, object]", _plain(decision))
    plain["effects"] = dict(decision.effects)
    findings = cast("list[dict[str, list[dict[str, object]]]]", plain["findings"])
    for finding, told in zip(findings, decision.findings, strict=True):
        for element, said in zip(finding["elements"], told.elements, strict=True):
            element["says"] = dict(said.says)
    return plain


def digest(decision: Decision) -> str:
    """SHA-256 over the canonical JSON: every record of `assize.decision.result` as an array of its fields in
    their order, no spaces, shortest numbers, UTF-8. Facts are in it as they were checked, in declared order:
    how they were written and in which order they were sent makes no difference.
    """
    return f"sha256:{hashlib.sha256(orjson.dumps(decision, _canonical)).hexdigest()}"


def _canonical(value: object) -> object:
    """What orjson does not know: our records, and durations."""
    if isinstance(value, KnownFacts):
        # The declarations are part of the rulebook, whose content hash is in the decision.
        return tuple(value[1:])
    return str(value) if isinstance(value, Duration) else tuple(cast("tuple[object, ...]", value))


def _plain(value: object) -> object:
    if isinstance(value, Duration | date):
        return str(value)
    if isinstance(value, KnownFacts):
        return value.plain()
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: _plain(part) for name, part in zip(value._fields, value, strict=True)}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
