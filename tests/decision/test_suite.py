"""The cases of a rulebook: what is compared, what a wrong expectation says, what a file may not hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from assize.decision.suite import SuiteReport, run_suite
from assize.rules.errors import RulebookError
from assize.rules.load import load_rulebook
from tests.decision.books import CACHE, write_book

BODY = """
score: {scale: [0, 100], decimals: 2, weights: percent}
principles: {kept: {note: usual}}
facts:
  staff: {type: number, range: [0, 100]}
  leaks: boolean
  size: {choices: [small, big]}
  since: date
  papers: {type: list, of: {number: text, points: number}}
criteria: {people: {weight: 100, of: staff, curve: [[0, 0], [100, 100]], if_missing: unknown}}
rules:
  leak: {when: leaks, knock_out: true, principle: kept}
  paper: {each: papers as p, when: p.points < 5, warning: true}
  overlap: {when: staff > 90, approval: {role: head}}
grades: {A: 50, B: 0}
uses: [award]
outcomes: {approved: none, conditional: warn, rejected: block, undetermined: undetermined}
decide: [{rejected: knocked_out}, {conditional: approval_open}, {otherwise: approved}]
next_review: since + 365
shows: {doubled: staff * 2, since_when: since}
variants:
  lean: {when: size == "small", note: usual, without: [paper]}
"""
RISK = """
risk_scale:
  likelihood:
    {no_sign: 1, one_sign: 2, two_signs: 3, one_event: 3, two_events: 4, four_events: 5, happening_now: 5}
  levels: {high: 10, low: 1}
  reduces: level
  least_left: 0.2
  on_paper: 0.5
  note: usual
facts: {misses: number, drilled: boolean}
risks:
  misses_happen:
    events: misses
    impact: [{value: 4}]
    note: usual
    controls: {drill: {reduction: 0.5, in_place: drilled, works: drilled, note: usual}}
