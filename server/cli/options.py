"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import click

from assize.server.cli.asking import Asked
from assize.server.cli.transport import Transport, in_process, over_grpc
from assize.server.grpc.stamps import Sources, moment

_Command = TypeVar("_Command", bound=Callable[..., Any])
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class AsOf(click.ParamType[Any]):
    """A day, or a moment with its time zone."""

    name = "date"

    def convert(
        self,
        value: Any,  # noqa: ANN401  # as click declares it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date | datetime:
        """The day or the moment that a text writes."""
        if isinstance(value, date):
            return value
        try:
            if len(value) == len("YYYY-MM-DD"):
                return date.fromisoformat(value)
            when = datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                f"`{value}` is neither a day (2026-06-01) nor a moment (2026-06-01T10:00:00+08:00)",
                param,
                ctx,
            )
        if when.tzinfo is None:
            self.fail(f"`{value}` needs its time zone: add Z or +08:00", param, ctx)
        return when


def _all_of(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


with_place = _all_of(
    click.option(
        "--rulebooks", "folders", multiple=True, type=FOLDER, help="A folder with more rulebooks; repeatable."
    ),
    click.option("--server", metavar="ADDRESS", help="Ask a server (host:port) instead of this process."),
    click.option(
        "--tls-ca", type=_FILE, help="Talk TLS to the server, whose certificate these issued (PEM)."
    ),
)
with_reader = _all_of(
    click.option("--version", "version", metavar="VERSION", help="Pin the version, as 1.0.0."),
    click.option("--as-of", type=AsOf(), help="Day, or moment with its time zone. Default: now."),
    click.option("--language", metavar="CODE", help="Language of the texts. Default: the rulebook's first."),
    click.option("--audience", metavar="NAME", help="Who reads it. Default: the rulebook's first."),
)
with_json = click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")


@contextmanager
def transport_of(
    sources: Sources,
    folders: tuple[Path, ...],
    server: str | None,
    tls_ca: Path | None,
    *,
    rulebooks: Sequence[str] = (),
) -> Iterator[Transport]:
    """Who answers, by the options of `with_place`. `rulebooks`: those that are asked; all, if it is empty."""
    if server is None:
        if tls_ca is not None:
            raise click.UsageError("--tls-ca goes with --server")
        yield in_process(rulebooks, folders, sources)
        return
    if folders:
        raise click.UsageError(
            "--rulebooks is of this process, and --server asks another one: give one of them"
        )
    with over_grpc(server, tls_ca) as transport:
        yield transport


def asked_of(
    sources: Sources,
    rulebook: str,
    version: str | None,
    as_of: date | datetime | None,
    language: str | None,
    audience: str | None,
) -> Asked:
    """What is asked, by the options of `with_reader`; the clock's moment where none is given."""
    return Asked(
        rulebook,
        as_of or moment(sources.now()),
        version=version,
        language=language,
        audience=audience,
    )
