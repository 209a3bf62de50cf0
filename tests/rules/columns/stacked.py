"""Checked facts of single cases → columns, the plain way, and where the answers of columns differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan
from typing import Any, TypeAlias

import numpy as np

from assize.decision.checked import CheckedFacts
from assize.rules.columns.evaluation import ColumnEvaluation, ColumnProgram
from assize.rules.columns.values import FactColumns, ListColumn, Symbols
from assize.rules.generate.evaluation import Evaluation, Program
from assize.rules.model import Rulebook
from assize.rules.types import BooleanType, ListType, RecordType, ScalarType, is_text

Codes = dict[str, int]
Column: TypeAlias = Any
"""A column, of whatever it is."""


def stacked(facts: Sequence[CheckedFacts], rulebook: Rulebook, symbols: Symbols) -> FactColumns:
    """The facts of some cases, a row each."""
    codes = dict(symbols.codes)
    columns = [
        _column([case.values[place] for case in facts], fact.type, codes)
        for place, fact in enumerate(rulebook.facts)
    ]
    places = range(len(rulebook.facts))
    evidence = tuple(np.array([case.evidence[place] for case in facts], dtype=np.uint8) for place in places)
    named = sorted(frozenset[str]().union(*(case.granted for case in facts)))
    granted = {name: np.array([name in case.granted for case in facts]) for name in named}
    return FactColumns(len(facts), tuple(columns), evidence, granted)


def _column(values: Sequence[Any], kind: ScalarType | ListType, codes: Codes) -> Column:
    if not isinstance(kind, ListType):
        return _scalars(values, kind, codes)
    elements = [item for value in values for item in value or ()]
    lengths = np.array([len(value or ()) for value in values], dtype=np.int64)
    unknown = np.array([value is None for value in values])
    if isinstance(kind.element, RecordType):
        cells = zip(*elements, strict=True) if elements else [()] * len(kind.element.fields)
        pairs = zip(cells, kind.element.fields, strict=True)
        return ListColumn(unknown, lengths, tuple(_scalars(some, field.type, codes) for some, field in pairs))
    return ListColumn(unknown, lengths, (_scalars(elements, kind.element, codes),))


def _scalars(values: Sequence[Any], kind: ScalarType, codes: Codes) -> Column:
    if isinstance(kind, BooleanType):
        return np.array(values, dtype=np.uint8)
    if is_text(kind):
        found = [0 if text is None else codes.setdefault(text, len(codes) + 1) for text in values]
        return np.array(found, dtype=np.int32)
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def differences(program: Program, found: ColumnEvaluation, single: Sequence[Evaluation]) -> list[str]:
    """Where the answers on columns differ from those on single cases: what and in which row."""
    wrong: list[str] = []
    for parts in (_numbers, _nodes, _findings):
        for what, column, values in parts(program, found, single):
            shown = [
                None if isinstance(v, float) and isnan(v) else v for v in _row_values(column, len(single))
            ]
            wrong += [
                f"{what} of row {row}: {a!r}, alone {b!r}"
                for row, (a, b) in enumerate(zip(shown, values, strict=True))
                if a != b
            ]
    return wrong


Compared: TypeAlias = Iterator[tuple[str, Column, list[Any]]]
"""What is compared: its name, its column, its values in single cases."""


def _numbers(program: Program, found: ColumnEvaluation, single: Sequence[Evaluation]) -> Compared:
    yield "possible", found.possible, [sum(1 << outcome for outcome in e.possible) for e in single]
    for name in ("score", "low", "high", "coverage", "declared_share", "verified_share"):
        if program.nodes:
            yield name, getattr(found, name), [getattr(e, name) for e in single]
    for name in ("grade", "grade_before_caps"):
        for end in (0, 1):
            if program.rulebook.grades:
                yield f"{name}[{end}]", getattr(found, name)[end], [getattr(e, name)[end] for e in single]


def _nodes(program: Program, found: ColumnEvaluation, single: Sequence[Evaluation]) -> Compared:
    for place, node in enumerate(program.nodes):
        name = node.criterion.name
        yield f"value of {name}", found.values[place], [e.values[place] for e in single]
        yield f"share of {name}", found.shares[place], [e.shares[place] for e in single]
        yield f"open {name}", _or_nowhere(found.open[place]), [e.states[place] != 0 for e in single]
        yield f"excluded {name}", _or_nowhere(found.excluded[place]), [e.states[place] == 3 for e in single]


def _findings(program: Program, found: ColumnEvaluation, single: Sequence[Evaluation]) -> Compared:
    for place, rule in enumerate(program.rulebook.rules):
        yield f"rule {rule.name}", found.conclusions[place], [e.conclusions[place] for e in single]
    for place, risk in enumerate(program.rulebook.risks):
        for number in ("likelihood", "impact", "inherent", "residual", "at_best"):
            for end in (0, 1):
                column = getattr(found.risks[place], number)[end]
                yield f"{risk.name} {number}", column, [getattr(e.risks[place], number)[end] for e in single]
    for place, shown in enumerate(program.rulebook.shows):
        if not is_text(shown.expression.type):
            yield f"shown {shown.name}", found.shows[place], [e.shows[place] for e in single]


def _or_nowhere(column: Column | None) -> Column:
    return False if column is None else column


def _row_values(column: Column, rows: int) -> list[Any]:
    return list(np.broadcast_to(np.asarray(column), (rows,)).tolist())


def both(
    program: Program, columns: ColumnProgram, facts: Sequence[CheckedFacts], today: int, whole: Rulebook
) -> list[str]:
    """Where the two programs differ on some cases of one day."""
    with np.errstate(all="ignore"):
        found = columns.evaluate(stacked(facts, whole, columns.symbols), today)
    single = [program.evaluate(case.values, case.evidence, case.granted, today) for case in facts]
    return differences(program, found, single)
