"""From a case to a decision: which rulebook, which day, how long it holds, what an approval can do."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assize.decision.canonical import digest
from assize.decision.case import Case, GivenApproval
from assize.decision.decider import Decider, day_of
from assize.decision.result import Decision, RateUsed
from assize.rules.errors import FactError, NotEffective, UnknownRulebook
from assize.rules.library import ContentChanged, UnknownVersion
from tests.decision.books import DAY, GATE, NAME, decide, decider_of, write_book

FLOOR = """
parameters:
  floor: {values: [{from: 2026-01-01, value: 5, note: first}, {from: 2026-07-01, value: 10, note: second}]}
facts: {staff: {type: integer}}
rules: {few: {when: staff < floor, knock_out: true}}
"""
JULY = date(2026, 7, 1)
LAST_OF_JUNE = date(2026, 6, 30)
SEVEN = Case("x", {"staff": 7})


@pytest.fixture
def floor(tmp_path: Path) -> Decider:
    """Five people are needed until June, ten from July on."""
    return decider_of(write_book(tmp_path, FLOOR + GATE))


# Days


@pytest.mark.parametrize(
    ("as_of", "outcome"),
    [
        (LAST_OF_JUNE, "approved"),
        (JULY, "rejected"),
        (datetime(2026, 6, 30, 15, 59, 59, tzinfo=UTC), "approved"),  # Shanghai is eight hours ahead
        (datetime(2026, 6, 30, 16, 0, tzinfo=UTC), "rejected"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "rejected"),
        (datetime.fromisoformat("2026-06-30T23:30:00+08:00"), "approved"),
    ],
)
def test_a_parameter_changes_the_answer_on_its_day(
    floor: Decider, as_of: date | datetime, outcome: str
) -> None:
    assert floor.decide(NAME, SEVEN, as_of).outcome == outcome


def test_the_day_of_the_answer_is_the_day_in_the_rulebooks_time_zone(floor: Decider) -> None:
    late = datetime(2026, 5, 31, 23, 30, tzinfo=UTC)
    assert floor.decide(NAME, SEVEN, late).as_of == DAY
    assert floor.decide(NAME, SEVEN, late) == floor.decide(NAME, SEVEN, DAY)


def test_a_point_in_time_needs_its_zone(floor: Decider) -> None:
    naive = datetime(2026, 6, 1, 12)  # noqa: DTZ001  # that is the point
    with pytest.raises(ValueError, match="needs its time zone"):
        floor.decide(NAME, SEVEN, naive)
    with pytest.raises(ValueError, match="needs its time zone"):
        day_of(naive, "UTC")


def test_earlier_days_are_decided_as_before_after_later_ones(floor: Decider) -> None:
    before = floor.decide(NAME, SEVEN, LAST_OF_JUNE)
    floor.decide(NAME, SEVEN, JULY)
    assert floor.decide(NAME, SEVEN, LAST_OF_JUNE) == before


def test_threads_share_a_decider(floor: Decider) -> None:
    days = [DAY + timedelta(days=n) for n in range(60)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda day: floor.decide(NAME, SEVEN, day).outcome, days))
    assert found == ["approved"] * 30 + ["rejected"] * 30


# Versions


@pytest.fixture
def versions(tmp_path: Path) -> Decider:
    """1.0.0 holds from New Year to March, 2.0.0 from June on; they know other facts."""
    first = "facts: {staff: {type: integer}, old: boolean}\nrules: {few: {when: staff < 5, knock_out: true}}"
    second = (
        "facts: {staff: {type: integer}, new: boolean}\nrules: {few: {when: staff < 10, knock_out: true}}"
    )
    return decider_of(
        write_book(tmp_path / "1", first + GATE, effective="{from: 2026-01-01, to: 2026-03-01}"),
        write_book(tmp_path / "2", second + GATE, version="2.0.0", effective="{from: 2026-06-01}"),
    )


@pytest.mark.parametrize(
    ("day", "version", "outcome"),
    [
        (date(2026, 1, 1), "1.0.0", "approved"),
        (date(2026, 2, 28), "1.0.0", "approved"),
        (date(2026, 6, 1), "2.0.0", "rejected"),
    ],
)
def test_the_version_that_holds_decides(versions: Decider, day: date, version: str, outcome: str) -> None:
    decision = versions.decide(NAME, SEVEN, day)
    assert (decision.version, decision.outcome, decision.as_of) == (version, outcome, day)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2025, 12, 31), "has no version for 2025-12-31; there is none before 2026-01-01"),
        (date(2026, 3, 1), "2026-03-01; there is none from 2026-03-01 before 2026-06-01"),
        (date(2026, 5, 31), "2026-05-31; there is none from 2026-03-01 before 2026-06-01"),
    ],
)
def test_between_versions_the_error_names_the_gap(versions: Decider, day: date, text: str) -> None:
    with pytest.raises(NotEffective, match=text):
        versions.decide(NAME, SEVEN, day)


def test_a_pinned_version_decides_or_says_why_not(versions: Decider) -> None:
    assert versions.decide(NAME, SEVEN, DAY, version="2.0.0").version == "2.0.0"
    with pytest.raises(NotEffective, match=r"there is none from 2026-03-01$"):
        versions.decide(NAME, SEVEN, DAY, version="1.0.0")
    with pytest.raises(UnknownVersion, match=r"no version `3.0.0`; known: 1.0.0, 2.0.0"):
        versions.decide(NAME, SEVEN, DAY, version="3.0.0")
    with pytest.raises(UnknownRulebook, match="did you mean `small`"):
        versions.decide("smal", SEVEN, DAY)


def test_pinned_content_is_decided_by_or_refused(versions: Decider) -> None:
    held = versions.decide(NAME, SEVEN, DAY).content_hash
    assert digest(versions.decide(NAME, SEVEN, DAY, "2.0.0", held)) == digest(
        versions.decide(NAME, SEVEN, DAY)
    )
    with pytest.raises(ContentChanged, match="pinned was sha256:0"):
        versions.decide(NAME, SEVEN, DAY, "2.0.0", "sha256:0")


def test_a_fact_of_another_version_is_unused_and_any_other_name_is_wrong(versions: Decider) -> None:
    assert decide(versions, {"staff": 20, "old": True}).unused == ("old",)
    assert decide(versions, {"staff": 20, "new": True}).unused == ()
    assert decide(versions, {"staff": 20, "new": True}, date(2026, 1, 1)).unused == ("new",)
    assert codes(versions, {"staff": 20, "odl": True}) == [("$.odl", "UNKNOWN_FACT")]


def test_versions_may_have_time_zones_of_their_own(tmp_path: Path) -> None:
    body = "facts: {staff: {type: integer}}\nrules: {few: {when: staff < 5, knock_out: true}}" + GATE
    decider = decider_of(
        write_book(tmp_path / "1", body, time_zone="America/New_York"),
        write_book(tmp_path / "2", body, version="2.0.0", effective="{from: 2026-07-01}"),
    )
    eve = datetime(2025, 12, 31, 20, tzinfo=UTC)  # New Year in Shanghai, not yet in New York
    with pytest.raises(NotEffective, match="for 2025-12-31"):
        decider.decide(NAME, SEVEN, eve, version="1.0.0")
    noon = datetime(2026, 3, 1, 2, tzinfo=UTC)
    assert decider.decide(NAME, SEVEN, noon).as_of == date(2026, 2, 28)


def test_a_version_is_found_by_the_day_in_its_own_zone(tmp_path: Path) -> None:
    body = "facts: {staff: {type: integer}}\nrules: {few: {when: staff < 5, knock_out: true}}" + GATE
    decider = decider_of(
        write_book(tmp_path / "1", body, time_zone="Asia/Shanghai"),
        write_book(
            tmp_path / "2",
            body,
            version="2.0.0",
            effective="{from: 2026-07-01}",
            time_zone="America/New_York",
        ),
    )
    eve = datetime(2025, 12, 31, 20, tzinfo=UTC)  # New Year in Shanghai, not yet in New York
    assert decider.decide(NAME, SEVEN, eve).as_of == date(2026, 1, 1)


def test_what_only_one_possible_variant_has_is_not_sure(tmp_path: Path) -> None:
    body = (
        """facts: {leaks: {type: boolean}, size: {choices: [small, big]}}
