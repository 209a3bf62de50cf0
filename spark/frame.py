"""A DataFrame of facts → one of decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
from pyspark.sql import DataFrame

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import ID, OWN, BatchRequest, ColumnError, ColumnProblem
from assize.rules.library import Library, shipped_folders
from assize.spark.job import Job, answers_to
from assize.spark.schemas import received, sent
from assize.spark.shipment import pack, unpack


def decide(  # noqa: PLR0913  # what is asked of a batch, each by its name
    df: DataFrame,
    rulebook: str | Path,
    *,
    as_of: date | datetime,
    as_of_column: str | None = None,
    version: str | None = None,
    content_hash: str | None = None,
    rulebooks: Sequence[Path] = (),
    contributions: bool = False,
    keep: Sequence[str] = (),
    leave_out: Sequence[str] = (),
    answers: Sequence[str] = (),
) -> DataFrame:
    """The decision on every row of `df`; its columns are listed in `assize.decision.batch.answers`.

    `rulebook` is a name, among the shipped rulebooks and those in the folders `rulebooks`, or a folder with
    one rulebook or its versions. `as_of` is the day, or the point in time, of all rows, unless the column
    `as_of_column` gives each its own. The rest is as in `BatchRequest`.

    What does not fit is raised here, before a task runs: RulebookError, UnknownRulebook, UnknownVersion,
    NotEffective, ContentChanged, ColumnError. A wrong row has its errors in its answer.
    """
    name, folders = _source(rulebook, rulebooks)
    request = BatchRequest(
        name,
        version,
        content_hash,
        as_of_column,
        contributions,
        tuple(keep),
        tuple(leave_out),
        answers=tuple(answers),
    )
    shipment = pack(name, folders)
    incoming = sent(df.schema)
    schema = BatchDecider(unpack(shipment), request, incoming, as_of).answers
    _check_names(schema)
    read = [place for place, column in enumerate(incoming.names) if _is_read(column, request)]
    columns = tuple(incoming.names[place] for place in read)
    left = tuple(column for column in request.leave_out if column in columns)
    job = Job(shipment, request._replace(leave_out=left), as_of, columns)
    carried = {ID} & {*incoming.names} | {*keep}
    kept = [df.schema[column] for column in schema.names[: len(carried)]]
    return _run(_places(df, read), job, received(schema, kept))


def _source(rulebook: str | Path, rulebooks: Sequence[Path]) -> tuple[str, tuple[Path, ...]]:
    """The name of the rulebook, and where it is looked for."""
    if isinstance(rulebook, str):
        return rulebook, (*shipped_folders([rulebook]), *rulebooks)
    names = Library.load([rulebook]).names()
    if len(names) != 1:
        raise ValueError(f"{rulebook} holds {', '.join(names)}: give a name, and the folder in `rulebooks`")
    return names[0], (rulebook, *rulebooks)


def _check_names(answers: pa.Schema) -> None:
    """Names must differ by more than capitals: Spark would not tell the columns apart."""
    times = Counter(name.lower() for name in answers.names)
    alike = [name for name in answers.names if times[name.lower()] > 1]
    if alike:
        raise ColumnError(
            [ColumnProblem(name, "differs by capitals only", hint="rename it") for name in alike]
        )


def _is_read(column: str, request: BatchRequest) -> bool:
    """Whether the executors need a column. What is left out need not be sent to Python."""
    needed = {*OWN, *request.keep, request.as_of_column}
    return column in needed or column not in request.leave_out


def _places(df: DataFrame, read: Sequence[int]) -> DataFrame:
    """Some columns of `df`, named by their places: Spark reads points in names, and no capitals."""
    numbered = df.toDF(*map(str, range(len(df.columns))))
    return numbered.select(*map(str, read))


def _run(df: DataFrame, job: Job, answers: object) -> DataFrame:
    def run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return answers_to(job, batches)

    return df.mapInArrow(run, answers)
