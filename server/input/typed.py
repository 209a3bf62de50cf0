"""JSON nodes → the values that a caller would send.

Texts stay texts and numbers stay numbers: the check of facts says what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assize.rules.source import Mark
from assize.rules.types import (
    ChoiceType,
    FactType,
    LevelType,
    ListType,
    MoneyType,
    RecordType,
    TextType,
    Type,
)
from assize.rules.yaml_nodes import ListNode, MapNode, Node, TextNode

_WORDS = {"true": True, "false": False, "null": None}


def json_fact(node: Node, kind: FactType) -> object:
    """A fact, alone or with what is known of it."""
    if is_wrapper(node):
        assert isinstance(node, MapNode)
        return {
            entry.key: json_value(entry.value, kind if entry.key == "value" else TextType())
            for entry in node.entries
        }
    return json_value(node, kind)


def json_value(node: Node, kind: Type) -> object:
    """A value of a type. A choice may be written as a whole number, as the levels of certificates are."""
    if isinstance(node, TextNode):
        if node.quoted or (isinstance(kind, ChoiceType | LevelType) and node.text.isdecimal()):
            return node.text
        return _WORDS[node.text] if node.text in _WORDS else _number(node.text)
    if isinstance(node, ListNode):
        element = kind.element if isinstance(kind, ListType) else TextType()
        return [json_value(item, element) for item in node.items]
    kinds = {field.name: field.type for field in kind.fields} if isinstance(kind, RecordType) else {}
    return {entry.key: json_value(entry.value, kinds.get(entry.key, TextType())) for entry in node.entries}


def is_wrapper(node: Node) -> bool:
    """Whether a fact comes as `{value, observed, evidence, source, decision}`."""
    return isinstance(node, MapNode) and any(entry.key == "value" for entry in node.entries)


def places_of(node: Node, path: str, kind: FactType) -> Iterator[tuple[str, Mark]]:
    """Where a fact and its parts stand, by the paths of violations."""
    yield path, node.mark
    if is_wrapper(node) and isinstance(node, MapNode):
        for entry in node.entries:
            inner = path if entry.key == "value" else f"{path}.{entry.key}"
            yield from _inside(entry.value, inner)
    elif isinstance(node, MapNode) and not isinstance(kind, MoneyType):
        yield from ((f"{path}.{entry.key}", entry.key_mark) for entry in node.entries)
    else:
        yield from _inside(node, path)


def _inside(node: Node, path: str) -> Iterator[tuple[str, Mark]]:
    yield path, node.mark
    if isinstance(node, ListNode):
        for place, item in enumerate(node.items):
            yield from _inside(item, f"{path}[{place}]")
    elif isinstance(node, MapNode):
        for entry in node.entries:
            yield from _inside(entry.value, f"{path}.{entry.key}")


def _number(text: str) -> object:
    return int(text) if text.lstrip("-").isdecimal() else Decimal(text)
