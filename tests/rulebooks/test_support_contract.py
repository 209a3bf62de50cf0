"""The shipped default rulebook `support-contract`: what its own suite cannot say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.case import Case
from assize.decision.decider import Compiled, compile_rulebook
from assize.decision.result import Decision
from assize.decision.suite import run_suite
from assize.decision.suite_file import load_suite
from assize.decision.texts import reasons
from assize.rules.binding import period_of
from assize.rules.inference.cache import MemoryCache
from assize.rules.load import load_rulebook
from assize.rules.model import Rulebook

FOLDER = Path(__file__).parents[2] / "rules/rulebooks/support-contract/1.0.0"
DAY = date(2026, 6, 1)
WHOSE = ("D4", "Public", "Ours")
BEST_TO_WORST = ("sign", "sign_with_conditions", "needs_approval", "block")
MILLION = Decimal(1_000_000)
LOWER_IS_STRICTER = {
    "response_minutes": True,
    "resolution_minutes": True,
    "rto_minutes": True,
    "rpo_minutes": True,
    "incident_notice_minutes": True,
    "report_due_working_days": True,
    "surge_percent": False,
    "termination_notice_days": False,
    "key_staff_notice_days": False,
    "control_change_notice_days": False,
}
WEAKER = {f"{kind}_weaker" for kind in ("service_level", "incident_notice", "other_term")}
VERDICTS = {"term_with_margin", "term_thin", "term_equal"} | WEAKER
ONE_BASIS = {
    f"{whose}_{name}": value
    for whose in ("our", "their")
    for name, value in (("clock", "calendar"), ("start", "reported"), ("scheme", "PRIO-2"))
}


@cache
def book() -> Rulebook:
    return load_rulebook(FOLDER, "support-contract")


@cache
def compiled() -> Compiled:
    return compile_rulebook(book(), period_of(book(), DAY), MemoryCache())


@cache
def sent() -> Mapping[str, Mapping[str, object]]:
    """The facts of each case of the suite, by its name."""
    return {case.name: case.case.facts for case in load_suite(FOLDER, book())}


def good() -> dict[str, object]:
    return dict(sent()["every term stricter with margin is signed"])


def decide(**facts: object) -> Decision:
    return compiled().decide(Case("case", {**good(), **facts}), DAY)


def found(decision: Decision) -> set[str]:
    return {finding.rule for finding in decision.findings if finding.state == "true"}


def shown(decision: Decision, name: str) -> float:
    value = dict(decision.shows)[name]
    assert isinstance(value, float)
    return value


def row(term: str, ours: int, theirs: int, priority: str = "P3") -> dict[str, object]:
    values = {"name": "a term", "term": term, "priority": priority, "ours": ours, "theirs": theirs}
    return {**values, "agreed": True, **ONE_BASIS}


def links(*availabilities: Decimal) -> list[dict[str, object]]:
    basis = {"agreed": True, "measured_at": "user", "period": "month", "exclusions": "EX-1"}
    return [
        {"party": f"S{place}", "availability": share, **basis} for place, share in enumerate(availabilities)
    ]


def availability(downtime: int) -> Decimal:
    """In percent, of a downtime in millionths of a percent."""
    return 100 - Decimal(downtime) / MILLION


def test_its_suite_passes_and_leaves_nothing_untried() -> None:
    report = run_suite(FOLDER, book(), MemoryCache())
    assert [(case.name, case.failures) for case in report.cases if case.failures] == []
    assert report.gaps == ()


def test_it_is_a_draft_until_somebody_adopts_it() -> None:
    assert book().adoption is None
    assert decide().draft


def notes() -> Iterator[tuple[str, str]]:
    yield from ((rule.name, rule.note) for rule in book().rules)
    yield from ((p.name, value.note) for p in book().parameters for value in p.values)


def test_every_number_says_whose_it_is() -> None:
    assert [name for name, note in notes() if not note.startswith(WHOSE)] == []


def test_nothing_is_scored_so_that_nothing_is_averaged() -> None:
    assert book().score is None
    assert book().criteria == ()


def test_signing_and_renewing_are_answered() -> None:
    assert dict(decide().effects) == {"sign": "none", "renew": "none"}


@given(term=st.sampled_from(sorted(LOWER_IS_STRICTER)), data=st.data())
def test_a_stricter_term_never_makes_the_answer_worse(term: str, data: st.DataObject) -> None:
    ours = data.draw(st.integers(0, 2000))
    theirs = sorted(data.draw(st.integers(0, 4000)) for _ in range(2))
    priority = data.draw(st.sampled_from(["P1", "P2", "P3"]))
    outcomes = [decide(terms=[row(term, ours, value, priority)]).outcome for value in theirs]
    better, worse = outcomes if LOWER_IS_STRICTER[term] else reversed(outcomes)
    assert BEST_TO_WORST.index(better) <= BEST_TO_WORST.index(worse)


@given(
    term=st.sampled_from(sorted(LOWER_IS_STRICTER)), ours=st.integers(0, 2000), theirs=st.integers(0, 4000)
)
def test_every_term_has_exactly_one_verdict(term: str, ours: int, theirs: int) -> None:
    assert len(found(decide(terms=[row(term, ours, theirs)])) & VERDICTS) == 1


@given(term=st.sampled_from(sorted(LOWER_IS_STRICTER)), ours=st.integers(0, 2000), away=st.integers(1, 2000))
def test_weaker_is_never_called_stricter(term: str, ours: int, away: int) -> None:
    theirs = ours + away if LOWER_IS_STRICTER[term] else max(0, ours - away)
    verdict = found(decide(terms=[row(term, ours, theirs)])) & VERDICTS
    assert theirs == ours or verdict <= WEAKER


@given(fifth=st.integers(1, 6_000_000))
def test_the_border_of_the_downtime_is_exact_for_up_to_six_decimals(fifth: int) -> None:
    ours = availability(5 * fifth)
    on, below = availability(4 * fifth), availability(4 * fifth + 1)
    with_margin = decide(our_availability=ours, availability_chain=links(on))
    thin = decide(our_availability=ours, availability_chain=links(below))
    assert "availability_with_margin" in found(with_margin)
    assert "availability_with_margin" not in found(thin)


@given(downtimes=st.lists(st.integers(0, 30_000_000), min_size=1, max_size=3))
def test_a_chain_of_up_to_three_is_the_product(downtimes: list[int]) -> None:
    chain = [availability(each) for each in downtimes]
    assert shown(decide(availability_chain=links(*chain)), "availability_of_chain") == pytest.approx(
        float(product(chain)), abs=1e-7
    )


@given(downtimes=st.lists(st.integers(0, 30_000_000), min_size=4, max_size=7))
def test_a_longer_chain_is_never_taken_for_better_than_the_product(downtimes: list[int]) -> None:
    chain = [availability(each) for each in downtimes]
    assert shown(decide(availability_chain=links(*chain)), "availability_of_chain") <= (
        float(product(chain)) + 1e-7
    )


def product(chain: list[Decimal]) -> Decimal:
    """Of availabilities, in percent."""
    whole = Decimal(100)
    for share in chain:
        whole = whole * share / 100
    return whole


@given(
    ours=st.tuples(st.integers(0, 1440), st.integers(0, 1440)),
    cuts=st.lists(st.integers(0, 1440), min_size=2, max_size=8, unique=True),
)
def test_hours_are_covered_where_every_minute_is(ours: tuple[int, int], cuts: list[int]) -> None:
    opens, closes = min(ours), max(ours)
    ends = sorted(cuts)
    theirs = [
        {"day": "mon", "opens": start, "closes": end}
        for start, end in zip(ends[::2], ends[1::2], strict=False)
    ]
    minutes = {
        minute for start, end in zip(ends[::2], ends[1::2], strict=False) for minute in range(start, end)
    }
    decision = decide(our_hours=[{"day": "mon", "opens": opens, "closes": closes}], their_hours=theirs)
    assert ("hours_gap" in found(decision)) == (not set(range(opens, closes)) <= minutes)


def test_another_basis_is_asked_for_and_never_judged() -> None:
    other = row("resolution_minutes", 240, 10) | {"their_clock": "service_hours"}
    decision = decide(terms=[other])
    assert decision.outcome == "undetermined"
    assert not found(decision) & VERDICTS
    assert {duty.name for duty in decision.duties if duty.kind == "obligation"} == {"restate_basis"}


def test_neither_our_promise_nor_who_else_takes_part_is_told_to_the_supplier() -> None:
    promised = re.compile(r"\{(?:\w\.ours|\w\.party|our_availability|\w*_(?:margin|floor))\}")
    for texts in book().texts:
        for name, text in texts.rules.items():
            for told in (text.reason, text.remedy):
                assert not promised.search(told.for_audience("supplier") or ""), (texts.language, name)


def test_the_supplier_is_told_what_to_mend_and_not_where_it_was_generous() -> None:
    assert [r for r in reasons(decide(), book(), "en", "supplier") if r.kind == "finding"] == []


def test_the_customer_is_not_told_of_the_supplier_contract() -> None:
    decision = decide(terms=[row("resolution_minutes", 240, 300, "P1")], clauses=[])
    assert [r for r in reasons(decision, book(), "en", "customer") if r.kind == "finding"] == []
    assert [r for r in reasons(decision, book(), "en", "supplier") if r.kind == "finding"] != []


@pytest.mark.parametrize(("language", "told"), [("en", "240 min"), ("zh", "240 分钟")])
def test_a_reason_names_the_term_and_both_values(language: str, told: str) -> None:
    decision = decide(terms=[row("resolution_minutes", 240, 300, "P1")])
    texts = [r.text for r in reasons(decision, book(), language, "internal")]
    assert any("a term" in text and told in text and "300" in text for text in texts)
