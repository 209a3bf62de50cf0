"""`risk_scale:` and `risks:` — signs, events, impact and controls."""

from __future__ import annotations

from typing import Literal, cast

from assize.rules.criteria_model import Grade, Number
from assize.rules.errors import nearest
from assize.rules.expressions import Expression
from assize.rules.reader import quote
from assize.rules.risk_model import Clause, Control, ImpactRow, Likelihood, Risk, RiskScale
from assize.rules.scope import Place, Symbol
from assize.rules.sections.context import Context
from assize.rules.types import BOOLEAN
from assize.rules.yaml_nodes import Entry, Node

_RISK = ("source", "signs", "events", "happening_now", "note")
_CLAUSE = ("in_place", "works", "expired")


def declare_risks(node: Node | None, ctx: Context) -> tuple[Entry, ...]:
    """Declare the names of risks and controls, so that rules may read them; gives the entries to read."""
    entries = ctx.reader.entries(node, "risks", names=True) if node is not None else ()
    declared = []
    for entry in entries:
        if ctx.scope.declare(entry.key, Symbol("rule", BOOLEAN, entry.key_mark, 1)):
            declared.append(entry)
            ctx.marks[entry.key] = ctx.marks[f"when of {entry.key}"] = entry.key_mark
            ctx.scope.declare_risk(entry.key)
            _declare_controls(entry, ctx)
    if entries:
        ctx.scope.declare_risk("worst")
    return tuple(declared)


def _declare_controls(risk: Entry, ctx: Context) -> None:
    found = [entry for entry in getattr(risk.value, "entries", ()) if entry.key == "controls"]
    for control in ctx.reader.entries(found[0].value, "controls", names=True) if found else ():
        for name in (control.key, f"{control.key}_missing"):
            ctx.scope.declare(name, Symbol("rule", BOOLEAN, control.key_mark, 1))
            ctx.marks[name] = ctx.marks[f"when of {name}"] = control.key_mark


def read_scale(node: Node | None, ctx: Context) -> RiskScale | None:
    """How levels are found, named and reduced."""
    keys = ["likelihood", "levels", "reduces", "least_left", "on_paper"]
    if node is None:
        return None
    ctx.partial.add("risk_scale:")
    fields = ctx.reader.mapping(node, "risk_scale", keys, ["note"])
    if fields is None:
        return None
    likelihood = _likelihood(fields["likelihood"], ctx)
    ctx.marks["risk_scale"] = fields["likelihood"].mark
    ctx.marks["risk_levels"] = fields["levels"].mark
    entries = ctx.reader.entries(fields["levels"], "risk_scale: levels")
    levels = [(entry.key, ctx.number(entry.value, f"level `{entry.key}`")) for entry in entries]
    reduces = ctx.reader.choice(fields["reduces"], "risk_scale: reduces", ("level", "likelihood"))
    least = ctx.number(fields["least_left"], "risk_scale: least_left")
    on_paper = ctx.number(fields["on_paper"], "risk_scale: on_paper")
    if likelihood is None or reduces is None or least is None or on_paper is None:
        return None
    graded = tuple(Grade(name, lowest) for name, lowest in levels if lowest is not None)
    ctx.partial.discard("risk_scale:")
    acts = cast(Literal["level", "likelihood"], reduces)
    return RiskScale(likelihood, graded, acts, least, on_paper)


def _likelihood(node: Node, ctx: Context) -> Likelihood | None:
    keys = Likelihood._fields
    steps = ctx.reader.mapping(node, "risk_scale: likelihood", keys) or {}
    numbers = [ctx.number(steps[key], f"likelihood: {key}") for key in keys if key in steps]
    known = [number for number in numbers if number is not None]
    return Likelihood(*known) if len(known) == len(keys) else None


def read_risks(
    entries: tuple[Entry, ...], scale: RiskScale | None, signs: frozenset[str], ctx: Context
) -> tuple[Risk, ...]:
    """The declared risks; `signs` are the rules that may be one."""
    if entries and scale is None and "risk_scale:" not in ctx.partial:
        hint = "add `risk_scale`"
        ctx.problems.add(entries[0].key_mark, "there are risks but no `risk_scale`", hint=hint)
    found = [_risk(entry, signs, ctx) for entry in entries]
    return tuple(risk for risk in found if risk is not None)


