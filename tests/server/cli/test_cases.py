import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.server.cli.commands import DAY, ROOT, SUPPLIERS, run, score

ORDER = ["polaris-operations", "meridian-managed-services", "lakeside-it", "朗润运维", "الأفق للخدمات"]


def test_scores_say_everything_that_a_person_asks() -> None:
    ran = run("score", SUPPLIERS, *DAY)
    assert ran.code == 0
    assert ran.err == ""
    for said in (
        "polaris-operations: Approved (approved)",
        "DRAFT: nobody has adopted this rulebook yet",
        "Score        93.71",
        "Score        ?  (still possible: 68.49 to 81.49)",
        "Valid until  2026-08-08",
        "Information-security certification",
        "The surge capacity of 25 % is below the target",
        "Agree a surge plan",
        "Head of service business",
        "Conditions and obligations",
        "Missing facts, the most decisive first",
        "7.12 CNY for 1 USD on 2026-05-29",
        "sha256:",
    ):
        assert said in ran.out


def test_a_file_is_plain_text_without_escape_sequences() -> None:
    assert "\x1b" not in run("score", SUPPLIERS, *DAY).out


def test_brief_writes_a_line_for_each_case() -> None:
    ran = run("score", SUPPLIERS, *DAY, "--brief")
    assert len(ran.out.splitlines()) < 12
    assert "Criteria" not in ran.out


def test_the_ranking_orders_and_says_what_is_open() -> None:
    ran = run("rank", SUPPLIERS, *DAY)
    assert ran.code == 0
    places = [line.split() for line in ran.out.splitlines()]
    for place, name in enumerate(ORDER, 1):
        words = name.split()
        assert any(line[:1] == [str(place)] and words[0] in line for line in places)
    assert "–" in next(line for line in ran.out.splitlines() if "grand-river-systems" in line)
    assert "? (3–5)  new-entrant" in ran.out
    assert "Missing: headcount, list_hits" in ran.out
    assert "The places are not final" in ran.out


def test_chinese_and_right_to_left_names_keep_the_columns_aligned() -> None:
    lines = run("rank", SUPPLIERS, *DAY).out.splitlines()
    starts = [
        cell_len(line[: line.index(word)])
        for line in lines
        for word in ("Outcome", "Approved", "Undetermined", "Rejected")
        if word in line and ("Place" in line or line.startswith("  "))
    ]
    assert len(starts) == 8
    assert len(set(starts)) == 1


def test_ranks_as_json() -> None:
    data = run("rank", SUPPLIERS, *DAY, "--json").data
    assert data["ranking"] == {
        "complete": False,
        "order": [*ORDER, "new-entrant"],
        "ineligible": ["grand-river-systems"],
    }
    first = data["answers"][0]
    assert first["rank"] == {"state": "ranked", "place": 1, "best": 1, "worst": 1, "tied": []}
    assert first["error"] is None
    decision = first["record"]["decision"]
    assert (decision["outcome"], decision["grade"], decision["score"]) == ("approved", "A", 93.71)
    assert (decision["as_of"], decision["next_review"]) == ("2026-06-01", "2027-06-01")
    assert decision["effects"]["award"] == "none"
    assert first["record"]["digest"].startswith("sha256:")
    assert first["record"]["decided_at"] == "2026-06-01T00:00:00Z"


def test_json_yaml_and_csv_give_the_same_decisions() -> None:
    decisions = [
        [answer["record"] for answer in run("score", path, *DAY, "--json").data["answers"]]
        for path in sorted((ROOT / "examples").glob("suppliers.*"))
    ]
    assert len(decisions) == 3
    for records in decisions:
        for record in records:
            del record["digest"]
    assert decisions[0] == decisions[1] == decisions[2]


def test_the_clock_gives_the_day() -> None:
    assert run("score", SUPPLIERS, "--json").data == run("score", SUPPLIERS, *DAY, "--json").data


def test_a_moment_becomes_the_day_of_the_rulebooks_time_zone() -> None:
    ran = run("score", SUPPLIERS, "--as-of", "2026-06-01T23:30:00Z", "--json")
    assert ran.data["answers"][0]["record"]["decision"]["as_of"] == "2026-06-02"


def test_what_an_audience_may_not_see_is_not_written() -> None:
    internal, supplier = (
        run("score", SUPPLIERS, *DAY, "--audience", who).out for who in ("internal", "supplier")
    )
    assert "sells 45 % of our catalogue" in internal
    assert "catalogue" not in supplier
    assert "high_overlap" not in run("score", SUPPLIERS, *DAY, "--audience", "supplier", "--json").out


def test_texts_come_in_the_asked_language() -> None:
    assert "有条件合格" in run("score", SUPPLIERS, *DAY, "--language", "zh").out