uses: [go_on]
outcomes: {go: none, stop: block, undetermined: undetermined}
decide: [{stop: misses_happen}, {otherwise: go}]
"""
FACTS = "{staff: 60, leaks: false, size: big, since: 2026-01-01, papers: []}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_book(tmp_path, BODY)


def run(folder: Path, tests: str) -> SuiteReport:
    (folder / "tests.yaml").write_text(tests, encoding="utf-8")
    return run_suite(folder, load_rulebook(folder), CACHE, "small")


def failures(folder: Path, want: str, change: str = "") -> tuple[str, ...]:
    """What one case says that wants this."""
    fixture = f"fixtures: {{usual: {{as_of: 2026-06-01, facts: {FACTS}}}}}"
    (case,) = run(folder, f"{fixture}\ntests:\n- {{name: x, fixture: usual, want: {want}{change}}}\n").cases
    return case.failures


def problems(folder: Path, tests: str) -> str:
    with pytest.raises(RulebookError) as caught:
        run(folder, tests)
    return str(caught.value)


RIGHT = {
    "outcome": "approved",
    "possible": "[approved]",
    "score": "60",
    "low": "60.0",
    "high": "60",
    "grade": "A",
    "coverage": "100",
    "variant": "standard",
    "true": "[]",
    "false": "[leak, paper]",
    "unknown": "[]",
    "values": "{people: 60}",
    "missing": "[]",
    "next_review": "2027-01-01",
    "verdicts": "{kept: pass}",
    "shows": "{doubled: 120, since_when: 2026-01-01}",
}
WRONG = {
    "outcome": ("rejected", "outcome: wanted rejected, got approved"),
    "possible": ("[approved, rejected]", "possible: wanted approved, rejected, got approved"),
    "score": ("60.01", "score: wanted 60.01, got 60"),
    "low": ("0", "low: wanted 0, got 60"),
    "high": ("100", "high: wanted 100, got 60"),
    "grade": ("B", "grade: wanted B, got A"),
    "coverage": ("99", "coverage: wanted 99, got 100"),
    "variant": ("lean", "variant: wanted lean, got standard"),
    "true": ("[leak]", "rule leak: wanted true, got false"),
    "unknown": ("[paper]", "rule paper: wanted unknown, got false"),
    "values": ("{people: 61}", "value of people: wanted 61, got 60"),
    "missing": ("[staff]", "missing: wanted staff too, got none"),
    "next_review": ("2027-01-02", "next_review: wanted 2027-01-02, got 2027-01-01"),
    "verdicts": ("{kept: deny}", "verdict of kept: wanted deny, got pass"),
    "shows": ("{doubled: 121}", "doubled: wanted 121, got 120"),
    "error": ("[OUT_OF_RANGE]", "wanted the errors OUT_OF_RANGE, got a decision"),
}


@pytest.mark.parametrize("key", RIGHT)
def test_what_comes_out_as_it_is_wanted_passes(folder: Path, key: str) -> None:
    assert failures(folder, f"{{{key}: {RIGHT[key]}}}") == ()


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_expectation_says_what_was_wanted_and_what_came(folder: Path, key: str) -> None:
    wanted, text = WRONG[key]
    assert failures(folder, f"{{{key}: {wanted}}}") == (text,)


def test_every_wrong_expectation_of_a_case_is_told(folder: Path) -> None:
    wanted = ", ".join(f"{key}: {value}" for key, (value, _) in WRONG.items())
    assert set(failures(folder, f"{{{wanted}}}")) == {text for _, text in WRONG.values()}


def test_another_true_rule_is_told_too(folder: Path) -> None:
    wanted = "{false: [leak], shows: {since_when: 2026-01-02}}"
    assert failures(folder, wanted, ", facts: {leaks: true}") == (
        "since_when: wanted 2026-01-02, got 2026-01-01",
        "rule leak: wanted false, got true",
    )


@pytest.mark.parametrize(
    ("want", "fact"),
    [
        ("{score: null, grade: null, values: {people: null}, shows: {doubled: null}}", "staff"),
        ("{next_review: null, shows: {since_when: null}}", "since"),
        ("{variant: null}", "size"),
    ],
)
def test_null_wants_it_to_be_unknown(folder: Path, want: str, fact: str) -> None:
    assert failures(folder, want, f", unset: [{fact}]") == ()
    told = failures(folder, want)
    assert len(told) == want.count("null")
    assert all("wanted unknown, got " in text for text in told)


def test_what_is_unknown_is_not_what_was_wanted(folder: Path) -> None:
    assert failures(folder, "{score: 60, grade: A, shows: {doubled: 120}}", ", unset: [staff]") == (
        "grade: wanted A, got unknown",
        "score: wanted 60, got unknown",
        "doubled: wanted 120, got unknown",
    )


@pytest.mark.parametrize(
    ("wanted", "change", "told"),
    [
        ("[OUT_OF_RANGE]", "facts: {staff: 101}", ()),
        ("[OUT_OF_RANGE, WRONG_TYPE]", "facts: {staff: 101, leaks: 5}", ()),
        ("[UNKNOWN_RULE]", "approvals: [{rule: x, role: y, by: z, granted_on: 2026-01-01}]", ()),
        ("[WRONG_TYPE]", "facts: {staff: 101}", ("WRONG_TYPE", "OUT_OF_RANGE", "$.staff")),
        ("[OUT_OF_RANGE]", "facts: {staff: 101, leaks: 5}", ("OUT_OF_RANGE", "WRONG_TYPE", "$.leaks")),
    ],
)
def test_a_case_may_want_errors(folder: Path, wanted: str, change: str, told: tuple[str, ...]) -> None:
    found = failures(folder, f"{{error: {wanted}}}", f", {change}")
    assert len(found) == bool(told)
    assert all(word in found[0] for word in told)


def test_wrong_facts_fail_a_case_that_wants_a_decision(folder: Path) -> None:
    (text,) = failures(folder, "{outcome: approved}", ", facts: {staff: 101}")
    assert "$.staff: outside the range 0 to 100, got 101" in text


def test_an_element_may_be_missing(folder: Path) -> None:
    change = ", facts: {papers: [{number: P-1, points: 9}, {number: P-2}]}"
    assert failures(folder, '{missing: ["papers[1].points"], unknown: [paper]}', change) == ()
    assert failures(folder, '{missing: ["papers[0].points"]}', change) == (
        "missing: wanted papers[0].points too, got papers[1].points",
    )


def test_residual_levels_are_compared_at_both_ends(tmp_path: Path) -> None:
    folder = write_book(tmp_path, RISK)
    case = "tests: [{name: x, as_of: 2026-06-01, facts: {misses: 1}, want: {residual: {misses_happen: %s}}}]"
    (right,) = run(folder, case % "[6, 12]").cases
    (wrong,) = run(folder, case % "[7, 13]").cases
    assert right.failures == ()
    assert wrong.failures == (
        "lowest residual of misses_happen: wanted 7, got 6",
        "highest residual of misses_happen: wanted 13, got 12",
    )


def test_facts_of_a_case_stand_over_those_of_its_fixture(folder: Path) -> None:
    tests = """
