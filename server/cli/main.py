"""The command `assize`."""

from __future__ import annotations

import sys
from io import TextIOWrapper

import click

from assize.server.app import SYSTEM
from assize.server.cli import exits
from assize.server.cli.batch import batch
from assize.server.cli.cases import rank, score
from assize.server.cli.gate import check_service, compare_contract
from assize.server.cli.helping import examples, exit_codes
from assize.server.cli.risks import assess_risks
from assize.server.cli.rulebook import rulebook
from assize.server.cli.serve import serve

_EXAMPLES = examples(
    "assize rank examples/suppliers.yaml --as-of 2026-06-01",
    "assize score examples/suppliers.csv --as-of 2026-06-01 --brief",
    "assize check-service examples/services.yaml --as-of 2026-06-01",
    "assize assess examples/risks.yaml --as-of 2026-06-01 --brief",
    "assize compare-contract examples/contracts.yaml --as-of 2026-06-01",
    "assize batch examples/suppliers.csv answers.parquet --rulebook supplier-selection --as-of 2026-06-01",
    "assize rulebook show supplier-selection",
    "assize serve",
)
_EXIT_CODES = exit_codes(
    (exits.FINE, 'every case was decided; a rejection is a decision, and so is "undetermined"'),
    (exits.SOME_REFUSED, "some cases were refused: their facts are wrong"),
    (exits.WRONG_USE, "wrong use: an option, or a rulebook, version or day that does not exist"),
    (exits.WRONG_RULEBOOK, "a rulebook does not load"),
    (exits.TESTS_FAILED, "the tests of a rulebook do not pass"),
    (exits.SERVER_FAILED, "the server cannot be reached, or failed"),
    (exits.WRONG_FILE, "the file of cases cannot be read"),
    (exits.CANNOT_WRITE, "the answers of `batch` cannot be written"),
    (exits.STOPPED, "`batch` was told to stop; the same command goes on"),
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=f"{_EXAMPLES}\n\n{_EXIT_CODES}",
)
@click.version_option(package_name="assize", message="%(prog)s %(version)s")
def cli() -> None:
    """Decide by rulebooks on suppliers, value-added services, risks and contracts; serve; check rulebooks."""


for command in (score, rank, check_service, assess_risks, compare_contract, batch, rulebook, serve):
    cli.add_command(command)


def main() -> None:
    """Run the command with the system's clock. What a stream cannot encode shows as a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    cli(obj=SYSTEM)
