"""Verdicts of principles by every small set of rules; risks' controls in the order of what they take off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations_with_replacement, product
from math import prod
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from assize.decision.case import GivenApproval
from assize.decision.decider import Decider
from assize.decision.result import Decision, RiskResult
from tests.decision.books import DAY, GATE, decide, decider_of, write_book

# Verdicts

SEVERITY = ("pass", "needs_approval", "undetermined", "deny")
KINDS = {"warns": (False, False), "denies": (True, False), "asks": (False, True), "both": (True, True)}
"""Whether a rule knocks out, and whether it asks for an approval."""
SETS = [some for count in range(4) for some in combinations_with_replacement(KINDS, count)]
FACTS = ("a", "b", "c")


def name_of(kinds: tuple[str, ...]) -> str:
    return "_".join(["only", *kinds])


def principles() -> str:
    """A principle for every set of up to three rules: the first reads `a`, the second `b`, the third `c`."""
    rules: dict[str, object] = {"free": {"when": "a", "knock_out": True}}
    for kinds in SETS:
        for fact, kind in zip(FACTS, kinds, strict=False):
            knock_out, approval = KINDS[kind]
            effects: dict[str, object] = {"knock_out": True} if knock_out else {"warning": True}
            effects |= {"approval": {"role": "head"}} if approval else {}
            rules[f"{name_of(kinds)}_{fact}"] = {"when": fact, "principle": name_of(kinds), **effects}
    book = {
        "principles": {name_of(kinds): {"source": "VAS-1", "note": "usual"} for kinds in SETS},
        "facts": dict.fromkeys(FACTS, "boolean"),
        "rules": rules,
    }
    return yaml.safe_dump(book, sort_keys=False) + GATE


def severity(kind: str, state: bool | None, granted: bool) -> int:
    """How grave a rule is for its principle, as the language says it; None is unknown."""
    knock_out, approval = KINDS[kind]
    is_open = approval and not granted
    if knock_out and state:
        return SEVERITY.index("deny")
    if state is None and (knock_out or is_open):
        return SEVERITY.index("undetermined")
    return SEVERITY.index("needs_approval" if is_open and state else "pass")


def test_the_gravest_rule_is_the_verdict(tmp_path: Path) -> None:
    decider = decider_of(write_book(tmp_path, principles()))
    for states in product((True, False, None), repeat=3):
        for granted in product((True, False), repeat=3):
            facts = dict(zip(FACTS, states, strict=True))
            given = tuple(
                GivenApproval(f"{name_of(kinds)}_{FACTS[place]}", "head", "somebody", DAY)
                for kinds in SETS
                for place, kind in enumerate(kinds)
                if granted[place] and KINDS[kind][1]
            )
            found = decide(decider, facts, approvals=given).verdicts
            assert [verdict.principle for verdict in found] == [name_of(kinds) for kinds in SETS]
            for kinds, verdict in zip(SETS, found, strict=True):
                graves = [severity(*each) for each in zip(kinds, states, granted, strict=False)]
                assert verdict.verdict == SEVERITY[max(graves, default=0)], (kinds, states, granted)
                held = [fact for fact, state in zip(FACTS, states, strict=True) if state is not False]
                named = tuple(f"{name_of(kinds)}_{fact}" for fact in FACTS[: len(kinds)] if fact in held)
                assert (verdict.rules, verdict.source) == (named, "VAS-1")


# Risks

RISKS = """
risk_scale:
  likelihood:
    {no_sign: 1, one_sign: 2, two_signs: 3, one_event: 3, two_events: 4, four_events: 5, happening_now: 5}
  levels: {critical: 15, high: 10, medium: 5, low: 1}
  reduces: level
  least_left: 0.2
  on_paper: 0.5
  note: usual
facts: {gap: boolean, misses: number, now: boolean, grave: boolean}
rules: {gap_seen: {when: gap, warning: true}}
risks:
  misses_happen:
    source: SR-1
    signs: [gap_seen]
    events: misses
    happening_now: now
    impact: [{value: 3}, {value: 4, when: grave}]
    note: usual
    controls: {}
