"""Facts as a file writes them, where every scalar is text → the values that a caller would send, by their
declared types.

What does not read as its type stays text: the check of facts then says what is wrong with it.
"""

from __future__ import annotations

from decimal import Decimal

from assize.rules.model import Rulebook
from assize.rules.reader import Reader
from assize.rules.types import (
    BooleanType,
    FactType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    ScalarType,
    TextType,
)
from assize.rules.yaml_nodes import ListNode, MapNode, Node, TextNode

_TRUTHS = {"true": True, "false": False}


def written_facts(node: Node | None, rulebook: Rulebook, reader: Reader, what: str) -> dict[str, object]:
    """The facts of a mapping; unknown names stay as they are, for the check to find."""
    kinds = {fact.name: fact.type for fact in rulebook.facts}
    entries = reader.entries(node, what) if node is not None else ()
    return {entry.key: written_fact(entry.value, kinds.get(entry.key, TextType())) for entry in entries}


def written_fact(node: Node, kind: FactType) -> object:
    """A fact, alone or with what is known of it."""
    if isinstance(node, MapNode) and any(entry.key == "value" for entry in node.entries):
        return {
            entry.key: written_value(entry.value, kind) if entry.key == "value" else _text(entry.value)
            for entry in node.entries
        }
    return written_value(node, kind)


def written_value(node: Node, kind: FactType) -> object:
    """A value of a type."""
    if isinstance(node, TextNode):
        return None if is_null(node) else _scalar(node.text, kind)
    if isinstance(node, ListNode):
        element = kind.element if isinstance(kind, ListType) else TextType()
        return [_element(item, element) for item in node.items]
    if isinstance(kind, MoneyType):
        return {entry.key: _money_field(entry.key, entry.value) for entry in node.entries}
    return {entry.key: _text(entry.value) for entry in node.entries}


def is_null(node: TextNode) -> bool:
    """Whether a scalar says that nothing is known: an unquoted `null`."""
    return node.text == "null" and not node.quoted


def _element(node: Node, kind: ScalarType | RecordType) -> object:
    if not isinstance(kind, RecordType):
        return written_value(node, kind)
    if not isinstance(node, MapNode):
        return _text(node)
    kinds = {field.name: field.type for field in kind.fields}
    return {entry.key: written_value(entry.value, kinds.get(entry.key, TextType())) for entry in node.entries}


def _scalar(text: str, kind: FactType) -> object:
    if isinstance(kind, BooleanType):
        return _TRUTHS.get(text, text)
    if isinstance(kind, NumberType):
        return _number(text)
    return text


def _number(text: str) -> object:
    """A number in any form that a caller could send; digits alone are a whole number of any size."""
    try:
        return int(text) if text.lstrip("-").isdecimal() and text.isascii() else _decimal(text)
    except (ValueError, ArithmeticError):
        return text


def _decimal(text: str) -> object:
    found = Decimal(text) if text.isascii() and text.strip("+-.eE0123456789") == "" and text else None
    return float(text) if text in ("nan", "inf", "-inf") else text if found is None else found


def _money_field(name: str, node: Node) -> object:
    if name == "scale" and isinstance(node, TextNode) and node.text.isdecimal():
        return int(node.text)
    return _text(node)


def _text(node: Node) -> object:
    """A node as it is: texts, lists, mappings."""
    if isinstance(node, TextNode):
        return None if is_null(node) else node.text
    if isinstance(node, ListNode):
        return [_text(item) for item in node.items]
    return {entry.key: _text(entry.value) for entry in node.entries}
