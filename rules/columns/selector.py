"""Which variant each row falls under: the conditions of all variants, for one period."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from assize.rules.binding import Period
from assize.rules.columns import runtime
from assize.rules.columns.expressions import ColumnEmitter
from assize.rules.columns.fixed import Fixed
from assize.rules.columns.values import Bytes, FactColumns, Symbols
from assize.rules.generate import runtime as single_case
from assize.rules.generate.writer import Writer
from assize.rules.model import Rulebook


class ColumnSelector(NamedTuple):
    """Tells each variant's condition, three-valued, in declared order; `by_day` as of a ColumnProgram."""

    by_day: tuple[str | None, ...]
    fixed: Callable[[int], tuple[Any, ...]]
    compute: Callable[[FactColumns, tuple[Any, ...]], tuple[Bytes, ...]]


def generate_column_selector(rulebook: Rulebook, period: Period, symbols: Symbols) -> ColumnSelector:
    """The selector for one period."""
    writer = Writer()
    emitter = ColumnEmitter(writer, rulebook, period, symbols)
    found = "".join(f"{emitter.rows(variant.when)}, " for variant in rulebook.variants)
    writer.line(f"return ({found})")
    fixed = Fixed(emitter.fixed, writer.lines)
    facts = "".join(f"f_{fact.name}, " for fact in rulebook.facts)
    taken = [f"    ({''.join(f'{name}, ' for name in fixed.names)}) = fixed"] if fixed.names else []
    lines = ["def compute(facts, fixed):", f"    ({facts}) = facts.values", *taken, *writer.lines]
    names: dict[str, object] = {
        **single_case.NAMES,
        **runtime.NAMES,
        **writer.constants,
        **emitter.fixed.constants,
    }
    source = fixed.source + "\n".join(lines)
    exec(compile(source, f"<variants of {rulebook.name}, columns>", "exec"), names)  # noqa: S102  # generated above
    return ColumnSelector(fixed.by_day, names["fixed"], names["compute"])  # type: ignore[arg-type]
