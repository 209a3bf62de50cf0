"""A job from its first row to its answers: read, decide, keep in parts, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple, Protocol

import pyarrow as pa

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import ColumnError
from assize.decision.decider import Decider
from assize.rules.types import FactType
from assize.server.batch.columns import kept_columns
from assize.server.batch.error_rows import SCHEMA, error_rows
from assize.server.batch.errors import Stopped
from assize.server.batch.inputs import Input
from assize.server.batch.job import Job, books_of, identity, request_of
from assize.server.batch.open_input import Opened, open_input
from assize.server.batch.piece import Piece, even
from assize.server.batch.publish import assemble, check_output, check_types, give_names
from assize.server.batch.safe_files import written_whole
from assize.server.batch.sizes import BATCH_ROWS
from assize.server.batch.tally import Tally
from assize.server.batch.work import Work, held, work_folder
from assize.server.batch.writers import STREAM, open_writer


class Watcher(Protocol):
    """Who is told how far a job is."""

    def begin(self, rows: int | None, size: int, finished: int) -> None:
        """All rows if they are known, all bytes, the rows that are finished from before."""

    def advance(self, rows: int, position: int) -> None:
        """So many rows more are decided; the bytes read so far."""


class Report(NamedTuple):
    """How a job ended. `versions` are those that may have decided; `as_of` the day or the point in time."""

    versions: Mapping[str, str]
    as_of: date | datetime
    tally: Tally


def run_job(
    decider: Decider, job: Job, now: datetime, watcher: Watcher, is_stopped: Callable[[], bool]
) -> Report:
    """Do a whole job, or what is left of it. `now` decides where no day is asked for.

    Raises ColumnError, InputError, JobError, WriteFailed, Stopped, and what refuses the rulebook. Nothing has
    been written when the columns are wrong.
    """
    folder = work_folder(job.output.path)
    before = None if job.restart else Work(folder, job.output.part_ending).known()
    as_of = job.asked.as_of or (_moment(before["as of"]) if before else now)
    opened = open_input(job.source, job.naming, _types(decider, job, as_of), job.encoding, BATCH_ROWS)
    batches = _batches(decider, job, opened, as_of)
    same = identity(job, opened.table, decider, as_of)
    if not (before and Work(folder, job.output.part_ending).assembled.exists()):
        check_output(job, opened.table.paths)
    with held(folder, job.output.part_ending) as work:
        if before:
            work.check(same)
        else:
            work.clear().begin(same)
        if not work.assembled.exists():
            check_types(work, job.output, batches.answers)
            _Running(work, job, opened.table, batches, is_stopped).run(watcher)
            assemble(work, job.output, batches.answers, is_stopped)
        done = work.done()
        give_names(work, job.output, len(done))
        work.remove()
    return Report(same["versions"], as_of, total(done))


def total(tallies: Iterable[Tally]) -> Tally:
    """All counts together."""
    found = Tally()
    for tally in tallies:
        found.merge(tally)
    return found


class _Running:
    """A job while its parts are made."""

    def __init__(
        self, work: Work, job: Job, table: Input, batches: BatchDecider, is_stopped: Callable[[], bool]
    ) -> None:
        self._work = work
        self._part_rows = job.part_rows
        self._table = table
        self._batches = batches
        # A column carried along may bear the name of one that the answers do not have.
        self._counted = {*batches.answers.names} - {*kept_columns(job.naming)}
        self._is_stopped = is_stopped

    def run(self, watcher: Watcher) -> None:
        """Make the parts that are not finished. Raises Stopped."""
        done = self._work.done()
        start = sum(tally.rows for tally in done)
        watcher.begin(self._table.rows, self._table.size, start)
        if start != len(done) * self._part_rows:
            return  # the last part is shorter: the input has been read
        pieces = even(self._table.read(start), start, BATCH_ROWS, self._part_rows)
        for number, group in groupby(pieces, key=lambda piece: piece.first // self._part_rows):
            self._part(number, group, watcher)
            done.append(Tally())
        if not done:
            empty = pa.RecordBatch.from_pylist([], self._table.schema)
            self._part(0, [Piece(0, empty)], watcher)

    def _part(self, number: int, pieces: Iterable[Piece], watcher: Watcher) -> None:
        tally, work = Tally(), self._work
        part_path, errors_path = work.part(number), work.errors(number)
        with ExitStack() as files:
            part = files.enter_context(written_whole(part_path))
            errors = files.enter_context(written_whole(errors_path))
            answers_to = files.enter_context(open_writer(part, part_path.suffix, self._batches.answers))
            errors_to = files.enter_context(open_writer(errors, STREAM, SCHEMA))
            for piece in pieces:
                if self._is_stopped():
                    raise Stopped(number * self._part_rows, work.folder)
                answers = self._batches.decide(piece.batch, piece.refused)
                answers_to.write(answers)
                errors_to.write(error_rows(piece, answers, self._table.file_of))
                tally.add(answers, self._counted, len(piece.wrong))
                watcher.advance(piece.rows, self._table.position())
        work.mark_done(number, tally)


def _types(decider: Decider, job: Job, as_of: date | datetime) -> Mapping[str, FactType]:
    """The facts of all versions; of a name in several of them, that of the last one that may decide."""
    books = (*decider.library.versions(job.asked.rulebook), *books_of(job, decider, as_of))
    return {fact.name: fact.type for book in books for fact in book.facts}


def _batches(decider: Decider, job: Job, opened: Opened, as_of: date | datetime) -> BatchDecider:
    """Who decides the batches. Raises ColumnError with every problem."""
    problems = list(opened.table.problems)
    request = request_of(job, opened.table, opened.ending)
    try:
        made = BatchDecider(decider, request, opened.table.schema, as_of)
    except ColumnError as error:
        raise ColumnError([*problems, *error.problems]) from None
    if problems:
        raise ColumnError(problems)
    return made


def _moment(text: str) -> date | datetime:
    """A day or a point in time as the folder of the job holds it."""
    return date.fromisoformat(text) if len(text) == len("YYYY-MM-DD") else datetime.fromisoformat(text)
