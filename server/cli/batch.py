"""`assize batch`: files of cases by the million, in bounded memory, restartable."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import click

from assize.decision.batch.memory import keep_freed_memory
from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library, shipped_folder
from assize.server.batch.columns import Naming
from assize.server.batch.error_rows import check_ending
from assize.server.batch.job import PART_ROWS, Asked, Job, output_of
from assize.server.batch.run import run_job
from assize.server.cli.batch_progress import Bar, Lines
from assize.server.cli.cases import read_renames
from assize.server.cli.console import make_console, show
from assize.server.cli.exits import FINE, SOME_REFUSED, exiting
from assize.server.cli.helping import examples
from assize.server.cli.options import FOLDER, AsOf, with_json
from assize.server.cli.show_batch import summary_json, summary_parts
from assize.server.grpc.stamps import Sources, moment
from assize.server.processes import told_to_stop


def with_job(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments and options of a job."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = (
    click.argument("source", metavar="IN"),
    click.argument("output", metavar="OUT"),
    click.option("--rulebook", required=True, metavar="NAME", help="Which one decides."),
    click.option(
        "--rulebooks", "folders", multiple=True, type=FOLDER, help="A folder with more rulebooks; repeatable."
    ),
    click.option("--version", "version", metavar="VERSION", help="Pin the version, as 1.0.0."),
    click.option("--as-of", type=AsOf(), help="Day, or moment with its time zone. Default: now."),
    click.option("--as-of-column", metavar="COLUMN", help="A column with the day of each row."),
    click.option(
        "--map",
        "renames",
        multiple=True,
        metavar="COLUMN=FACT",
        callback=read_renames,
        help="Take a column for this fact; without a fact, leave it out. Repeatable.",
    ),
    click.option("--keep", multiple=True, metavar="COLUMN", help="Carry a column along. Repeatable."),
    click.option("--leave-out", multiple=True, metavar="COLUMN", help="Do not read a column. Repeatable."),
    click.option("--contributions", is_flag=True, help="The points of every criterion too."),
    click.option("--encoding", default="utf-8", show_default=True, help="Of a CSV file, as latin-1."),
    click.option(
        "--errors",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write what is wrong, a line each (.csv, .jsonl, .parquet).",
    ),
    click.option(
        "--part-rows",
        type=click.IntRange(1),
        default=PART_ROWS,
        show_default=True,
        help="After so many rows what is done is kept.",
    ),
    click.option("--overwrite", is_flag=True, help="Replace what stands under the name OUT."),
    click.option("--restart", is_flag=True, help="Throw away what an ended job has finished."),
    with_json,
)


@click.command(
    epilog=examples(
        "assize batch examples/suppliers.csv answers.parquet --rulebook supplier-selection",
        "assize batch examples/suppliers.csv answers.csv --rulebook supplier-selection --as-of 2026-06-01"
        " --errors errors.csv --json",
    )
)
@with_job
@click.pass_obj
@exiting
def batch(sources: Sources, /, *, folders: tuple[Path, ...], as_json: bool, **given: Any) -> int:  # noqa: ANN401
    """Decide every row of IN and write the answers to OUT.

    IN is a Parquet, Arrow or CSV file, or a folder or a quoted pattern of Parquet files.
    OUT ends in .parquet, .arrow or .csv, or in / for a folder of parts. Killed, the same command goes on.
    """
    job = _job(**given)
    keep_freed_memory()
    roots = (shipped_folder(), *folders)
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
        Asked(rulebook, version, as_of, contributions),
        Naming(named, keep, (*leave_out, *dropped), as_of_column),
        encoding,
        part_rows,
        overwrite,
        restart,
    )


def _watcher(sources: Sources) -> Bar | Lines:
    return Bar() if sys.stderr.isatty() else Lines(sources.timer, lambda line: click.echo(line, err=True))
