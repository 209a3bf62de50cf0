"""How far a job is: a bar on a terminal, a plain line every few seconds elsewhere. Both on standard error."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

SECOND = 1_000_000_000
INTERVAL = 5 * SECOND


class _Rate(ProgressColumn):
    """Rows and rows a second."""

    def render(self, task: Task) -> Text:
        rows, before = int(task.fields["rows"]), int(task.fields["before"])
        rate = (rows - before) / task.elapsed if task.elapsed else 0.0
        return Text(f"{rows:,} rows, {rate:,.0f}/s")


class Bar:
    """A bar by rows, or by bytes where nobody knows how many rows there are. Used as a context."""

    def __init__(self, console: Console | None = None) -> None:
        self._progress = Progress(
            TextColumn("[progress.percentage]{task.percentage:>3.0f} %"),
            BarColumn(),
            _Rate(),
            TimeRemainingColumn(),
            console=console or Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("", start=False, rows=0, before=0)
        self._rows = 0
        self._by_bytes = False

    def begin(self, rows: int | None, size: int, finished: int) -> None:
        """Show the bar."""
        self._rows = finished
        self._by_bytes = rows is None
        self._progress.start_task(self._task)
        self._progress.update(
            self._task,
            total=size if rows is None else rows,
            completed=0 if rows is None else finished,
            rows=finished,
            before=finished,
        )

    def advance(self, rows: int, position: int) -> None:
        """Move the bar."""
        self._rows += rows
        completed = position if self._by_bytes else self._rows
        self._progress.update(self._task, completed=completed, rows=self._rows)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()


class Lines:
    """Plain lines. `timer` gives nanoseconds of a steady clock, `say` takes a line. Used as a context."""

    def __init__(self, timer: Callable[[], int], say: Callable[[str], None]) -> None:
        self._timer = timer
        self._say = say
        self._started = self._last = timer()
        self._total: int | None = None
        self._size = 0
        self._before = self._rows = 0

    def begin(self, rows: int | None, size: int, finished: int) -> None:
        """Say what is finished from before."""
        self._total, self._size = rows, size
        self._before = self._rows = finished
        self._started = self._last = self._timer()
        if finished:
            self._say(f"goes on after {finished:,} finished rows")

    def advance(self, rows: int, position: int) -> None:
        """Say how far it is, once in a while."""
        self._rows += rows
        now = self._timer()
        if now - self._last < INTERVAL:
            return
        self._last = now
        rate = (self._rows - self._before) * SECOND / (now - self._started)
        done = self._rows / self._total if self._total else position / max(1, self._size)
        left = f", {self._left(now, done)} left" if 0 < done < 1 else ""
        self._say(f"{self._rows:,} rows, {done:.0%}, {rate:,.0f} rows/s{left}")

    def _left(self, now: int, done: float) -> str:
        """The time that is left, if it goes on as since the start."""
        before = self._before / self._total if self._total else 0.0
        seconds = round((now - self._started) / SECOND * (1 - done) / max(done - before, 1e-9))
        return f"{seconds // 60}:{seconds % 60:02}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to end."""
