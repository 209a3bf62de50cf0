"""Rules → lines of source: literals are computed, tables are looked up, unknown conclusions are settled as
the rule says.

Rule x has the variable c_x for its conclusion (0, 1, 2) and, with `each`, e_x for the elements it holds for,
or may.
"""

from __future__ import annotations

from collections.abc import Mapping

from assize.rules import expressions as ex
from assize.rules.generate.completions import Atom, LadderPlan
from assize.rules.generate.expressions import Emitter
from assize.rules.generate.loops import is_selected, loop_head
from assize.rules.inference.model import Table
from assize.rules.model import Each, Rule, Rulebook
from assize.rules.normal_form import Literal, Stage

CONCLUSION = "c_"
ELEMENTS = "e_"


def write_stage(emitter: Emitter, stage: Stage, tables: tuple[Table, ...], rules: Mapping[str, Rule]) -> None:
    """Write one stage: all its literals, then its groups in order."""
    held: dict[str, str] = {}
    for literal in stage.literals:
        emitter.place = literal.loop or _place(literal, stage)
        rule = rules[literal.loop] if literal.loop else None
        if rule is not None and rule.each is not None:
            held[literal.name] = _each(emitter, rule, rule.each)
        else:
            held[literal.name] = emitter.emit(literal.expression)
    for table in tables:
        _group(emitter, table, held, stage, rules)


def _place(literal: Literal, stage: Stage) -> str:
    """The first rule that reads a literal: where its comparisons stand."""
    for group in stage.groups:
        for rule in group.rules:
            if any(literal.name in term for term in rule.terms):
                return rule.name
    return ""


def _each(emitter: Emitter, rule: Rule, each: Each) -> str:
    """The greatest of the condition over the elements; those where it is not false are kept as (place, state,
    element).
    """
    writer, items = emitter.writer, emitter.emit(each.items)
    found, result = f"{ELEMENTS}{rule.name}", writer.fresh()
    writer.line(f"{found} = []")
    with emitter.block(f"if {items} is None:"):
        writer.line(f"{result} = 1")
    with emitter.block("else:"):
        writer.line(f"{result} = i = 0")
        with emitter.loop(loop_head(each.variable, items, each.items.type), each.variable, [rule.when]):
            state = emitter.emit(rule.when)
            if is_selected(each.items.type):
                member = f"m_{each.variable}"
                state = writer.let(f"{state} if {state} < {member} else {member}")
            with writer.block(f"if {state}:"):
                writer.line(f"{found}.append((i, {state}, v_{each.variable}))")
                writer.line(f"if {state} > {result}: {result} = {state}")
            writer.line("i += 1")
    return result


def _group(
    emitter: Emitter, table: Table, held: dict[str, str], stage: Stage, rules: Mapping[str, Rule]
) -> None:
    writer = emitter.writer
    values = [_input(emitter, atom, held, stage) for atom in table.literals]
    if table.is_identity:
        writer.line(f"{CONCLUSION}{table.conclusions[0]} = {values[0]}")
    else:
        masks = writer.constant(table.masks)
        sure = " | ".join(f"{v} >> 1 << {bit}" for bit, v in enumerate(values)) or "0"
        maybe = " | ".join(f"{v} + 1 >> 1 << {bit}" for bit, v in enumerate(values)) or "0"
        low, high = writer.let(f"{masks}[{sure}]"), writer.let(f"{masks}[{maybe}]")
        for bit, name in enumerate(table.conclusions):
            writer.line(f"{CONCLUSION}{name} = ({low} >> {bit} & 1) + ({high} >> {bit} & 1)")
    for name in table.conclusions:
        emitter.names[name] = f"{CONCLUSION}{name}"
        if emitter.watch is not None:
            writer.line(f"seen({emitter.watch.number(name, '')}, {CONCLUSION}{name})")
        settled = {"fire": 2, "ignore": 0}.get(rules[name].if_unknown)
        if settled is not None:
            writer.line(f"if {CONCLUSION}{name} == 1: {CONCLUSION}{name} = {settled}")


def _input(emitter: Emitter, atom: str, held: dict[str, str], stage: Stage) -> str:
    if atom in held:
        return held[atom]
    if atom in stage.negations:
        return emitter.writer.let(f"2 - {CONCLUSION}{stage.negations[atom]}")
    return f"{CONCLUSION}{atom}"


def write_summaries(emitter: Emitter, rulebook: Rulebook) -> None:
    """knocked_out, approval_open, condition_open: the greatest of the rules with that effect."""
    for atom in summaries(rulebook):
        names = [f"{CONCLUSION}{rulebook.rules[place].name}" for place in atom.rules]
        if atom.of_approvals:
            rules = [rulebook.rules[place].name for place in atom.rules]
            names = [
                f"(0 if {rule!r} in granted else {name})" for rule, name in zip(rules, names, strict=True)
            ]
        emitter.writer.line(f"{atom.name} = {_greatest(names)}")
        emitter.names[atom.name] = atom.name


def _greatest(parts: list[str]) -> str:
    if not parts:
        return "0"
    if len(parts) == 1:
        return parts[0]
    return f"max({', '.join(parts)})"


def summaries(rulebook: Rulebook) -> tuple[Atom, ...]:
    """The summaries with the places of their rules."""
    members = {
        "knocked_out": [rule.knock_out for rule in rulebook.rules],
        "approval_open": [rule.approval is not None for rule in rulebook.rules],
        "condition_open": [rule.condition is not None for rule in rulebook.rules],
    }
    return tuple(
        Atom(
            name, tuple(place for place, member in enumerate(rules) if member), True, name == "approval_open"
        )
        for name, rules in members.items()
    )


def ladder_plan(rulebook: Rulebook) -> LadderPlan:
    """What the outcome ladder reads, over the rules that are there."""
    known = {atom.name: atom for atom in summaries(rulebook)}
    for place, rule in enumerate(rulebook.rules):
        known[rule.name] = Atom(rule.name, (place,), False, False)
    atoms = (known.get(name, Atom(name, (), False, False)) for name in ladder_atoms(rulebook))
    return LadderPlan(tuple(atoms), tuple(rule.name for rule in rulebook.rules))


def ladder_atoms(rulebook: Rulebook) -> tuple[str, ...]:
    """The conclusions and summaries that the outcome ladder reads, in the order of its rows."""
    rows = (row.when for row in rulebook.ladder if row.when is not None)
    parts = (part for row in rows for part in ex.walk(row))
    return tuple(dict.fromkeys(part.name for part in parts if isinstance(part, ex.ConclusionRef)))
