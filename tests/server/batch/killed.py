"""Runs jobs that die: a line of JSON on standard input is a job, a process of its own does it.

`{"job": {source, output, …}, "at": n}`: the process is killed (SIGKILL) before the n-th thing that it does to
its folders, or after the n-th piece that it decided, counted together. With `"limit"` no file may get larger
than so many bytes, as on a full disk. The answer is a line: `{"killed": true}`, or `{"error": …}`, or
`{"deeds": n, "tally": …}`.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assize.rules.errors import AssizeError
from tests.server.batch.jobs import Watch, job, run, table, write_csv

DEEDS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}


class Fate:
    """Counts deeds, and kills at one of them."""

    def __init__(self, at: int) -> None:
        self._at = at
        self.deeds = 0

    def deed(self) -> None:
        """Something is about to be done."""
        self.deeds += 1
        if self.deeds == self._at:
            os.kill(os.getpid(), signal.SIGKILL)


def do(order: dict[str, Any], answer_to: int) -> None:
    """Do one job; the answer goes to a file descriptor."""
    fate = Fate(order.get("at", 0))
    sys.addaudithook(lambda event, _: fate.deed() if event in DEEDS else None)
    if "limit" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], order["limit"]))
    given = order["job"]
    errors = Path(given.pop("errors")) if "errors" in given else None
    try:
        report = run(job(errors=errors, **given), Watch(fate.deed))
        said: dict[str, Any] = {"deeds": fate.deeds, "tally": report.tally.data()}
    except AssizeError as error:
        said = {"error": type(error).__name__, "said": str(error)}
    os.write(answer_to, json.dumps(said).encode())


def main() -> None:
    """Do jobs until there is none."""
    with TemporaryDirectory() as folder:  # so that all is imported and compiled once
        source = write_csv(Path(folder) / "in.csv", table(3))
        run(job(source, f"{folder}/out.csv", errors=Path(folder) / "errors.csv"))
    for line in sys.stdin:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            do(json.loads(line), writer)
            os._exit(0)
        os.close(writer)
        _, status = os.waitpid(child, 0)
        with os.fdopen(reader) as answer:
            text = answer.read()
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        sys.stdout.write((text or json.dumps({"killed": killed})) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
