"""Plain JSON values to a message, by proto3's JSON mapping, read strictly: all that is wrong is told at once.

Stricter than the mapping: no NaN, no Infinity, no name twice (also not as `asOf` and `as_of`), no value of
another type. One thing more: a list in its wrapper may be sent as a list, [] as well as {"items": []}.
null is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from assize.rules.errors import nearest
from assize.server.errors import FieldFault, Malformed
from assize.server.http.kinds import TEXTS, Path, is_list, is_map, printable, reachable, render, shown
from assize.server.http.scalars import Scalar, read_text, reader_of

MOST_FAULTS = 100
DEEPEST = 100

Put = Callable[[Any, Any, Path, int, "Faults"], None]
"""Put a value into a message: the message, the value, its path and depth, and where faults are noted."""


class Faults(list[FieldFault]):
    """What is wrong with one request; after many faults, no more are noted."""

    def note(self, path: Path, what: str) -> None:
        """Note a fault."""
        if len(self) < MOST_FAULTS:
            self.append(FieldFault(render(path), what))

    def check(self, name: str) -> None:
        """Raise Malformed if anything was noted; `name` is what should have been sent."""
        if self:
            first = f"{self[0].field}: {self[0].description}".removeprefix(": ")
            more = f", and {len(self) - 1} more" if len(self) > 1 else ""
            raise Malformed(f"the JSON is no {name}: {first}{more}", self)


class MessageReader:
    """Reads messages of one type. What each field needs is worked out once, from the contract."""

    def __init__(self, kind: Descriptor) -> None:
        self._name = kind.name
        shapes = {each.full_name: _Shape(each) for each in reachable(kind) if not is_map(each)}
        for shape in shapes.values():
            shape.settle(shapes)
        self._shape = shapes[kind.full_name]

    def read(self, plain: object, message: Message) -> None:
        """Fill `message`. Raises Malformed with every fault."""
        faults = Faults()
        self._shape.put(plain, message, None, 1, faults)
        faults.check(self._name)


class _Slot(NamedTuple):
    """A field: how it is put, and the group of which only one may be sent: its oneof, or its two names.

    No group: it has one name only, which JSON has at most once.
    """

    group: str | None
    put: Put


class _Shape:
    """A message type: its fields by both names that JSON may use."""

    def __init__(self, kind: Descriptor) -> None:
        self.kind = kind
        self.listed = is_list(kind)
        self.slots: dict[str, _Slot] = {}

    def settle(self, shapes: Mapping[str, _Shape]) -> None:
        """Work out the fields, once all shapes are there: types may hold themselves."""
        for field in self.kind.fields:
            slot = _Slot(_group(field), _put_field(field, shapes))
            self.slots[field.name] = self.slots[field.json_name] = slot

    def put(self, plain: object, message: Message, path: Path, depth: int, faults: Faults) -> None:
        """Fill a message."""
        if self.listed and isinstance(plain, list):
            plain = {"items": plain}
        if not isinstance(plain, dict):
            faults.note(path, f"must be {'a list' if self.listed else 'an object'}, got {shown(plain)}")
        elif depth > DEEPEST:
            faults.note(path, f"lies deeper than {DEEPEST} messages")
        else:
            self._put_all(plain, message, path, depth, faults)

    def _put_all(
        self, plain: dict[str, object], message: Message, path: Path, depth: int, faults: Faults
    ) -> None:
        taken: dict[str, str] = {}
        for name, value in plain.items():
            slot = self.slots.get(name)
            if slot is None:
                known = [field.json_name for field in self.kind.fields]
                faults.note((path, name), f"there is no such field; {nearest(name, known)}")
            elif value is None:
                if self.listed:
                    what = "null is not a list; send [] for none, or leave the list out if it is not known"
                    faults.note((path, name), what)
            elif slot.group is not None and taken.setdefault(slot.group, name) != name:
                faults.note((path, name), f"is sent beside `{taken[slot.group]}`; send one of them")
            else:
                slot.put(message, value, (path, name), depth, faults)


def _group(field: FieldDescriptor) -> str | None:
    oneof = field.containing_oneof
    if oneof is not None and len(oneof.fields) > 1:
        return f"oneof {oneof.name}"
    return None if field.name == field.json_name else field.name


def _put_field(field: FieldDescriptor, shapes: Mapping[str, _Shape]) -> Put:
    """How a field is put."""
    kind = field.message_type
    if kind is not None and is_map(kind):
        return _put_map(field.name, kind.fields_by_name["value"], shapes)
    name = field.name
    if kind is None:
        read = reader_of(field)
        return _put_scalars(name, read) if field.is_repeated else _put_scalar(name, read)
    fill = _fill(kind, shapes)
    if field.is_repeated:
        return _put_list(name, fill)

    def put(message: Any, value: Any, path: Path, depth: int, faults: Faults) -> None:  # noqa: ANN401
        inner = getattr(message, name)
        inner.SetInParent()
        fill(value, inner, path, depth + 1, faults)

    return put


def _fill(kind: Descriptor, shapes: Mapping[str, _Shape]) -> Callable[..., None]:
    """How a message of this type is filled."""
    if kind.full_name not in TEXTS:
        return shapes[kind.full_name].put
    example = TEXTS[kind.full_name]

    def fill(value: object, message: Any, path: Path, _: int, faults: Faults) -> None:  # noqa: ANN401
        try:
            message.FromJsonString(read_text(value))
        except (ValueError, OverflowError):
            faults.note(path, f"must be as `{example}`, got {shown(value)}")

    return fill


def _put_scalar(name: str, read: Scalar) -> Put:
    def put(message: Any, value: Any, path: Path, _: int, faults: Faults) -> None:  # noqa: ANN401
        try:
            setattr(message, name, read(value))
        except ValueError as error:
            faults.note(path, f"{error}, got {shown(value)}")

    return put


def _put_scalars(name: str, read: Scalar) -> Put:
    def put(message: Any, value: Any, path: Path, _: int, faults: Faults) -> None:  # noqa: ANN401
        items = getattr(message, name)
        for i, item in enumerate(_items(value, path, faults)):
            try:
                items.append(read(item))
            except ValueError as error:
                faults.note((path, i), f"{error}, got {shown(item)}")

    return put


def _put_list(name: str, fill: Callable[..., None]) -> Put:
    def put(message: Any, value: Any, path: Path, depth: int, faults: Faults) -> None:  # noqa: ANN401
        items = getattr(message, name)
        for i, item in enumerate(_items(value, path, faults)):
            fill(item, items.add(), (path, i), depth + 1, faults)

    return put


def _put_map(name: str, held: FieldDescriptor, shapes: Mapping[str, _Shape]) -> Put:
    put_one = _put_entry(held, shapes)

    def put(message: Any, value: Any, path: Path, depth: int, faults: Faults) -> None:  # noqa: ANN401
        items = getattr(message, name)
        if not isinstance(value, dict):
            faults.note(path, f"must be an object, got {shown(value)}")
            return
        for key, item in value.items():
            if printable(key, len(key)) != key:
                faults.note((path, key), "the name must be Unicode; half of a surrogate pair is no character")
            else:
                put_one(items, key, item, (path, key), depth + 1, faults)

    return put


def _put_entry(held: FieldDescriptor, shapes: Mapping[str, _Shape]) -> Callable[..., None]:
    """How a value of a map is put."""
    if held.message_type is not None:
        fill = _fill(held.message_type, shapes)
        return lambda items, key, value, *rest: fill(value, items[key], *rest)
    read = reader_of(held)

    def put(items: Any, key: str, value: object, path: Path, _: int, faults: Faults) -> None:  # noqa: ANN401
        try:
            items[key] = read(value)
        except ValueError as error:
            faults.note(path, f"{error}, got {shown(value)}")

    return put


def _items(value: object, path: Path, faults: Faults) -> list[object]:
    if isinstance(value, list):
        return value
    faults.note(path, f"must be a list, got {shown(value)}")
    return []