def test_columns_are_mapped(tmp_path: Path) -> None:
    path = tmp_path / "vendors.csv"
    path.write_text("Vendor;Staff;Seen\nnorth;120;2026-05-10\n", encoding="utf-8")
    maps = ("Vendor=id", "Staff=headcount", "Seen=headcount.observed")
    ran = run("score", path, *DAY, "--json", *(f"--map={each}" for each in maps))
    (answer,) = ran.data["answers"]
    assert answer["id"] == "north"
    criteria = {each["name"]: each for each in answer["record"]["decision"]["criteria"]}
    assert criteria["staff_size"]["raw"] == 120


def test_a_wrong_case_is_refused_with_its_place_and_the_others_are_decided(tmp_path: Path) -> None:
    path = tmp_path / "vendors.csv"
    path.write_text('id,degree_share,headcount\nnorth,50,\nsouth,120,"1,000"\n', encoding="utf-8")
    ran = run("rank", path, *DAY, "--json")
    assert ran.code == 1
    north, south = ran.data["answers"]
    assert north["record"]
    assert south["record"] is None
    assert south["error"]["reason"] == "bad_facts"
    assert {each["code"] for each in south["error"]["violations"]} == {"OUT_OF_RANGE", "WRONG_TYPE"}
    assert south["rank"]["state"] == "error"
    assert ran.data["ranking"]["complete"] is False
    assert f"{path}:3:7: case `south`: $.degree_share: outside the range 0 to 100 %, got 120\n" in ran.err
    assert 'south,120,"1,000"\n      ^^^\n' in ran.err
    assert f"{path}:3:11: case `south`: $.headcount: expected a number" in ran.err
    assert "hint: write it without thousands separators" in ran.err


def test_a_rulebook_without_a_score_can_be_scored_but_not_ranked() -> None:
    text = json.dumps({"cases": [{"id": "a", "facts": {}}]})
    folder = Path(__file__).parent / "rulebooks"
    place = ("--rulebooks", folder, "--rulebook", "gate")
    ran = run("score", "-", "--format", "json", *DAY, *place, sent=text)
    assert ran.code == 0
    assert "Undetermined" in ran.out
    assert "Score" not in ran.out
    ran = run("rank", "-", "--format", "json", *DAY, *place, sent=text)
    assert ran.code == 2
    assert "no score to rank by" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--rulebook", "supplier-selektion"], "did you mean `supplier-selection`?"),
        (["--version", "9.0.0"], "has no version `9.0.0`"),
        (["--language", "fr"], "no `fr`"),
        (["--audience", "intern"], "did you mean `internal`?"),
        (["--as-of", "2019-01-01"], "has no version for 2019-01-01"),
        (["--as-of", "tomorrow"], "neither a day"),
        (["--as-of", "2026-06-01T10:00:00"], "needs its time zone"),
        (["--map", "x=id"], "--map renames columns of CSV files"),
        (["--map", "x"], "is not COLUMN=FACT"),
        (["--tls-ca", str(SUPPLIERS)], "--tls-ca goes with --server"),
        (["--server", "127.0.0.1:1", "--rulebooks", str(ROOT / "rules")], "give one of them"),
        (["--colour"], "No such option"),
    ],
)
def test_wrong_use_ends_with_2_and_says_why(arguments: list[str], said: str) -> None:
    day = () if "--as-of" in arguments else DAY
    ran = run("score", SUPPLIERS, *day, *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


def test_a_file_of_unknown_format_asks_for_it() -> None:
    ran = run("score", "-", sent="")
    assert ran.code == 2
    assert "--format json|yaml|csv" in ran.err


def test_approvals_are_sent_with_a_case() -> None:
    approval = {
        "rule": "high_overlap",
        "role": "head_of_service_business",
        "by": "m",
        "granted_on": "2026-05-20",
    }
    case = {"id": "a", "facts": {"overlap_share": 45}, "approvals": [approval], "requester": "r"}
    decision = score(json.dumps({"cases": [case]}), "json").data["answers"][0]["record"]["decision"]
    states = {each["rule"]: each["state"] for each in decision["approvals"]}
    assert states["high_overlap"] == "granted"
    case["requester"] = "m"
    error = score(json.dumps({"cases": [case]}), "json").data["answers"][0]["error"]
    assert [each["code"] for each in error["violations"]] == ["SELF_APPROVAL"]


def test_what_could_steer_a_terminal_is_not_written() -> None:
    text = json.dumps({"cases": [{"id": "a\u202eb\u001b[31m", "facts": {"headcount": -1}}]})
    ran = run("score", "-", "--format", "json", *DAY, sent=text)
    assert ran.code == 1
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err