def _risk(entry: Entry, signs: frozenset[str], ctx: Context) -> Risk | None:
    what = f"risk `{entry.key}`"
    fields = ctx.reader.mapping(entry.value, what, ["impact", "controls"], _RISK)
    if fields is None:
        return None
    source, note = (ctx.reader.text(fields.get(key), f"{what}: {key}") or "" for key in ("source", "note"))
    events = ctx.expression(fields.get("events"), f"{what}: events", Place.FACTS, "number")
    now = ctx.expression(fields.get("happening_now"), f"{what}: happening_now", Place.FACTS)
    named = _signs(fields.get("signs"), what, signs, ctx)
    impact = _impact(fields["impact"], what, ctx)
    controls = [_control(each, ctx) for each in ctx.reader.entries(fields["controls"], f"{what}: controls")]
    if not any(key in fields for key in ("signs", "events", "happening_now")):
        hint = "add `signs`, `events` or `happening_now`"
        ctx.problems.add(entry.key_mark, f"{what}: nothing says when it is present", hint=hint)
    kept = tuple(control for control in controls if control is not None)
    return Risk(entry.key, source, named, events, now, impact, kept, note)


def _signs(node: Node | None, what: str, known: frozenset[str], ctx: Context) -> tuple[str, ...]:
    found = []
    for item in ctx.reader.items(node, f"{what}: signs") if node is not None else ():
        name = ctx.reader.text(item, f"{what}: sign")
        if name in known and name is not None:
            found.append(name)
        elif name is not None and not ("rules:" in ctx.partial and ctx.scope.is_written(name, "rule")):
            problem = f"{what}: no such rule under `rules`"
            ctx.problems.add(item.mark, problem, quote(name), nearest(name, known))
    return tuple(found)


def _impact(node: Node, what: str, ctx: Context) -> tuple[ImpactRow, ...]:
    rows = []
    for item in ctx.reader.items(node, f"{what}: impact"):
        fields = ctx.reader.mapping(item, f"{what}: impact", ["value"], ["when"])
        if fields is not None:
            value = ctx.number(fields["value"], f"{what}: impact")
            when = ctx.expression(fields.get("when"), f"{what}: impact", Place.FACTS)
            if value is not None and (when is not None or "when" not in fields):
                rows.append(ImpactRow(value, when))
    if not any(row.when is None for row in rows):
        hint = "add a row without `when`: the least impact"
        ctx.problems.add(node.mark, f"{what}: impact: one row must always hold", hint=hint)
    return tuple(rows)


def _control(entry: Entry, ctx: Context) -> Control | None:
    what = f"control `{entry.key}`"
    keys = ("source", "note", "clauses", *_CLAUSE)
    fields = ctx.reader.mapping(entry.value, what, ["reduction"], keys)
    if fields is None:
        return None
    source, note = (ctx.reader.text(fields.get(key), f"{what}: {key}") or "" for key in ("source", "note"))
    reduction = _reduction(fields["reduction"], what, ctx)
    if ("clauses" in fields) == ("in_place" in fields):
        ctx.problems.add(entry.key_mark, f"{what}: either `in_place` or `clauses` is needed")
        return None
    if "clauses" in fields:
        parts = [
            _clause(each, ctx)
            for each in ctx.reader.entries(fields["clauses"], f"{what}: clauses", names=True)
        ]
    else:
        parts = [_conditions(entry.key, fields, what, ctx)]
    clauses = tuple(part for part in parts if part is not None)
    return None if reduction is None or not clauses else Control(entry.key, source, reduction, clauses, note)


def _reduction(node: Node, what: str, ctx: Context) -> Number | None:
    reduction = ctx.number(node, f"{what}: reduction")
    if isinstance(reduction, float) and not 0 < reduction <= 1:
        hint = "the share that it takes off: 0.35, not what it leaves"
        ctx.problems.add(node.mark, f"{what}: a reduction is more than 0, at most 1", f"{reduction:g}", hint)
        return None
    return reduction


def _clause(entry: Entry, ctx: Context) -> Clause | None:
    what = f"clause `{entry.key}`"
    fields = ctx.reader.mapping(entry.value, what, ["in_place"], _CLAUSE)
    return None if fields is None else _conditions(entry.key, fields, what, ctx)


def _conditions(name: str, fields: dict[str, Node], what: str, ctx: Context) -> Clause | None:
    found: list[Expression | None] = [
        ctx.expression(fields.get(key), f"{what}: {key}", Place.FACTS) for key in _CLAUSE
    ]
    return None if found[0] is None else Clause(name, found[0], found[1], found[2])
