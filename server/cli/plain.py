"""Messages of the contract → JSON-ready data.

Fields keep the contract's names. Days are `YYYY-MM-DD`, times RFC 3339 in UTC, durations seconds; an enum is
its word in small letters; what is not set is null.
"""

from __future__ import annotations

import re
from typing import Any, cast

import orjson
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from assize.v1.decision_pb2 import Value

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def to_json(message: Message) -> str:
    """The message as indented JSON text."""
    return orjson.dumps(to_data(message), option=orjson.OPT_INDENT_2).decode()


def to_data(message: Message) -> object:
    """The message as dicts, lists, texts and numbers."""
    match message:
        case Date():
            return f"{message.year:04}-{message.month:02}-{message.day:02}"
        case Timestamp():
            return message.ToJsonString()
        case Duration():
            return message.seconds + message.nanos / 1e9
        case Value():
            kind = message.WhichOneof("kind")
            return next((_field(field, message) for field in _fields(message) if field.name == kind), None)
        case _:
            return {field.name: _field(field, message) for field in _fields(message)}


def _fields(message: Message) -> list[FieldDescriptor]:
    return list(cast(Descriptor, message.DESCRIPTOR).fields)


def _field(field: FieldDescriptor, message: Message) -> object:
    value: Any = getattr(message, field.name)
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        inner = field.message_type.fields_by_name["value"]
        return {key: _value(inner, value[key]) for key in sorted(value)}
    if field.is_repeated:
        return [_value(field, part) for part in value]
    if field.has_presence and not message.HasField(field.name):
        return None
    return _value(field, value)


def _value(field: FieldDescriptor, value: Any) -> object:  # noqa: ANN401  # whatever a field may hold
    if field.enum_type is not None:
        return word(field.enum_type, value)
    return to_data(value) if isinstance(value, Message) else value


def word(kind: EnumDescriptor, number: int) -> str | None:
    """An enum's value in small letters without its prefix; None for the unspecified one."""
    if number == 0:
        return None
    found = kind.values_by_number.get(number)
    prefix = _HUMP.sub("_", kind.name).upper() + "_"
    return str(number) if found is None else found.name.removeprefix(prefix).lower()
