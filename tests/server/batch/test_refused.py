"""A job says before it begins what it cannot do; then nothing has been written."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from assize.decision.batch.request import ColumnError
from assize.rules.errors import NotEffective, UnknownRulebook
from assize.server.batch.errors import InputError, JobError, OutputExists, UnknownFormat, WriteFailed
from assize.server.batch.job import Asked, output_of
from tests.decision.books import DAY, NAME
from tests.server.batch.jobs import (
    Watch,
    batch,
    job,
    run,
    table,
    write_arrow,
    write_parquet,
)

COUNT = 75


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    return write_parquet(tmp_path / "cases.parquet", table(COUNT))


def test_every_problem_of_columns_is_told_before_the_first_row(parquet: Path, tmp_path: Path) -> None:
    asked = job(
        parquet,
        tmp_path / "out.parquet",
        renames={"degree_share": "degre_share", "Staf": "headcount"},
        keep=("nothing",),
        leave_out=("redy",),
    )
    with pytest.raises(ColumnError) as caught:
        run(asked)
    said = str(caught.value)
    for part in (
        "`degre_share`",
        "`Staf`",
        "`nothing`",
        "`redy`: no such column for --leave-out",
        "`ready`?",
    ):
        assert part in said
    assert [path.name for path in tmp_path.iterdir()] == ["cases.parquet"]


def test_a_kept_column_may_not_have_the_name_of_an_answer(tmp_path: Path) -> None:
    odd = table(3).append_column("score", pa.array([1, 2, 3]))
    source = write_parquet(tmp_path / "a.parquet", odd)
    with pytest.raises(ColumnError, match="a column of that name; rename it"):
        run(job(source, tmp_path / "out.parquet", keep=("score",)))
    answers = batch(source, tmp_path / "out.parquet", renames={"score": "its_score"}, keep=("its_score",))
    assert answers["its_score"].to_pylist() == [1, 2, 3]


def test_what_exists_is_replaced_only_when_asked(parquet: Path, tmp_path: Path) -> None:
    for name in ("out.csv", "errors.csv"):
        (tmp_path / name).write_text("precious")
        with pytest.raises(OutputExists, match="--overwrite"):
            run(job(parquet, tmp_path / "out.csv", errors=tmp_path / "errors.csv"))
        assert (tmp_path / name).read_text() == "precious"
        (tmp_path / name).unlink()
    for _ in range(2):
        run(job(parquet, tmp_path / "out.csv", errors=tmp_path / "errors.csv", overwrite=True))


def test_a_folder_of_other_files_is_never_replaced(parquet: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for _ in range(2):
        run(job(parquet, f"{out}/", overwrite=True))
    with pytest.raises(OutputExists, match="--overwrite"):
        run(job(parquet, out))
    (out / "notes.txt").write_text("precious")
    with pytest.raises(OutputExists, match=r"other files than parts \(notes.txt\)"):
        run(job(parquet, out, overwrite=True))
    with pytest.raises(OutputExists, match="it is a file"):
        run(job(parquet, f"{out}/notes.txt/", overwrite=True))
    assert len(list(out.iterdir())) == 5


@pytest.mark.parametrize("name", [".", "..", "./", "../here"])
def test_the_folder_in_which_one_stands_is_not_replaced(
    name: str, parquet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "above/here").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "above/here")
    with pytest.raises(OutputExists, match="take another folder"):
        run(job(parquet, name))
    with pytest.raises(UnknownFormat):
        output_of("/", None)


def test_what_is_read_is_never_replaced(parquet: Path, tmp_path: Path) -> None:
    with pytest.raises(JobError, match="what is read"):
        run(job(parquet, parquet, overwrite=True))
    with pytest.raises(JobError, match="what is read"):
        run(job(parquet, f"{tmp_path}/", overwrite=True))
    with pytest.raises(JobError, match="names of their own"):
        run(job(parquet, tmp_path / "x.csv", errors=tmp_path / "x.csv"))


def test_names_that_tell_no_format(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="which format"):
        output_of(str(tmp_path / "out.xlsx"), None)
    (tmp_path / "a.xlsx").touch()
    with pytest.raises(UnknownFormat, match="which format"):
        run(job(tmp_path / "a.xlsx", tmp_path / "out.csv"))
    with pytest.raises(InputError, match="no such file"):
        run(job(tmp_path / "none.csv", tmp_path / "out.csv"))


def test_a_rulebook_or_day_that_is_not_there(parquet: Path, tmp_path: Path) -> None:
    asked = job(parquet, tmp_path / "out.csv")
    with pytest.raises(UnknownRulebook):
        run(asked._replace(asked=Asked("smal", as_of=DAY)))
    with pytest.raises(NotEffective):
        run(asked._replace(asked=Asked(NAME, as_of=DAY.replace(year=2020))))
    assert [path.name for path in tmp_path.iterdir()] == ["cases.parquet"]


def test_a_folder_that_is_not_there_is_not_made(parquet: Path, tmp_path: Path) -> None:
    with pytest.raises(WriteFailed, match="No such file or directory"):
        run(job(parquet, tmp_path / "none" / "out.parquet"))
    (tmp_path / "file").touch()
    with pytest.raises(WriteFailed, match="Not a directory"):
        run(job(parquet, tmp_path / "file" / "out.parquet"))


def test_a_type_that_the_format_cannot_hold_is_told_before_the_first_row(tmp_path: Path) -> None:
    odd = table(3).append_column("span", pa.array([(1, 2, 3)] * 3, pa.month_day_nano_interval()))
    source = write_arrow(tmp_path / "a.arrow", odd)
    watch = Watch()
    with pytest.raises(WriteFailed, match="month_day_nano"):
        run(job(source, tmp_path / "out.parquet", keep=("span",)), watch)
    assert watch.begun == []
