"""`facts:` — what may be sent, and its types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from assize.rules.errors import nearest
from assize.rules.model import Fact
from assize.rules.scope import Symbol
from assize.rules.sections.context import Context
from assize.rules.types import (
    BOOLEAN,
    TEXT,
    Best,
    ChoiceType,
    DateType,
    FactType,
    Field,
    LevelType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    ScalarType,
)
from assize.rules.yaml_nodes import Entry, ListNode, MapNode, Node, TextNode

TYPES = ("boolean", "number", "integer", "text", "date", "money", "choice", "list")
CURRENCY_LENGTH = 3

_KEYS: dict[str, tuple[str, ...]] = {
    "boolean": (),
    "number": ("unit", "range"),
    "integer": ("unit", "range"),
    "text": (),
    "date": ("expires",),
    "money": ("currency", "range"),
    "choice": ("choices", "best", "by"),
    "list": ("of", "key", "max_items"),
}


def read_facts(node: Node, ctx: Context) -> tuple[Fact, ...]:
    """Every declared fact, in order."""
    found = [_fact(entry, ctx) for entry in ctx.reader.entries(node, "facts", names=True)]
    return tuple(fact for fact in found if fact is not None)


def _fact(entry: Entry, ctx: Context) -> Fact | None:
    what = f"fact `{entry.key}`"
    name = _type_name(entry.value, what, ctx, TYPES)
    if name is None:
        return None
    fields = _fields(entry.value, what, name, ctx, ("stale_after", "note", "decision"))
    kind = (
        _list(fields, entry.value, what, ctx)
        if name == "list"
        else _scalar(name, fields, entry.value, what, ctx, {})
    )
    if kind is None or not ctx.scope.declare(entry.key, Symbol("fact", kind, entry.key_mark)):
        return None
    stale_after = ctx.reader.duration(fields.get("stale_after"), f"{what}: stale_after")
    note = ctx.reader.text(fields.get("note"), f"{what}: note") or ""
    return Fact(
        entry.key, kind, stale_after, note, ctx.reader.text(fields.get("decision"), f"{what}: decision")
    )


def _type_name(node: Node, what: str, ctx: Context, known: Sequence[str]) -> str | None:
    """The name of the type: written alone, under `type`, or plain from `choices`."""
    written: Node | None = node
    if isinstance(node, MapNode):
        entries = {entry.key: entry.value for entry in node.entries}
        if "type" not in entries and "choices" in entries:
            return "choice"
        written = entries.get("type")
        if written is None:
            ctx.problems.add(node.mark, f"{what}: missing `type`", hint=f"one of {', '.join(known)}")
            return None
    return ctx.reader.choice(written, f"{what}: type", known)


def _fields(node: Node, what: str, name: str, ctx: Context, more: tuple[str, ...]) -> dict[str, Node]:
    if isinstance(node, TextNode):
        return {}
    needed = {"money": ["currency"], "choice": ["choices"], "list": ["of"]}.get(name, [])
    return ctx.reader.mapping(node, what, needed, ("type", *_KEYS[name], *more)) or {}


def _scalar(
    name: str, fields: dict[str, Node], node: Node, what: str, ctx: Context, siblings: dict[str, ScalarType]
) -> ScalarType | None:
    low, high = _range(fields.get("range"), what, ctx)
    match name:
        case "boolean":
            return BOOLEAN
        case "text":
            return TEXT
        case "date":
            return DateType(bool(ctx.reader.boolean(fields.get("expires"), f"{what}: expires")))
        case "money":
            return _money(fields, node, what, low, high, ctx)
        case "choice":
            return _choice(fields, what, ctx, siblings)
        case _:
            unit = ctx.reader.text(fields.get("unit"), f"{what}: unit")
            return NumberType(unit, name == "integer", low, high)


def _range(node: Node | None, what: str, ctx: Context) -> tuple[float | None, float | None]:
    if node is None:
        return None, None
    items = ctx.reader.items(node, f"{what}: range")
    numbers = [ctx.reader.number(item, f"{what}: range") for item in items]
    ends = [end for end in numbers if end is not None]
    if not isinstance(node, ListNode) or len(ends) < len(items):
        return None, None
    if len(ends) != 2 or ends[0] > ends[1]:
        ctx.problems.add(node.mark, f"{what}: range is [lowest, highest]")
        return None, None
    return ends[0], ends[1]


def _money(
    fields: dict[str, Node], node: Node, what: str, low: float | None, high: float | None, ctx: Context
) -> MoneyType | None:
    currency = ctx.reader.text(fields.get("currency"), f"{what}: currency")
    if currency is None:
        if isinstance(node, TextNode):
            ctx.problems.add(
                node.mark, f"{what}: money needs a currency", hint="{type: money, currency: CNY}"
            )
        return None
    if len(currency) != CURRENCY_LENGTH or not (
        currency.isascii() and currency.isalpha() and currency.isupper()
    ):
        mark = fields["currency"].mark
        ctx.problems.add(
            mark, f"{what}: not a currency", got=f"`{currency}`", hint="write a code like CNY or EUR"
        )
        return None
    return MoneyType(currency, low, high)


def _choice(
    fields: dict[str, Node], what: str, ctx: Context, siblings: dict[str, ScalarType]
) -> ChoiceType | LevelType | None:
    best = cast(Best | None, ctx.reader.choice(fields.get("best"), f"{what}: best", ("first", "last")))
    if "choices" not in fields:
        return None
    if "by" not in fields:
        choices = _choices(fields["choices"], what, ctx)
        return ChoiceType(choices, best) if choices else None
    by = ctx.reader.text(fields["by"], f"{what}: by")
    scheme = siblings.get(by or "")
    if not isinstance(scheme, ChoiceType) or by is None:
        hint = "name a field with choices, above this one, in the same record"
        ctx.problems.add(fields["by"].mark, f"{what}: `by` names no choice", got=f"`{by}`", hint=hint)
        return None
    return _levels(fields["choices"], what, by, scheme, best, ctx)


def _levels(
    node: Node, what: str, by: str, scheme: ChoiceType, best: Best | None, ctx: Context
) -> LevelType | None:
    entries = ctx.reader.entries(node, f"{what}: choices")
    for entry in (entry for entry in entries if entry.key not in scheme.choices):
        hint = nearest(entry.key, scheme.choices)
        ctx.problems.add(
            entry.key_mark, f"{what}: not one of the choices of `{by}`", got=f"`{entry.key}`", hint=hint
        )
    lacking = [choice for choice in scheme.choices if choice not in {entry.key for entry in entries}]
    if lacking:
        hint = "write `[]` for one that has no levels"
        ctx.problems.add(node.mark, f"{what}: no levels for {', '.join(lacking)}", hint=hint)
    levels = tuple((entry.key, _choices(entry.value, what, ctx, empty=True)) for entry in entries)
    return LevelType(by, levels, best)


def _choices(node: Node, what: str, ctx: Context, empty: bool = False) -> tuple[str, ...]:
    items = ctx.reader.items(node, f"{what}: choices")
    texts = [ctx.reader.text(item, f"{what}: choice") for item in items]
    choices: list[str] = []
    for item, text in zip(items, texts, strict=True):
        if text in choices:
            ctx.problems.add(item.mark, f"{what}: `{text}` stands twice")
        elif text is not None:
            choices.append(text)
    if not items and not empty:
        ctx.problems.add(node.mark, f"{what}: at least one choice is needed")
    return tuple(choices)


def _list(fields: dict[str, Node], node: Node, what: str, ctx: Context) -> FactType | None:
    if "of" not in fields:
        if isinstance(node, TextNode):
            ctx.problems.add(node.mark, f"{what}: a list needs `of`", hint="{type: list, of: text}")
        return None
    most = ctx.reader.integer(fields.get("max_items"), f"{what}: max_items")
    element = _element(fields["of"], what, ctx)
    if element is None:
        return None
    key = ctx.reader.text(fields.get("key"), f"{what}: key")
    if key is not None and not (isinstance(element, RecordType) and element.index(key) is not None):
        names = [field.name for field in element.fields] if isinstance(element, RecordType) else []
        ctx.problems.add(
            fields["key"].mark, f"{what}: `key` names no field", got=f"`{key}`", hint=nearest(key, names)
        )
        return None
    return ListType(element, key, 1000 if most is None else most)


def _element(node: Node, what: str, ctx: Context) -> ScalarType | RecordType | None:
    scalars = tuple(name for name in TYPES if name != "list")
    if isinstance(node, MapNode) and not any(entry.key in ("type", "choices") for entry in node.entries):
        return _record(node, what, ctx, scalars)
    if isinstance(node, MapNode) and any(_is_declaration(entry) for entry in node.entries):
        return _record(node, what, ctx, scalars)
    name = _type_name(node, f"{what}: of", ctx, scalars)
    return None if name is None else _scalar(name, _fields(node, what, name, ctx, ()), node, what, ctx, {})


def _is_declaration(entry: Entry) -> bool:
    """A record may well have a field called `type`: then it is declared like any field."""
    return entry.key == "type" and isinstance(entry.value, MapNode)


def _record(node: MapNode, what: str, ctx: Context, scalars: Sequence[str]) -> RecordType | None:
    known: dict[str, ScalarType] = {}
    for entry in ctx.reader.entries(node, f"{what}: of", names=True):
        field = f"{what}: field `{entry.key}`"
        name = _type_name(entry.value, field, ctx, scalars)
        if name is None:
            continue
        kind = _scalar(
            name, _fields(entry.value, field, name, ctx, ("note",)), entry.value, field, ctx, known
        )
        if kind is not None:
            known[entry.key] = kind
    return RecordType(tuple(Field(name, kind) for name, kind in known.items())) if known else None
