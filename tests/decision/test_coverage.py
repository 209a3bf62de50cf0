"""What the cases of a rulebook must try: take one case away, and what only it tried is named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path

import pytest

from assize.decision.suite import SuiteReport, run_suite
from assize.rules.load import load_rulebook
from tests.decision.books import CACHE, GATE, write_book

SCORED = """
score: {scale: [0, 100], decimals: 2, weights: percent}
principles: {kept: {note: usual}}
facts:
  staff: {type: number, range: [0, 100]}
  proven: boolean
  leaks: boolean
  shared: boolean
  speed: number
  jams: number
  size: {choices: [small, big]}
  papers: {type: list, of: {number: text, points: number}}
criteria:
  people:
    weight: 60
    of: staff
    steps: [{below: 50, value: 0}, {from: 50, below: 80, value: 60}, {from: 80, value: 100}]
    if_missing: unknown
  paper: {weight: 40, of: proven, table: {true: 100, false: 0}, if_missing: worst}
rules:
  leak: {when: leaks, knock_out: true, principle: kept}
  overlap: {when: shared, approval: {role: head}, principle: kept}
  slow: {when: speed < 10 or jams > 3, warning: true}
  thin: {each: papers as p, when: p.points < 5, warning: true}
after_score:
  weak: {when: score < 30, warning: true}
  known_little: {when: coverage < 70, warning: true}
grades: {A: 80, B: 0}
uses: [award]
outcomes: {approved: none, conditional: warn, rejected: block, undetermined: undetermined}
decide: [{rejected: knocked_out}, {conditional: approval_open}, {otherwise: approved}]
variants:
  lean: {when: size == "small", note: usual, weights: {people: 70, paper: 30}}
"""
FINE = {
    "staff": 50,  # the border itself belongs to the step above
    "proven": True,
    "leaks": False,
    "shared": False,
    "speed": 50,
    "jams": 0,
    "size": "big",
    "papers": [{"number": "P-1", "points": 9}],
}
SCORED_CASES: dict[str, dict[str, object]] = {
    "strong": {"staff": 80},
    "weak": {"staff": 49.9, "proven": False},
    "leaks": {"leaks": True},
    "shares": {"shared": True},
    "slow": {"speed": 5},
    "jams": {"jams": 5},
    "thin": {"papers": [{"number": "P-2", "points": 1}]},
    "small": {"size": "small"},
    "nothing known": dict.fromkeys(FINE),
}
RISKY = """
risk_scale:
  likelihood:
    {no_sign: 1, one_sign: 2, two_signs: 3, one_event: 3, two_events: 4, four_events: 5, happening_now: 5}
  levels: {high: 10, low: 1}
  reduces: level
  least_left: 0.2
  on_paper: 0.5
  note: usual
facts: {misses: number, drilled: boolean, works: boolean, drilled_on: date}
risks:
  misses_happen:
    events: misses
    impact: [{value: 4}]
    note: usual
    controls:
      drill:
        {reduction: 0.5, in_place: drilled, works: works, expired: drilled_on + 365 < as_of, note: usual}
