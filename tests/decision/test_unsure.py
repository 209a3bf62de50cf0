"""What is missing: what is listed, why, in which order; and that nothing else could change the answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.decider import Decider
from assize.decision.result import Decision, MissingFact
from assize.decision.texts import fact_of
from assize.rules.model import Rulebook
from tests.decision.books import CACHE, decide, decider_of, shipped, write_book
from tests.oracle.invented_facts import invent_facts
from tests.oracle.trial import Invented, Trial, trial_of, trial_of_files
from tests.oracle.values import is_unknown
from tests.strategies import repeatable, rulebook_files

BODY = """
score: {scale: [0, 100], decimals: 2, weights: percent}
facts:
  staff: {type: number, range: [0, 100], stale_after: 90d}
  trained: boolean
  speed: {type: number, range: [0, 200]}
  unread: boolean
  papers: {type: list, of: {number: text, until: date, points: number}}
let: {valid: '[p for p in papers if p.until >= as_of]'}
criteria:
  people: {weight: 20, of: staff, curve: [[0, 0], [100, 100]], if_missing: unknown}
  pace: {weight: 80, of: speed, curve: [[0, 0], [200, 100]], if_missing: worst}
rules:
  no_paper: {when: count(valid) == 0, cap: B}
  slow: {when: speed < 50 and not trained, knock_out: true}
after_score:
  weak: {when: score < 30, warning: true}
