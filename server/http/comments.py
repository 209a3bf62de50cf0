"""What the .proto files say of each message, field, choice and method: generated code does not keep it.

The files are read as the project writes them: a declaration a line, its comment on the lines right above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files

_OPENING = re.compile(r"(message|enum|service|oneof) (\w+) \{(.*)")
_DECLARED = re.compile(r"rpc (\w+)\(|(?:[\w.<>]+(?:, [\w.<>]+)? )*(\w+) = \d+")
_PACKAGE = re.compile(r"package ([\w.]+);")


def read_comments(package: str = "assize.v1") -> dict[str, str]:
    """By full name, as `assize.v1.Decision.outcome`; a choice is below its enum."""
    found: dict[str, str] = {}
    for file in sorted(files(package).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".proto"):
            found |= comments_in(file.read_text(encoding="utf-8").splitlines())
    return found


def comments_in(lines: Iterable[str]) -> Mapping[str, str]:
    """The comments of one file."""
    reading = _File()
    for line in lines:
        reading.line(line.strip())
    return reading.found


class _File:
    """A file being read: the blocks that are open, and the comment that waits for its declaration."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._package = ""
        self._blocks: list[str] = []
        self._comment: list[str] = []

    def line(self, line: str) -> None:
        """Read one line."""
        if line.startswith("//"):
            self._comment.append(line[2:].removeprefix(" "))
            return
        if opened := _OPENING.match(line):
            kind, name, rest = opened.groups()
            # The fields of a oneof are fields of the message around it.
            self._keep(name)
            if "}" not in rest:
                self._blocks.append("" if kind == "oneof" else name)
        elif declared := _DECLARED.match(line):
            self._keep(declared[1] or declared[2])
        elif line == "}":
            self._blocks.pop()
        elif package := _PACKAGE.match(line):
            self._package = package[1]
        self._comment = []

    def _keep(self, name: str) -> None:
        if self._comment:
            path = ".".join([self._package, *filter(None, self._blocks), name])
            self.found[path] = "\n".join(self._comment)
