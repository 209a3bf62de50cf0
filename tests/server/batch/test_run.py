"""A job gives what single decisions give, whatever the formats."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from assize.decision.case import Case
from assize.rules.errors import FactError
from assize.server.batch.run import run_job
from tests.decision.books import DAY, GATE, NAME, decider_of, write_book
from tests.server.batch.jobs import (
    NOW,
    Watch,
    batch,
    decider,
    job,
    read,
    rows,
    run,
    sent_alone,
    table,
    write_arrow,
    write_csv,
    write_parquet,
)

COUNT = 75


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    return write_parquet(tmp_path / "cases.parquet", table(COUNT))


def files(folder: Path) -> dict[str, Path]:
    """The same rows in every format."""
    held = table(COUNT)
    return {
        "parquet": write_parquet(folder / "a.parquet", held),
        "arrow": write_arrow(folder / "a.arrow", held),
        "stream": write_arrow(folder / "a.feather", held, stream=True),
        "csv": write_csv(folder / "a.csv", held),
        "tabs": write_csv(folder / "b.csv", held, "\t"),
    }


def test_every_format_gives_what_single_decisions_give(tmp_path: Path) -> None:
    for name, source in files(tmp_path).items():
        answers = batch(source, tmp_path / f"{name}.parquet").to_pylist()
        assert len(answers) == COUNT
        for row, answer in zip(rows(COUNT), answers, strict=True):
            check_alone(row, answer)


def check_alone(row: dict[str, Any], answer: dict[str, Any]) -> None:
    assert answer["id"] == row["id"]
    case = Case(row["id"], sent_alone(row))
    if answer["errors"] is not None:
        with pytest.raises(FactError) as caught:
            decider().decide(NAME, case, DAY)
        assert [each["code"] for each in answer["errors"]] == [each.code for each in caught.value.violations]
        assert (answer["outcome"], answer["score"], answer["reasons"]) == (None, None, [])
        return
    alone = decider().decide(NAME, case, DAY)
    assert (answer["outcome"], answer["grade"], answer["score"]) == (alone.outcome, alone.grade, alone.score)
    assert (answer["score_low"], answer["score_high"]) == (alone.low, alone.high)
    assert answer["possible_outcomes"] == list(alone.possible_outcomes)
    assert (answer["as_of"], answer["content_hash"]) == (DAY, alone.content_hash)


@pytest.mark.parametrize("name", ["out.parquet", "out.arrow", "out.feather", "out/"])
def test_every_output_holds_the_same(name: str, parquet: Path, tmp_path: Path) -> None:
    wanted = batch(parquet, tmp_path / "wanted.parquet")
    run(job(parquet, f"{tmp_path}/{name}"))
    found = read(tmp_path / name.rstrip("/"))
    assert found.equals(wanted)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(
        ["cases.parquet", "wanted.parquet", name.rstrip("/")]
    )


def test_csv_holds_lists_as_json(parquet: Path, tmp_path: Path) -> None:
    wanted = batch(parquet, tmp_path / "wanted.parquet").to_pylist()
    found = batch(parquet, tmp_path / "out.csv").to_pylist()
    for text, held in zip(found, wanted, strict=True):
        for name, value in held.items():
            if isinstance(value, list):
                assert json.loads(text[name]) == value
            else:
                assert text[name] in (value, "" if value is None else str(value))


def test_a_folder_gets_parts_and_large_row_groups(parquet: Path, tmp_path: Path) -> None:
    run(job(parquet, tmp_path / "out.parquet"))
    run(job(parquet, f"{tmp_path}/out/"))
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        f"part-00000{n}.parquet" for n in range(4)
    ]
    assert pa.parquet.ParquetFile(tmp_path / "out.parquet").num_row_groups == 1
    (tmp_path / "empty").mkdir()
    run(job(parquet, tmp_path / "empty"))
    assert read(tmp_path / "empty").equals(read(tmp_path / "out"))


def test_the_summary_counts_what_is_written(parquet: Path, tmp_path: Path) -> None:
    report = run(job(parquet, tmp_path / "out.parquet"))
    answers = read(tmp_path / "out.parquet").to_pylist()
    decided = [answer for answer in answers if answer["errors"] is None]
    tally = report.tally
    assert (tally.rows, tally.decided, tally.refused) == (COUNT, len(decided), COUNT - len(decided))
    for name in ("outcome", "grade", "version"):
        assert +tally.words[name] == Counter(a[name] for a in decided if a[name] is not None)
        assert tally.unknown(name) == sum(a[name] is None for a in decided)
    for name in ("knock_outs", "missing"):
        assert +tally.words[name] == Counter(word for a in decided for word in a[name])
    assert tally.errors == Counter((e["code"], e["path"]) for a in answers for e in a["errors"] or ())
    assert list(tally.words["grade"]) == ["A", "B", "C"]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_errors_are_lines_of_a_file(ending: str, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "cases.csv", table(30))
    path = tmp_path / f"errors.{ending}"
    batch(source, tmp_path / "out.parquet", errors=path)
    found = (
        [json.loads(line) for line in path.read_text().splitlines()]
        if ending == "jsonl"
        else read(path).to_pylist()
    )
    assert [(each["row"], each["line"], each["id"]) for each in found] == [
        (row, row + 2, f"row {row}") for row in range(0, 30, 7)
    ]
    assert {(each["path"], each["code"], each["file"]) for each in found} == {
        ("$.degree_share", "OUT_OF_RANGE", str(source))
    }
    assert all("outside the range" in each["message"] for each in found)


def test_columns_are_renamed_kept_and_left_out(tmp_path: Path) -> None:
    held = table(10)
    names = ["Vendor", "Staff", *held.schema.names[2:]]
    odd = held.rename_columns(names).append_column(
        "grade_last_year", pa.array(["x"] * 10).dictionary_encode()
    )
    odd = odd.append_column("notes", pa.array([["n"]] * 10))
    for source in (write_parquet(tmp_path / "a.parquet", odd), write_csv(tmp_path / "a.csv", odd)):
        answers = batch(
            source,
            tmp_path / f"{source.suffix[1:]}.arrow",
            renames={"Vendor": "id", "Staff": "headcount"},
            keep=("grade_last_year", "Staff", "ready"),
            leave_out=("notes", "ready"),
        )
        assert answers.schema.names[:4] == ["id", "grade_last_year", "headcount", "ready"]
        assert answers["grade_last_year"].to_pylist() == ["x"] * 10
        assert answers["headcount"][1].as_py() in (13, "13")
        missing = {word for words in answers["missing"].to_pylist() for word in words}
        assert "ready" in missing


def test_contributions_are_points(parquet: Path, tmp_path: Path) -> None:
    answers = batch(parquet, tmp_path / "out.parquet", contributions=True).to_pylist()
    full = next(a for a in answers if a["score"] is not None)
    assert full["points_size"] + full["points_degrees"] == pytest.approx(full["score"], abs=0.005)


@pytest.mark.parametrize("name", ["out.parquet", "out.arrow", "out.csv", "out/"])
def test_columns_of_choice_are_those_of_the_whole_answer(name: str, parquet: Path, tmp_path: Path) -> None:
    full = batch(parquet, tmp_path / "full.parquet", contributions=True, keep=("ready",))
    run(job(parquet, f"{tmp_path}/{name}", answers=("points_size", "score", "knock_outs"), keep=("ready",)))
    part = read(tmp_path / name.rstrip("/"))
    assert part.column_names == ["id", "ready", "score", "knock_outs", "points_size", "errors"]
    if name == "out.csv":
        full = full.drop(["knock_outs", "errors"])  # texts in a CSV file
    for column in {*part.column_names} & {*full.column_names}:
        assert part[column].to_pylist() == full[column].to_pylist()


def test_what_is_counted_is_what_the_answers_have(parquet: Path, tmp_path: Path) -> None:
    full = run(job(parquet, tmp_path / "full.parquet")).tally
    some = run(job(parquet, tmp_path / "some.parquet", answers=("grade", "missing"))).tally
    assert some.words == {name: full.words[name] for name in ("grade", "missing")}
    assert (some.rows, some.refused, some.errors) == (full.rows, full.refused, full.errors)


def test_a_kept_column_is_not_counted(tmp_path: Path) -> None:
    """A rulebook without grades; its answers leave the name `grade` to the caller."""
    plain = decider_of(write_book(tmp_path / "plain", "facts: {ready: boolean}\nrules: {}" + GATE))
    source = write_parquet(tmp_path / "a.parquet", pa.table({"ready": [True], "grade": ["mine"]}))
    asked = job(source, tmp_path / "out.parquet", keep=("grade",))
    tally = run_job(plain, asked, NOW, Watch(), lambda: False).tally
    assert read(tmp_path / "out.parquet")["grade"].to_pylist() == ["mine"]
    assert "grade" not in tally.words


@pytest.mark.parametrize("kind", ["parquet", "arrow", "stream", "csv"])
@pytest.mark.parametrize("name", ["out.parquet", "out.arrow", "out.csv", "out/"])
def test_no_rows_are_no_error(kind: str, name: str, tmp_path: Path) -> None:
    empty = table(0)
    source = {
        "parquet": lambda: write_parquet(tmp_path / "a.parquet", empty),
        "arrow": lambda: write_arrow(tmp_path / "a.arrow", empty),
        "stream": lambda: write_arrow(tmp_path / "a.ipc", empty, stream=True),
        "csv": lambda: write_csv(tmp_path / "a.csv", empty),
    }[kind]()
    report = run(job(source, f"{tmp_path}/{name}", errors=tmp_path / "errors.csv"))
    assert (report.tally.rows, report.tally.refused) == (0, 0)
    found = read(tmp_path / name.rstrip("/"))
    assert found.num_rows == 0
    assert found.schema.names[:2] == ["id", "as_of"]
    assert (tmp_path / "errors.csv").read_text().startswith('"row"')


def test_the_day_is_the_clocks_if_none_is_asked_for(parquet: Path, tmp_path: Path) -> None:
    report = run(job(parquet, tmp_path / "out.parquet", as_of=None))
    assert report.as_of == NOW
    assert set(read(tmp_path / "out.parquet")["as_of"].to_pylist()) == {DAY}


def test_who_watches_hears_of_every_row(parquet: Path, tmp_path: Path) -> None:
    watch = Watch()
    run(job(parquet, tmp_path / "out.parquet"), watch)
    assert watch.begun == [(COUNT, parquet.stat().st_size, 0)]
    assert [rows for rows, _ in watch.steps] == [20, 20, 20, 15]
    assert watch.steps[-1][1] == parquet.stat().st_size
    by_bytes = Watch()
    source = write_csv(tmp_path / "a.csv", table(COUNT))
    run(job(source, tmp_path / "out.csv"), by_bytes)
    assert by_bytes.begun == [(None, source.stat().st_size, 0)]
    assert by_bytes.steps[-1][1] == source.stat().st_size


def test_carried_columns_may_have_any_type(tmp_path: Path) -> None:
    count = 8
    odd = {
        "id": pa.array([f"r{n}" for n in range(count)], pa.string_view()),
        "bytes": pa.array([b"\xff"] * count),
        "cents": pa.array([Decimal("1.50")] * count),
        "seen": pa.array([NOW] * count, pa.timestamp("us", "UTC")),
        "tags_then": pa.array([["a"]] * count, pa.list_(pa.dictionary(pa.int8(), pa.string()))),
        "record": pa.array([{"a": 1, "b": None}] * count),
        "nothing": pa.nulls(count),
        "took": pa.array([timedelta(seconds=90)] * count),
        "degree_share": pa.array([150.0] * count),
    }
    source = write_arrow(tmp_path / "a.arrow", pa.table(odd), most=3)
    keep = tuple(name for name in odd if name != "id")
    for name in ("out.parquet", "out.arrow", "out.csv", "out/"):
        run(job(source, f"{tmp_path}/{name}", keep=keep, errors=tmp_path / "errors.csv", overwrite=True))
        found = read(tmp_path / name.rstrip("/"))
        assert found["id"].to_pylist() == [f"r{n}" for n in range(count)]
        assert [str(cell) for cell in found["cents"].to_pylist()] in (["1.50"] * count, ["1.5"] * count)
    assert found.schema.names[: len(odd)] == list(odd)
    assert read(tmp_path / "out.csv")["record"][0].as_py() == '{"a":1,"b":null}'
    assert read(tmp_path / "errors.csv")["id"][3].as_py() == "r3"