grades: {A: 50, B: 0}
uses: [award]
outcomes: {approved: none, conditional: warn, rejected: block, undetermined: undetermined}
decide: [{rejected: knocked_out}, {conditional: grade == "B"}, {otherwise: approved}]
"""
FRESH = {"value": 40, "observed": "2026-05-01"}
PAPER = {"number": "P-1", "until": "2027-01-01", "points": 5}
FULL: dict[str, object] = {"staff": FRESH, "trained": True, "speed": 150, "papers": [PAPER]}


@pytest.fixture
def open_book(tmp_path: Path) -> Decider:
    return decider_of(write_book(tmp_path, BODY))


def missing(decision: Decision) -> dict[str, MissingFact]:
    return {each.fact: each for each in decision.missing}


def test_where_all_is_known_nothing_is_missing(open_book: Decider) -> None:
    assert decide(open_book, FULL).missing == ()


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "not_sent"),
        ({"staff": None}, "null"),
        ({"staff": {"value": None, "observed": "2026-05-01"}}, "null"),
        ({"staff": {"value": 40, "observed": "2026-01-01"}}, "stale"),
        ({"staff": 40}, "undated"),
        ({"staff": {"value": 40, "source": "payroll"}}, "undated"),
    ],
)
def test_why_a_fact_is_missing(open_book: Decider, sent: dict[str, object], why: str) -> None:
    facts = {name: value for name, value in FULL.items() if name != "staff"} | sent
    found = missing(decide(open_book, facts))
    assert {name: each.why for name, each in found.items()} == {"staff": why}


def test_a_missing_fact_names_what_reads_it_and_the_points_that_hang_on_it(open_book: Decider) -> None:
    found = missing(decide(open_book, {"papers": [PAPER]}))
    assert found.keys() == {"staff", "speed", "trained"}  # `unread` is read by nothing
    assert (found["staff"].criteria, found["staff"].points) == (("people",), pytest.approx(20))
    assert (found["speed"].criteria, found["speed"].points) == (("pace",), pytest.approx(80))
    assert (found["trained"].criteria, found["trained"].points) == ((), 0)
    assert found["trained"].rules == ("slow",)
    assert "slow" in found["speed"].rules
    assert "weak" in found["staff"].rules  # it reads the score


def test_what_no_longer_matters_is_not_missing(open_book: Decider) -> None:
    fast = {name: value for name, value in FULL.items() if name != "trained"}
    assert decide(open_book, fast).missing == ()
    assert missing(decide(open_book, fast | {"speed": 10})).keys() == {"trained"}


def test_an_unknown_field_is_named_with_its_place(open_book: Decider) -> None:
    papers = [{"number": "P-1", "until": "2025-01-01"}, {"number": "P-2"}, {"until": "2025-01-01"}]
    found = missing(decide(open_book, FULL | {"papers": papers}))
    assert {name: each.rules for name, each in found.items()} == {"papers[1].until": ("no_paper",)}


def test_a_list_that_is_not_sent_is_missing_as_a_whole(open_book: Decider) -> None:
    facts = {name: value for name, value in FULL.items() if name != "papers"}
    assert missing(decide(open_book, facts)).keys() == {"papers"}
    assert decide(open_book, FULL | {"papers": []}).missing == ()


def test_facts_that_decide_come_before_facts_that_weigh_more(open_book: Decider) -> None:
    """With 90 points of the rest, only `trained` can change the outcome; `staff` only the score."""
    facts: dict[str, object] = {"speed": 40, "papers": [PAPER]}
    decision = decide(open_book, facts)
    assert decision.possible_outcomes == ("conditional", "rejected")
    assert [each.fact for each in decision.missing] == ["trained", "staff"]


def test_facts_that_decide_nothing_stand_by_their_points(tmp_path: Path) -> None:
    body = BODY.replace("grades: {A: 50, B: 0}\n", "").replace("cap: B", "warning: true")
    body = body.replace('{conditional: grade == "B"}', "{conditional: no_paper}")
    decider = decider_of(write_book(tmp_path, body))
    decision = decide(decider, {"trained": True, "papers": [PAPER]})
    assert not decision.undetermined
    assert [(each.fact, each.points) for each in decision.missing] == [
        ("speed", pytest.approx(80)),
        ("staff", pytest.approx(20)),
    ]


# Whatever the rulebook

SHIPPED = [trial_of(book, CACHE) for book in shipped()]
CASES = 12


def unlisted(book: Rulebook, decision: Decision) -> set[str]:
    """The facts that are not missing."""
    return {fact.name for fact in book.facts} - {fact_of(each.fact) for each in decision.missing}


def told(decision: Decision) -> tuple[object, ...]:
    """What an answer concludes, without what it says of facts and days."""
    findings = tuple((finding.rule, finding.state) for finding in decision.findings)
    scores = (decision.score, decision.low, decision.high, decision.grade, decision.possible_grades)
    return decision.variant, decision.possible_outcomes, scores, findings, decision.verdicts


def assert_nothing_else_matters(trial: Trial, invented: Invented, rng: Random) -> int:
    """Facts that are unknown and not listed become known: the answer stays. How many did.

    Where the variant is open, the facts that only another variant reads are told once it is known.
    """
    before = trial.decide(invented)
    if before.variant is None:
        return 0
    others = invent_facts(rng, trial.book, invented.day)
    types = {fact.name: fact.type for fact in trial.book.facts}
    free = [
        name
        for name in sorted(unlisted(trial.book, before))
        if is_unknown(invented.facts[name], types[name]) and not is_unknown(others[name], types[name])
    ]
    after = replace(invented, facts={**invented.facts, **{name: others[name] for name in free}})
    assert told(trial.decide(after)) == told(before), (free, invented)
    return len(free)


@pytest.mark.parametrize("trial", SHIPPED, ids=lambda trial: trial.book.name)
def test_what_a_shipped_rulebook_does_not_miss_cannot_matter(trial: Trial) -> None:
    rng = Random(0)  # noqa: S311
    assert sum(assert_nothing_else_matters(trial, trial.invent(rng), rng) for _ in range(60)) > 0


@repeatable(15)
@given(rulebook_files(), st.integers(0, 2**32))
def test_what_an_invented_rulebook_does_not_miss_cannot_matter(files: dict[str, str], seed: int) -> None:
    trial, rng = trial_of_files(files, CACHE), Random(seed)  # noqa: S311
    for _ in range(CASES):
        assert_nothing_else_matters(trial, trial.invent(rng), rng)


@pytest.mark.parametrize("trial", SHIPPED, ids=lambda trial: trial.book.name)
def test_where_something_decides_it_is_missing(trial: Trial) -> None:
    rng, seen = Random(1), 0  # noqa: S311
    for _ in range(60):
        decision = trial.decide(trial.invent(rng))
        seen += decision.undetermined
        assert decision.missing or not decision.undetermined
    assert seen > 0
