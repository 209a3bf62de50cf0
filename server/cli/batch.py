"""`assize batch`: files of cases by the million, in bounded memory, restartable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from assize.server.batch.sizes import PART_ROWS
from assize.server.cli.cases import read_renames
from assize.server.cli.exits import exiting
from assize.server.cli.helping import examples
from assize.server.cli.options import FOLDER, AsOf, with_json
from assize.server.grpc.stamps import Sources


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
    click.option(
        "--answer",
        "answers",
        multiple=True,
        metavar="COLUMN",
        help="Only this column of answers. Repeatable; default: all.",
    ),
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
    # Arrow takes a while to import, and no other command needs it.
    from assize.server.cli.batching import run_batch  # noqa: PLC0415

    return run_batch(sources, folders, as_json=as_json, **given)
