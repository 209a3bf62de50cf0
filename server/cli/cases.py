"""`assize score` and `assize rank`: a file of cases to answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from assize.server.cli import show_many
from assize.server.cli.asking import Sent, Told, decide
from assize.server.cli.console import make_console, show
from assize.server.cli.exits import FINE, SOME_REFUSED, exiting
from assize.server.cli.helping import examples
from assize.server.cli.options import asked_of, transport_of, with_json, with_place, with_reader
from assize.server.cli.plain import to_json
from assize.server.grpc.stamps import Sources
from assize.server.input.model import FileCase
from assize.server.input.read import FORMATS, format_of
from assize.v1.answer_pb2 import Answer

SUPPLIERS = "supplier-selection"
STDIN = "-"
_Command = TypeVar("_Command", bound=Callable[..., Any])


def with_file(command: _Command) -> _Command:
    """The options of a file of cases."""
    for option in (
        with_json,
        with_reader,
        with_place,
        click.option(
            "--map",
            "renames",
            multiple=True,
            metavar="COLUMN=FACT",
            callback=read_renames,
            help="Take a column of a CSV file for this fact; without a fact, leave it out. Repeatable.",
        ),
        click.option("--format", "kind", type=click.Choice(FORMATS), help="Default: by the file's name."),
        click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True)),
    ):
        command = option(command)
    return command


with_rulebook = click.option(
    "--rulebook", default=SUPPLIERS, show_default=True, metavar="NAME", help="Which one decides."
)


def read_renames(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """The facts by column that `COLUMN=FACT` texts say; an empty fact leaves the column out."""
    renames: dict[str, str] = {}
    for value in values:
        column, equals, fact = value.rpartition("=")
        if not (equals and column):
            raise click.BadParameter(f"`{value}` is not COLUMN=FACT", ctx, param)
        if column in renames:
            raise click.BadParameter(f"the column `{column}` is mapped twice", ctx, param)
        renames[column] = fact
    return renames


@click.command(
    epilog=examples(
        "assize score examples/suppliers.yaml",
        "assize score examples/suppliers.csv --as-of 2026-06-01 --language zh --brief",
        "assize score examples/suppliers.json --audience supplier --json",
    )
)
@with_file
@with_rulebook
@click.option("--brief", is_flag=True, help="Only a line for each case.")
@click.pass_obj
@exiting
def score(sources: Sources, /, *, as_json: bool, brief: bool, **given: Any) -> int:  # noqa: ANN401
    """Decide each case of FILE (JSON, YAML or CSV; - is standard input) and say why.

    Works with every rulebook, also with those that have no score.
    """
    told = ask(sources, rank=False, **given)
    if as_json:
        click.echo(to_json(told.response))
    else:
        console = make_console()
        show(console, show_many.answers(console, told, brief=brief))
    return refused(told.cases, told.response.answers)


@click.command(
    epilog=examples(
        "assize rank examples/suppliers.yaml --as-of 2026-06-01",
        "assize rank examples/suppliers.csv --as-of 2026-06-01 --json",
    )
)
@with_file
@with_rulebook
@click.pass_obj
@exiting
def rank(sources: Sources, /, *, as_json: bool, **given: Any) -> int:  # noqa: ANN401
    """Rank the cases of FILE (JSON, YAML or CSV; - is standard input) by grade, then by score.

    Ties share a place. Who is knocked out has none. While facts are missing, a place is a range.
    """
    told = ask(sources, rank=True, **given)
    if as_json:
        click.echo(to_json(told.response))
    else:
        console = make_console()
        show(console, show_many.ranking(console, told))
    return refused(told.cases, told.response.answers)


def ask(  # noqa: PLR0913  # one for each option
    sources: Sources,
    *,
    rank: bool,
    file: str,
    kind: str | None,
    renames: dict[str, str],
    rulebook: str,
    folders: tuple[Path, ...],
    server: str | None,
    tls_ca: Path | None,
    version: str | None,
    as_of: date | datetime | None,
    language: str | None,
    audience: str | None,
) -> Told:
    """The file of cases, decided, by the options of a command."""
    known = next((each for each in FORMATS if each == kind), None) or format_of(file)
    if known is None:
        raise click.UsageError(f"which format is `{file}`? Add --format {'|'.join(FORMATS)}")
    if renames and known != "csv":
        raise click.UsageError("--map renames columns of CSV files")
    with click.open_file(file, "rb") as stream:
        sent = Sent("standard input" if file == STDIN else file, stream.read(), known, renames)
    asked = asked_of(sources, rulebook, version, as_of, language, audience)
    with transport_of(sources, folders, server, tls_ca, rulebooks=[rulebook]) as transport:
        return decide(transport, asked, sent, rank=rank)


def refused(cases: Iterable[FileCase], answers: Iterable[Answer]) -> int:
    """Show what was refused on stderr, and give the exit code."""
    said = show_many.refusals(cases, answers)
    if said:
        click.echo(said, err=True)
    return SOME_REFUSED if said else FINE
