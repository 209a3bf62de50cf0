"""What is weighed: risks with their signs, events, impacts and controls, and the scale of their levels."""

from __future__ import annotations

from typing import Literal, NamedTuple

from assize.rules.criteria_model import Grade, Number
from assize.rules.expressions import Expression


class Clause(NamedTuple):
    """A part of a control that is judged apart: in place, shown to work, expired."""

    name: str
    in_place: Expression
    works: Expression | None
    expired: Expression | None


class Control(NamedTuple):
    """What lowers a risk by at most `reduction`; as good as its weakest clause."""

    name: str
    source: str
    reduction: Number
    clauses: tuple[Clause, ...]
    note: str


class ImpactRow(NamedTuple):
    """An impact that applies while a condition holds; None: always."""

    value: Number
    when: Expression | None


class Risk(NamedTuple):
    """Signs (rules), events (a number), happening now; impact; controls."""

    name: str
    source: str
    signs: tuple[str, ...]
    events: Expression | None
    happening_now: Expression | None
    impact: tuple[ImpactRow, ...]
    controls: tuple[Control, ...]
    note: str


class Likelihood(NamedTuple):
    """How likely a risk is by its signs and events: the greatest that applies."""

    no_sign: Number
    one_sign: Number
    two_signs: Number
    one_event: Number
    two_events: Number
    four_events: Number
    happening_now: Number


class RiskScale(NamedTuple):
    """How levels are found, named (worst first) and reduced."""

    likelihood: Likelihood
    levels: tuple[Grade, ...]
    reduces: Literal["level", "likelihood"]
    least_left: Number
    on_paper: Number
