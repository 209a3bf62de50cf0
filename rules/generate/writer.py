"""Lines of Python source with their indentation, fresh names, and constants that do not fit in a line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Writer:
    """Collects lines of a function. `prefix` begins the names of its constants, `letter` fresh names."""

    def __init__(self, prefix: str = "k", letter: str = "t") -> None:
        self._prefix = prefix
        self._letter = letter
        self.lines: list[str] = []
        self.constants: dict[str, object] = {}
        self._depth = 1
        self._names = 0

    def line(self, text: str) -> None:
        """Add a line at the present depth."""
        self.lines.append("    " * self._depth + text)

    def fresh(self) -> str:
        """A name that nothing else has."""
        self._names += 1
        return f"{self._letter}{self._names}"

    def let(self, code: str) -> str:
        """Assign `code` to a fresh name."""
        name = self.fresh()
        self.line(f"{name} = {code}")
        return name

    def constant(self, value: object) -> str:
        """A name for a value that the function is given from outside."""
        name = f"{self._prefix}{len(self.constants)}"
        self.constants[name] = value
        return name

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """A head such as `if x:` with the lines that follow inside it."""
        self.line(head)
        self._depth += 1
        before = len(self.lines)
        yield
        if len(self.lines) == before:
            self.line("pass")
        self._depth -= 1
