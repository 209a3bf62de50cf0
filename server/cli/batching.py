"""A job over files as its options say, from start to summary."""

from __future__ import annotations

import sys
from datetime import date, datetime
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import click

from assize.decision.batch.memory import keep_freed_memory
from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library, shipped_folders
from assize.server.batch.columns import Naming
from assize.server.batch.error_rows import check_ending
from assize.server.batch.job import Asked, Job, output_of
from assize.server.batch.run import run_job
from assize.server.cli.batch_progress import Bar, Lines
from assize.server.cli.console import make_console, show
from assize.server.cli.exits import FINE, SOME_REFUSED
from assize.server.cli.show_batch import summary_json, summary_parts
from assize.server.grpc.stamps import Sources, moment
from assize.server.processes import told_to_stop


def run_batch(sources: Sources, folders: tuple[Path, ...], *, as_json: bool, **given: Any) -> int:  # noqa: ANN401
    """Do the job and show its summary. Gives the exit code."""
    job = _job(**given)
    keep_freed_memory()
    roots = (*shipped_folders([job.asked.rulebook]), *folders)
    decider = Decider(Library.load(roots), cached_tables(roots))
    with told_to_stop() as stop, _watcher(sources) as watcher:
        report = run_job(decider, job, moment(sources.now()), watcher, lambda: bool(wait([stop], 0)))
    if as_json:
        click.echo(summary_json(job, report))
    else:
        console = make_console()
        show(console, summary_parts(console, job, report))
    return SOME_REFUSED if report.tally.refused or report.tally.wrong_lines else FINE


def _job(  # noqa: PLR0913  # one for each option
    *,
    source: str,
    output: str,
    rulebook: str,
    version: str | None,
    as_of: date | datetime | None,
    as_of_column: str | None,
    renames: dict[str, str],
    keep: tuple[str, ...],
    leave_out: tuple[str, ...],
    contributions: bool,
    answers: tuple[str, ...],
    encoding: str,
    errors: Path | None,
    part_rows: int,
    overwrite: bool,
    restart: bool,
) -> Job:
    if errors is not None:
        check_ending(errors)
    dropped = tuple(column for column, fact in renames.items() if not fact)
    named = {column: fact for column, fact in renames.items() if fact}
    return Job(
        source,
        output_of(output, errors),
        Asked(rulebook, version, as_of, contributions, answers),
        Naming(named, keep, (*leave_out, *dropped), as_of_column),
        encoding,
        part_rows,
        overwrite,
        restart,
    )


def _watcher(sources: Sources) -> Bar | Lines:
    return Bar() if sys.stderr.isatty() else Lines(sources.timer, lambda line: click.echo(line, err=True))
