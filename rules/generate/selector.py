"""Which variant a case falls under: the conditions of all variants, for one period."""

from __future__ import annotations

from collections.abc import Callable

from assize.rules.binding import Period
from assize.rules.generate import runtime
from assize.rules.generate.expressions import Emitter
from assize.rules.generate.writer import Writer
from assize.rules.model import Rulebook
from assize.rules.reads import lets_read

Select = Callable[[tuple[object, ...], int], tuple[int, ...]]


def generate_selector(rulebook: Rulebook, period: Period) -> Select:
    """A function of the facts and the day: each variant's condition, three-valued, in declared order."""
    writer = Writer()
    emitter = Emitter(writer, period, {table.name: table for table in rulebook.tables})
    writer.line(f"({''.join(f'f_{fact.name}, ' for fact in rulebook.facts)}) = facts")
    needed = lets_read([variant.when for variant in rulebook.variants], rulebook)
    for let in (let for let in rulebook.lets if let.name in needed):
        writer.line(f"l_{let.name} = {emitter.emit(let.expression)}")
    found = "".join(f"{emitter.emit(variant.when)}, " for variant in rulebook.variants)
    writer.line(f"return ({found})")
    source = "\n".join(["def select(facts, as_of):", *writer.lines])
    names: dict[str, object] = {**runtime.NAMES, **writer.constants}
    exec(compile(source, f"<variants of {rulebook.name}>", "exec"), names)  # noqa: S102  # generated above
    return names["select"]  # type: ignore[return-value]
