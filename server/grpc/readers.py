"""Typed messages to facts. What each field needs is worked out once, from the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.type.date_pb2 import Date

from assize.rules.errors import Violation
from assize.server.grpc.values import Found, Plain, Unfit, read_amount, read_date
from assize.v1.facts_pb2 import Amount

_LEAVES: dict[str, Callable[[Any], Plain]] = {
    Date.DESCRIPTOR.full_name: read_date,
    Amount.DESCRIPTOR.full_name: read_amount,
}


class Part(NamedTuple):
    """A field that holds a message, and how it is read."""

    name: str
    read: Callable[[Any], Plain]


class Reader:
    """Reads the facts of one message type: its fields with presence, by their names.

    A scalar is taken as it is; a Date, an Amount and a list in its wrapper (a message whose only field is
    `items`) are read. Any other field is not a fact.
    """

    def __init__(self, kind: Descriptor) -> None:
        held = [field for field in kind.fields if field.has_presence]
        self.scalars = tuple(field.name for field in held if field.message_type is None)
        self.parts = tuple(
            Part(field.name, read) for field in held if (read := _reader_of(field)) is not None
        )
        self._all_scalars = _getter(self.scalars)

    def read(self, message: Message) -> dict[str, Plain]:
        """The fields that are set. Raises Unfit, with the first part that cannot be read."""
        has = message.HasField
        values = self._all_scalars(message)
        # Taking all at once costs less than asking for each; only a zero has to be asked for.
        if all(values):
            facts = dict(zip(self.scalars, values, strict=True))
        else:
            pairs = zip(self.scalars, values, strict=True)
            facts = {name: value for name, value in pairs if value or has(name)}
        for name, read in self.parts:
            if has(name):
                facts[name] = read(getattr(message, name))
        return facts

    def read_all(self, message: Message, found: Found) -> dict[str, Plain]:
        """The fields that are set; a part that cannot be read is None, and its violations are in `found`."""
        try:
            return self.read(message)
        except Unfit:
            has = message.HasField
            facts = {name: getattr(message, name) for name in self.scalars if has(name)}
            for name, read in self.parts:
                if has(name):
                    facts[name] = found.read(f".{name}", read, getattr(message, name))
            return facts


def fact_fields(kind: Descriptor) -> tuple[FieldDescriptor, ...]:
    """The fields of a typed message that are facts."""
    reader = Reader(kind)
    names = {*reader.scalars, *(part.name for part in reader.parts)}
    return tuple(field for field in kind.fields if field.name in names)


def _reader_of(field: FieldDescriptor) -> Callable[[Any], Plain] | None:
    kind = field.message_type
    if kind is None:
        return None
    if [inner.name for inner in kind.fields] != ["items"]:
        return _LEAVES.get(kind.full_name)
    element = kind.fields[0].message_type
    return _list_of_scalars if element is None else _list_of_records(Reader(element))


def _list_of_scalars(wrapper: Any) -> Plain:  # noqa: ANN401  # any message with `items`
    return list(wrapper.items)


def _list_of_records(reader: Reader) -> Callable[[Any], Plain]:
    def read(wrapper: Any) -> Plain:  # noqa: ANN401  # any message with `items`
        try:
            return [reader.read(item) for item in wrapper.items]
        except Unfit:
            raise Unfit(list(_violations(reader, wrapper.items))) from None

    return read


def _violations(reader: Reader, items: Iterable[Message]) -> Iterator[Violation]:
    for i, item in enumerate(items):
        found = Found()
        reader.read_all(item, found)
        for violation in found:
            yield violation._replace(path=f"[{i}]{violation.path}")


def _getter(names: Sequence[str]) -> Callable[[Message], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda message: tuple(getattr(message, name) for name in names)
