"""A decision beside the oracle's answer: what differs, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assize.decision.result import CriterionResult, Decision
from assize.rules.model import Rulebook
from tests.oracle.interpret import Answer
from tests.oracle.values import FALSE

CLOSE = 1e-12
TRUTH = {"false": 0, "unknown": 1, "true": 2}


def differences(decision: Decision, answers: tuple[Answer, ...], book: Rulebook) -> list[str]:
    """All differences. Of several variants only what covers them all is compared."""
    found = list(_whole(decision, answers, book))
    if len(answers) == 1 and decision.variant == answers[0].variant:
        found += _numbers(decision, answers[0])
        found += _criteria(decision, answers[0])
        found += _conclusions(decision, answers[0])
        found += _risks(decision, answers[0])
    return found


def _whole(decision: Decision, answers: tuple[Answer, ...], book: Rulebook) -> Iterator[str]:
    lows = [answer.numbers.low for answer in answers if answer.numbers.low is not None]
    highs = [answer.numbers.high for answer in answers if answer.numbers.high is not None]
    possible = {outcome for answer in answers for outcome in answer.outcomes}
    outcome = possible.copy().pop() if len(possible) == 1 else book.undetermined
    yield from _differ("variant", decision.variant, answers[0].variant if len(answers) == 1 else None)
    yield from _differ("low", decision.low, min(lows, default=None))
    yield from _differ("high", decision.high, max(highs, default=None))
    yield from _differ("possible outcomes", set(decision.possible_outcomes), possible)
    yield from _differ("outcome", decision.outcome, outcome)
    yield from _differ("effects", decision.effects, _effects(book, outcome))
    yield from _differ("possible grades", decision.possible_grades, _hull(book, answers))
    review = answers[-1].next_review
    yield from _differ("next review", decision.next_review, review and date.fromordinal(review))


def _effects(book: Rulebook, outcome: str) -> object:
    return next(found.effects for found in book.outcomes if found.name == outcome)


def _hull(book: Rulebook, answers: tuple[Answer, ...]) -> tuple[str, ...]:
    """The grades from the best to the worst that some variant leaves possible."""
    names = [grade.name for grade in book.grades]
    places = [names.index(grade) for answer in answers for grade in answer.grades]
    return tuple(names[min(places) : max(places) + 1]) if places else ()


def _numbers(decision: Decision, answer: Answer) -> Iterator[str]:
    numbers = answer.numbers
    yield from _differ("score", decision.score, numbers.score)
    yield from _differ("coverage", decision.coverage, numbers.coverage)
    yield from _differ("grade before caps", decision.grade_before_caps, _only(answer.grades_before_caps))
    yield from _differ("grade", decision.grade, _only(answer.grades))
    for name in ("declared_share", "verified_share"):
        got, wanted = getattr(decision, name), getattr(numbers, name)
        if not _close(got, wanted, 1e-6):
            yield f"{name}: got {got}, the oracle says {wanted}"


def _only(grades: tuple[str, ...]) -> str | None:
    return grades[0] if len(grades) == 1 else None


def _criteria(decision: Decision, answer: Answer) -> Iterator[str]:
    nodes = answer.nodes
    yield from _differ("criteria", {c.name for c in decision.criteria}, set(nodes))
    for criterion in decision.criteria:
        node = nodes[criterion.name]
        wanted = (node.value, node.low, node.high)
        got = (criterion.value, criterion.low, criterion.high)
        if not all(_close(a, b, CLOSE) for a, b in zip(got, wanted, strict=True)):
            yield f"{criterion.name}: got {got}, the oracle says {wanted}"
        yield from _differ(f"{criterion.name} excluded", _is_excluded(criterion), node.excluded)


def _is_excluded(criterion: CriterionResult) -> bool:
    return criterion.status == "excluded"


def _risks(decision: Decision, answer: Answer) -> Iterator[str]:
    for risk in decision.risks:
        for number in ("likelihood", "impact", "inherent", "residual", "at_best"):
            name = f"{risk.name}_{number}"
            yield from _differ(name, getattr(risk, number), answer.risks[name])
        yield from _differ(f"{risk.name} present", TRUTH[risk.present], answer.conclusions[risk.name])


def _conclusions(decision: Decision, answer: Answer) -> Iterator[str]:
    told = {finding.rule: finding for finding in decision.findings}
    for rule, state in answer.conclusions.items():
        got = TRUTH[told[rule].state] if rule in told else FALSE
        yield from _differ(rule, got, state)
        elements = answer.elements.get(rule)
        if elements is not None and rule in told:
            wanted = {place: one for place, one in elements.items() if one != FALSE}
            held = {element.place: TRUTH[element.state] for element in told[rule].elements}
            yield from _differ(f"elements of {rule}", held, wanted)
    unknown_rules = told.keys() - answer.conclusions.keys()
    yield from _differ("findings of no rule", set(unknown_rules), set())


def _differ(what: str, got: object, wanted: object) -> Iterator[str]:
    if got != wanted:
        yield f"{what}: got {got}, the oracle says {wanted}"


def _close(got: float | None, wanted: float | None, tolerance: float) -> bool:
    if got is None or wanted is None:
        return got is wanted
    return abs(got - wanted) <= tolerance * max(1.0, abs(wanted))
