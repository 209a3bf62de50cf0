"""`assize batch`: what it writes, what it says, and how it ends."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from assize.server.cli.batch_progress import INTERVAL, SECOND, Bar, Lines
from tests.decision.books import NAME, write_book
from tests.server.batch.jobs import BODY, read, table, write_csv, write_parquet
from tests.server.cli.commands import DAY, ROOT, Ran, run

COUNT = 45
CASES = ROOT / "examples/suppliers.csv"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("books") / "small", BODY)


def batch(book: Path, source: Path, output: Path | str, *more: str | Path) -> Ran:
    """Run the command by the small rulebook."""
    return run("batch", source, output, "--rulebook", NAME, "--rulebooks", book, *DAY, *more)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "in.csv", table(COUNT))


def test_the_answers_are_those_of_score(tmp_path: Path) -> None:
    ran = run("batch", CASES, tmp_path / "out.parquet", "--rulebook", "supplier-selection", *DAY)
    assert (ran.code, ran.err) == (0, "")
    answers = read(tmp_path / "out.parquet").to_pylist()
    alone = run("score", CASES, *DAY, "--json").data["answers"]
    assert len(answers) == len(alone)
    for answer, single in zip(answers, alone, strict=True):
        decision = single["record"]["decision"]
        assert answer["id"] == single["id"]
        for name in ("outcome", "score", "score_low", "score_high", "grade", "possible_outcomes"):
            assert answer[name] == decision[name]
        assert {use: answer[f"effect_{use}"] for use in decision["effects"]} == decision["effects"]


def test_the_summary_is_for_people_and_for_programs(book: Path, source: Path, tmp_path: Path) -> None:
    ran = batch(book, source, tmp_path / "out.csv", "--errors", tmp_path / "errors.csv")
    assert (ran.code, ran.err) == (1, "")
    for said in (
        "small 1.0.0",
        "2026-06-01",
        "Refused",
        "no_iso",
        "OUT_OF_RANGE  $.degree_share",
        "errors.csv",
    ):
        assert said in ran.out
    assert "\x1b" not in ran.out
    data = batch(book, source, tmp_path / "out.csv", "--json", "--overwrite").data
    assert (data["rows"], data["decided"], data["refused"], data["wrong_lines"]) == (COUNT, 38, 7, 0)
    assert sum(each["rows"] for each in data["grade"]) == 38
    assert data["grade"][-1]["name"] is None
    assert data["errors"] == [{"code": "OUT_OF_RANGE", "path": "$.degree_share", "times": 7}]
    assert (data["answers"], data["errors_file"]) == (str(tmp_path / "out.csv"), None)


def test_options_reach_the_job(book: Path, source: Path, tmp_path: Path) -> None:
    ran = batch(
        book,
        source,
        f"{tmp_path}/out/",
        *("--map", "headcount=", "--map", "headcount@observed=", "--keep", "ready", "--leave-out", "tags"),
        *("--contributions", "--part-rows", "20", "--version", "1.0.0"),
    )
    assert ran.code == 1
    found = read(tmp_path / "out")
    assert max(path.name for path in (tmp_path / "out").iterdir()) == "part-000002.parquet"
    assert {"ready", "points_size"} <= set(found.schema.names)
    missing = {word for words in found["missing"].to_pylist() for word in words}
    assert {"headcount", "tags"} <= missing


def test_only_the_columns_of_choice_are_written_and_counted(book: Path, source: Path, tmp_path: Path) -> None:
    full = batch(book, source, tmp_path / "full.parquet", "--contributions", "--json").data
    columns = ("--answer", "points_size", "--answer", "grade")
    some = batch(book, source, tmp_path / "some.parquet", *columns, "--json")
    assert some.code == 1
    names = ["id", "grade", "points_size", "errors"]
    assert read(tmp_path / "some.parquet").equals(read(tmp_path / "full.parquet").select(names))
    uncounted = dict.fromkeys(("version", "outcome", "knock_outs", "missing"))
    assert some.data == full | uncounted | {"answers": str(tmp_path / "some.parquet")}
    said = batch(book, source, tmp_path / "some.csv", *columns).out
    assert "Not counted  outcome, knock_outs, missing: not asked for" in said
    assert "Grade" in said
    assert not {"Outcome", "Knock-out", "Missing fact"} & set(said.split("  "))
    said = batch(book, source, tmp_path / "full.csv").out
    assert "Not counted" not in said
    assert "Knock-out" in said


def test_other_encodings_and_days_of_rows(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes("id;day;degree_share\nZürich;2026-07-01;50\nBern;2026-08-01;60\n".encode("latin-1"))
    ran = batch(book, path, tmp_path / "out.csv", "--encoding", "latin-1", "--as-of-column", "day", "--json")
    assert (ran.code, ran.data["as_of"]) == (0, None)
    found = read(tmp_path / "out.csv").to_pylist()
    assert [(each["id"], str(each["as_of"])) for each in found] == [
        ("Zürich", "2026-07-01"),
        ("Bern", "2026-08-01"),
    ]


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--keep", "cty"), 6, "column `cty`: no such column for --keep"),
        (("--answer", "scroe"), 6, "column `scroe`: answers have no such column; did you mean `score`?"),
        (("--version", "9.0.0"), 2, "9.0.0"),
        (("--encoding", "utf-9"), 2, "no encoding is named"),
        (("--errors", "errors.txt"), 2, "errors go into a file that ends in"),
        (("--map", "ready"), 2, "is not COLUMN=FACT"),
        (("--part-rows", "0"), 2, "0 is not in the range"),
    ],
)
def test_what_is_wrong_ends_before_anything_is_written(
    more: tuple[str, ...], code: int, said: str, book: Path, source: Path, tmp_path: Path
) -> None:
    ran = batch(book, source, tmp_path / "out.parquet", *more)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_exit_codes_of_files(book: Path, source: Path, tmp_path: Path) -> None:
    assert batch(book, tmp_path / "none.csv", tmp_path / "out.csv").code == 6
    assert batch(book, source, tmp_path / "out.xlsx").code == 2
    assert batch(book, source, tmp_path / "none/out.csv").code == 7
    (tmp_path / "out.csv").touch()
    ran = batch(book, source, tmp_path / "out.csv")
    assert (ran.code, ran.err) == (2, f"{tmp_path}/out.csv exists; add --overwrite to replace it\n")


STOPPED = """
import os, signal, sys
from assize.server.cli.main import main

