"""Commands run in this process, on a day that stands still."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from assize.server.cli.main import cli
from assize.server.grpc.stamps import Sources

ROOT = Path(__file__).parent.parent.parent.parent
SUPPLIERS = ROOT / "examples/suppliers.yaml"
DAY = ("--as-of", "2026-06-01")
# 2026-06-01 00:00:00 UTC, 08:00 in Shanghai
NOW = 1_780_272_000_000_000_000
SOURCES = Sources(lambda: NOW, lambda: 0, bytes)


def stand_in(folder: Path) -> Path:
    """A folder that holds what the project's holds; what a command writes there stays there."""
    folder.mkdir()
    for path in ROOT.iterdir():
        (folder / path.name).symlink_to(path)
    return folder


class Ran(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:  # noqa: ANN401  # as json gives it
        """What it wrote as JSON."""
        return json.loads(self.out)


def run(*arguments: str | Path, sent: str | bytes | None = None) -> Ran:
    """Run `assize` with these arguments; `sent` is standard input."""
    result = CliRunner().invoke(cli, [str(each) for each in arguments], input=sent, obj=SOURCES)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


def score(text: str | bytes, kind: str, *arguments: str | Path) -> Ran:
    """Score a file that is sent on standard input, with JSON for an answer."""
    return run("score", "-", "--format", kind, *DAY, "--json", *arguments, sent=text)
