"""`assize check-service` and `assize compare-contract`: files of cases by one rulebook, shown its own way."""

from __future__ import annotations

from typing import Any

import click

from assize.server.cli import show_many
from assize.server.cli.cases import ask, refused, with_file
from assize.server.cli.console import make_console, show
from assize.server.cli.exits import exiting
from assize.server.cli.helping import examples
from assize.server.cli.plain import to_json
from assize.server.cli.show_answer import answer_parts
from assize.server.cli.show_contract import contract_parts
from assize.server.grpc.stamps import Sources

SERVICES = "value-added-service"
CONTRACTS = "support-contract"


@click.command(
    "check-service",
    epilog=examples(
        "assize check-service examples/services.yaml --as-of 2026-06-01",
        "assize check-service examples/services.yaml --as-of 2026-06-01 --language zh --brief",
        "assize check-service examples/services.yaml --as-of 2026-06-01 --json",
    ),
)
@with_file
@click.option("--brief", is_flag=True, help="Only a line for each service.")
@click.pass_obj
@exiting
def check_service(sources: Sources, /, **given: Any) -> int:  # noqa: ANN401  # click passes the options
    """Check the value-added services of FILE (JSON, YAML or CSV; - is standard input).

    Says for each what its four principles say, who must approve, what goes with a yes, and what is missing.
    Everything but "none" as effect means: do not proceed.
    """
    return _answered(sources, SERVICES, answer_parts, **given)


@click.command(
    "compare-contract",
    epilog=examples(
        "assize compare-contract examples/contracts.yaml --as-of 2026-06-01",
        "assize compare-contract examples/contracts.yaml --as-of 2026-06-01 --audience supplier",
        "assize compare-contract examples/contracts.yaml --as-of 2026-06-01 --json",
    ),
)
@with_file
@click.option("--brief", is_flag=True, help="Only a line for each contract.")
@click.pass_obj
@exiting
def compare_contract(sources: Sources, /, **given: Any) -> int:  # noqa: ANN401  # click passes the options
    """Compare the support contracts of FILE with what we promised (JSON, YAML or CSV; - is standard input).

    Shows the terms by state: missing, weaker, not comparable, equal, thin margin, stricter.
    """
    return _answered(sources, CONTRACTS, contract_parts, **given)


def _answered(
    sources: Sources,
    rulebook: str,
    parts: show_many.Parts,
    *,
    as_json: bool,
    brief: bool,
    **given: Any,  # noqa: ANN401  # the options of a file of cases
) -> int:
    told = ask(sources, rank=False, rulebook=rulebook, **given)
    if as_json:
        click.echo(to_json(told.response))
    else:
        console = make_console()
        show(console, show_many.answers(console, told, brief=brief, parts=parts))
    return refused(told.cases, told.response.answers)
