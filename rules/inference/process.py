"""Runs the child process in which durable-rules works, so that its crashes cannot reach the caller."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

from assize.rules.inference.errors import ChainingFailed
from assize.rules.inference.model import Masks, Structure, masks_problem

ATTEMPTS = 2
STDERR_SHOWN = 2_000


class Child(NamedTuple):
    """How to start the child process, and how many seconds all of its work may take.

    -P keeps files in the current folder from shadowing modules; faulthandler says where a crash happened.
    """

    argv: tuple[str, ...] = (
        sys.executable, "-P", "-X", "faulthandler", "-m", "assize.rules.inference.chaining",
    )  # fmt: skip
    timeout: float = 300.0


STANDARD = Child()


class _Fault(Exception):
    """What one try ended with."""


def chain_in_child(structures: Sequence[Structure], child: Child) -> list[Masks]:
    """The masks of each structure, from one child process. ChainingFailed when that fails twice."""
    faults: list[str] = []
    for _ in range(ATTEMPTS):
        try:
            return _checked(_run(structures, child), structures)
        except _Fault as fault:
            faults.append(str(fault))
    raise ChainingFailed(faults)


def _run(structures: Sequence[Structure], child: Child) -> str:
    """What the child wrote to standard output."""
    try:
        done = subprocess.run(
            child.argv,
            input=json.dumps(structures).encode(),
            capture_output=True,
            timeout=child.timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        raise _Fault(f"no answer within {child.timeout} s{_tail(expired.stderr)}") from expired
    except OSError as error:
        raise _Fault(f"{child.argv[0]} does not start: {error}") from error
    if done.returncode != 0:
        raise _Fault(f"exit status {done.returncode}{_tail(done.stderr)}")
    return done.stdout.decode(errors="replace")


def _checked(answer: str, structures: Sequence[Structure]) -> list[Masks]:
    """The answer as masks, if it has the shape of one."""
    try:
        found = [tuple(int(mask) for mask in masks) for masks in json.loads(answer)]
        pairs = list(zip(found, structures, strict=True))
    except (TypeError, ValueError) as error:
        raise _Fault(f"an answer that is not a list of tables ({error}): {answer[:200]!r}") from error
    for masks, structure in pairs:
        if problem := masks_problem(masks, structure.literals, len(structure.rules)):
            raise _Fault(f"a wrong table: {problem}")
    return found


def _tail(stderr: bytes | None) -> str:
    text = (stderr or b"").decode(errors="replace").strip()
    return f"; its last words:\n{text[-STDERR_SHOWN:]}" if text else ""
