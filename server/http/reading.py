"""Plain JSON values to a message, by proto3's JSON mapping, read strictly: all that is wrong is told at once.

Stricter than the mapping: no NaN, no Infinity, no name twice (also not as `asOf` and `as_of`), no value of
another type. One thing more: a list in its wrapper may be sent as a list, [] as well as {"items": []}.
null is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, cast

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from assize.rules.errors import nearest
from assize.server.errors import FieldFault, Malformed
from assize.server.http.scalars import Scalar, read_text, reader_of

MOST_FAULTS = 100
DEEPEST = 100
LONGEST_SHOWN = 60
TEXTS = (Timestamp.DESCRIPTOR.full_name, Duration.DESCRIPTOR.full_name)
"""Messages that are one text in JSON."""


class MessageReader:
    """Reads messages of one type. What each field needs is worked out once, from the contract."""

    def __init__(self, kind: Descriptor) -> None:
        self._name = kind.name
        self._fields = {each.full_name: _names(each) for each in reachable(kind)}
        self._scalars = {
            field.full_name: reader_of(field)
            for kind in reachable(kind)
            for field in kind.fields
            if field.message_type is None
        }

    def read(self, plain: object, message: Message) -> None:
        """Fill `message`. Raises Malformed with every fault."""
        reading = _Reading(self._fields, self._scalars)
        if isinstance(plain, dict):
            reading.message(plain, message, "", 1)
        else:
            reading.note("", f"must be an object, got {shown(plain)}")
        if faults := reading.faults:
            first = f"{faults[0].field}: {faults[0].description}".removeprefix(": ")
            more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
            raise Malformed(f"the JSON is no {self._name}: {first}{more}", faults)


class _Reading:
    """One request being read, and what is wrong with it."""

    def __init__(
        self, fields: Mapping[str, Mapping[str, FieldDescriptor]], scalars: Mapping[str, Scalar]
    ) -> None:
        self._fields = fields
        self._scalars = scalars
        self.faults: list[FieldFault] = []

    def note(self, path: str, what: str) -> None:
        """Note a fault; after many, no more."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(FieldFault(path, what))

    def message(self, plain: object, message: Message, path: str, depth: int) -> None:
        """Fill a message of any type."""
        kind = cast("Descriptor", message.DESCRIPTOR)
        if kind.full_name in TEXTS:
            self._text(plain, message, path)
            return
        if isinstance(plain, list) and is_list(kind):
            plain = {"items": plain}
        if not isinstance(plain, dict):
            expected = "a list" if is_list(kind) else "an object"
            self.note(path, f"must be {expected}, got {shown(plain)}")
        elif depth > DEEPEST:
            self.note(path, f"lies deeper than {DEEPEST} messages")
        else:
            self._object(plain, message, path, depth)

    def _text(self, plain: object, message: Any, path: str) -> None:  # noqa: ANN401  # a Timestamp or a Duration
        example = "2026-06-01T08:00:00Z" if isinstance(message, Timestamp) else "1.5s"
        try:
            message.FromJsonString(read_text(plain))
        except (ValueError, OverflowError):
            self.note(path, f"must be as `{example}`, got {shown(plain)}")

    def _object(self, plain: dict[str, object], message: Message, path: str, depth: int) -> None:
        kind = cast("Descriptor", message.DESCRIPTOR)
        known = self._fields[kind.full_name]
        taken: dict[str, str] = {}
        for name, value in plain.items():
            place = f"{path}.{printable(name)}".removeprefix(".")
            if name not in known:
                names = [field.json_name for field in known.values()]
                self.note(place, f"there is no such field; {nearest(name, names)}")
                continue
            field = known[name]
            oneof = field.containing_oneof
            group = field.name if oneof is None else oneof.full_name
            if group in taken:
                self.note(place, f"is sent beside `{taken[group]}`; send one of them")
            elif value is not None:
                taken[group] = name
                self._field(value, message, field, place, depth)
            elif is_list(kind):
                self.note(
                    place, "null is not a list; send [] for none, or leave the list out if it is not known"
                )

    def _field(self, value: object, message: Message, field: FieldDescriptor, path: str, depth: int) -> None:
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            self._map(value, message, field, path, depth)
        elif field.is_repeated:
            self._list(value, message, field, path, depth)
        elif field.message_type is not None:
            inner = getattr(message, field.name)
            inner.SetInParent()
            self.message(value, inner, path, depth + 1)
        else:
            self._scalar(value, field, path, partial(setattr, message, field.name))

    def _list(self, value: object, message: Message, field: FieldDescriptor, path: str, depth: int) -> None:
        if not isinstance(value, list):
            self.note(path, f"must be a list, got {shown(value)}")
            return
        items = getattr(message, field.name)
        for i, item in enumerate(value):
            if field.message_type is not None:
                self.message(item, items.add(), f"{path}[{i}]", depth + 1)
            else:
                self._scalar(item, field, f"{path}[{i}]", items.append)

    def _map(self, value: object, message: Message, field: FieldDescriptor, path: str, depth: int) -> None:
        if not isinstance(value, dict):
            self.note(path, f"must be an object, got {shown(value)}")
            return
        held = cast("Descriptor", field.message_type).fields_by_name["value"]
        items = getattr(message, field.name)
        for key, item in value.items():
            place = f"{path}.{printable(key)}"
            if printable(key, len(key)) != key:
                self.note(place, "the name must be Unicode; half of a surrogate pair is no character")
            elif held.message_type is not None:
                self.message(item, items[key], place, depth + 1)
            else:
                self._scalar(item, held, place, partial(items.__setitem__, key))

    def _scalar(self, value: object, field: FieldDescriptor, path: str, put: Callable[[Any], None]) -> None:
        try:
            put(self._scalars[field.full_name](value))
        except ValueError as error:
            self.note(path, f"{error}, got {shown(value)}")


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


def printable(text: str, longest: int = LONGEST_SHOWN) -> str:
    """The beginning of a text of the request, as it can be sent back."""
    return text[:longest].encode(errors="replace").decode()


def _names(kind: Descriptor) -> dict[str, FieldDescriptor]:
    """Fields by both names that JSON may use."""
    return {field.name: field for field in kind.fields} | {field.json_name: field for field in kind.fields}