told = int(sys.argv.pop())
renames = 0

def watch(event, arguments):
    global renames
    renames += event == "os.rename"
    if event == "os.rename" and renames == 5:  # the second part is being finished
        os.kill(os.getpid(), told)

sys.addaudithook(watch)
main()
"""


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_with_8_and_goes_on_later(
    told: signal.Signals, book: Path, source: Path, tmp_path: Path
) -> None:
    options = ("--rulebook", NAME, "--rulebooks", str(book), *DAY, "--part-rows", "10")
    command = [sys.executable, "-c", STOPPED, "batch", str(source), str(tmp_path / "out.parquet"), *options]
    ended = subprocess.run([*command, str(int(told))], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (8, "")
    assert ended.stderr.startswith("stopped: 20 rows are finished and kept in ")
    assert not (tmp_path / "out.parquet").exists()
    ran = batch(book, source, tmp_path / "out.parquet", "--part-rows", "10", "--json")
    assert (ran.code, ran.err) == (1, "goes on after 20 finished rows\n")
    whole = batch(book, source, tmp_path / "whole.parquet", "--part-rows", "10", "--json")
    assert ran.data | {"answers": ""} == whole.data | {"answers": ""}
    assert (tmp_path / "out.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def test_another_day_asks_for_a_restart(book: Path, tmp_path: Path) -> None:
    source = write_parquet(tmp_path / "in.parquet", table(COUNT))
    ran = batch(book, source, tmp_path / "file/out.csv")
    assert ran.code == 7
    work = tmp_path / "out.csv.part"
    work.mkdir()
    (work / "job.json").write_text(json.dumps({"rulebook": "other"}))
    ran = batch(book, source, tmp_path / "out.csv")
    assert ran.code == 2
    assert "--restart" in ran.err
    assert "rulebook: was other, is small" in ran.err
    assert batch(book, source, tmp_path / "out.csv", "--restart").code == 1


# Progress


def test_plain_lines_come_once_in_a_while() -> None:
    now = 0
    said: list[str] = []
    lines = Lines(lambda: now, said.append)
    with lines:
        lines.begin(1000, 5000, 200)
        for rows in (100, 100, 100):
            now += INTERVAL // 2
            lines.advance(rows, 0)
        assert said == ["goes on after 200 finished rows", "400 rows, 40%, 40 rows/s, 0:15 left"]
        now += 20 * SECOND
        lines.advance(500, 0)
    assert said[2:] == ["1,000 rows, 100%, 29 rows/s"]


def test_where_rows_are_not_known_bytes_are() -> None:
    now = 0
    said: list[str] = []
    lines = Lines(lambda: now, said.append)
    lines.begin(None, 1000, 0)
    now += 2 * INTERVAL
    lines.advance(70, 250)
    assert said == ["70 rows, 25%, 7 rows/s, 0:30 left"]


@pytest.mark.parametrize("total", [100, None])
def test_a_bar_shows_rows(total: int | None) -> None:
    out = io.StringIO()
    with Bar(Console(file=out, force_terminal=True, width=100)) as bar:
        bar.begin(total, 1000, 50)
        bar.advance(25, 750)
    assert "75 rows" in out.getvalue()
    assert "75 %" in out.getvalue()


def test_only_batch_waits_for_arrow() -> None:
    probe = "import sys, assize.server.cli.main; print('pyarrow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
