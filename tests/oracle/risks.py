"""Risks: presence, levels and controls, docs/rulebook-language.md §8, each range found by trying every
completion.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from assize.rules.criteria_model import Number
from assize.rules.model import Rulebook
from assize.rules.risk_model import Clause, Control, Risk
from assize.scoring.rounding import to_score
from tests.oracle.comparison import Range
from tests.oracle.expressions import Scope, evaluate
from tests.oracle.values import FALSE, TRUE, UNKNOWN, parameter

MANY = 99.0


def risk_numbers(scope: Scope) -> dict[str, Range]:
    """Every number of every risk that conditions after the score can read."""
    book = scope.book
    found: dict[str, Range] = {}
    for risk in book.risks:
        found |= {f"{risk.name}_{name}": ends for name, ends in levels(risk, scope).items()}
    for name in ("inherent", "residual", "at_best") if book.risks else ():
        ends = [found[f"{risk.name}_{name}"] for risk in book.risks]
        found[f"worst_{name}"] = (max(low for low, _ in ends), max(high for _, high in ends))
    return found


def levels(risk: Risk, scope: Scope) -> dict[str, Range]:
    """Likelihood, impact, inherent, residual and at best."""
    likelihoods = sorted(set(_likelihoods(risk, scope)))
    impacts = sorted(set(_impacts(risk, scope)))
    shares = [sorted(set(_shares(control, scope))) for control in risk.controls]
    factors = [_left(risk, scope, case) for case in product(*[(some[0], some[-1]) for some in shares])]
    best = _left(risk, scope, (1.0,) * len(risk.controls))
    return {
        "likelihood": (likelihoods[0], likelihoods[-1]),
        "impact": (impacts[0], impacts[-1]),
        "inherent": _ends(scope.book, likelihoods, impacts, [1.0]),
        "residual": _ends(scope.book, likelihoods, impacts, factors),
        "at_best": _ends(scope.book, likelihoods, impacts, [best]),
    }


def _ends(book: Rulebook, likelihoods: list[float], impacts: list[float], factors: list[float]) -> Range:
    scale = book.risk_scale
    assert scale is not None
    found = [
        max(1.0, chance * factor) * harm if scale.reduces == "likelihood" else chance * harm * factor
        for chance, harm, factor in product(likelihoods, impacts, factors)
    ]
    return to_score(min(found), 6), to_score(max(found), 6)


def _settled(state: object) -> tuple[int, ...]:
    assert isinstance(state, int)
    return (FALSE, TRUE) if state == UNKNOWN else (state,)


def _likelihoods(risk: Risk, scope: Scope) -> Iterator[float]:
    scale = scope.book.risk_scale
    assert scale is not None
    steps = {name: _number(scope, step) for name, step in scale.likelihood._asdict().items()}
    events = 0.0 if risk.events is None else evaluate(risk.events, scope)
    now = FALSE if risk.happening_now is None else evaluate(risk.happening_now, scope)
    signs = product(*[_settled(scope.conclusions[sign]) for sign in risk.signs])
    for case, count, here in product(
        list(signs), (0.0, MANY) if events is None else (events,), _settled(now)
    ):
        held = [steps["no_sign"]]
        held += [steps["one_sign"]] if case.count(TRUE) == 1 else []
        held += [steps["two_signs"]] if case.count(TRUE) > 1 else []
        held += [steps[name] for name, least in _EVENTS if least <= count][-1:]
        held += [steps["happening_now"]] if here == TRUE else []
        yield max(held)


_EVENTS = (("one_event", 1), ("two_events", 2), ("four_events", 4))


def _impacts(risk: Risk, scope: Scope) -> Iterator[float]:
    rows = [
        (_number(scope, row.value), TRUE if row.when is None else evaluate(row.when, scope))
        for row in risk.impact
    ]
    for case in product(*[_settled(state) for _, state in rows]):
        yield max(value for (value, _), state in zip(rows, case, strict=True) if state == TRUE)


def _shares(control: Control, scope: Scope) -> Iterator[float]:
    """What share of its reduction a control counts: that of its weakest clause, in every completion."""
    cases = [sorted(set(_clause(clause, scope))) for clause in control.clauses]
    return (min(case) for case in product(*cases))


def _clause(clause: Clause, scope: Scope) -> Iterator[float]:
    scale = scope.book.risk_scale
    assert scale is not None
    states = [
        FALSE if part is None else evaluate(part, scope)
        for part in (clause.in_place, clause.works, clause.expired)
    ]
    for in_place, works, expired in product(*map(_settled, states)):
        if in_place == FALSE or expired == TRUE:
            yield 0.0
        else:
            yield 1.0 if works == TRUE else _number(scope, scale.on_paper)


def _left(risk: Risk, scope: Scope, shares: tuple[float, ...]) -> float:
    scale = scope.book.risk_scale
    assert scale is not None
    reductions = [_number(scope, control.reduction) for control in risk.controls]
    return max(
        _number(scope, scale.least_left), prod(1 - r * f for r, f in zip(reductions, shares, strict=True))
    )


def _number(scope: Scope, number: Number) -> float:
    value = parameter(scope.book, number, scope.day) if isinstance(number, str) else number
    assert isinstance(value, int | float)
    return float(value)
