"""Killed anywhere, a job goes on and ends as if nothing had happened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from assize.server.batch.errors import DifferentJob, InputError, JobRuns, OutputExists, Stopped
from assize.server.batch.work import held
from assize.server.batch.writers import STREAM
from tests.decision.books import DAY
from tests.server.batch.jobs import NOW, Watch, job, read, run, table, write_arrow, write_csv, write_parquet
from tests.server.cli.commands import ROOT

Do = Callable[..., dict[str, Any]]
COUNT = 50


@pytest.fixture(scope="module")
def do() -> Iterator[Do]:
    """Does jobs in processes that may be killed."""
    command = [sys.executable, "-m", "tests.server.batch.killed"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def order(given: dict[str, str], **more: int) -> dict[str, Any]:
            process.stdin.write(json.dumps({"job": given, **more}) + "\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(process.stdout.readline())
            return answer

        yield order
        process.stdin.close()


def held_in(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def write(folder: Path, kind: str) -> Path:
    rows = table(COUNT)
    if kind == "csv":
        path = write_csv(folder / "in.csv", rows)
        lines = path.read_text().splitlines(keepends=True)
        wrong = [*lines[:7], "too,few\n", "\n", *lines[7:41], "x\n", *lines[41:], "the,end\n"]
        path.write_text("".join(wrong))
        return path
    return (
        write_parquet(folder / "in.parquet", rows)
        if kind == "parquet"
        else write_arrow(folder / "in.arrow", rows)
    )


@pytest.mark.parametrize(
    ("kind", "name", "deeds"),
    [
        ("csv", "out.csv", slice(1, None, 4)),  # all along
        ("parquet", "out/", slice(-20, -7)),  # while the parts get their names
    ],
)
def test_killed_anywhere_it_ends_the_same(kind: str, name: str, deeds: slice, do: Do, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    source = str(write(tmp_path / "source", kind))

    def given(folder: Path) -> dict[str, str]:
        folder.mkdir(exist_ok=True)
        return {"source": source, "output": f"{folder}/{name}", "errors": str(folder / "errors.jsonl")}

    whole = tmp_path / "whole"
    told = do(given(whole))
    assert told["deeds"] >= 30
    for at in range(1, told["deeds"] + 1)[deeds]:
        folder = tmp_path / f"killed-{at}"
        assert do(given(folder), at=at) == {"killed": True}
        check_killed(folder, whole, name)
        again = do(given(folder))
        if again.get("error") == "OutputExists":  # killed in the last moment: all was there
            assert not list(folder.glob("*.part"))
        else:
            assert again["tally"] == told["tally"]
        assert {k: v for k, v in held_in(folder).items() if not k.startswith(".")} == held_in(whole)


def check_killed(folder: Path, whole: Path, name: str) -> None:
    """What has its name is whole."""
    out = folder / name.rstrip("/")
    if out.exists():
        assert read(out).equals(read(whole / out.name))
    errors = folder / "errors.jsonl"
    if errors.exists():
        assert errors.read_bytes() == (whole / "errors.jsonl").read_bytes()


def test_killed_again_and_again_it_still_ends(do: Do, tmp_path: Path) -> None:
    source = str(write(tmp_path, "csv"))
    run(job(source, tmp_path / "whole.parquet"))
    kills = 0
    while do({"source": source, "output": str(tmp_path / "out.parquet")}, at=14) == {"killed": True}:
        kills += 1
        assert kills < 20
    assert kills > 3
    assert (tmp_path / "out.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def test_finished_rows_are_not_decided_again(tmp_path: Path) -> None:
    source = write(tmp_path, "parquet")
    asked = job(source, tmp_path / "out.parquet")
    stop_after(asked, 3)
    assert not (tmp_path / "out.parquet").exists()
    watch = Watch()
    run(asked, watch)
    assert watch.begun == [(COUNT, source.stat().st_size, 40)]
    assert [rows for rows, _ in watch.steps] == [10]


def stop_after(asked: Any, pieces: int) -> Stopped:  # noqa: ANN401  # a Job
    """Tell a job to stop after some pieces."""
    watch = Watch()
    with pytest.raises(Stopped) as caught:
        run(asked, watch, stopped=lambda: len(watch.steps) >= pieces - 1)
    return caught.value


def test_told_to_stop_it_says_what_is_kept(tmp_path: Path) -> None:
    asked = job(write(tmp_path, "csv"), tmp_path / "out.csv")
    said = str(stop_after(asked, 2))
    assert said.startswith("stopped: 20 rows are finished and kept in ")
    assert said.endswith("out.csv.part; the same command goes on")


def test_told_to_stop_while_parts_are_put_together(tmp_path: Path) -> None:
    source = write(tmp_path, "csv")
    watch = Watch()
    asked = job(source, tmp_path / "out.csv")
    with pytest.raises(Stopped, match=f"stopped: {COUNT} rows are finished"):
        run(asked, watch, stopped=lambda: len(watch.steps) == 3)
    again = Watch()
    run(asked, again)
    assert again.steps == []
    assert read(tmp_path / "out.csv").num_rows == COUNT


def test_on_a_full_disk_nothing_has_the_name_and_later_it_goes_on(do: Do, tmp_path: Path) -> None:
    source = str(write(tmp_path, "parquet"))
    run(job(source, tmp_path / "whole.csv"))
    given = {"source": source, "output": str(tmp_path / "out.csv")}
    size = (tmp_path / "whole.csv").stat().st_size
    for limit in (100, 3000, size - 1):
        told = do(given, limit=limit)
        assert told["error"] == "WriteFailed"
        assert "cannot be written: " in told["said"]
        assert "File too large" in told["said"]
        assert not (tmp_path / "out.csv").exists()
    assert not list((tmp_path / "out.csv.part").rglob("*.unfinished"))
    assert do(given)["tally"]["rows"] == COUNT
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


# What is not the same job


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"as_of": DAY + timedelta(days=1)}, "as of: was 2026-06-01, is 2026-06-02"),
        ({"contributions": True}, "contributions: was False, is True"),
        ({"answers": ("score", "grade")}, "columns of answers: was all, is grade, score"),
        ({"part_rows": 30}, "rows in a part: was 20, is 30"),
        ({"keep": ("ready",)}, "kept columns: was "),
        ({"leave_out": ("ready",)}, "left-out columns: was "),
    ],
)
def test_another_job_does_not_go_on(more: dict[str, Any], said: str, tmp_path: Path) -> None:
    source = write(tmp_path, "parquet")
    stop_after(job(source, tmp_path / "out.parquet"), 3)
    with pytest.raises(DifferentJob, match="--restart") as caught:
        run(job(source, tmp_path / "out.parquet", **more))
    assert said in str(caught.value)
    run(job(source, tmp_path / "out.parquet", restart=True, **more))
    assert read(tmp_path / "out.parquet").num_rows == COUNT


def test_a_changed_file_is_another_job(tmp_path: Path) -> None:
    source = write(tmp_path, "parquet")
    asked = job(source, tmp_path / "out.parquet")
    stop_after(asked, 2)
    os.utime(source, ns=(0, 0))
    with pytest.raises(DifferentJob, match="files: was "):
        run(asked)


def test_without_a_day_it_keeps_the_moment_at_which_it_began(tmp_path: Path) -> None:
    asked = job(write(tmp_path, "parquet"), tmp_path / "out.parquet", as_of=None)
    stop_after(asked, 3)
    report = run(asked, now=NOW + timedelta(days=300))
    assert report.as_of == NOW
    assert set(read(tmp_path / "out.parquet")["as_of"].to_pylist()) == {DAY}


def test_errors_may_be_asked_for_later(tmp_path: Path) -> None:
    source = write(tmp_path, "csv")
    run(job(source, tmp_path / "whole.csv", errors=tmp_path / "whole.jsonl"))
    stop_after(job(source, tmp_path / "out.csv"), 3)
    run(job(source, tmp_path / "out.csv", errors=tmp_path / "errors.jsonl"))
    assert (tmp_path / "errors.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_two_processes_do_not_do_the_same_job(tmp_path: Path) -> None:
    asked = job(write(tmp_path, "parquet"), tmp_path / "out.parquet")
    with held(tmp_path / "out.parquet.part", STREAM), pytest.raises(JobRuns, match="another process"):
        run(asked)
    run(asked)
    with pytest.raises(OutputExists):
        run(asked)


def test_a_broken_work_folder_says_how_to_begin_anew(tmp_path: Path) -> None:
    asked = job(write(tmp_path, "parquet"), tmp_path / "out.parquet")
    stop_after(asked, 3)
    (tmp_path / "out.parquet.part/job.json").write_text("{")
    with pytest.raises(InputError, match="--restart"):
        run(asked)
    run(asked._replace(restart=True))
