"""Rules → lines of numpy: literals are computed, tables are looked up by the pattern of their literals.

Rule x has the variable c_x for its conclusion (0, 1, 2). A pattern is a number to the base of three, so that
one look-up gives the three-valued conclusion, settled as the rule says for unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from assize.rules.columns.expressions import ColumnEmitter
from assize.rules.columns.frames import ROWS
from assize.rules.columns.lists import filters_of, in_loop, members
from assize.rules.columns.values import Bytes
from assize.rules.generate.conclusions import CONCLUSION
from assize.rules.inference.model import Table
from assize.rules.model import Each, Rule
from assize.rules.normal_form import Stage

_SETTLED = {"fire": 2, "ignore": 0}


def write_stage(
    emitter: ColumnEmitter, stage: Stage, tables: tuple[Table, ...], rules: Mapping[str, Rule]
) -> None:
    """Write one stage: all its literals, then its groups in order."""
    held: dict[str, str] = {}
    for literal in stage.literals:
        rule = rules[literal.loop] if literal.loop else None
        if rule is not None and rule.each is not None:
            held[literal.name] = _each(emitter, rule, rule.each)
        else:
            held[literal.name] = emitter.rows(literal.expression)
    for table in tables:
        _group(emitter, table, held, stage, rules)


def _each(emitter: ColumnEmitter, rule: Rule, each: Each) -> str:
    """The greatest of the condition over the elements, each no surer than it belongs to the list."""
    items, filters = filters_of(emitter, each.items)
    inner = emitter.frames.over(items, ROWS)
    member = members(emitter, filters, None, inner)
    with in_loop(emitter, each.variable, inner):
        state = emitter.code(rule.when, inner)
    return emitter.writer.let(
        f"{inner.loop}.any({state if member == 'TRUE' else f'minimum({state}, {member})'})"
    )


def _group(
    emitter: ColumnEmitter, table: Table, held: dict[str, str], stage: Stage, rules: Mapping[str, Rule]
) -> None:
    writer = emitter.writer
    values = [_input(emitter, atom, held, stage) for atom in table.literals]
    settled = [rules[name].if_unknown for name in table.conclusions]
    if table.is_identity and settled == ["hold"]:
        writer.line(f"{CONCLUSION}{table.conclusions[0]} = {values[0]}")
    elif not values:
        for name, state in zip(table.conclusions, table.conclude(()), strict=True):
            writer.line(f"{CONCLUSION}{name} = {('FALSE', 'UNKNOWN', 'TRUE')[state]}")
    else:
        pattern = writer.let(f"pattern(({', '.join(values)}, ))")
        for name, answers in zip(table.conclusions, answers_of(table, settled), strict=True):
            writer.line(f"{CONCLUSION}{name} = look_up({writer.constant(answers)}, {pattern})")
    for name in table.conclusions:
        emitter.names[name] = f"{CONCLUSION}{name}"


def answers_of(table: Table, if_unknown: Sequence[str]) -> list[Bytes]:
    """For each conclusion its state by the pattern of the literals, the first of which counts ones."""
    count = len(table.literals)
    patterns = (tuple(pattern // 3**place % 3 for place in range(count)) for pattern in range(3**count))
    states = np.array([table.conclude(pattern) for pattern in patterns], dtype=np.uint8)
    found = []
    for place, rule in enumerate(if_unknown):
        answers = states[:, place].copy()
        if rule in _SETTLED:
            answers[answers == 1] = _SETTLED[rule]
        found.append(answers)
    return found


def _input(emitter: ColumnEmitter, atom: str, held: dict[str, str], stage: Stage) -> str:
    if atom in held:
        return held[atom]
    if atom in stage.negations:
        return emitter.writer.let(f"TRUE - {CONCLUSION}{stage.negations[atom]}")
    return f"{CONCLUSION}{atom}"
