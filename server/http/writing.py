"""Messages to plain JSON values, by proto3's JSON mapping. Fields without presence are always there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from assize.server.http.kinds import TEXTS, is_map, reachable

Convert = Callable[[Any], object]

_LONG = (FieldDescriptor.TYPE_INT64, FieldDescriptor.TYPE_UINT64)


class _Field(NamedTuple):
    """A field: JSON's name for it, ours, whether it may be absent, and what is to be done with its value."""

    json: str
    name: str
    absent: bool
    convert: Convert | None


class MessageWriter:
    """Writes messages of one type. What each field needs is worked out once, from the contract."""

    def __init__(self, kind: Descriptor) -> None:
        shapes = {each.full_name: _Shape(each) for each in reachable(kind) if not is_map(each)}
        for shape in shapes.values():
            shape.settle(shapes)
        self.write = shapes[kind.full_name].write


class _Shape:
    """A message type and its fields."""

    def __init__(self, kind: Descriptor) -> None:
        self.kind = kind
        self._fields: tuple[_Field, ...] = ()

    def settle(self, shapes: Mapping[str, _Shape]) -> None:
        """Work out the fields, once all shapes are there: types may hold themselves."""
        self._fields = tuple(
            _Field(field.json_name, field.name, field.has_presence, _convert(field, shapes))
            for field in self.kind.fields
        )

    def write(self, message: Any) -> dict[str, object]:  # noqa: ANN401  # a message of this type
        """The message as plain JSON values."""
        has = message.HasField
        written: dict[str, object] = {}
        for json, name, absent, convert in self._fields:
            if absent and not has(name):
                continue
            value = getattr(message, name)
            written[json] = value if convert is None else convert(value)
        return written


def _convert(field: FieldDescriptor, shapes: Mapping[str, _Shape]) -> Convert | None:
    kind = field.message_type
    if kind is not None and is_map(kind):
        one = _single(kind.fields_by_name["value"], shapes)
        return dict if one is None else lambda items: {key: one(item) for key, item in items.items()}
    single = _single(field, shapes)
    if not field.is_repeated:
        return single
    return list if single is None else lambda items: [single(item) for item in items]


def _single(field: FieldDescriptor, shapes: Mapping[str, _Shape]) -> Convert | None:
    """What is to be done with one value; None: nothing."""
    kind = field.message_type
    if kind is not None:
        return _as_text if kind.full_name in TEXTS else shapes[kind.full_name].write
    if field.enum_type is not None:
        names = {value.number: value.name for value in field.enum_type.values}
        return lambda number: names.get(number, number)
    return str if field.type in _LONG else None


def _as_text(message: Any) -> str:  # noqa: ANN401  # a Timestamp or a Duration
    return str(message.ToJsonString())
