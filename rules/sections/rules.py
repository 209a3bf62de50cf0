"""`rules:` and `after_score:` — conditions with effects."""

from __future__ import annotations

from typing import Literal, NamedTuple, cast

from assize.rules.errors import nearest
from assize.rules.model import ApprovalDue, ConditionDue, Each, IfUnknown, Obligation, Rule
from assize.rules.reader import NAME, quote
from assize.rules.scope import RESERVED, Place, Symbol
from assize.rules.sections.context import Context
from assize.rules.types import BOOLEAN, ListType, Type, describe
from assize.rules.yaml_nodes import Entry, MapNode, Node, TextNode

IF_UNKNOWN = ("hold", "fire", "ignore")
EFFECTS = ("knock_out", "cap", "approval", "condition", "obligations", "warning")
_KEYS = ("source", "note", "each", "if_unknown", "principle", *EFFECTS)

Stage = Literal[1, 2]


class Judged(NamedTuple):
    """What rules may name: grades, best first, and principles."""

    grades: tuple[str, ...]
    principles: tuple[str, ...]


class _Effects(NamedTuple):
    knock_out: bool
    cap: str | None
    approval: ApprovalDue | None
    condition: ConditionDue | None
    obligations: tuple[Obligation, ...]
    warning: bool


def declare_rules(node: Node | None, stage: Stage, ctx: Context) -> tuple[Entry, ...]:
    """Declare the names of the rules, so that each may read any other; gives the entries to read."""
    if node is None:
        return ()
    entries = ctx.reader.entries(node, "rules" if stage == 1 else "after_score", names=True)
    known = tuple(e for e in entries if ctx.scope.declare(e.key, Symbol("rule", BOOLEAN, e.key_mark, stage)))
    if not isinstance(node, MapNode) or len(known) < len(node.entries):
        ctx.partial.add("rules:")
    return known


def read_rules(entries: tuple[Entry, ...], stage: Stage, judged: Judged, ctx: Context) -> tuple[Rule, ...]:
    """The declared rules of one stage, in order."""
    found = [_rule(entry, stage, judged, ctx) for entry in entries]
    if None in found:
        ctx.partial.add("rules:")
    return tuple(rule for rule in found if rule is not None)


def _rule(entry: Entry, stage: Stage, judged: Judged, ctx: Context) -> Rule | None:
    what = f"rule `{entry.key}`"
    ctx.marks[entry.key] = entry.key_mark
    fields = ctx.reader.mapping(entry.value, what, ["when"], _KEYS)
    if fields is None:
        return None
    each, variables = _each(fields.get("each"), what, ctx)
    when = None
    if each is not None or "each" not in fields:  # else its element would only seem unknown
        place = Place.FACTS if each is not None else Place.RULES if stage == 1 else Place.AFTER_SCORE
        when = ctx.expression(fields["when"], f"{what}: when", place, "condition", variables)
    ctx.marks[f"when of {entry.key}"] = fields["when"].mark
    effects = _effects(fields, what, stage, judged.grades, ctx)
    if_unknown = ctx.reader.choice(fields.get("if_unknown"), f"{what}: if_unknown", IF_UNKNOWN) or "hold"
    if when is None:
        return None
    source = ctx.reader.text(fields.get("source"), f"{what}: source") or ""
    note = ctx.reader.text(fields.get("note"), f"{what}: note") or ""
    principle = ctx.reader.choice(fields.get("principle"), f"{what}: principle", judged.principles)
    return Rule(entry.key, stage, when, source, note, each, cast(IfUnknown, if_unknown), *effects, principle)


