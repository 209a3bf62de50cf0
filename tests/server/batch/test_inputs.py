"""Which files a name means, and what is said of files that are none."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pytest

from assize.decision.batch.request import ColumnError
from assize.server.batch.errors import InputError, UnknownFormat
from tests.server.batch.jobs import Watch, batch, job, read, run, table, write_arrow, write_parquet

COUNT = 45


def split(folder: Path) -> Path:
    """The rows in several files of a folder."""
    folder.mkdir()
    held = table(COUNT)
    for name, start, end in (("b", 10, 28), ("c", 28, 28), ("d", 28, COUNT), ("a", 0, 10)):
        some = held.slice(start, end - start)
        write_parquet(
            folder / f"{name}.parquet", some.select(reversed(some.schema.names)) if name == "d" else some
        )
    for name in ("_SUCCESS", "_metadata.parquet", ".hidden.parquet", "notes.txt"):
        (folder / name).write_text("no table")
    return folder


def test_a_folder_is_read_by_the_order_of_paths(tmp_path: Path) -> None:
    wanted = batch(write_parquet(tmp_path / "one.parquet", table(COUNT)), tmp_path / "wanted.parquet")
    folder = split(tmp_path / "in")
    errors = tmp_path / "errors.jsonl"
    assert batch(folder, tmp_path / "folder.parquet", errors=errors).equals(wanted)
    assert batch(f"{folder}/[a-d].parquet", tmp_path / "pattern.parquet").equals(wanted)
    assert batch(f"{folder}/a*", tmp_path / "one_file.parquet").equals(wanted.slice(0, 10))
    files = [line.split('"file":"')[1].split('"')[0] for line in errors.read_text().splitlines()]
    assert files == [str(folder / f"{name}.parquet") for name in "aabbdd" + "d"]


def test_only_row_groups_that_are_left_are_read(tmp_path: Path) -> None:
    folder = split(tmp_path / "in")
    run(job(folder, tmp_path / "whole.parquet"))
    asked = job(folder, tmp_path / "out.parquet")
    watch = Watch()
    with pytest.raises(Exception, match="stopped"):
        run(asked, watch, stopped=lambda: len(watch.steps) == 1)
    (folder / "a.parquet").chmod(0o644)
    data = bytearray((folder / "a.parquet").read_bytes())
    stat = (folder / "a.parquet").stat()
    data[10:200] = b"x" * 190  # its pages are broken, its end is not
    (folder / "a.parquet").write_bytes(data)
    os.utime(folder / "a.parquet", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    run(asked)
    assert read(tmp_path / "out.parquet").equals(read(tmp_path / "whole.parquet"))


def test_files_that_differ_in_columns_are_named_all_at_once(tmp_path: Path) -> None:
    held = table(4)
    write_parquet(tmp_path / "a.parquet", held)
    write_parquet(tmp_path / "b.parquet", held.drop_columns(["ready"]))
    write_parquet(tmp_path / "c.parquet", held.append_column("more", pa.array([1] * 4)))
    write_parquet(
        tmp_path / "d.parquet", held.set_column(1, "headcount", held["headcount"].cast(pa.float64()))
    )
    with pytest.raises(InputError) as caught:
        run(job(tmp_path, f"{tmp_path}/../{tmp_path.name}-out/"))
    said = str(caught.value)
    for part in (
        "b.parquet: the column `ready` is missing, which stands in",
        "c.parquet: the column `more` does not stand in",
        "d.parquet: the column `headcount` is double, and int64 in",
    ):
        assert part in said


def test_an_empty_folder_and_a_pattern_that_nothing_fits(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="without Parquet files"):
        run(job(tmp_path / "none", tmp_path / "out.csv"))
    with pytest.raises(InputError, match="no file has such a name"):
        run(job(f"{tmp_path}/*.parquet", tmp_path / "out.csv"))
    for name in ("a.csv", "b.parquet"):
        (tmp_path / name).touch()
    with pytest.raises(UnknownFormat, match=r"a\.csv is no Parquet file"):
        run(job(f"{tmp_path}/[ab].*", tmp_path / "out.csv"))


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow", "a.feather"])
@pytest.mark.parametrize("data", [b"", b"PAR1", b"ARROW1\0\0", b"id,headcount\n1,2\n" * 100])
def test_files_that_are_no_tables(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=name):
        run(job(tmp_path / name, tmp_path / "out.csv"))
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow", "a.ipc"])
def test_a_file_that_breaks_off_inside(name: str, tmp_path: Path) -> None:
    held = table(COUNT)
    if name == "a.parquet":
        path = write_parquet(tmp_path / name, held)
        data = bytearray(path.read_bytes())
        data[len(data) // 2 : len(data) // 2 + 400] = bytes(400)
    else:
        path = write_arrow(tmp_path / name, held, stream=name == "a.ipc")
        data = bytearray(path.read_bytes())
        data = data[: len(data) // 2]
    path.write_bytes(data)
    with pytest.raises(InputError, match=name):
        run(job(path, tmp_path / "out.csv"))
    assert not (tmp_path / "out.csv").exists()


def test_columns_that_stand_twice_are_told(tmp_path: Path) -> None:
    held = table(3)
    twice = pa.table([*held.columns, held["ready"]], names=[*held.schema.names, "ready"])
    for path in (write_parquet(tmp_path / "a.parquet", twice), write_arrow(tmp_path / "a.arrow", twice)):
        with pytest.raises(ColumnError, match="stands twice"):
            run(job(path, tmp_path / "out.csv"))


def test_points_in_names_are_read_as_they_stand(tmp_path: Path) -> None:
    held = table(COUNT)
    pointed = held.rename_columns([name.replace("@", ".") for name in held.schema.names])
    wanted = batch(write_parquet(tmp_path / "a.parquet", held), tmp_path / "wanted.parquet")
    found = batch(
        write_parquet(tmp_path / "b.parquet", pointed),
        tmp_path / "out.parquet",
        leave_out=("headcount.observed",),
    )
    assert batch(tmp_path / "b.parquet", tmp_path / "all.parquet").equals(wanted)
    assert found.num_rows == COUNT
    assert "headcount" in found["missing"][1].as_py()


def test_days_of_rows(tmp_path: Path) -> None:
    held = table(9).append_column("day", pa.array(["2026-06-01", "2026-07-01", "2019-01-01"] * 3))
    answers = batch(
        write_parquet(tmp_path / "a.parquet", held), tmp_path / "out.parquet", as_of_column="day", as_of=None
    ).to_pylist()
    assert [answer["as_of"] and answer["as_of"].isoformat() for answer in answers] == held["day"].to_pylist()
    assert [each["code"] for each in answers[2]["errors"]] == ["NOT_EFFECTIVE"]
    assert answers[1]["outcome"] is not None
    renamed = held.rename_columns([*held.schema.names[:-1], "month"])
    source = write_parquet(tmp_path / "b.parquet", renamed)
    again = batch(
        source, tmp_path / "again.parquet", as_of_column="month", renames={"month": "day"}, as_of=None
    )
    assert again.drop_columns("errors").equals(read(tmp_path / "out.parquet").drop_columns("errors"))


def test_views_of_texts_are_read_as_texts(tmp_path: Path) -> None:
    """Polars writes them in all its Arrow files."""
    held = table(COUNT)
    views = [viewed(field.type) for field in held.schema]
    seen = pa.Table.from_pylist(held.to_pylist(), pa.schema(zip(held.schema.names, views, strict=True)))
    wanted = batch(write_arrow(tmp_path / "a.arrow", held), tmp_path / "wanted.parquet").to_pylist()
    assert batch(write_arrow(tmp_path / "b.arrow", seen), tmp_path / "out.parquet").to_pylist() == wanted


def viewed(kind: pa.DataType) -> pa.DataType:
    """A type as Polars has it."""
    if pa.types.is_list(kind):
        return pa.large_list(viewed(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, viewed(field.type)) for field in kind])
    return pa.string_view() if pa.types.is_string(kind) else kind
