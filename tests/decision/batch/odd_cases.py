"""Cases that are hard to get right: numbers at an end of float64, a range or rounding, and wrong facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from math import inf, nextafter
from random import Random
from typing import Any

from assize.decision.case import Case, GivenApproval
from assize.rules.model import Rulebook
from assize.rules.types import ChoiceType, FactType, ListType, MoneyType, NumberType, RecordType


def hostile(rng: Random, book: Rulebook, case: Case) -> Case:
    """The case with some numbers where float64, rounding or a range is at its end."""
    facts = dict(case.facts)
    for fact in book.facts:
        if fact.name in facts and isinstance(fact.type, NumberType) and rng.random() < 0.2:
            facts[fact.name] = with_value(facts[fact.name], awkward(rng, fact.type))
    return case._replace(facts=facts)


def awkward(rng: Random, kind: NumberType) -> float:
    low = -1e6 if kind.low is None else kind.low
    high = 1e6 if kind.high is None else kind.high
    ends = [low, high, nextafter(low, inf), nextafter(high, -inf)]
    halves = [rng.randrange(200) / 2, rng.randrange(20_000) / 200, rng.randrange(2000) / 3]
    tiny = [0.0, -0.0, 1e-300, -1e-300, 5e-324, 0.1 + 0.2, 2.0**53]
    number = min(max(rng.choice([*ends, *halves, *tiny]), low), high)
    return float(round(number)) if kind.integer else number


def spoiled(rng: Random, book: Rulebook, case: Case, day: date) -> Case:
    """The case with something wrong in it that a typed column can hold."""
    types = {fact.name: fact.type for fact in book.facts}
    facts = dict(case.facts)
    for name in rng.sample(sorted(facts), min(len(facts), 3)):
        wrong = wrong_value(rng, types[name], opened(facts[name])["value"])
        if wrong is not None and rng.random() < 0.7:
            facts[name] = with_value(facts[name], wrong)
        elif rng.random() < 0.5:
            facts[name] = {**opened(facts[name]), "observed": (day + timedelta(days=2)).isoformat()}
        else:
            facts[name] = {**opened(facts[name]), "evidence": "hearsay"}
    asked = [rule for rule in book.rules if rule.approval is not None]
    if not asked or rng.random() < 0.5:
        return case._replace(facts=facts)
    given = GivenApproval(
        rng.choice(asked).name, "nobody", "somebody", day + timedelta(days=rng.randint(-9, 9))
    )
    return case._replace(facts=facts, approvals=(given,), requester=rng.choice(["", "somebody"]))


def wrong_value(rng: Random, kind: FactType, value: Any) -> object:  # noqa: ANN401  # whatever is sent
    """Another value that the type refuses; None where none comes to mind."""
    match kind:
        case NumberType(low=low, high=high, integer=integer):
            wrong = [high + 1.0] if high is not None else []
            wrong += [low - 0.5] if low is not None else []
            return rng.choice([*wrong, 0.25] if integer else wrong or [None])
        case ChoiceType():
            return "no such choice"
        case MoneyType():
            return value | rng.choice([{"currency": "XXX"}, {"amount": "-1"}])
        case ListType(max_items=most, element=RecordType()) if value:
            return rng.choice([[*value, *value], [value[0]] * (most + 1)])
    return None


def opened(sent: Any) -> Mapping[str, Any]:  # noqa: ANN401  # whatever is sent
    return sent if isinstance(sent, dict) and "value" in sent else {"value": sent}


def with_value(sent: object, value: object) -> object:
    return {**opened(sent), "value": value} if isinstance(sent, dict) and "value" in sent else value
