"""Bytes and queries to plain JSON values. What is no JSON, or says a thing twice, is Malformed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NoReturn

from assize.server.errors import FieldFault, Malformed
from assize.server.http.kinds import printable


def load_json(text: bytes) -> object:
    """The value of a JSON text in UTF-8 (RFC 8259), no name twice in an object. Raises Malformed."""
    try:
        return json.loads(text.decode(), object_pairs_hook=unique, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise Malformed(f"the JSON is not UTF-8: {error.reason} at byte {error.start}") from error
    except RecursionError as error:
        raise Malformed("the JSON is nested too deep") from error
    except ValueError as error:
        raise Malformed(f"this is no JSON: {error}") from error


def unique(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    """The pairs by name. Raises Malformed for a name that is there twice."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            twice = printable(name)
            fault = FieldFault(twice, "is there twice; send it once")
            raise Malformed(f"`{twice}` is there twice in one object", [fault])
        found[name] = value
    return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON; leave out what is not known")
