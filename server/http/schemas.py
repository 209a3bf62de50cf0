"""Messages of the contract to JSON schemas (2020-12), as OpenAPI 3.1 takes them.

A message that may be sent is closed, and none of its fields is required: what is not known is left out.
A message that is only answered always has its fields without presence; more may be added to it later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from assize.server.http.kinds import is_list, is_map, reachable

Schema = dict[str, Any]

_TEXTS: Mapping[str, Schema] = {
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time"},
    "google.protobuf.Duration": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]{1,9})?s$"},
}
_WHOLE = r"^-?[0-9]+$"
_LONG = (
    FieldDescriptor.TYPE_INT64,
    FieldDescriptor.TYPE_UINT64,
)
_SCALARS: Mapping[int, Schema] = {
    FieldDescriptor.TYPE_STRING: {"type": "string"},
    FieldDescriptor.TYPE_BOOL: {"type": "boolean"},
    FieldDescriptor.TYPE_DOUBLE: {"type": "number"},
    FieldDescriptor.TYPE_INT32: {"type": "integer", "format": "int32"},
    FieldDescriptor.TYPE_UINT32: {"type": "integer", "format": "uint32", "minimum": 0},
    FieldDescriptor.TYPE_INT64: {"type": "string", "format": "int64", "pattern": _WHOLE},
    FieldDescriptor.TYPE_UINT64: {"type": "string", "format": "uint64", "pattern": _WHOLE},
}


class Schemas:
    """The schemas of all messages and enums that requests and answers hold, by their names."""

    def __init__(
        self, sent: Iterable[Descriptor], answered: Iterable[Descriptor], comments: Mapping[str, str]
    ) -> None:
        self._comments = comments
        self._sent = {each.full_name for kind in sent for each in reachable(kind)}
        self.by_name: dict[str, Schema] = {}
        for kind in (*sent, *answered):
            for each in reachable(kind):
                self._add(each)

    def _add(self, kind: Descriptor) -> None:
        for field in kind.fields:
            if field.enum_type is not None:
                self.by_name[field.enum_type.name] = self._enum(field.enum_type)
        if not is_map(kind) and kind.full_name not in _TEXTS:
            self.by_name[kind.name] = self._message(kind)

    def _message(self, kind: Descriptor) -> Schema:
        sent = kind.full_name in self._sent
        schema: Schema = {
            "type": "object",
            "properties": {field.json_name: self._described(field, sent) for field in kind.fields},
        }
        if sent:
            schema["additionalProperties"] = False
        elif always := [field.json_name for field in kind.fields if not field.has_presence]:
            schema["required"] = always
        # An optional field stands alone in a oneof of its own.
        choices = [oneof for oneof in kind.oneofs if len(oneof.fields) > 1]
        if choices:
            schema["allOf"] = [
                {"oneOf": [{"required": [each.json_name]} for each in oneof.fields]} for oneof in choices
            ]
        if sent and is_list(kind):
            # The reader takes both; a list that is sent as such reads better.
            schema = {"anyOf": [schema["properties"]["items"], schema]}
        return self._with_comment(kind.full_name, schema)

    def _enum(self, enum: EnumDescriptor) -> Schema:
        names = [value.name for value in enum.values]
        lines = [f"- `{name}`: {said}" for name in names if (said := self._said(f"{enum.full_name}.{name}"))]
        described = "\n".join([self._said(enum.full_name), *lines]).strip()
        return {"type": "string", "enum": names} | ({"description": described} if described else {})

    def _described(self, field: FieldDescriptor, sent: bool) -> Schema:
        return self._with_comment(field.full_name, self._field(field, sent))

    def _field(self, field: FieldDescriptor, sent: bool) -> Schema:
        if field.message_type is not None and is_map(field.message_type):
            values = self._single(field.message_type.fields_by_name["value"], sent)
            return {"type": "object", "additionalProperties": values}
        single = self._single(field, sent)
        return {"type": "array", "items": single} if field.is_repeated else single

    def _single(self, field: FieldDescriptor, sent: bool) -> Schema:
        if field.message_type is not None:
            kind = field.message_type
            return _TEXTS.get(kind.full_name) or reference(kind.name)
        if field.enum_type is not None:
            return reference(field.enum_type.name)
        if sent and field.type in _LONG:
            return {"anyOf": [{"type": "integer", "format": "int64"}, _SCALARS[field.type]]}
        return _SCALARS[field.type]

    def _said(self, name: str) -> str:
        return self._comments.get(name, "")

    def _with_comment(self, name: str, schema: Schema) -> Schema:
        said = self._said(name)
        return {**schema, "description": said} if said else schema


def reference(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}
