"""`assize assess`: a file of customers, suppliers and third parties to their risks."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from assize.server.cli.asking import Sent
from assize.server.cli.assessing import KINDS, assess
from assize.server.cli.cases import STDIN, refused
from assize.server.cli.console import make_console, show
from assize.server.cli.exits import exiting
from assize.server.cli.helping import examples
from assize.server.cli.options import asked_of, transport_of, with_json, with_place, with_reader
from assize.server.cli.plain import to_json
from assize.server.cli.show_risks import assessments
from assize.server.grpc.stamps import Sources
from assize.server.input.read import format_of


@click.command(
    "assess",
    epilog=examples(
        "assize assess examples/risks.yaml --as-of 2026-06-01",
        "assize assess examples/risks.yaml --as-of 2026-06-01 --language zh --brief",
        "assize assess examples/risks.yaml --as-of 2026-06-01 --json",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--format", "kind", type=click.Choice(("json", "yaml")), help="Default: by the file's name.")
@with_place
@with_reader
@with_json
@click.option("--brief", is_flag=True, help="Only a line for each subject, and all risks together.")
@click.pass_obj
@exiting
def assess_risks(  # noqa: PLR0913  # one for each option
    sources: Sources,
    /,
    *,
    file: str,
    kind: str | None,
    folders: tuple[Path, ...],
    server: str | None,
    tls_ca: Path | None,
    version: str | None,
    as_of: date | datetime | None,
    language: str | None,
    audience: str | None,
    as_json: bool,
    brief: bool,
) -> int:
    """Assess the risks with the customers, suppliers and third parties of FILE (JSON or YAML).

    Says for each which risks are present, their levels before and after controls, which controls do not work,
    the one that would take off most first, and what is to be done; then all risks together.
    """
    known = kind or format_of(file)
    if known not in ("json", "yaml"):
        raise click.UsageError(f"`{file}` is neither JSON nor YAML; add --format json or --format yaml")
    with click.open_file(file, "rb") as stream:
        path = "standard input" if file == STDIN else file
        sent = Sent(path, stream.read(), "json" if known == "json" else "yaml", {})
    rulebooks = [each.rulebook for each in KINDS.values()]
    asked = asked_of(sources, rulebooks[0], version, as_of, language, audience)
    with transport_of(sources, folders, server, tls_ca, rulebooks=rulebooks) as transport:
        assessed = assess(transport, asked, sent)
    if as_json:
        click.echo(to_json(assessed.response))
    else:
        console = make_console()
        show(console, assessments(console, assessed, brief=brief))
    return refused(assessed.cases, assessed.response.answers)
