"""Which facts an expression, a criterion or a rule reads, by way of lets too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assize.rules.criteria_model import ChecklistForm, Criterion
from assize.rules.expressions import ConclusionRef, Expression, FactRef, LetRef, ScoreRef, walk
from assize.rules.model import Each, Rule, Rulebook
from assize.rules.variants import flatten

Names = frozenset[str]


def facts_of_lets(rulebook: Rulebook) -> dict[str, Names]:
    """For every let, the facts that it reads."""
    found: dict[str, Names] = {}
    for let in rulebook.lets:
        found[let.name] = facts_of(let.expression, found)
    return found


def lets_read(expressions: Sequence[Expression], rulebook: Rulebook) -> Names:
    """The lets that some expressions read, by way of other lets too."""
    known = {let.name: let.expression for let in rulebook.lets}
    found: set[str] = set()
    waiting = list(expressions)
    while waiting:
        for part in walk(waiting.pop()):
            if isinstance(part, LetRef) and part.name not in found:
                found.add(part.name)
                waiting.append(known[part.name])
    return frozenset(found)


def facts_of(expression: Expression, lets: dict[str, Names]) -> Names:
    """The facts that an expression reads; `lets` tells those of every let above it."""
    found: set[str] = set()
    for part in walk(expression):
        if isinstance(part, FactRef):
            found.add(part.name)
        elif isinstance(part, LetRef):
            found |= lets[part.name]
    return frozenset(found)


def facts_of_criterion(criterion: Criterion, lets: dict[str, Names]) -> Names:
    """The facts that a node itself reads: measure, checklist, limits. Not those of its children."""
    parts: list[Expression] = [limit.when for limit in criterion.at_most]
    if criterion.of is not None:
        parts.append(criterion.of)
    if isinstance(criterion.form, ChecklistForm):
        parts += [item.when for item in criterion.form.items]
    return frozenset().union(*(facts_of(part, lets) for part in parts))


def facts_of_rule(rule: Rule, lets: dict[str, Names]) -> Names:
    """The facts that a rule's own condition reads."""
    items = facts_of(rule.each.items, lets) if rule.each is not None else frozenset()
    return items | facts_of(rule.when, lets)


def conclusions_of(expression: Expression) -> Names:
    """The rules and summaries that an expression reads."""
    return frozenset(part.name for part in walk(expression) if isinstance(part, ConclusionRef))


def numbers_of(expression: Expression) -> Names:
    """The score numbers and criteria that an expression reads."""
    return frozenset(part.name for part in walk(expression) if isinstance(part, ScoreRef))


def numbers_after_score(rulebook: Rulebook) -> Names:
    """The numbers and criteria that rules of stage 2 read."""
    second = [rule for rule in rulebook.rules if rule.stage == 2]
    return frozenset[str]().union(*(numbers_of(rule.when) for rule in second))


def expressions_of(rulebook: Rulebook) -> Iterator[tuple[Expression, Each | None]]:
    """Every expression that the decision itself hangs on, with the loop of a rule that it stands in.

    Not those that only dress the answer: reviews, ends of validity, parameters of obligations.
    """
    alone: list[Expression | None] = [let.expression for let in rulebook.lets]
    for criterion in flatten(rulebook.criteria):
        alone += [criterion.of, *(limit.when for limit in criterion.at_most)]
        alone += (
            [item.when for item in criterion.form.items] if isinstance(criterion.form, ChecklistForm) else []
        )
    for risk in rulebook.risks:
        alone += [risk.events, risk.happening_now, *(row.when for row in risk.impact)]
        clauses = [clause for control in risk.controls for clause in control.clauses]
        alone += [part for clause in clauses for part in (clause.in_place, clause.works, clause.expired)]
    alone += [row.when for row in rulebook.ladder]
    alone += [variant.when for variant in rulebook.variants]
    alone += [shown.expression for shown in rulebook.shows]
    yield from ((expression, None) for expression in alone if expression is not None)
    for rule in rulebook.rules:
        yield rule.when, rule.each
        if rule.each is not None:
            yield rule.each.items, None