rules:
  leak: {when: leaks, approval: {role: head}, warning: true}
variants:
  lean: {when: size == "small", without: [leak], note: none}
"""
        + GATE
    )
    decider = decider_of(write_book(tmp_path, body))
    decision = decider.decide(NAME, Case("x", {"leaks": True}), date(2026, 3, 1))
    assert decision.variant is None
    assert [finding.state for finding in decision.findings if finding.rule == "leak"] == ["unknown"]
    assert [approval.state for approval in decision.approvals] == ["possible"]


# How long it holds

LASTING = """
holds_for: 90d
holds_until: [budget_end, checked_on + 180]
parameters:
  floor: {values: [{from: 2026-01-01, value: 5, note: first}, {from: 2026-11-01, value: 10, note: second}]}
facts:
  staff: {type: integer, stale_after: 12m}
  licence: {type: date, expires: true}
  papers: {type: list, of: {until: {type: date, expires: true}}}
  budget_end: date
  checked_on: date
rules:
  few: {when: staff < floor, knock_out: true}
  lapsed: {when: licence < as_of, knock_out: true}
  overlap: {when: staff > 5, approval: {role: head}}
"""
HELD = {"staff": {"value": 20, "observed": "2026-05-31"}, "licence": "2027-05-31"}
GRANTED = GivenApproval("overlap", "head", "somebody", date(2026, 5, 1))
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def lasting(tmp_path: Path) -> Decider:
    """Everything that ends an answer; the second version begins on 2026-12-01."""
    second = {"version": "2.0.0", "effective": "{from: 2026-12-01, to: 2026-12-24}"}
    return decider_of(
        write_book(tmp_path / "1", LASTING + GATE), write_book(tmp_path / "2", LASTING + GATE, **second)
    )


@pytest.mark.parametrize(
    ("facts", "day", "until"),
    [
        pytest.param({}, DAY, date(2026, 8, 30), id="holds for 90 days"),
        pytest.param({"licence": "2026-07-15"}, DAY, date(2026, 7, 15), id="a fact that expires"),
        pytest.param({"licence": "2026-06-01"}, DAY, DAY, id="a fact that expires today"),
        pytest.param({"licence": "2026-05-31"}, DAY, date(2026, 8, 30), id="a fact that has expired"),
        pytest.param(
            {"papers": [{"until": "2026-08-01"}, {"until": "2026-07-01"}, {"until": "2025-01-01"}, {}]},
            DAY,
            date(2026, 7, 1),
            id="the first element that expires",
        ),
        pytest.param(
            {"staff": {"value": 20, "observed": "2025-06-10"}}, DAY, date(2026, 6, 10), id="a fact goes stale"
        ),
        pytest.param(
            {"staff": {"value": 20, "observed": "2025-05-31"}}, DAY, date(2026, 8, 30), id="it is stale"
        ),
        pytest.param({}, date(2026, 8, 15), date(2026, 10, 31), id="a parameter changes"),
        pytest.param({}, date(2026, 11, 1), date(2026, 11, 30), id="the next version"),
        pytest.param({}, date(2026, 12, 1), date(2026, 12, 23), id="the version ends"),
        pytest.param({"budget_end": "2026-06-20"}, DAY, date(2026, 6, 20), id="held until a fact"),
        pytest.param({"checked_on": "2026-01-01"}, DAY, date(2026, 6, 30), id="held until a reckoned day"),
        pytest.param({"budget_end": "2026-05-31"}, DAY, date(2026, 8, 30), id="a day that has passed"),
        pytest.param(
            {"budget_end": "2026-06-20", "licence": "2026-06-19", "checked_on": "2026-05-01"},
            DAY,
            date(2026, 6, 19),
            id="the earliest of all",
        ),
    ],
)
def test_an_answer_holds_until_the_first_thing_ends(
    lasting: Decider, facts: Mapping[str, object], day: date, until: date
) -> None:
    assert decide(lasting, HELD | facts, day).valid_until == until


def test_an_answer_holds_no_longer_than_an_approval_it_rests_on(lasting: Decider) -> None:
    granted = GRANTED._replace(expires=date(2026, 6, 5))
    assert decide(lasting, HELD, approvals=(granted,)).valid_until == date(2026, 6, 5)
    assert decide(lasting, HELD, approvals=(GRANTED,)).valid_until == date(2026, 8, 30)


def test_the_answer_is_the_same_on_every_day_that_it_holds(lasting: Decider) -> None:
    first = decide(lasting, HELD | {"licence": "2026-06-20"})
    assert first.valid_until is not None
    for days in range((first.valid_until - DAY).days + 1):
        day = DAY + timedelta(days=days)
        assert decide(lasting, first.facts.plain(), day).outcome == first.outcome == "approved"
    assert (
        decide(lasting, first.facts.plain(), first.valid_until + timedelta(days=1)).outcome != first.outcome
    )


def test_nothing_ends_an_answer_without_an_end(tmp_path: Path) -> None:
    body = "facts: {staff: {type: integer}}\nrules: {few: {when: staff < 5, knock_out: true}}" + GATE
    assert decide(decider_of(write_book(tmp_path, body)), {"staff": 7}).valid_until is None


# Approvals

ASKED = """
facts: {overlap_share: {type: number}, leaks: boolean, rival: boolean}
rules:
  overlap: {when: overlap_share > 20, approval: {role: head, due: 10wd}}
  leak: {when: leaks, knock_out: true}
  grave: {when: rival, knock_out: true, approval: {role: board}}