uses: [go_on]
outcomes: {go: none, stop: block, undetermined: undetermined}
decide: [{stop: misses_happen}, {otherwise: go}]
"""
RISKY_CASES: dict[str, dict[str, object]] = {
    "working": {"misses": 0, "drilled": True, "works": True, "drilled_on": "2026-05-01"},
    "on paper": {"misses": 1, "drilled": True, "works": False, "drilled_on": "2026-05-01"},
    "expired": {"misses": 1, "drilled": True, "works": True, "drilled_on": "2025-05-01"},
    "missing": {"misses": 1, "drilled": False, "works": True, "drilled_on": "2026-05-01"},
    "nothing known": {},
}


def suite(folder: Path, cases: Iterable[Mapping[str, object]]) -> SuiteReport:
    """The suite of these cases, each of which wants nothing but to be decided."""
    tests = [
        {"name": f"{place}", "as_of": "2026-06-01", "facts": facts, "want": {"missing": []}}
        for place, facts in enumerate(cases)
    ]
    (folder / "tests.yaml").write_text(json.dumps({"tests": tests}), encoding="utf-8")
    return run_suite(folder, load_rulebook(folder), CACHE, "small")


def without(cases: Mapping[str, dict[str, object]], name: str) -> list[dict[str, object]]:
    return [facts for each, facts in cases.items() if each != name]


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    return write_book(tmp_path, SCORED)


@pytest.fixture
def risky(tmp_path: Path) -> Path:
    return write_book(tmp_path, RISKY)


def test_cases_that_try_everything_leave_no_gap(scored: Path, tmp_path: Path) -> None:
    report = suite(scored, [FINE | facts for facts in SCORED_CASES.values()])
    assert report.gaps == ()
    assert report.passed
    assert suite(write_book(tmp_path / "risky", RISKY), RISKY_CASES.values()).passed


@pytest.mark.parametrize(
    ("name", "gaps"),
    [
        ("strong", {"grade A was never reached", "criterion people: step 3 was never used"}),
        (
            "weak",
            {
                "criterion people: step 1 was never used",
                "criterion paper: the table row `false` was never used",
                "rule weak was never seen true",
                "rule weak: `score < 30` was never true",
            },
        ),
        (
            "leaks",
            {
                "outcome rejected was never reached",
                "rule leak was never seen true",
                "principle kept: the verdict deny was never reached",
            },
        ),
        (
            "shares",
            {
                "outcome conditional was never reached",
                "rule overlap was never seen true",
                "principle kept: the verdict needs_approval was never reached",
            },
        ),
        ("slow", {"rule slow: `speed < 10` was never true"}),
        ("jams", {"rule slow: `jams > 3` was never true"}),
        ("thin", {"rule thin was never seen true", "rule thin: `p.points < 5` was never true"}),
        ("small", {"variant lean was never reached"}),
        (
            "nothing known",
            {
                "outcome undetermined was never reached",
                "rule leak was never seen unknown",
                "rule overlap was never seen unknown",
                "rule slow was never seen unknown",
                "rule thin was never seen unknown",
                "rule weak was never seen unknown",
                "rule known_little was never seen true",
                "rule known_little: `coverage < 70` was never true",
                "principle kept: the verdict undetermined was never reached",
            },
        ),
    ],
)
def test_without_a_case_what_only_it_tried_is_a_gap(scored: Path, name: str, gaps: set[str]) -> None:
    report = suite(scored, [FINE | facts for facts in without(SCORED_CASES, name)])
    assert set(report.gaps) == gaps
    assert not report.passed


@pytest.mark.parametrize(
    ("name", "gaps"),
    [
        (
            "working",
            {
                "outcome go was never reached",
                "rule misses_happen was never seen false",
                "control drill: the state working was never reached",
            },
        ),
        ("on paper", {"control drill: the state on_paper was never reached"}),
        (
            "expired",
            {
                "control drill: the state expired was never reached",
                "rule drill: `drilled_on + 365 < as_of` was never true",
            },
        ),
        ("missing", {"control drill: the state missing was never reached"}),
        (
            "nothing known",
            {
                "outcome undetermined was never reached",
                "rule misses_happen was never seen unknown",
                "rule drill was never seen unknown",
                "rule drill_missing was never seen unknown",
                "control drill: the state unknown was never reached",
            },
        ),
    ],
)
def test_without_a_case_what_only_it_tried_of_a_risk_is_a_gap(risky: Path, name: str, gaps: set[str]) -> None:
    assert gaps <= set(suite(risky, without(RISKY_CASES, name)).gaps)


def test_one_case_leaves_every_kind_of_gap(scored: Path) -> None:
    gaps = suite(scored, [FINE | {"leaks": True, "size": "small", "shared": True}]).gaps
    assert {
        "outcome approved was never reached",
        "grade A was never reached",
        "variant standard was never reached",
        "rule leak was never seen false",
        "rule overlap was never seen unknown",
        "rule slow was never seen true",
        "rule thin: `p.points < 5` was never true",
        "principle kept: the verdict pass was never reached",
        "criterion people: step 1 was never used",
        "criterion paper: the table row `false` was never used",
    } <= set(gaps)


def test_gaps_are_told_once_and_in_the_order_of_the_rulebook(scored: Path) -> None:
    gaps = suite(scored, [FINE]).gaps
    assert len(gaps) == len(set(gaps))
    kinds = ["outcome", "grade", "variant", "rule", "principle", "criterion"]
    assert sorted(gaps, key=lambda gap: kinds.index(gap.split()[0])) == list(gaps)


def test_a_case_whose_facts_are_wrong_tries_nothing(scored: Path) -> None:
    assert suite(scored, [{"staff": 101}]).gaps == suite(scored, [FINE | {"staff": "x"}]).gaps


def test_a_step_is_used_only_in_the_period_of_its_border(tmp_path: Path) -> None:
    """A case in June with 30 people lies in step 2 then; in July it would have been step 1."""
    body = SCORED.replace("{below: 50, value: 0}, {from: 50,", "{below: low, value: 0}, {from: low,")
    values = "[{from: 2026-01-01, value: 20, note: usual}, {from: 2026-07-01, value: 50, note: usual}]"
    dated = f"parameters: {{low: {{values: {values}}}}}"
    folder = write_book(tmp_path, body + dated)
    cases = [
        FINE | facts | ({"staff": 30} if facts.get("staff") == 49.9 else {})
        for facts in SCORED_CASES.values()
    ]
    assert "criterion people: step 1 was never used" in suite(folder, cases).gaps


# What cannot be is not asked for


FREE = "free: {when: shared, knock_out: true}"


def body_of(rules: str) -> str:
    principles, facts = "principles: {kept: {note: usual}}", "facts: {leaks: boolean, shared: boolean}"
    return "\n".join([principles, facts, f"rules: {{{rules}}}", GATE])


@pytest.mark.parametrize("more", ["", "if_unknown: fire, ", "if_unknown: ignore, "])
def test_a_verdict_that_cannot_be_is_not_asked_for(tmp_path: Path, more: str) -> None:
    """A knock-out alone asks for no approval; where it says what it does without, nothing is undetermined."""
    rules = f"leak: {{when: leaks, knock_out: true, {more}principle: kept}}, {FREE}"
    cases = [{"leaks": leaks, "shared": shared} for leaks, shared in product((True, False, None), repeat=2)]
    assert suite(write_book(tmp_path, body_of(rules)), cases).gaps == ()


def test_a_principle_of_warnings_can_only_pass(tmp_path: Path) -> None:
    rules = f"leak: {{when: leaks, warning: true, principle: kept}}, {FREE}"
    folder = write_book(tmp_path, body_of(rules))
    assert suite(folder, [{"leaks": x, "shared": x} for x in (True, False, None)]).gaps == ()


def test_a_condition_that_reads_only_what_is_always_known_need_not_be_unknown(tmp_path: Path) -> None:
    body = SCORED.replace("score < 30", "score_high < 30")
    folder = write_book(tmp_path, body)
    gaps = suite(folder, [FINE | facts for facts in SCORED_CASES.values()]).gaps
    assert gaps == ()


def test_a_score_that_is_never_unknown_need_not_be(tmp_path: Path) -> None:
    """Where every criterion has a stand-in, no case could make the score unknown."""
    folder = write_book(tmp_path, SCORED.replace("if_missing: unknown", "if_missing: worst"))
    cases = [FINE | facts for facts in SCORED_CASES.values()]
    assert suite(folder, cases).gaps == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weights: percent}", "weights: percent, min_coverage: 10}"),
        ("if_missing: worst}", "if_missing: worst, at_most: [{value: 50, when: leaks}]}"),
        ("if_missing: worst}", "if_missing: exclude}"),
    ],
)
def test_a_score_that_can_be_unknown_must_be(tmp_path: Path, old: str, new: str) -> None:
    body = SCORED.replace("if_missing: unknown", "if_missing: worst")
    assert body.count(old) == 1
    folder = write_book(tmp_path, body.replace(old, new))
    gaps = suite(folder, [FINE | facts for facts in without(SCORED_CASES, "nothing known")]).gaps
    assert "rule weak was never seen unknown" in gaps
