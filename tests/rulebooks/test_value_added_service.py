"""The shipped default rulebook `value-added-service`: what its own suite cannot say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.case import Case, GivenApproval
from assize.decision.decider import Compiled, compile_rulebook
from assize.decision.result import Decision
from assize.decision.suite import run_suite
from assize.decision.suite_file import STAND_IN, load_suite
from assize.decision.texts import hidden_from, reasons
from assize.rules.binding import period_of
from assize.rules.inference.cache import MemoryCache
from assize.rules.load import load_rulebook
from assize.rules.model import Rule, Rulebook
from assize.rules.placeholders import placeholders

FOLDER = Path(__file__).parents[2] / "rules/rulebooks/value-added-service/1.0.0"
DAY = date(2026, 6, 1)
WHOSE = ("D4", "Public", "Ours")
EXAMPLE = "the documents' example, a periodic PC health check for a few VIP users, is allowed"
WITH_SUPPLIER = "a survey with a fit supplier and an approved change is allowed"
FOR_OUR_EYES = (
    "standing_is_no_need",
    "named_beneficiaries",
    "decider_benefits",
    "far_over_budget",
    "over_budget",
    "year_share_too_high",
    "year_share_high",
    "year_share_for_finance",
    "margin_below_floor",
    "margin_below_target",
    "supplier_risk_critical",
    "supplier_risk_high",
)
FACTS_FOR_OUR_EYES = {
    "team_utilisation_after",
    "overdue_backlog_h",
    "beneficiary_decides_on_us",
    "named_individuals",
    "effort_h",
    "cost",
    "vas_budget_left",
    "vas_cost_ytd",
    "margin_before",
    "margin_after",
    "margin_target",
    "margin_floor",
    "supplier_residual_level",
}
DENIED = {
    "agreed_service_kept": {"team_utilisation_after": 96},
    "need_fitted": {"need_declined": True},
    "input_acceptable": {"margin_after": 14},
    "able_to_extend": {"tools_licensed": False},
}
ASKED = {
    "team_busy": {"team_utilisation_after": 90},
    "need_unconfirmed": {"confirmed_by_role": "user"},
    "public_sector": {"public_customer": True},
    "margin_below_target": {"margin_after": 20},
    "no_growth_plan": {"growth_plan": False},
}
SETTLED_BY_THE_OTHER = {"tender_open", "beneficiary_decides_on_us"}  # one of them false is enough
DECIDES_NOTHING = {
    "vas_id",
    "customer_id",
    "agreement_ids",
    "beneficiary_count",
    "beneficiary_roles",
    "kind",
    "periods",
    "starts_on",
    "overdue_backlog_h",
    "need_id",
    "expected_result",
    "decision_maker_informed",
    "touches_devices",
    "touches_personal_data",
    "effort_h",
    "margin_before",
    "piloted",
}


def decided(value: str) -> dict[str, str]:
    """A result of another decision as it is sent."""
    return {"value": value, "decision": STAND_IN}


@cache
def book() -> Rulebook:
    return load_rulebook(FOLDER, "value-added-service")


@cache
def compiled() -> Compiled:
    return compile_rulebook(book(), period_of(book(), DAY), MemoryCache())


@cache
def sent() -> Mapping[str, Mapping[str, object]]:
    """The facts of each case of the suite, by its name."""
    return {case.name: case.case.facts for case in load_suite(FOLDER, book())}


@cache
def rules() -> Mapping[str, Rule]:
    return {rule.name: rule for rule in book().rules}


def decide(facts: Mapping[str, object], *approvals: GivenApproval, day: date = DAY) -> Decision:
    return compiled().decide(Case("case", facts, approvals, "U-1"), day)


def example(**changed: object) -> dict[str, object]:
    return {**sent()[EXAMPLE], **changed}


def approval(name: str) -> GivenApproval:
    asked = rules()[name].approval
    assert asked is not None
    return GivenApproval(name, asked.role, "U-2", DAY)


def verdicts(decision: Decision) -> dict[str, str]:
    return {verdict.principle: verdict.verdict for verdict in decision.verdicts}


def test_its_suite_passes_and_leaves_nothing_untried() -> None:
    report = run_suite(FOLDER, book(), MemoryCache())
    assert [(case.name, case.failures) for case in report.cases if case.failures] == []
    assert report.gaps == ()


def test_it_is_a_draft_until_somebody_adopts_it() -> None:
    assert book().adoption is None
    assert decide(example()).draft


def notes() -> Iterator[tuple[str, str]]:
    yield from ((principle.name, principle.note) for principle in book().principles)
    yield from ((rule.name, rule.note) for rule in book().rules)
    yield from ((p.name, value.note) for p in book().parameters for value in p.values)


def test_every_number_says_whose_it_is() -> None:
    assert [name for name, note in notes() if not note.startswith(WHOSE)] == []


def test_the_four_principles_are_those_of_the_documents() -> None:
    assert [principle.source for principle in book().principles] == ["VAS-1", "VAS-2", "VAS-3", "VAS-4"]
    for rule in book().rules:
        if rule.knock_out or rule.approval:
            assert rule.principle is not None, rule.name


def test_only_allow_lets_work_go_on() -> None:
    for outcome in book().outcomes:
        goes = {effect for _, effect in outcome.effects} <= {"none", "warn"}
        assert goes == (outcome.name == "allow"), outcome.name


def test_every_approval_has_ten_working_days() -> None:
    due = {rule.approval.due for rule in book().rules if rule.approval}
    assert {(each.amount, each.unit) for each in due if each} == {(10, "wd")}
    assert None not in due


def test_open_approvals_are_listed_with_role_and_day() -> None:
    changed = {name: value for facts in ASKED.values() for name, value in facts.items()}
    listed = decide(example(**changed)).approvals
    assert [(each.rule, each.role, each.due, each.state) for each in listed] == [
        ("team_busy", "service_level_manager", date(2026, 6, 15), "open"),
        ("need_unconfirmed", "business_relationship_manager", date(2026, 6, 15), "open"),
        ("public_sector", "compliance_officer", date(2026, 6, 15), "open"),
        ("margin_below_target", "service_director", date(2026, 6, 15), "open"),
        ("no_growth_plan", "delivery_manager", date(2026, 6, 15), "open"),
    ]


@given(
    denied=st.sets(st.sampled_from(sorted(DENIED)), min_size=1),
    asked=st.sets(st.sampled_from(sorted(ASKED))),
    unset=st.sets(st.sampled_from(sorted(sent()[EXAMPLE]))),
)
def test_no_approval_lifts_a_deny_and_nothing_unknown_hides_it(
    denied: set[str], asked: set[str], unset: set[str]
) -> None:
    changed: dict[str, object] = {}
    for name in sorted(asked):
        changed |= ASKED[name]
    for name in sorted(denied):
        changed |= DENIED[name]
    kept = {*changed, "agreement_relation", "charged", "margin_floor"}
    facts = {name: value for name, value in example(**changed).items() if name in kept or name not in unset}
    decision = decide(facts, *(approval(name) for name in sorted(asked)))
    assert decision.outcome == "deny"
    assert {name for name, verdict in verdicts(decision).items() if verdict == "deny"} == denied


@given(asked=st.sets(st.sampled_from(sorted(ASKED))), granted=st.sets(st.sampled_from(sorted(ASKED))))
def test_an_approval_lifts_its_own_finding_only(asked: set[str], granted: set[str]) -> None:
    changed: dict[str, object] = {}
    for name in sorted(asked):
        changed |= ASKED[name]
    decision = decide(example(**changed), *(approval(name) for name in sorted(granted)))
    assert decision.outcome == ("needs_approval" if asked - granted else "allow")


@pytest.mark.parametrize("name", sorted(sent()[EXAMPLE].keys() - SETTLED_BY_THE_OTHER))
def test_what_decides_and_is_not_sent_is_never_allowed(name: str) -> None:
    facts = example()
    del facts[name]
    assert decide(facts).outcome == ("allow" if name in DECIDES_NOTHING else "indeterminate")


def test_tender_and_decider_are_both_asked_for_where_neither_is_sent() -> None:
    facts = {name: value for name, value in example().items() if name not in SETTLED_BY_THE_OTHER}
    decision = decide(facts)
    assert decision.possible_outcomes == ("allow", "deny")
    assert {missing.fact for missing in decision.missing} >= SETTLED_BY_THE_OTHER


@given(unset=st.sets(st.sampled_from(sorted(sent()[WITH_SUPPLIER]))))
def test_saying_less_never_turns_to_a_deny(unset: set[str]) -> None:
    facts = {name: value for name, value in sent()[WITH_SUPPLIER].items() if name not in unset}
    assert decide(facts).outcome in {"allow", "indeterminate"}


@pytest.mark.parametrize(
    ("case", "changed", "until"),
    [
        (EXAMPLE, {}, date(2026, 6, 30)),  # the period of its service level
        (EXAMPLE, {"touched_services": []}, date(2026, 7, 1)),  # 30 days
        (EXAMPLE, {"budget_period_end": "2026-06-25"}, date(2026, 6, 25)),
        (EXAMPLE, {"need_confirmed_on": "2025-12-10"}, date(2026, 6, 8)),  # 180 days
        (EXAMPLE, {"need_confirmed_on": "2025-06-10"}, date(2026, 6, 10)),  # past 180: 365 days
        (EXAMPLE, {"ends_on": "2026-06-20"}, date(2026, 6, 20)),
        (WITH_SUPPLIER, {}, date(2026, 6, 20)),  # the change window begins
        (WITH_SUPPLIER, {"change_window_start": "2026-05-30", "starts_on": "2026-05-30"}, date(2026, 6, 21)),
        (WITH_SUPPLIER, {"supplier_next_review": decided("2026-06-05")}, date(2026, 6, 5)),
    ],
)
def test_it_holds_until_the_first_day_on_which_something_changes(
    case: str, changed: dict[str, object], until: date
) -> None:
    assert decide({**sent()[case], **changed}).valid_until == until


def duties(decision: Decision) -> dict[str, tuple[str, date | None, dict[str, object]]]:
    return {duty.name: (duty.owner, duty.due, dict(duty.parameters)) for duty in decision.duties}


def test_a_yes_carries_typed_duties_with_their_days() -> None:
    found = duties(decide(example()))
    assert found["effort_cap"] == (
        "delivery_manager",
        date(2026, 6, 8),
        {"hours": 96.0, "first_review_at": 48.0, "second_review_at": pytest.approx(76.8)},
    )
    assert found["written_notice"] == (
        "business_relationship_manager",
        date(2026, 6, 8),
        {"ends_on": "2027-03-31"},
    )
    assert found["ask_feedback"][2] == {"latest": "2027-04-14"}
    assert found["stop_below_target"][2] == {"misses_used": 100.0}
    assert {"report_apart", "book_hours", "name_deputy", "handover_notes", "exit_plan"} <= found.keys()


@pytest.mark.parametrize("facts", DENIED.values())
def test_a_deny_carries_no_duties(facts: dict[str, object]) -> None:
    assert duties(decide(example(**facts))) == {}


@pytest.mark.parametrize(
    ("changed", "duty"),
    [
        ({"agreement_relation": "inside"}, "deliver_as_agreed"),
        ({"agreement_relation": "unclear"}, "settle_relation"),
        ({"charged": True}, "agree_change"),
    ],
)
def test_what_is_no_value_added_service_says_what_to_do_instead(
    changed: dict[str, object], duty: str
) -> None:
    assert list(duties(decide(example(**changed)))) == [duty]


def test_money_compliance_and_risk_are_for_our_eyes_only() -> None:
    for texts in book().texts:
        for name in FOR_OUR_EYES:
            text = texts.rules[name]
            assert text.reason.for_audience("internal"), (texts.language, name)
            for audience in ("customer", "supplier"):
                assert text.reason.for_audience(audience) is None, (texts.language, name)
                assert text.remedy.for_audience(audience) is None, (texts.language, name)


def test_the_facts_of_money_compliance_and_capacity_are_for_our_eyes_only() -> None:
    for texts in book().texts:
        for audience in ("customer", "supplier"):
            assert hidden_from(texts, audience) >= FACTS_FOR_OUR_EYES, (texts.language, audience)
    assert hidden_from(book().texts[0], "internal") == frozenset()


def test_a_hidden_fact_stands_in_no_text_that_is_shown() -> None:
    for texts in book().texts:
        for audience in book().audiences:
            hidden = hidden_from(texts, audience)
            for name, text in texts.rules.items():
                shown = (text.reason.for_audience(audience), text.remedy.for_audience(audience))
                named = {found for part in shown if part for found in placeholders(part)}
                assert not named & hidden, (texts.language, audience, name)


def test_no_audience_but_ours_reads_of_a_bribe() -> None:
    decision = decide(example(tender_open=True, beneficiary_decides_on_us=True))
    for language, word in (("en", "bribe"), ("zh", "贿赂")):
        assert any(word in reason.text for reason in reasons(decision, book(), language, "internal"))
        for audience in ("customer", "supplier"):
            assert not any(word in reason.text for reason in reasons(decision, book(), language, audience))


def test_who_sees_a_reason_also_reads_what_to_do() -> None:
    for texts in book().texts:
        for name, text in texts.rules.items():
            for audience in book().audiences:
                seen = text.reason.for_audience(audience), text.remedy.for_audience(audience)
                assert (seen[0] is None) == (seen[1] is None), (texts.language, name, audience)


def test_both_languages_hide_the_same() -> None:
    hidden = [
        {(n, a) for n, t in texts.rules.items() for a in book().audiences if t.reason.for_audience(a) is None}
        for texts in book().texts
    ]
    assert hidden[0] == hidden[1]
    assert book().texts[0].hidden == book().texts[1].hidden