uses: [award]
outcomes: {approved: none, conditional: needs_approval, rejected: block, undetermined: undetermined}
decide: [{rejected: knocked_out}, {conditional: approval_open}, {otherwise: approved}]
"""
FINE = {"overlap_share": 0, "leaks": False, "rival": False}


@pytest.fixture
def asked(tmp_path: Path) -> Decider:
    return decider_of(write_book(tmp_path, ASKED))


def states(decision: Decision) -> dict[str, str]:
    return {approval.rule: approval.state for approval in decision.approvals}


def test_an_approval_lifts_the_need_for_it(asked: Decider) -> None:
    facts = FINE | {"overlap_share": 30}
    before, after = decide(asked, facts), decide(asked, facts, approvals=(GRANTED,))
    assert (before.outcome, states(before)) == ("conditional", {"overlap": "open"})
    assert (after.outcome, states(after)) == ("approved", {"overlap": "granted"})
    assert before.findings == after.findings  # the finding stands
    assert [(each.role, each.due) for each in before.approvals] == [("head", date(2026, 6, 15))]


@pytest.mark.parametrize("fact", ["leaks", "rival"])
def test_no_approval_lifts_a_knock_out(asked: Decider, fact: str) -> None:
    given = (GRANTED, GivenApproval("grave", "board", "somebody", DAY))
    assert decide(asked, FINE | {"overlap_share": 30, fact: True}, approvals=given).outcome == "rejected"


def test_an_approval_for_one_rule_lifts_no_other(asked: Decider) -> None:
    given = GivenApproval("grave", "board", "somebody", DAY)
    assert decide(asked, FINE | {"overlap_share": 30}, approvals=(given,)).outcome == "conditional"


@pytest.mark.parametrize(
    ("expires", "outcome"),
    [(DAY - timedelta(days=1), "conditional"), (DAY, "approved"), (TOMORROW, "approved")],
)
def test_an_expired_approval_is_open_again(asked: Decider, expires: date, outcome: str) -> None:
    given = GRANTED._replace(expires=expires)
    assert decide(asked, FINE | {"overlap_share": 30}, approvals=(given,)).outcome == outcome


def test_where_the_finding_is_open_the_approval_settles_it(asked: Decider) -> None:
    facts = {"leaks": False, "rival": False}
    before, after = decide(asked, facts), decide(asked, facts, approvals=(GRANTED,))
    assert (before.possible_outcomes, states(before)) == (
        ("approved", "conditional"),
        {"overlap": "possible"},
    )
    assert after.possible_outcomes == ("approved",)


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        (GRANTED._replace(by="buyer"), "by", "SELF_APPROVAL"),
        (GRANTED._replace(role="board"), "role", "WRONG_ROLE"),
        (GRANTED._replace(rule="leak"), "rule", "UNKNOWN_RULE"),
        (GRANTED._replace(rule="nothing"), "rule", "UNKNOWN_RULE"),
        (GRANTED._replace(granted_on=TOMORROW), "granted_on", "IN_THE_FUTURE"),
    ],
)
def test_an_approval_that_nobody_may_give_is_wrong(
    asked: Decider, given: GivenApproval, path: str, code: str
) -> None:
    fine = GRANTED._replace(by="somebody else")
    assert codes(asked, FINE, (fine, given), "buyer") == [(f"$.approvals[1].{path}", code)]


def codes(
    decider: Decider, facts: dict[str, Any], approvals: tuple[GivenApproval, ...] = (), requester: str = ""
) -> list[tuple[str, str]]:
    with pytest.raises(FactError) as caught:
        decide(decider, facts, approvals=approvals, requester=requester)
    return [(violation.path, violation.code) for violation in caught.value.violations]


# Money


MONEY = """
facts: {volume: {type: money, currency: CNY}, old: {type: money, currency: CNY, stale_after: 30d}}
rules: {much: {when: volume > 720000, knock_out: true}, was: {when: old > 0, warning: true}}
"""


def test_a_rate_that_was_used_is_in_the_answer(tmp_path: Path) -> None:
    body = (
        "facts: {volume: {type: money, currency: CNY}, old: {type: money, currency: CNY, stale_after: 30d}}"
    )
    rules = "\nrules: {much: {when: volume > 720000, knock_out: true}, was: {when: old > 0, warning: true}}"
    decider = decider_of(write_book(tmp_path, body + rules + GATE))
    rate = {"value": "7.2", "date": "2026-05-29", "source": "central bank"}
    sent = {"amount": "10", "scale": 10000, "currency": "USD", "rate": rate}
    decision = decide(decider, {"volume": sent, "old": {"value": sent, "observed": "2026-01-01"}})
    assert decision.outcome == "approved"  # exactly 720000, and no float below or above it
    used = RateUsed("$.volume", "USD", "CNY", 7.2, date(2026, 5, 29), "central bank")
    assert decision.rates == (used,)  # a stale amount is not used, and neither is its rate
    assert decide(decider, {"volume": {"amount": 720001, "currency": "CNY"}}).rates == ()
    assert codes(decider, {"volume": {"amount": 1, "currency": "USD"}}) == [
        ("$.volume.currency", "WRONG_CURRENCY")
    ]


# What is not known

OPEN = """
facts: {minor: boolean, second: boolean, first: boolean}
rules:
  tells: {when: minor, warning: true}
  later: {when: second, condition: {owner: supplier}}
  earlier: {when: first, knock_out: true}
