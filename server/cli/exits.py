"""Exit codes, and which error gives which."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from assize.decision.activation import SuitesFailed
from assize.decision.batch.request import ColumnError
from assize.rules.errors import AssizeError, RulebookError
from assize.rules.inference.errors import InferenceError
from assize.server.batch.errors import InputError, Stopped, WriteFailed
from assize.server.cli.console import clean
from assize.server.cli.transport import ServerFailed
from assize.server.input.errors import CaseFileError

FINE = 0
SOME_REFUSED = 1
WRONG_USE = 2
WRONG_RULEBOOK = 3
TESTS_FAILED = 4
SERVER_FAILED = 5
WRONG_FILE = 6
CANNOT_WRITE = 7
STOPPED = 8

_CODES: dict[type[AssizeError], int] = {
    RulebookError: WRONG_RULEBOOK,
    InferenceError: WRONG_RULEBOOK,
    SuitesFailed: TESTS_FAILED,
    CaseFileError: WRONG_FILE,
    ColumnError: WRONG_FILE,
    InputError: WRONG_FILE,
    WriteFailed: CANNOT_WRITE,
    Stopped: STOPPED,
    ServerFailed: SERVER_FAILED,
}
_Args = ParamSpec("_Args")


def exit_code(error: AssizeError) -> int:
    """The code of an error; whatever else cannot be answered was asked wrongly."""
    return next((_CODES[kind] for kind in type(error).__mro__ if kind in _CODES), WRONG_USE)


def exiting(command: Callable[_Args, int]) -> Callable[_Args, None]:
    """A command that returns its exit code, or raises AssizeError: then the error is shown on stderr."""

    @wraps(command)
    def run(*args: _Args.args, **kwargs: _Args.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
        except AssizeError as error:
            click.echo("\n".join(map(clean, str(error).split("\n"))), err=True)
            code = exit_code(error)
        sys.stdout.flush()
        click.get_current_context().exit(code)

    return run
