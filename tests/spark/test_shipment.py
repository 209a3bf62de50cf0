"""A job brings its rulebook along: what decides is what the driver read, by content hash."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyspark.sql import SparkSession

from assize.decision.batch.request import BatchRequest
from assize.decision.decider import Decider
from assize.rules.inference.model import Masks
from assize.rules.library import ContentChanged, shipped_folder
from assize.rules.load import load_rulebook
from assize.spark import decide
from assize.spark.job import Job, _decider, answers_to
from assize.spark.shipment import Shipment, pack, unpack
from tests.decision.books import DAY, NAME, write_book
from tests.spark.here import by_id

SUPPLIERS = "supplier-selection"
BODY = """
facts: {safe: boolean, known: boolean}
rules:
  strange: {when: not known, warning: true}
  unsafe: {when: strange and not safe, knock_out: true}
uses: [award]
outcomes: {approved: none, rejected: block, undetermined: undetermined}
decide: [{rejected: knocked_out}, {otherwise: approved}]
"""


class Sealed:
    """The tables of a shipment. To ask for another one is an error."""

    def __init__(self, tables: tuple[tuple[str, Masks], ...]) -> None:
        self.tables = dict(tables)

    def read(self) -> Mapping[str, Masks]:
        return self.tables

    def add(self, entries: Mapping[str, Masks]) -> None:
        raise AssertionError(f"made anew: {list(entries)}")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "books" / "small", BODY)


def sent(value: Any) -> Any:  # noqa: ANN401  # whatever is pickled
    """As an executor gets it."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301  # our own


def altered(shipment: Shipment, old: bytes, new: bytes) -> Shipment:
    return shipment._replace(files=tuple((name, text.replace(old, new)) for name, text in shipment.files))


def test_a_job_decides_by_what_the_driver_read(spark: SparkSession, book: Path) -> None:
    """The folder is gone when the tasks run."""
    rows = spark.createDataFrame(
        [(1, False, False), (2, True, False), (3, None, False)], "id int, safe boolean, known boolean"
    )
    answers = decide(rows.repartition(3), book, as_of=DAY)
    content_hash = load_rulebook(book).content_hash
    shutil.rmtree(book)
    found = by_id(answers)
    assert [row["outcome"] for row in found] == ["rejected", "approved", "undetermined"]
    assert {row["content_hash"] for row in found} == {content_hash}


def test_a_job_decides_by_its_own_copy_not_by_the_installed_one(spark: SparkSession, tmp_path: Path) -> None:
    """Same name and version, other content: only the hash tells."""
    copy = shutil.copytree(shipped_folder() / SUPPLIERS / "1.0.0", tmp_path / "copy")
    with (copy / "rulebook.yaml").open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    (row,) = by_id(decide(spark.range(1), copy, as_of=date(2026, 6, 1)))
    installed = load_rulebook(shipped_folder() / SUPPLIERS / "1.0.0")
    assert row["version"] == installed.version
    assert row["content_hash"] == load_rulebook(copy).content_hash != installed.content_hash


def test_other_content_than_the_driver_held_is_refused(book: Path) -> None:
    shipment = pack(NAME, [book])
    with pytest.raises(ContentChanged, match=shipment.hashes[0]):
        unpack(altered(shipment, b"not safe", b"safe"))


def test_only_what_decides_is_shipped() -> None:
    shipment = pack(SUPPLIERS, [shipped_folder()])
    assert [name for name, _ in shipment.files] == ["0/rulebook.yaml", "0/en.yaml", "0/zh.yaml"]
    folder = shipped_folder() / SUPPLIERS / "1.0.0"
    assert [content for _, content in shipment.files] == [
        (folder / name.partition("/")[2]).read_bytes() for name, _ in shipment.files
    ]
    assert sent(shipment) == shipment


def test_tables_are_shipped_also_if_none_stand_beside_the_rulebook(book: Path) -> None:
    assert not (book / "tables.json").exists()
    shipment = pack(NAME, [book])
    assert Decider(unpack(shipment).library, Sealed(shipment.tables)).find(NAME, DAY)


def test_all_versions_of_the_rulebook_are_shipped_and_no_other(tmp_path: Path) -> None:
    write_book(tmp_path / "1", BODY)
    write_book(tmp_path / "2", BODY, version="2.0.0", effective="{from: 2026-09-01}")
    shipment = pack(NAME, [shipped_folder(), tmp_path])
    library = unpack(shipment).library
    assert library.names() == (NAME,)
    assert [version.version for version in library.versions(NAME)] == ["1.0.0", "2.0.0"]


def test_every_row_may_have_a_day_of_its_own(spark: SparkSession, tmp_path: Path) -> None:
    """Rows of one job are decided by the versions that hold on their days."""
    write_book(tmp_path / "1", BODY)
    write_book(
        tmp_path / "2", BODY.replace("and not safe", ""), version="2.0.0", effective="{from: 2026-09-01}"
    )
    days = ["2026-08-31", "2026-09-01", "2025-12-31", None]
    rows = spark.createDataFrame(
        [(place, day, True) for place, day in enumerate(days)], "id int, day string, safe boolean"
    )
    rows = rows.selectExpr("id", "cast(day as date) day", "safe", "false known").repartition(3)
    found = by_id(decide(rows, tmp_path, as_of=DAY, as_of_column="day"))
    assert [row["outcome"] for row in found] == ["approved", "rejected", None, None]
    hashes = [load_rulebook(tmp_path / version).content_hash for version in "12"]
    assert [row["content_hash"] for row in found] == [*hashes, None, None]
    assert [[error["code"] for error in row["errors"]] for row in found[2:]] == [
        ["NOT_EFFECTIVE"],
        ["NO_DAY"],
    ]


def test_a_worker_loads_a_rulebook_once(book: Path) -> None:
    """Each task gets its job pickled."""
    rows = pa.record_batch({"0": [True], "1": [False]})
    job = Job(pack(NAME, [book]), BatchRequest(NAME), DAY, ("safe", "known"))
    before = _decider.cache_info()
    for _ in range(3):
        (answers,) = answers_to(sent(job), [rows, rows.slice(1)])
        assert answers.column("outcome").to_pylist() == ["approved"]
    after = _decider.cache_info()
    assert after.misses - before.misses == 1
