"""The outcome ladder by trying everything: each unknown conclusion true and false, each possible grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

from assize.rules.expressions import ConclusionRef, walk
from assize.rules.model import Row, Rule, Rulebook
from tests.oracle.expressions import Scope, evaluate
from tests.oracle.values import FALSE, TRUE, UNKNOWN

SUMMARIES = ("knocked_out", "approval_open", "condition_open")
Parts = Mapping[str, tuple[str, ...]]
"""Each summary with the rules that can make it true."""


def possible_outcomes(scope: Scope, approved: frozenset[str]) -> tuple[str, ...]:
    """The outcomes of all completions, in the order of the ladder."""
    book = scope.book
    parts = {name: tuple(r.name for r in book.rules if _counts(r, name, approved)) for name in SUMMARIES}
    found = set()
    for conclusions in _completions(book, scope.conclusions, parts):
        summaries = {
            name: max((conclusions[r] for r in rules), default=FALSE) for name, rules in parts.items()
        }
        for grade in scope.grades.get("grade", ()) or ("",):
            whole = replace(scope, conclusions={**conclusions, **summaries}, grades={"grade": (grade,)})
            found.add(_first(book.ladder, whole))
    return tuple(dict.fromkeys(row.outcome for row in book.ladder if row.outcome in found))


def _counts(rule: Rule, summary: str, approved: frozenset[str]) -> bool:
    match summary:
        case "knocked_out":
            return rule.knock_out
        case "approval_open":
            return rule.approval is not None and rule.name not in approved
        case _:
            return rule.condition is not None


def _completions(book: Rulebook, conclusions: Mapping[str, int], parts: Parts) -> Iterator[dict[str, int]]:
    """Every way to decide the unknown conclusions that the ladder can tell apart.

    Of those that it does not read and that make the same summaries true, one stands for all.
    """
    read = {n.name for row in book.ladder if row.when for n in walk(row.when) if isinstance(n, ConclusionRef)}
    free: dict[object, str] = {}
    for name in (name for name, state in conclusions.items() if state == UNKNOWN):
        same = tuple(summary for summary, rules in parts.items() if name in rules)
        if name in read or same:
            free.setdefault(name if name in read else same, name)
    settled = {name: FALSE if state == UNKNOWN else state for name, state in conclusions.items()}
    for states in product((FALSE, TRUE), repeat=len(free)):
        yield {**settled, **dict(zip(free.values(), states, strict=True))}


def _first(ladder: tuple[Row, ...], scope: Scope) -> str:
    for row in ladder:
        state = TRUE if row.when is None else evaluate(row.when, scope)
        assert state != UNKNOWN, f"{row.outcome} is still undecided"
        if state == TRUE:
            return row.outcome
    raise AssertionError("the ladder has no last row")
