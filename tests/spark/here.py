"""The answers that Spark must give: those of one process, from the same rows as Arrow holds them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import BatchRequest
from assize.decision.decider import Decider
from assize.rules.inference.cache import FileCache, MemoryCache
from assize.rules.library import Library, rulebook_folders

QUICK = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.session.timeZone": "Asia/Shanghai",
}
"""Most of these jobs end before generated code or a hot method would pay."""


def decider_in(folder: Path) -> Decider:
    cache = MemoryCache()
    for each in rulebook_folders(folder):
        cache.add(FileCache(each / "tables.json").read())
    return Decider(Library.load([folder]), cache)


def answers_here(folder: Path, request: BatchRequest, rows: pa.Table, day: date) -> pa.Table:
    """The answers of a batch that holds all rows."""
    (batch,) = rows.combine_chunks().to_batches()
    decided = BatchDecider(decider_in(folder), request, batch.schema, day).decide(batch)
    return pa.Table.from_batches([decided])


def by_id(answers: pa.Table | DataFrame) -> list[dict[str, Any]]:
    """The answers as plain values, in the order of their ids."""
    table = answers.toArrow() if isinstance(answers, DataFrame) else answers
    return sorted(table.to_pylist(), key=lambda row: row["id"])
