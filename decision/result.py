"""What a decision is: plain values, no id, no clock, no duration, no rank.

`Decision` is pure: the same rulebook, day and facts give the same bits. The explanation is part of it, never
a mode.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from assize.decision.known import KnownFacts
from assize.rules.duration import Duration
from assize.rules.model import Effect

Status = Literal["known", "stand_in", "excluded", "unknown"]
Evidence = Literal["none", "declared", "documented", "verified"]
Truth = Literal["false", "unknown", "true"]
Why = Literal["not_sent", "null", "stale", "undated"]
ControlState = Literal["expired", "missing", "unknown", "on_paper", "working"]
Raw = float | int | str | None


class CriterionResult(NamedTuple):
    """One node of the criteria tree. `weight` is its declared share of the whole in percent, `contribution`
    and `lost` are points
    of the score (lost against its own best), None while unknown. `low` and `high` enclose the value.
    """

    name: str
    parent: str | None
    source: str
    weight: float
    raw: Raw
    value: float | None
    low: float
    high: float
    contribution: float | None
    lost: float | None
    status: Status
    limited_to: float | None
    evidence: Evidence


class Element(NamedTuple):
    """An element of a list that a rule with `each` holds for, or may hold for, with what it says (field:
    value).
    `place` counts from 0.
    """

    place: int
    state: Truth
    says: tuple[tuple[str, Raw], ...]


class Finding(NamedTuple):
    """A rule that holds, or may hold. `facts` are the facts that its condition reads."""

    rule: str
    source: str
    state: Truth
    effects: tuple[str, ...]
    elements: tuple[Element, ...]
    facts: tuple[str, ...]


class Approval(NamedTuple):
    """An approval that is due. `due` counts Mondays to Fridays for `wd`; public holidays are not known."""

    rule: str
    role: str
    due_in: Duration | None
    due: date | None
    state: Literal["open", "granted", "possible"]


class Duty(NamedTuple):
    """A condition (`name` is the rule's) or an obligation that goes with a finding."""

    kind: Literal["condition", "obligation"]
    rule: str
    name: str
    owner: str
    due_in: Duration | None
    due: date | None
    state: Literal["due", "possible"]
    parameters: tuple[tuple[str, Raw], ...] = ()


class MissingFact(NamedTuple):
    """A fact that is unknown and matters: why, what reads it, and the points of the score that hang on it."""

    fact: str
    why: Why
    criteria: tuple[str, ...]
    rules: tuple[str, ...]
    points: float


class Verdict(NamedTuple):
    """How one principle of a gate came out, and the rules of it that hold or may hold."""

    principle: str
    source: str
    verdict: Literal["pass", "needs_approval", "deny", "undetermined"]
    rules: tuple[str, ...]


class ControlResult(NamedTuple):
    """A control of a risk. `takes_off`: how far the highest residual level would fall if it worked."""

    name: str
    source: str
    reduction: float
    state: ControlState
    clauses: tuple[tuple[str, ControlState], ...]
    takes_off: float


class RiskResult(NamedTuple):
    """A risk with its levels, each as (lowest, highest), and the names of the residual level's ends.

    Controls that do not work come first, the one that would take off most before the others.
    """

    name: str
    source: str
    present: Truth
    likelihood: tuple[float, float]
    impact: tuple[float, float]
    inherent: tuple[float, float]
    residual: tuple[float, float]
    at_best: tuple[float, float]
    level: tuple[str, str]
    controls: tuple[ControlResult, ...]


class RateUsed(NamedTuple):
    """A rate at which an amount was converted: `value` units of `to` for one unit of `currency`."""

    path: str
    currency: str
    to: str
    value: float
    date: date
    source: str


class Decision(NamedTuple):
    """The answer to one case. `score` is None while something that it needs is unknown; `low` and `high`
    always enclose it.
    """

    rulebook: str
    version: str
    content_hash: str
    draft: bool
    as_of: date
    variant: str | None
    outcome: str
    possible_outcomes: tuple[str, ...]
    effects: tuple[tuple[str, Effect], ...]
    score: float | None
    low: float | None
    high: float | None
    coverage: float | None
    grade: str | None
    grade_before_caps: str | None
    possible_grades: tuple[str, ...]
    declared_share: float | None
    verified_share: float | None
    criteria: tuple[CriterionResult, ...]
    findings: tuple[Finding, ...]
    approvals: tuple[Approval, ...]
    duties: tuple[Duty, ...]
    missing: tuple[MissingFact, ...]
    unused: tuple[str, ...]
    rates: tuple[RateUsed, ...]
    facts: KnownFacts
    valid_until: date | None
    next_review: date | None
    verdicts: tuple[Verdict, ...] = ()
    risks: tuple[RiskResult, ...] = ()
    shows: tuple[tuple[str, Raw], ...] = ()
    told: tuple[tuple[str, Raw], ...] = ()

    @property
    def undetermined(self) -> bool:
        """Whether more than one outcome is still possible."""
        return len(self.possible_outcomes) > 1
