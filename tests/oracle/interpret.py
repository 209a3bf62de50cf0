"""The oracle: one decision read straight from the rulebook; slow, plain, sharing no code with the programs.

Values are held as `assize.rules.types` says. Scores come out rounded, criterion values unrounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from assize.rules.model import Rulebook, Variant
from assize.scoring.rounding import to_score
from tests.oracle.comparison import Range
from tests.oracle.conclusions import Concluded, conclude
from tests.oracle.expressions import Scope, evaluate, scope_of_facts
from tests.oracle.grades import Places, between, capped, places_of
from tests.oracle.ladder import possible_outcomes
from tests.oracle.risks import risk_numbers
from tests.oracle.scoring import Node, judge_all
from tests.oracle.shares import shares
from tests.oracle.values import FALSE, TRUE, Value


@dataclass(frozen=True)
class Numbers:
    """The score and what goes with it. All None in a rulebook without criteria."""

    score: float | None = None
    low: float | None = None
    high: float | None = None
    coverage: float | None = None
    declared_share: float | None = None
    verified_share: float | None = None


@dataclass(frozen=True)
class Answer:
    """A decision under one variant. Grades are the possible ones, best first; `nodes` are criteria."""

    variant: str
    numbers: Numbers
    nodes: Mapping[str, Node]
    grades_before_caps: tuple[str, ...]
    grades: tuple[str, ...]
    conclusions: Mapping[str, int]
    elements: Mapping[str, dict[int, int] | None]
    outcomes: tuple[str, ...]
    outcome: str
    next_review: int | None
    risks: Mapping[str, Range]


def interpret(
    book: Rulebook,
    day: date,
    facts: Mapping[str, Value],
    evidence: Mapping[str, str] | None = None,
    approved: frozenset[str] = frozenset(),
) -> tuple[Answer, ...]:
    """One answer for each variant that may apply; one, unless the condition of a variant is unknown."""
    scope = scope_of_facts(book, day, facts)
    return tuple(_decide(scope, variant, evidence or {}, approved) for variant in possible_variants(scope))


def possible_variants(scope: Scope) -> tuple[Variant | None, ...]:
    """The variants that may be the first whose condition holds; None is the standard."""
    found: list[Variant | None] = []
    for variant in scope.book.variants:
        state = evaluate(variant.when, scope)
        if state != FALSE:
            found.append(variant)
        if state == TRUE:
            return tuple(found)
    return (*found, None)


def _decide(
    scope: Scope, variant: Variant | None, evidence: Mapping[str, str], approved: frozenset[str]
) -> Answer:
    book, without = scope.book, variant.without if variant else ()
    stages = [tuple(rule for rule in book.rules if rule.stage == stage) for stage in (1, 2)]
    first = conclude(scope, stages[0], without, Concluded({}, {}))
    root = judge_all(scope, variant)
    numbers = _numbers(root, scope, evidence)
    before, after = _grades(scope, numbers, first.values)
    nodes = {node.criterion.name: node for node in root.walk() if node.criterion} if root else {}
    risks = risk_numbers(replace(scope, conclusions=first.values))
    read = _ranges(numbers, nodes) | risks
    full = replace(scope, numbers=read, grades={"grade_before_caps": before, "grade": after})
    last = conclude(full, stages[1], without, first)
    outcomes = possible_outcomes(replace(full, conclusions=last.values), approved)
    outcome = outcomes[0] if len(outcomes) == 1 else book.undetermined
    review = None if book.next_review is None else evaluate(book.next_review, scope)
    name = variant.name if variant else "standard"
    shown = (name, numbers, nodes, before, after, last.values, last.elements, outcomes, outcome, review)
    return Answer(*shown, risks)


def _numbers(root: Node | None, scope: Scope, evidence: Mapping[str, str]) -> Numbers:
    score = scope.book.score
    if root is None or score is None:
        return Numbers()
    low, high = (to_score(bound, score.decimals) for bound in (root.low, root.high))
    point = None if root.value is None else to_score(root.value, score.decimals)
    by_kind = {kind: _percent(part) for kind, part in shares(root, scope, evidence).items()}
    coverage = _percent(float(root.known_part))
    return Numbers(point, low, high, coverage, by_kind.get("declared"), by_kind.get("verified"))


def _percent(part: float) -> float:
    """Shares are shown, and read, with six decimals."""
    return to_score(100 * part, 6)


def _grades(
    scope: Scope, numbers: Numbers, conclusions: Mapping[str, int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The possible grades before and after the caps."""
    if not scope.book.grades or numbers.low is None or numbers.high is None:
        return (), ()
    known = numbers.score
    places: Places = places_of(scope, *((known, known) if known is not None else (numbers.low, numbers.high)))
    return between(scope.book, places), between(scope.book, capped(scope.book, places, conclusions))


def _ranges(numbers: Numbers, nodes: Mapping[str, Node]) -> dict[str, Range | None]:
    """What conditions after the score read: known numbers, or their bounds."""
    if numbers.coverage is None:
        return {}
    exact = {
        "score_low": numbers.low,
        "score_high": numbers.high,
        "coverage": numbers.coverage,
        "declared_share": numbers.declared_share,
        "verified_share": numbers.verified_share,
    }
    found: dict[str, Range | None] = {name: None if x is None else (x, x) for name, x in exact.items()}
    found["score"] = _either(numbers.score, numbers.low, numbers.high)
    return found | {name: _either(node.value, node.low, node.high) for name, node in nodes.items()}


def _either(value: float | None, low: Value, high: Value) -> Range:
    return (low, high) if value is None else (value, value)