uses: [award]
outcomes: {approved: none, conditional: warn, rejected: block, undetermined: undetermined}
decide: [{rejected: earlier}, {conditional: later}, {otherwise: approved}]
"""


def test_the_most_decisive_missing_fact_comes_first(tmp_path: Path) -> None:
    """`first` alone may decide; `second` only where `first` is false; `minor` nothing."""
    decision = decide(decider_of(write_book(tmp_path, OPEN)), {})
    assert decision.undetermined
    assert (decision.outcome, decision.effects) == ("undetermined", (("award", "undetermined"),))
    assert set(decision.possible_outcomes) == {"approved", "conditional", "rejected"}
    assert [missing.fact for missing in decision.missing] == ["first", "second", "minor"]


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"first": True}, "rejected"),
        ({"first": False, "second": True}, "conditional"),
        ({"first": False, "second": False}, "approved"),
        ({"second": True, "minor": True}, "undetermined"),
    ],
)
def test_what_is_unknown_and_cannot_matter_leaves_the_outcome_alone(
    tmp_path: Path, facts: dict[str, object], outcome: str
) -> None:
    decision = decide(decider_of(write_book(tmp_path, OPEN)), facts)
    assert decision.outcome == outcome
    assert decision.undetermined == (outcome == "undetermined")


VARIANTS = """
score: {scale: [0, 100], decimals: 2, weights: percent}
facts:
  staff: {type: number, range: [0, 100]}
  speed: {type: number, range: [0, 100]}
  size: {choices: [small, big]}