def _each(node: Node | None, what: str, ctx: Context) -> tuple[Each | None, dict[str, Type]]:
    """`list as x`: the list and the variable that its elements are read by."""
    text = ctx.reader.text(node, f"{what}: each")
    if node is None or text is None or not isinstance(node, TextNode):
        return None, {}
    listed, _, variable = (part.strip() for part in text.partition(" as "))
    if not NAME.fullmatch(variable) or variable in RESERVED or ctx.scope.get(variable) is not None:
        problem, hint = f"{what}: each: expected `list as x`", "x must be a new name"
        ctx.problems.add(node.mark, problem, got=quote(text), hint=hint)
        return None, {}
    items = ctx.expression(TextNode(listed, node.mark), f"{what}: each", Place.FACTS, "any")
    if items is None:
        return None, {}
    if not isinstance(items.type, ListType):
        ctx.problems.add(node.mark, f"{what}: each: expected a list", got=describe(items.type))
        return None, {}
    return Each(variable, items), {variable: items.type.element}


def _effects(
    fields: dict[str, Node], what: str, stage: Stage, grades: tuple[str, ...], ctx: Context
) -> _Effects:
    if stage == 2 and "cap" in fields:
        ctx.problems.add(
            fields["cap"].mark,
            f"{what}: a cap after the score would change what it read",
            hint="move it to `rules`",
        )
    return _Effects(
        _switch(fields, "knock_out", what, ctx),
        _cap(fields.get("cap"), what, grades, ctx),
        _approval(fields.get("approval"), what, ctx),
        _condition(fields.get("condition"), what, ctx),
        _obligations(fields.get("obligations"), what, ctx),
        _switch(fields, "warning", what, ctx),
    )


def _switch(fields: dict[str, Node], key: str, what: str, ctx: Context) -> bool:
    value = ctx.reader.boolean(fields.get(key), f"{what}: {key}")
    if value is False:
        ctx.problems.add(fields[key].mark, f"{what}: {key} is `true` or left out")
    return bool(value)


def _cap(node: Node | None, what: str, grades: tuple[str, ...], ctx: Context) -> str | None:
    cap = ctx.reader.text(node, f"{what}: cap")
    if node is None or cap is None:
        return None
    if cap not in grades:
        ctx.problems.add(node.mark, f"{what}: cap: not a grade", got=quote(cap), hint=nearest(cap, grades))
        return None
    if cap == grades[0]:
        ctx.problems.add(node.mark, f"{what}: cap: `{cap}` is the best grade, so it caps nothing")
    return cap


def _approval(node: Node | None, what: str, ctx: Context) -> ApprovalDue | None:
    fields = ctx.reader.mapping(node, f"{what}: approval", ["role"], ["due"]) if node else None
    if fields is None:
        return None
    role = ctx.reader.text(fields["role"], f"{what}: role")
    due = ctx.reader.duration(fields.get("due"), f"{what}: due")
    return None if role is None else ApprovalDue(role, due)


def _condition(node: Node | None, what: str, ctx: Context) -> ConditionDue | None:
    fields = ctx.reader.mapping(node, f"{what}: condition", ["owner"], ["due"]) if node else None
    return None if fields is None else _due(fields, what, ctx)


def _due(fields: dict[str, Node], what: str, ctx: Context) -> ConditionDue | None:
    owner = ctx.reader.text(fields["owner"], f"{what}: owner")
    due = ctx.reader.duration(fields.get("due"), f"{what}: due")
    return None if owner is None else ConditionDue(owner, due)


def _obligations(node: Node | None, what: str, ctx: Context) -> tuple[Obligation, ...]:
    entries = ctx.reader.entries(node, f"{what}: obligations", names=True) if node is not None else ()
    found = [_obligation(entry, f"{what}: obligation `{entry.key}`", ctx) for entry in entries]
    return tuple(duty for duty in found if duty is not None)


def _obligation(entry: Entry, what: str, ctx: Context) -> Obligation | None:
    fields = ctx.reader.mapping(entry.value, what, ["owner"], ["due", "with"])
    due = None if fields is None else _due(fields, what, ctx)
    if fields is None or due is None:
        return None
    entries = ctx.reader.entries(fields["with"], f"{what}: with", names=True) if "with" in fields else ()
    cells = [(e.key, ctx.expression(e.value, f"{what}: {e.key}", Place.FACTS, "any")) for e in entries]
    parameters = tuple((name, expression) for name, expression in cells if expression is not None)
    return Obligation(entry.key, due.owner, due.due, parameters)
