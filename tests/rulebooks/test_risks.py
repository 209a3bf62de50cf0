"""The three shipped risk rulebooks: what their own suites cannot say of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.case import Case
from assize.decision.decider import Compiled, compile_rulebook
from assize.decision.result import Decision, Finding, RiskResult
from assize.decision.suite import run_suite
from assize.decision.suite_file import load_suite
from assize.rules.binding import period_of
from assize.rules.inference.cache import MemoryCache
from assize.rules.load import load_rulebook
from assize.rules.model import Rulebook
from assize.rules.risk_model import Risk

BOOKS = ("customer-risk", "supplier-risk", "third-party-risk")
FOLDERS = Path(__file__).parents[2] / "rules/rulebooks"
DAY = date(2026, 6, 1)
WHOSE = ("D4", "D0", "Public", "Ours")
CALM = "no sign and all controls working is accepted"
NOTHING = "nothing known is undetermined, not absent"
WORST = "happening now and nothing done about it"

LEFT = {
    "CR-1": 0.414375,
    "CR-2": 0.44625,
    "SR-1": 0.45,
    "SR-2": 0.5,
    "SR-3": 0.4125,
    "SR-4": 0.39,
    "SR-5": 0.30092125,
    "TR-1": 0.5,
    "TR-2": 0.55,
    "TR-3": 0.5,
}
REDUCTIONS = {
    "CR-1.1": 0.35,
    "CR-1.2": 0.25,
    "CR-1.3": 0.15,
    "CR-2.1": 0.25,
    "CR-2.2": 0.15,
    "CR-2.3": 0.30,
    "SR-1.1": 0.40,
    "SR-1.2": 0.25,
    "SR-2.1": 0.50,
    "SR-3.1": 0.45,
    "SR-3.2": 0.25,
    "SR-4.1": 0.35,
    "SR-4.2": 0.20,
    "SR-4.3": 0.25,
    "SR-5.1": 0.15,
    "SR-5.2": 0.30,
    "SR-5.3": 0.30,
    "SR-5.4": 0.15,
    "SR-5.5": 0.15,
    "TR-1.1": 0.50,
    "TR-2.1": 0.45,
    "TR-3.1": 0.50,
}
SHARED = ("medium_from", "high_from", "critical_from", "event_days", "revenue_limit", "repeated_breaches")
FOR_OUR_EYES = ("single_source", "finances_weak", "service_without_backup", "replacement_due")


@cache
def book(name: str) -> Rulebook:
    return load_rulebook(FOLDERS / name / "1.0.0", name)


@cache
def compiled(name: str) -> Compiled:
    return compile_rulebook(book(name), period_of(book(name), DAY), MemoryCache())


@cache
def sent(name: str) -> Mapping[str, Mapping[str, object]]:
    """The facts of each case of a suite, by its name."""
    return {case.name: case.case.facts for case in load_suite(FOLDERS / name / "1.0.0", book(name))}


def decide(name: str, facts: Mapping[str, object]) -> Decision:
    return compiled(name).decide(Case("case", facts), DAY)


def finding(decision: Decision, rule: str) -> Finding:
    return next(finding for finding in decision.findings if finding.rule == rule)


def risks() -> Iterator[Risk]:
    yield from (risk for name in BOOKS for risk in book(name).risks)


@pytest.mark.parametrize("name", BOOKS)
def test_its_suite_passes_and_leaves_nothing_untried(name: str) -> None:
    report = run_suite(FOLDERS / name / "1.0.0", book(name), MemoryCache())
    assert [(case.name, case.failures) for case in report.cases if case.failures] == []
    assert report.gaps == ()


@pytest.mark.parametrize("name", BOOKS)
def test_it_is_a_draft_until_somebody_adopts_it(name: str) -> None:
    assert book(name).adoption is None
    assert decide(name, {}).draft


def notes(name: str) -> Iterator[tuple[str, str]]:
    yield from ((rule.name, rule.note) for rule in book(name).rules)
    yield from ((p.name, value.note) for p in book(name).parameters for value in p.values)
    for risk in book(name).risks:
        yield risk.name, risk.note
        yield from ((control.name, control.note) for control in risk.controls)


@pytest.mark.parametrize("name", BOOKS)
def test_every_number_says_whose_it_is(name: str) -> None:
    assert [what for what, note in notes(name) if not note.startswith(WHOSE)] == []


def test_all_ten_risks_and_22_controls_are_there() -> None:
    assert [risk.source for risk in risks()] == list(LEFT)
    controls = {control.source: control.reduction for risk in risks() for control in risk.controls}
    assert controls == REDUCTIONS


def test_clauses_are_judged_apart() -> None:
    clauses = {c.source: len(c.clauses) for risk in risks() for c in risk.controls if len(c.clauses) > 1}
    assert clauses["SR-3.2"] == 3
    assert clauses["SR-4.1"] == 3
    assert {"CR-2.1", "SR-1.1", "SR-1.2", "SR-2.1", "SR-3.1", "SR-4.3", "SR-5.2", "SR-5.3"} < clauses.keys()


@pytest.mark.parametrize("name", BOOKS)
def test_all_controls_working_leave_what_was_announced(name: str) -> None:
    for risk in decide(name, sent(name)[CALM]).risks:
        assert risk.residual == risk.at_best
        for end in (0, 1):
            assert risk.residual[end] == pytest.approx(risk.inherent[end] * LEFT[risk.source], abs=1e-6)
            assert 1 <= risk.likelihood[end] <= 5
            assert 1 <= risk.impact[end] <= 5


@pytest.mark.parametrize("name", BOOKS)
def test_what_is_missing_is_never_absent(name: str) -> None:
    decision = decide(name, sent(name)[NOTHING])
    assert [risk.present for risk in decision.risks] == ["unknown"] * len(decision.risks)
    assert {control.state for risk in decision.risks for control in risk.controls} == {"unknown"}


@given(name=st.sampled_from(BOOKS), data=st.data())
def test_knowing_less_only_widens(name: str, data: st.DataObject) -> None:
    """What is known lies within what is possible without some of the facts."""
    case = data.draw(st.sampled_from([facts for facts in sent(name).values() if len(facts) > 10]))
    without = data.draw(st.sets(st.sampled_from(sorted(case)), max_size=8))
    known, less = decide(name, case), decide(name, {k: v for k, v in case.items() if k not in without})
    assert set(known.possible_outcomes) <= set(less.possible_outcomes)
    for exact, wide in zip(known.risks, less.risks, strict=True):
        assert wide.present in (exact.present, "unknown")
        for pair in zip(numbers(exact), numbers(wide), strict=True):
            assert pair[1][0] <= pair[0][0] <= pair[0][1] <= pair[1][1]


def numbers(risk: RiskResult) -> tuple[tuple[float, float], ...]:
    return risk.likelihood, risk.impact, risk.inherent, risk.residual, risk.at_best


@given(name=st.sampled_from(BOOKS), data=st.data())
def test_levels_stay_in_order(name: str, data: st.DataObject) -> None:
    facts = data.draw(st.sampled_from([facts for facts in sent(name).values() if facts]))
    for risk in decide(name, facts).risks:
        for end in (0, 1):
            assert risk.at_best[end] <= risk.residual[end] <= risk.inherent[end] <= 25


def test_controls_that_do_not_work_stand_in_the_order_of_what_they_take_off() -> None:
    decision = decide("supplier-risk", sent("supplier-risk")[WORST])
    for risk in decision.risks:
        off = [control.takes_off for control in risk.controls if control.state != "working"]
        assert off == sorted(off, reverse=True)
        assert all(share > 0 for share in off)
    chain = next(risk for risk in decision.risks if risk.source == "SR-4")
    assert [control.source for control in chain.controls] == ["SR-4.1", "SR-4.3", "SR-4.2"]


@pytest.mark.parametrize(
    ("rule", "field", "names"),
    [
        ("subcontractor_without_ip_terms", "id", ["SUB-2"]),
        ("lower_tier", "id", ["SUB-3"]),
        ("single_source", "service", ["printing"]),
        ("no_joint_procedure", "supplier", ["DataCo", "NetCo"]),
    ],
)
def test_a_finding_names_the_thing(rule: str, field: str, names: list[str]) -> None:
    facts = {
        "subcontractors": [
            {"id": "SUB-1", "tier": 1, "ip_terms": True},
            {"id": "SUB-2", "tier": 1, "ip_terms": False},
            {"id": "SUB-3", "tier": 2, "ip_terms": True},
        ],
        "services": [{"service": "hosting", "sources": 2}, {"service": "printing", "sources": 1}],
        "co_suppliers": [
            {"supplier": "DataCo", "joint_procedure": False},
            {"supplier": "NetCo", "joint_procedure": False},
        ],
    }
    found = finding(decide("supplier-risk", facts), rule)
    assert [dict(element.says)[field] for element in found.elements if element.state == "true"] == names


def test_what_is_shared_is_the_same_in_all_three() -> None:
    for names in ({fact.name: fact.type for fact in book(name).facts} for name in BOOKS):
        others = {fact.name: fact.type for name in BOOKS for fact in book(name).facts}
        common = {"key_customer", "revenue_share", "breaches_12m", "recorded_events"}
        assert common <= names.keys()
        assert all(names[name] == others[name] for name in common)
    for parameter in SHARED:
        values = {p.values for name in BOOKS for p in book(name).parameters if p.name == parameter}
        assert len(values) == 1, parameter
    assert len({book(name).risk_scale for name in BOOKS}) == 1


@pytest.mark.parametrize("name", BOOKS)
def test_levels_and_appetite_are_our_own_business(name: str) -> None:
    after = [rule.name for rule in book(name).rules if rule.stage == 2]
    outside = [audience for audience in book(name).audiences if audience != "internal"]
    hidden = [*after, *(FOR_OUR_EYES if name == "supplier-risk" else ())]
    for texts in book(name).texts:
        for rule in hidden:
            text = texts.rules[rule]
            assert text.reason.for_audience("internal"), (texts.language, rule)
            for audience in outside:
                assert text.reason.for_audience(audience) is None, (texts.language, rule)
                assert text.remedy.for_audience(audience) is None, (texts.language, rule)
