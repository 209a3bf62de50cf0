"""Types of messages as JSON sees them, and places and values of a request as they can be sent back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from google.protobuf.descriptor import Descriptor

LONGEST_SHOWN = 60

TEXTS: Mapping[str, str] = {
    "google.protobuf.Timestamp": "2026-06-01T08:00:00Z",
    "google.protobuf.Duration": "1.5s",
}
"""Messages that are one text in JSON, each with an example."""

Path = Any
"""Where a value stands: None for the whole request, else the path of what holds it, and its name or number.

Pairs cost less than texts, and hardly any is ever shown.
"""


def reachable(kind: Descriptor) -> Iterator[Descriptor]:
    """The message type and all that it holds, each once. The entries of maps are among them."""
    seen = {kind.full_name}
    waiting = [kind]
    while waiting:
        each = waiting.pop()
        yield each
        for field in each.fields:
            inner = field.message_type
            if inner is not None and inner.full_name not in seen:
                seen.add(inner.full_name)
                waiting.append(inner)


def is_list(kind: Descriptor) -> bool:
    """It wraps a list so that an empty one and none differ: its only field is `items`."""
    return len(kind.fields) == 1 and kind.fields[0].name == "items" and kind.fields[0].is_repeated


def is_map(kind: Descriptor) -> bool:
    """It is the entry of a map."""
    return bool(kind.GetOptions().map_entry)


def render(path: Path) -> str:
    """The path as text: `cases[0].facts.headcount`."""
    steps = []
    while path is not None:
        path, step = path
        steps.append(f"[{step}]" if isinstance(step, int) else f".{printable(step)}")
    return "".join(reversed(steps)).removeprefix(".")


def printable(text: str, longest: int = LONGEST_SHOWN) -> str:
    """The beginning of a text of the request, as it can be sent back."""
    return text[:longest].encode(errors="replace").decode()


def shown(value: object) -> str:
    """The value for people: its kind, and a scalar itself."""
    match value:
        case None:
            return "null"
        case dict():
            return "an object"
        case list():
            return "a list"
        case bool():
            return str(value).lower()
        case str():
            return f"the text {value[:LONGEST_SHOWN]!a}"
        case _:
            return str(value)[:LONGEST_SHOWN]
