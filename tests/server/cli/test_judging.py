"""`assize check-service`, `assess` and `compare-contract`: what they show, write, and refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assize.rules.load import load_rulebook
from assize.server.cli.show_contract import OTHER, state_of
from tests.server.cli.commands import DAY, ROOT, Ran, run

SERVICES, RISKS, CONTRACTS = (ROOT / f"examples/{name}.yaml" for name in ("services", "risks", "contracts"))
COMMANDS = {"check-service": SERVICES, "assess": RISKS, "compare-contract": CONTRACTS}


def outcomes(ran: Ran) -> dict[str, str]:
    return {each["id"]: each["record"]["decision"]["outcome"] for each in ran.data["answers"]}


def decision(ran: Ran, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        each["record"]["decision"] for each in ran.data["answers"] if each["id"] == name
    )
    return found


def part(out: str, name: str) -> str:
    """What is shown of one case."""
    start = out.index(f"{name}: ")
    ends = [out.find(f"\n{other}: ", start + 1) for other in names(out)]
    return out[start : min((end for end in ends if end > 0), default=len(out))]


def names(out: str) -> list[str]:
    return [line.partition(":")[0] for line in out.splitlines() if line and line[0] != " " and ": " in line]


def test_the_example_services_come_out_as_their_comments_say() -> None:
    assert outcomes(run("check-service", SERVICES, *DAY, "--json")) == {
        "health-check": "allow",
        "portal-training": "needs_approval",
        "vip-desk": "deny",
        "wireless-survey": "allow",
        "chat-assistant": "indeterminate",
        "monthly-report": "not_applicable",
    }


def test_a_denied_service_shows_every_principle_and_why() -> None:
    said = part(run("check-service", SERVICES, *DAY).out, "vip-desk")
    verdicts = said[said.index("Verdicts") : said.index("Figures")]
    assert verdicts.count("deny") == 3
    assert verdicts.count("pass") == 1
    assert [source in verdicts for source in ("VAS-1", "VAS-2", "VAS-3", "VAS-4")] == [True] * 4
    assert "workplace support is below its target" in said


def test_an_allowed_service_shows_its_duties_with_how_much_and_by_whom() -> None:
    said = part(run("check-service", SERVICES, *DAY).out, "health-check")
    duties = said[said.index("Conditions and obligations") :]
    assert "hours: 96 h" in duties
    assert "Delivery manager" in duties
    assert "Approvals" not in said


def test_open_approvals_and_missing_facts_are_shown() -> None:
    out = run("check-service", SERVICES, *DAY).out
    assert "Service level manager  open" in part(out, "portal-training")
    assert "Missing facts" in part(out, "chat-assistant")


def test_the_example_risks_come_out_as_their_comments_say() -> None:
    ran = run("assess", RISKS, *DAY, "--json")
    found = outcomes(ran)
    assert found.keys() == {
        *("city-library", "river-bank", "polaris-operations", "tidewater-field", "newcomer", "grid-builders")
    }
    assert found["city-library"] == found["polaris-operations"] == "accept"
    assert found["newcomer"] == "undetermined"
    assert found["river-bank"] != "accept"
    assert found["tidewater-field"] != "accept"
    assert ran.data["roll_up"]["risks"] == sum(
        len(each["record"]["decision"]["risks"]) for each in ran.data["answers"]
    )
    assert ran.data["roll_up"]["complete"] is False


def test_a_subject_shows_levels_signs_and_controls_the_most_telling_first() -> None:
    said = part(run("assess", RISKS, *DAY).out, "tidewater-field")
    for title in ("Risks", "Signs", "Controls, by what they would take off"):
        assert title in said
    assert "SUB-5" in said[said.index("Signs") : said.index("Controls, by")]
    rows = said[said.index("Controls, by") : said.index("\n  Why")].splitlines()
    takes_off = [float(cell) for row in rows for cell in row.split() if is_number(cell)]
    assert takes_off == sorted(takes_off, reverse=True)
    assert takes_off[0] > 0


def is_number(cell: str) -> bool:
    whole, point, rest = cell.partition(".")
    return whole.isdecimal() and point == "." and rest.isdecimal()


def test_all_risks_are_told_together_at_the_end() -> None:
    out = run("assess", RISKS, *DAY, "--brief").out
    assert out.index("All subjects") < out.index("All risks together")
    together = out[out.index("All risks together") :]
    assert "newcomer" in together
    assert "the worst counts" in together


def test_the_example_contracts_come_out_as_their_comments_say() -> None:
    assert outcomes(run("compare-contract", CONTRACTS, *DAY, "--json")) == {
        "uc-3": "sign",
        "uc-4": "block",
        "uc-5": "sign_with_conditions",
        "ola-2": "sign",
    }


def test_terms_are_shown_by_state_the_worst_first() -> None:
    said = part(run("compare-contract", CONTRACTS, *DAY).out, "uc-4")
    terms = said[said.index("Terms by state") : said.index("Figures")]
    states = [line[2:16].strip() for line in terms.splitlines()[2:] if line[2:16].strip()]
    order = ["missing", "weaker", "not comparable", "equal", "thin margin", "stricter"]
    assert [state for state in dict.fromkeys(states) if state in order] == order
    assert states == sorted(states, key=order.index)


def test_every_rule_on_a_term_has_a_state() -> None:
    book = load_rulebook(ROOT / "rules/rulebooks/support-contract/1.0.0")
    others = {rule.name for rule in book.rules if state_of(rule.name) == OTHER}
    assert others == {"internal_with_contract", "terms_not_settled", "not_kept_centrally"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_server_answers_the_same(command: str, address: str) -> None:
    here = run(command, COMMANDS[command], *DAY, "--json")
    there = run(command, COMMANDS[command], *DAY, "--json", "--server", address)
    assert here.data == there.data


@pytest.mark.parametrize("command", COMMANDS)
def test_they_speak_chinese(command: str) -> None:
    ran = run(command, COMMANDS[command], *DAY, "--language", "zh", "--brief")
    assert (ran.code, ran.err) == (0, "")
    assert any("\u4e00" <= character <= "\u9fff" for character in ran.out)


def test_what_an_audience_may_not_see_is_not_shown_and_may_still_be_sent() -> None:
    for audience in ("supplier", "customer"):
        suppliers = ROOT / "examples/suppliers.yaml"
        ran = run("score", suppliers, *DAY, "--audience", audience)
        assert ran.code == 0
        for name in ("overlap_share", "list_hits", "Competition and complementarity"):
            assert name not in ran.out
        assert '"overlap_share"' not in run("score", suppliers, *DAY, "--audience", audience, "--json").out


def test_a_result_without_its_decision_is_refused_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "services.yaml"
    path.write_text(
        "cases:\n  - id: a\n    facts: {supplier_involved: true, supplier_grade: B}\n"
        "  - id: b\n    facts: {agreement_relation: inside}\n"
    )
    ran = run("check-service", path, *DAY, "--brief")
    assert ran.code == 1
    assert "services.yaml:3:54: case `a`: $.supplier_grade: the result of a decision" in ran.err
    assert "b " in ran.out


def test_risks_in_json_and_in_one_list_only() -> None:
    sent = '{"customers": [{"id": "c", "facts": {"key_customer": true}}]}'
    ran = run("assess", "-", "--format", "json", *DAY, "--json", "--version", "1.0.0", sent=sent)
    assert outcomes(ran) == {"c": "undetermined"}


@pytest.mark.parametrize(
    ("sent", "what"),
    [
        ("{}", "no subjects"),
        ("customer: [{id: a}]", "customer"),
        ("customers: []", "no cases"),
        ("customers: [{id: a}]\nsuppliers: [{id: a}]", "a second time"),
        ("customers: [{id: a, facts: 7}]", "facts of `a`"),
    ],
)
def test_what_is_no_file_of_subjects_is_refused_whole(sent: str, what: str) -> None:
    ran = run("assess", "-", "--format", "yaml", *DAY, sent=sent)
    assert (ran.code, ran.out) == (6, "")
    assert what in ran.err


def test_a_wrong_fact_refuses_its_subject_alone() -> None:
    sent = "customers: [{id: a, facts: {satisfaction: 120}}, {id: b}]\n"
    ran = run("assess", "-", "--format", "yaml", *DAY, "--brief", sent=sent)
    assert ran.code == 1
    assert "standard input:1:43: case `a`: $.satisfaction: outside the range" in ran.err
    assert "customer-risk" in ran.out


def test_a_format_that_cannot_hold_subjects_is_wrong_use(tmp_path: Path) -> None:
    path = tmp_path / "risks.csv"
    path.write_text("id\na\n")
    ran = run("assess", path, *DAY)
    assert ran.code == 2
    assert "neither JSON nor YAML" in ran.err


def test_a_rulebook_shows_its_principles_and_whose_results_it_takes() -> None:
    out = run("rulebook", "show", "value-added-service", *DAY).out
    assert "It leaves the agreed service alone" in out
    assert "supplier-selection" in out[out.index("supplier_grade") :]


def test_a_rulebook_shows_its_risks_and_controls_and_leaves_out_what_nobody_wrote() -> None:
    lines = [line.strip() for line in run("rulebook", "show", "supplier-risk", *DAY).out.splitlines()]
    assert lines.index("Risks") < lines.index("Controls") < lines.index("Rules")
    assert any("Multi-tier subcontracting" in line for line in lines)
    written = lines[lines.index("Rules") + 2 : lines.index("Parameters")]
    assert not [line for line in written if line.startswith(("subcontracting_chain ", "clear_contract"))]