criteria:
  people: {weight: 50, of: staff, curve: [[0, 0], [100, 100]], if_missing: unknown}
  pace: {weight: 50, of: speed, curve: [[0, 0], [100, 100]], if_missing: unknown}
grades: {A: 60, B: 0}
uses: [award]
outcomes: {approved: none, rejected: block, undetermined: undetermined}
decide: [{rejected: grade == "B"}, {otherwise: approved}]
variants:
  lean: {when: size == "small", note: nobody is asked for people, weights: {people: 20, pace: 80}}
"""


def test_an_unknown_variant_covers_both(tmp_path: Path) -> None:
    decider, facts = decider_of(write_book(tmp_path, VARIANTS)), {"staff": 20, "speed": 80}
    small, big, either = (decide(decider, facts | sent) for sent in ({"size": "small"}, {"size": "big"}, {}))
    assert [(d.variant, d.score, d.outcome) for d in (small, big)] == [
        ("lean", 68.0, "approved"),
        ("standard", 50.0, "rejected"),
    ]
    assert (either.variant, either.score, either.grade) == (None, None, None)
    assert (either.low, either.high, either.possible_grades) == (50.0, 68.0, ("A", "B"))
    assert (either.outcome, either.possible_outcomes) == ("undetermined", ("approved", "rejected"))
    assert [missing.fact for missing in either.missing] == ["size"]


def test_an_unknown_variant_that_changes_no_outcome_leaves_it_determined(tmp_path: Path) -> None:
    decision = decide(decider_of(write_book(tmp_path, VARIANTS)), {"staff": 90, "speed": 80})
    assert (decision.variant, decision.outcome, decision.undetermined) == (None, "approved", False)
