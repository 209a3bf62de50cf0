"""Which variant each row falls under: the conditions of all variants, for one period."""

from __future__ import annotations

from collections.abc import Callable

from assize.rules.binding import Period
from assize.rules.columns import runtime
from assize.rules.columns.expressions import ColumnEmitter
from assize.rules.columns.values import Bytes, FactColumns, Symbols
from assize.rules.generate import runtime as single_case
from assize.rules.generate.writer import Writer
from assize.rules.model import Rulebook

SelectColumns = Callable[[FactColumns, int], tuple[Bytes, ...]]


def generate_column_selector(rulebook: Rulebook, period: Period, symbols: Symbols) -> SelectColumns:
    """A function of the facts and the day: each variant's condition, three-valued, in declared order."""
    writer = Writer()
    emitter = ColumnEmitter(writer, rulebook, period, symbols)
    writer.line(f"({''.join(f'f_{fact.name}, ' for fact in rulebook.facts)}) = facts.values")
    found = "".join(f"{emitter.rows(variant.when)}, " for variant in rulebook.variants)
    writer.line(f"return ({found})")
    source = "\n".join(["def select(facts, as_of):", *writer.lines])
    names: dict[str, object] = {**single_case.NAMES, **runtime.NAMES, **writer.constants}
    exec(compile(source, f"<variants of {rulebook.name}, columns>", "exec"), names)  # noqa: S102  # generated above
    return names["select"]  # type: ignore[return-value]