fixtures:
  usual:
    as_of: 2026-06-01
    facts: {staff: 95, leaks: false, size: big, papers: []}
    approvals: [{rule: overlap, role: head, by: somebody, granted_on: 2026-05-01, expires: 2026-06-30}]
    requester: buyer
tests:
- {name: as it is, fixture: usual, want: {outcome: approved, score: 95}}
- {name: another fact, fixture: usual, facts: {staff: 92}, want: {score: 92, outcome: approved}}
- {name: one fact fewer, fixture: usual, unset: [leaks], want: {unknown: [leak]}}
- {name: another day, fixture: usual, as_of: 2026-07-01, want: {outcome: conditional}}
- name: another approval
  fixture: usual
  approvals: [{rule: overlap, role: head, by: buyer, granted_on: 2026-05-01}]
  want: {error: [SELF_APPROVAL]}
- name: no fixture
  as_of: 2026-06-01
  facts: {staff: null, size: big}
  want: {score: null, missing: [staff]}
"""
    assert [(case.name, case.failures) for case in run(folder, tests).cases] == [
        (name, ())
        for name in (
            "as it is",
            "another fact",
            "one fact fewer",
            "another day",
            "another approval",
            "no fixture",
        )
    ]


def test_a_day_on_which_the_rulebook_does_not_hold_fails(folder: Path) -> None:
    (case,) = run(folder, "tests: [{name: x, as_of: 2025-12-31, want: {outcome: approved}}]").cases
    assert case.failures == ("as_of 2025-12-31: the rulebook does not hold then",)


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("{name: x, as_of: 2026-06-01, want: {}}", "x: a case must want something"),
        ("{name: x, as_of: 2026-06-01}", "missing `want`"),
        ("{as_of: 2026-06-01, want: {score: 1}}", "missing `name`"),
        ("{name: x, want: {score: 1}}", "x: missing `as_of`"),
        ("{name: x, as_of: 2026-06-01, want: {scores: 1}}", "did you mean `score`"),
        ("{name: x, as_of: 2026-06-01, want: {outcome: aproved}}", "did you mean `approved`"),
        ("{name: x, as_of: 2026-06-01, want: {grade: C}}", "known: A, B"),
        ("{name: x, as_of: 2026-06-01, want: {true: [leek]}}", "did you mean `leak`"),
        ("{name: x, as_of: 2026-06-01, want: {values: {poeple: 1}}}", "did you mean `people`"),
        ("{name: x, as_of: 2026-06-01, want: {missing: [stuff]}}", "did you mean `staff`"),
        ("{name: x, as_of: 2026-06-01, want: {verdicts: {kept: denied}}}", "did you mean `deny`"),
        ("{name: x, as_of: 2026-06-01, want: {shows: {double: 1}}}", "did you mean `doubled`"),
        ("{name: x, as_of: 2026-06-01, want: {score: much}}", "x: score: expected a number"),
        ("{name: x, as_of: 2026-06-01, want: {next_review: soon}}", "next_review: expected a date"),
        ("{name: x, fixture: usal, want: {score: 1}}", "did you mean `usual`"),
        ("{name: x, fixture: usual, unset: [leaks], want: {score: 1}}", "unset: the fact is not set"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(folder: Path, case: str, told: str) -> None:
    fixture = "fixtures: {usual: {as_of: 2026-06-01, facts: {staff: 1}}}"
    text = problems(folder, f"{fixture}\ntests:\n- {case}\n")
    assert "small/tests.yaml:3:" in text
    assert told in text


def test_every_problem_of_a_file_is_told(folder: Path) -> None:
    cases = "tests: [{name: x, as_of: 2026-06-01, want: {}}, {name: y, want: {grade: C}}]"
    text = problems(folder, cases)
    assert text.count("small/tests.yaml:") == 3


@pytest.mark.parametrize("text", ["tests: []", "tests: {}"])
def test_a_suite_needs_a_case(folder: Path, text: str) -> None:
    assert "small/tests.yaml:1:8" in problems(folder, text)


def test_a_rulebook_without_tests_is_refused(folder: Path) -> None:
    with pytest.raises(RulebookError, match="a rulebook without tests never becomes active"):
        run_suite(folder, load_rulebook(folder), CACHE, "small")


def test_a_suite_passes_only_without_failures_and_gaps(folder: Path) -> None:
    report = run(folder, "tests: [{name: x, as_of: 2026-06-01, want: {outcome: undetermined}}]")
    assert report.cases[0].failures == ()
    assert report.gaps
    assert not report.passed
    assert not report._replace(
        gaps=(), cases=(report.cases[0]._replace(failures=("outcome: wanted approved",)),)
    ).passed
    assert report._replace(gaps=()).passed
