import json
import shutil
from pathlib import Path

from tests.server.cli.commands import ROOT, run

GATE = Path(__file__).parent / "rulebooks/gate/1.0.0"
SHIPPED = ROOT / "rules/rulebooks/supplier-selection/1.0.0"


def copy_of(folder: Path, into: Path) -> Path:
    return Path(shutil.copytree(folder, into / "copy"))


def test_lists_rulebooks_with_those_of_a_folder() -> None:
    ran = run("rulebook", "list", "--rulebooks", GATE)
    assert ran.code == 0
    lines = [line.split() for line in ran.out.splitlines()]
    assert any(line[:4] == ["gate", "1.0.0", "Gate", "2026-01-01"] for line in lines)
    assert any(line[:1] == ["supplier-selection"] for line in lines)
    data = run("rulebook", "list", "--rulebooks", GATE, "--json").data
    heads = {head["name"]: head for head in data["rulebooks"]}
    assert heads["gate"]["effective_from"] == "2026-01-01"
    assert heads["gate"]["effective_to"] is None
    assert heads["gate"]["adoption"] is None


def test_shows_what_a_rulebook_wants_and_answers() -> None:
    ran = run("rulebook", "show", "supplier-selection")
    assert ran.code == 0
    for said in (
        "headcount",
        "integer 0 to 2,000,000 persons",
        "90d",
        "preferred",
        "surge_target",
        "public_buyer",
    ):
        assert said in ran.out
    assert "注册资本" in run("rulebook", "show", "supplier-selection", "--language", "zh").out
    data = run("rulebook", "show", "supplier-selection", "--json").data
    facts = {fact["name"]: fact for fact in data["facts"]}
    assert facts["headcount"]["type"]["kind"] == "integer"
    assert facts["certificates"]["type"]["element"]["fields"][2]["type"]["choices_by"]["ITSS"]["items"] == [
        "1",
        "2",
        "3",
        "4",
    ]


def test_an_unknown_rulebook_is_wrong_use() -> None:
    ran = run("rulebook", "show", "supplier-selektion")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean `supplier-selection`?" in ran.err


def test_check_is_content_with_a_good_rulebook() -> None:
    ran = run("rulebook", "check", GATE.parent.parent)
    assert ran.code == 0
    assert ran.out.startswith("gate 1.0.0: fine (sha256:")


def test_check_shows_every_error_at_its_place(tmp_path: Path) -> None:
    folder = copy_of(GATE, tmp_path)
    path = folder / "rulebook.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("count > 5", "coun > 5").replace("otherwise: open", "otherwise: ope"))
    (folder / "en.yaml").write_text("language: en\n\ttitle: x\n")
    ran = run("rulebook", "check", folder)
    assert ran.code == 3
    assert ran.out == ""
    assert "did you mean `count`?" in ran.err
    assert "did you mean `open`?" in ran.err
    assert f"{folder}/en.yaml:2:1: a tab" in ran.err
    assert ran.err.count("^") >= 3


def test_a_folder_that_is_no_rulebook_is_an_error(tmp_path: Path) -> None:
    ran = run("rulebook", "check", tmp_path)
    assert ran.code == 3
    assert "a rulebook is a folder with rulebook.yaml" in ran.err


def test_a_rulebook_that_does_not_load_stops_every_command(tmp_path: Path) -> None:
    (tmp_path / "rulebook.yaml").write_text("rulebook: x\n")
    ran = run("rulebook", "list", "--rulebooks", tmp_path)
    assert (ran.code, ran.out) == (3, "")


def test_test_passes_a_complete_suite() -> None:
    ran = run("rulebook", "test", GATE)
    assert ran.code == 0, ran.out
    assert "gate 1.0.0: passed; 4 of 4 cases as wanted, 0 gaps" in ran.out


def test_test_tells_failures_and_gaps(tmp_path: Path) -> None:
    folder = copy_of(GATE, tmp_path)
    case = "as_of: 2026-06-01, facts: {barred: false, count: 1}"
    (folder / "tests.yaml").write_text(f"tests:\n  - {{name: one, {case}, want: {{outcome: closed}}}}\n")
    ran = run("rulebook", "test", folder)
    assert ran.code == 4
    assert f"{folder}/tests.yaml:2:5: one" in ran.out
    assert "outcome: wanted closed, got open" in ran.out
    assert "rule is_barred was never seen true" in ran.out
    assert "NOT passed; 0 of 1 cases as wanted" in ran.out


def test_test_without_tests_is_an_error(tmp_path: Path) -> None:
    folder = copy_of(GATE, tmp_path)
    (folder / "tests.yaml").unlink()
    ran = run("rulebook", "test", folder)
    assert ran.code == 3
    assert "a rulebook without tests never becomes active" in ran.err


def test_tables_are_written_anew(tmp_path: Path) -> None:
    folder = copy_of(SHIPPED, tmp_path)
    (folder / "tables.json").write_text('{"stale": [1]}')
    ran = run("rulebook", "tables", folder)
    assert ran.code == 0
    tables = json.loads((folder / "tables.json").read_text())
    assert "stale" not in tables
    assert ran.out == f"{folder / 'tables.json'}: {len(tables)} tables\n"
    assert tables
    again = (folder / "tables.json").read_text()
    run("rulebook", "tables", folder)
    assert (folder / "tables.json").read_text() == again


def test_tables_of_a_broken_rulebook_stay_as_they_are(tmp_path: Path) -> None:
    folder = copy_of(GATE, tmp_path)
    (folder / "tables.json").write_text("{}")
    (folder / "rulebook.yaml").write_text("rulebook: x\n")
    assert run("rulebook", "tables", folder).code == 3
    assert (folder / "tables.json").read_text() == "{}"
