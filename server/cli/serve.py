"""`assize serve`: the gRPC service, every setting as an option."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import click

from assize.server.app import serve as run_service
from assize.server.cli.exits import exiting
from assize.server.cli.helping import examples
from assize.server.config import SETTINGS, Config, read_config


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each setting, in their order."""
    for setting in reversed(SETTINGS):
        default = getattr(Config(), setting.name)
        shown = "" if default in (None, ()) else f"  [default: {str(default).lower()}]"
        option = click.option(
            "--" + setting.name.replace("_", "-"),
            setting.name,
            metavar="VALUE",
            multiple=setting.name == "rulebooks",
            help=f"{setting.help}  [env: {setting.variable}]{shown}",
        )
        command = option(command)
    return command


@click.command(
    epilog=examples(
        "assize serve",
        "assize serve --address 0.0.0.0:50051 --processes 2",
        "assize serve --address 127.0.0.1:0 --rulebooks examples/vendor-kpis",
    )
)
@with_settings
@exiting
def serve(**flags: Any) -> int:  # noqa: ANN401  # click passes what the options give
    """Serve the rulebooks over gRPC, and as JSON over HTTP, until the process is told to stop.

    Prints one line with the addresses when ready. Stops on SIGTERM or Ctrl-C and lets running calls end.
    """
    folders = ":".join(flags.pop("rulebooks")) or None
    config = read_config(os.environ, {**flags, "rulebooks": folders})
    return run_service(config, click.echo)