"""


def risk_body(controls: str, facts: Iterable[str], acts_on: str = "level") -> str:
    """The risk with these controls, which read these conditions."""
    changes = {
        "reduces: level": f"reduces: {acts_on}",
        "grave: boolean": ", ".join(["grave: boolean", *(f"{name}: boolean" for name in facts)]),
        "controls: {}": f"controls:\n{controls}",
    }
    body = RISKS
    for old, new in changes.items():
        assert old in body
        body = body.replace(old, new)
    return body + GATE


STATES: Mapping[str, tuple[Mapping[str, bool | None], tuple[float, float]]] = {
    "working": ({"in": True, "works": True, "old": False}, (1.0, 1.0)),
    "on_paper": ({"in": True, "works": False, "old": False}, (0.5, 0.5)),
    "unknown": ({"in": None, "works": None, "old": False}, (0.0, 1.0)),
    "missing": ({"in": False, "works": None, "old": False}, (0.0, 0.0)),
    "expired": ({"in": True, "works": True, "old": True}, (0.0, 0.0)),
}
"""The facts that bring a control into a state, and the share of its reduction that then counts."""
REDUCTIONS = {"drill": 0.3, "audit": 0.5, "pact": 0.25}


class Risky(NamedTuple):
    """Who decides, and what controls reduce."""

    decider: Decider
    acts_on: str


@pytest.fixture(scope="module", params=["level", "likelihood"])
def risky(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Risky:
    """A risk with three controls, whose reductions act on the level, or on the likelihood."""
    facts = [f"{name}_{part}" for name in REDUCTIONS for part in ("in", "works", "old")]
    controls = "\n".join(
        f"      {name}: {{source: SR-1.{place}, reduction: {reduction}, note: usual, "
        f"in_place: {name}_in, works: {name}_works, expired: {name}_old}}"
        for place, (name, reduction) in enumerate(REDUCTIONS.items(), 1)
    )
    body = risk_body(controls, facts, request.param)
    return Risky(decider_of(write_book(tmp_path_factory.mktemp("risky"), body)), request.param)


def facts_of(states: Mapping[str, str], **more: object) -> dict[str, object]:
    return more | {
        f"{name}_{part}": value for name, state in states.items() for part, value in STATES[state][0].items()
    }


def highest(decision: Decision, counts: Mapping[str, float], acts_on: str) -> float:
    """The highest residual level, anew: what is at most inherent × what the controls leave of it."""
    (risk,) = decision.risks
    left = max(0.2, prod(1 - REDUCTIONS[name] * share for name, share in counts.items()))
    chance, harm = risk.likelihood[1], risk.impact[1]
    return max(1.0, chance * left) * harm if acts_on == "likelihood" else chance * harm * left


@pytest.mark.parametrize(
    "found", [{"gap": True, "misses": 2, "grave": True}, {"gap": False, "misses": 0, "grave": False}]
)
def test_controls_stand_by_what_they_would_take_off(risky: Risky, found: dict[str, object]) -> None:
    """Also where nothing more can be taken off: a likelihood of 1 stays."""
    for chosen in product(STATES, repeat=len(REDUCTIONS)):
        states = dict(zip(REDUCTIONS, chosen, strict=True))
        decision = decide(risky.decider, facts_of(states, now=False, **found))
        counts = {name: STATES[state][1][0] for name, state in states.items()}
        now = highest(decision, counts, risky.acts_on)
        expected = {name: now - highest(decision, counts | {name: 1.0}, risky.acts_on) for name in REDUCTIONS}
        (risk,) = decision.risks
        assert risk.residual[1] == pytest.approx(now, abs=1e-6)
        assert {c.name: c.state for c in risk.controls} == states
        assert {c.name: c.takes_off for c in risk.controls} == pytest.approx(expected, abs=1e-6)
        assert_ordered(risk)


def assert_ordered(risk: RiskResult) -> None:
    """What does not work first, the greatest first; what works takes nothing more off."""
    order = [(control.state == "working", -control.takes_off) for control in risk.controls]
    assert order == sorted(order)
    assert all(control.takes_off == 0 for control in risk.controls if control.state == "working")


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({"misses": 0, "gap": False, "grave": False}, ("low", "low")),  # 1 × 3
        ({"misses": 0, "gap": True, "grave": False}, ("medium", "medium")),  # 2 × 3
        ({"misses": 2, "gap": True, "grave": False}, ("high", "high")),  # 4 × 3
        ({"misses": 4, "gap": True, "grave": False}, ("critical", "critical")),  # 5 × 3, the border itself
        ({"misses": 1, "gap": None, "grave": None}, ("medium", "high")),  # 3 × 3 to 3 × 4
        ({"misses": None, "gap": False, "grave": False}, ("low", "critical")),
    ],
)
def test_the_ends_of_the_residual_level_bear_names(
    risky: Risky, facts: dict[str, object], level: tuple[str, str]
) -> None:
    missing = facts_of(dict.fromkeys(REDUCTIONS, "missing"), now=False, **facts)
    (risk,) = decide(risky.decider, missing).risks
    assert risk.level == level
    assert (risk.name, risk.source) == ("misses_happen", "SR-1")


@pytest.mark.parametrize(
    ("facts", "present"),
    [
        ({"gap": True, "misses": 0, "now": False}, "true"),
        ({"gap": False, "misses": 1, "now": False}, "true"),
        ({"gap": False, "misses": 0, "now": True}, "true"),
        ({"gap": False, "misses": 0, "now": False}, "false"),
        ({"gap": None, "misses": 0, "now": False}, "unknown"),
        ({"gap": None, "misses": None, "now": True}, "true"),
    ],
)
def test_a_risk_is_present_by_a_sign_or_an_event(
    risky: Risky, facts: dict[str, object], present: str
) -> None:
    (risk,) = decide(risky.decider, facts).risks
    assert risk.present == present


CLAUSES = """      audits:
        source: SR-2
        reduction: 0.25
        note: usual
        clauses:
          regular: {in_place: regular_in, works: regular_works, expired: regular_old}
          timely: {in_place: timely_in, works: timely_works}
          written: {in_place: written_in}
"""


def test_each_clause_is_told_and_the_weakest_is_the_controls(tmp_path: Path) -> None:
    names = ("regular_in", "regular_works", "regular_old", "timely_in", "timely_works", "written_in")
    decider = decider_of(write_book(tmp_path, risk_body(CLAUSES, names)))
    fine: dict[str, object] = dict.fromkeys(names, True) | {"regular_old": False}
    for change, told, state in [
        ({}, ("working", "working", "on_paper"), "on_paper"),  # what is not said to work is on paper
        ({"timely_works": False}, ("working", "on_paper", "on_paper"), "on_paper"),
        ({"timely_in": None}, ("working", "unknown", "on_paper"), "unknown"),
        ({"written_in": False, "timely_in": None}, ("working", "unknown", "missing"), "missing"),
        ({"regular_old": True, "written_in": False}, ("expired", "working", "missing"), "expired"),
    ]:
        (risk,) = decide(decider, fine | change).risks
        (control,) = risk.controls
        assert control.clauses == tuple(zip(("regular", "timely", "written"), told, strict=True))
        assert control.state == state
