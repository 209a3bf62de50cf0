"""A checked rulebook: what the loader makes of a folder, immutable, and what everything else reads.

What is scored stands in `criteria_model.py`, what is weighed in `risk_model.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from assize.rules.criteria_model import Criterion, Grade, Number, Score
from assize.rules.duration import Duration
from assize.rules.expressions import Expression
from assize.rules.risk_model import Risk, RiskScale
from assize.rules.types import FactType, Type

Effect = Literal["none", "warn", "needs_approval", "block", "undetermined"]
IfUnknown = Literal["hold", "fire", "ignore"]


class Adoption(NamedTuple):
    """Who adopted a rulebook, and when it is to be looked at again."""

    owner: str
    approver: str
    on: date
    review: date


class DatedValue(NamedTuple):
    """A parameter's value (a float, a day's ordinal, or None: ended) from a day on, and why."""

    start: date
    value: float | int | None
    note: str
    reference: str = ""
    checked_on: date | None = None


class Parameter(NamedTuple):
    """A dated value; `values` ascend by `start`."""

    name: str
    type: Type
    values: tuple[DatedValue, ...]

    def at(self, day: date) -> float | int | None:
        """The value on `day`; None before the first and after the end."""
        held = [dated.value for dated in self.values if dated.start <= day]
        return held[-1] if held else None


class Fact(NamedTuple):
    """A declared input. `stale_after`: without a date of observation, or an older one, it is unknown.

    `decision`: the rulebook whose decision it is the result of; it is sent with that decision's digest.
    """

    name: str
    type: FactType
    stale_after: Duration | None = None
    note: str = ""
    decision: str | None = None


class Let(NamedTuple):
    """A named expression over facts, parameters and the lets above it."""

    name: str
    expression: Expression


class Table(NamedTuple):
    """Numbers by one key, or by two: a row is a number, or numbers by the second key."""

    name: str
    by: tuple[str, ...]
    rows: tuple[tuple[str, Number | tuple[tuple[str, Number], ...]], ...]
    otherwise: Number | None


class ApprovalDue(NamedTuple):
    """Who must approve, in which time."""

    role: str
    due: Duration | None


class ConditionDue(NamedTuple):
    """Who must meet a condition, in which time."""

    owner: str
    due: Duration | None


class Obligation(NamedTuple):
    """A duty that goes with a finding; `parameters` are named values that say how much of it."""

    name: str
    owner: str
    due: Duration | None
    parameters: tuple[tuple[str, Expression], ...] = ()


class Each(NamedTuple):
    """The list whose elements a rule judges one by one."""

    variable: str
    items: Expression


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition with its effects; its name is its conclusion. `stage` 2 may read the score.

    `derived`: not written, but made from a risk or a control.
    """

    name: str
    stage: Literal[1, 2]
    when: Expression
    source: str
    note: str
    each: Each | None = None
    if_unknown: IfUnknown = "hold"
    knock_out: bool = False
    cap: str | None = None
    approval: ApprovalDue | None = None
    condition: ConditionDue | None = None
    obligations: tuple[Obligation, ...] = ()
    warning: bool = False
    principle: str | None = None
    derived: bool = False


class Principle(NamedTuple):
    """What a gate judges by; rules belong to it."""

    name: str
    source: str
    note: str


class Shown(NamedTuple):
    """One more value in the answer."""

    name: str
    expression: Expression


class Outcome(NamedTuple):
    """A possible answer and what it means for each use."""

    name: str
    effects: tuple[tuple[str, Effect], ...]


class Row(NamedTuple):
    """A row of the outcome ladder; `when` None is `otherwise`."""

    outcome: str
    when: Expression | None


class Variant(NamedTuple):
    """A declared change of criteria, rules and weights while a condition holds."""

    name: str
    when: Expression
    without: tuple[str, ...]
    weights: tuple[tuple[str, Decimal], ...]
    note: str


@dataclass(frozen=True, slots=True)
class AudienceText:
    """A text for each audience; an audience without one does not see it."""

    by_audience: tuple[tuple[str, str | None], ...]

    def for_audience(self, audience: str) -> str | None:
        """The text for one audience, None where it is hidden."""
        return dict(self.by_audience)[audience]


class RuleText(NamedTuple):
    """Why a rule matters and what would mend it."""

    reason: AudienceText
    remedy: AudienceText


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts of one language, by name."""

    language: str
    title: str
    outcomes: dict[str, str]
    facts: dict[str, str]
    criteria: dict[str, str]
    rules: dict[str, RuleText]
    obligations: dict[str, str]
    roles: dict[str, str]
    principles: dict[str, str]
    risks: dict[str, str]
    controls: dict[str, str]
    shows: dict[str, str]
    hidden: frozenset[tuple[str, str]]
    """(audience, fact or criterion) whose name and value an audience may not see."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One version of one decision. `content_hash` is the SHA-256 of its files, without tests and caches."""

    name: str
    version: str
    start: date
    end: date | None
    adoption: Adoption | None
    time_zone: str
    languages: tuple[str, ...]
    audiences: tuple[str, ...]
    holds_for: Duration | None
    score: Score | None
    parameters: tuple[Parameter, ...]
    facts: tuple[Fact, ...]
    lets: tuple[Let, ...]
    tables: tuple[Table, ...]
    criteria: tuple[Criterion, ...]
    rules: tuple[Rule, ...]
    grades: tuple[Grade, ...]
    uses: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    ladder: tuple[Row, ...]
    variants: tuple[Variant, ...]
    next_review: Expression | None
    texts: tuple[Texts, ...]
    content_hash: str
    principles: tuple[Principle, ...] = ()
    risk_scale: RiskScale | None = None
    risks: tuple[Risk, ...] = ()
    shows: tuple[Shown, ...] = ()
    holds_until: tuple[Expression, ...] = ()

    @property
    def undetermined(self) -> str:
        """The name of the outcome that says that nothing could be decided."""
        return next(o.name for o in self.outcomes if all(e == "undetermined" for _, e in o.effects))
