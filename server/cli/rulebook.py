"""`assize rulebook`: see, check and test rulebooks."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from assize.decision.suite import run_suite
from assize.rules.inference.cache import MemoryCache
from assize.rules.library import Library
from assize.rules.load import load_rulebook
from assize.server.cli.asking import get_rulebook, moment_of, versions_of
from assize.server.cli.console import clean, make_console, show
from assize.server.cli.exits import FINE, TESTS_FAILED, exiting
from assize.server.cli.helping import examples
from assize.server.cli.options import FOLDER, asked_of, transport_of, with_json, with_place, with_reader
from assize.server.cli.plain import to_json
from assize.server.cli.show_rulebook import rulebook_list, rulebook_parts
from assize.server.cli.show_suite import suite_lines
from assize.server.cli.tables import write_tables
from assize.server.grpc.stamps import Sources
from assize.v1.rulebook_pb2 import ListRulebooksRequest


@click.group()
def rulebook() -> None:
    """See, check and test rulebooks."""


@rulebook.command("list", epilog=examples("assize rulebook list"))
@with_place
@click.option("--language", metavar="CODE", help="Language of the titles.")
@with_json
@click.pass_obj
@exiting
def list_all(
    sources: Sources,
    /,
    *,
    folders: tuple[Path, ...],
    server: str | None,
    tls_ca: Path | None,
    language: str | None,
    as_json: bool,
) -> int:
    """List all rulebooks with their versions."""
    with transport_of(sources, folders, server, tls_ca) as transport:
        found = transport.list_rulebooks(ListRulebooksRequest(language=language))
    if as_json:
        click.echo(to_json(found))
    else:
        console = make_console()
        show(console, [rulebook_list(console, found.rulebooks)])
    return FINE


@rulebook.command(
    "show",
    epilog=examples(
        "assize rulebook show supplier-selection",
        "assize rulebook show supplier-selection --language zh --json",
    ),
)
@click.argument("name")
@with_place
@with_reader
@with_json
@click.pass_obj
@exiting
def show_one(  # noqa: PLR0913  # one for each option
    sources: Sources,
    /,
    *,
    name: str,
    folders: tuple[Path, ...],
    server: str | None,
    tls_ca: Path | None,
    version: str | None,
    as_of: date | datetime | None,
    language: str | None,
    audience: str | None,
    as_json: bool,
) -> int:
    """Show what the rulebook NAME wants to know, and what it answers."""
    asked = asked_of(sources, name, version, as_of, language, audience)
    with transport_of(sources, folders, server, tls_ca, rulebooks=[name]) as transport:
        when = moment_of(asked.as_of, versions_of(transport, name)[-1].time_zone)
        found = get_rulebook(transport, asked, when)
    if as_json:
        click.echo(to_json(found))
    else:
        console = make_console()
        show(console, rulebook_parts(console, found))
    return FINE


@rulebook.command(epilog=examples("assize rulebook check rules/rulebooks/supplier-selection/1.0.0"))
@click.argument("folder", type=FOLDER)
@exiting
def check(folder: Path) -> int:
    """Read the rulebooks in FOLDER and show all errors at once, each at its place."""
    library = Library.load([folder])
    for name in library.names():
        for found in library.versions(name):
            click.echo(f"{name} {found.version}: fine ({found.content_hash})")
    return FINE


@rulebook.command(epilog=examples("assize rulebook test rules/rulebooks/supplier-selection/1.0.0"))
@click.argument("folder", type=FOLDER)
@exiting
def test(folder: Path) -> int:
    """Run the tests of the rulebook in FOLDER, and say what they leave untried."""
    report = run_suite(folder, load_rulebook(folder), MemoryCache())
    for line in suite_lines(report):
        click.echo(clean(line))
    return FINE if report.passed else TESTS_FAILED


@rulebook.command(epilog=examples("assize rulebook tables rules/rulebooks/supplier-selection/1.0.0"))
@click.argument("folder", type=FOLDER)
@exiting
def tables(folder: Path) -> int:
    """Write the inference tables of the rulebook in FOLDER anew, into its tables.json."""
    path, count = write_tables(folder)
    click.echo(f"{path}: {count} tables")
    return FINE
