"""All names that the answers of a batch can hold, over every version of the rulebook that may decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from assize.rules.model import Rule, Rulebook
from assize.rules.types import FactType, Type
from assize.rules.variants import STANDARD, flatten

EFFECTS = ("none", "warn", "needs_approval", "block", "undetermined")
_GRAVITY: tuple[Callable[[Rule], object], ...] = (
    lambda rule: rule.knock_out,
    lambda rule: rule.cap,
    lambda rule: rule.approval,
    lambda rule: rule.condition,
    lambda rule: rule.warning,
    lambda rule: rule.obligations,
)


class Names(NamedTuple):
    """Names in the order in which answers list them. `rules` are those with an effect, the gravest first."""

    versions: tuple[str, ...]
    hashes: tuple[str, ...]
    variants: tuple[str, ...]
    outcomes: tuple[str, ...]
    grades: tuple[str, ...]
    uses: tuple[str, ...]
    facts: tuple[str, ...]
    rules: tuple[str, ...]
    knock_outs: frozenset[str]
    criteria: tuple[str, ...]
    principles: tuple[str, ...]
    risks: tuple[str, ...]
    levels: tuple[str, ...]
    shows: tuple[tuple[str, Type | FactType], ...]
    scored: bool


def names_of(rulebooks: Sequence[Rulebook]) -> Names:
    """The names of some versions of one rulebook, the last version's order first."""
    latest = tuple(reversed(rulebooks))

    def united(parts: Callable[[Rulebook], Iterable[str]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for rulebook in latest for name in parts(rulebook)))

    gravity: dict[str, int] = {}
    for rulebook in latest:
        for rule in rulebook.rules:
            gravest = next((place for place, has in enumerate(_GRAVITY) if has(rule)), None)
            if gravest is not None:
                gravity.setdefault(rule.name, gravest)
    scales = [rulebook.risk_scale for rulebook in latest if rulebook.risk_scale is not None]
    return Names(
        tuple(rulebook.version for rulebook in rulebooks),
        tuple(rulebook.content_hash for rulebook in rulebooks),
        united(lambda r: (STANDARD, *(variant.name for variant in r.variants))),
        united(lambda r: (outcome.name for outcome in r.outcomes)),
        united(lambda r: (grade.name for grade in r.grades)),
        united(lambda r: r.uses),
        united(lambda r: (fact.name for fact in r.facts)),
        tuple(sorted(gravity, key=gravity.__getitem__)),
        frozenset(name for name, gravest in gravity.items() if gravest == 0),
        united(lambda r: (criterion.name for criterion in flatten(r.criteria))),
        united(lambda r: (principle.name for principle in r.principles)),
        united(lambda r: (risk.name for risk in r.risks)),
        tuple(dict.fromkeys(level.name for scale in scales for level in scale.levels)),
        tuple({s.name: (s.name, s.expression.type) for r in reversed(latest) for s in r.shows}.values()),
        any(rulebook.criteria for rulebook in rulebooks),
    )
