"""What can go wrong, as one tree:

AssizeError
├── RulebookError     a rulebook does not load; carries every problem, each with its place
├── FactError         the facts of a request break the rulebook's declarations; carries every violation
├── UnknownRulebook   no rulebook of that name
└── NotEffective      the rulebook has no version for that date
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from assize.rules.source import Mark

MOST_SHOWN = 100
MOST_NAMES = 8
LONGEST_NAME = 80


class Problem(NamedTuple):
    """One thing wrong in a rulebook: what, what stands there instead, and what to do."""

    mark: Mark
    what: str
    got: str = ""
    hint: str = ""

    def render(self) -> str:
        """`path:line:column: what, got …`, the line, carets below it, and the hint."""
        got = f", got {self.got}" if self.got else ""
        place = f"{self.mark.source.path}:{self.mark.line}:{self.mark.column}"
        hint = f"  hint: {self.hint}" if self.hint else ""
        return "\n".join(filter(None, [f"{place}: {self.what}{got}", self.mark.excerpt(), hint]))


class Violation(NamedTuple):
    """One fact that breaks its declaration. `path` is like `$.certificates[2].level`, `code` is stable."""

    path: str
    what: str
    got: str
    hint: str
    code: str

    def render(self) -> str:
        """`path: what, got …; hint`."""
        got = f", got {self.got}" if self.got else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.path}: {self.what}{got}{hint}"


class AssizeError(Exception):
    """Whatever this project raises on purpose."""


class RulebookError(AssizeError):
    """A rulebook does not load. `problems` are sorted by path, line and column, each once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(dict.fromkeys(problems), key=_place))
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Every problem rendered; past the first MOST_SHOWN only their number."""
        shown = [problem.render() for problem in self.problems[:MOST_SHOWN]]
        more = len(self.problems) - len(shown)
        return "\n".join([*shown, f"… and {more} more problems"] if more else shown)


class FactError(AssizeError):
    """The facts of a request break the rulebook's declarations."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__(self.violations)

    def __str__(self) -> str:
        return "\n".join(violation.render() for violation in self.violations)


class UnknownRulebook(AssizeError):
    """No rulebook of this name."""

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        self.name = name
        self.known = tuple(sorted(known))
        super().__init__(name, self.known)

    def __str__(self) -> str:
        hint = nearest(self.name, self.known)
        return f"no rulebook named `{self.name}`" + (f"; {hint}" if hint else "")


class NotEffective(AssizeError):
    """No version holds on this date. The gap runs from `gap_from` (inclusive) to `gap_until` (exclusive)."""

    def __init__(self, rulebook: str, on: date, gap_from: date | None, gap_until: date | None) -> None:
        self.rulebook = rulebook
        self.on = on
        self.gap_from = gap_from
        self.gap_until = gap_until
        super().__init__(rulebook, on, gap_from, gap_until)

    def __str__(self) -> str:
        since = f" from {self.gap_from}" if self.gap_from else ""
        until = f" before {self.gap_until}" if self.gap_until else ""
        gap = f"; there is none{since}{until}" if since or until else ""
        return f"rulebook `{self.rulebook}` has no version for {self.on}{gap}"


class Problems:
    """A collector of problems, passed as an argument, so that one load reports them all."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def __len__(self) -> int:
        return len(self._found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, mark: Mark, what: str, got: str = "", hint: str = "") -> None:
        """Note a problem and go on."""
        self._found.append(Problem(mark, what, got, hint))

    def raise_if_any(self) -> None:
        """Raise RulebookError with everything noted so far."""
        if self._found:
            raise RulebookError(self._found)


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint for an unknown name: the one meant, else the known ones, else nothing."""
    names = sorted(set(known))
    same = [each for each in names if each.casefold() == name.casefold()]
    # difflib is quadratic in the length of a name
    close = same or (difflib.get_close_matches(name, names, n=1) if len(name) <= LONGEST_NAME else [])
    if close:
        return f"did you mean `{close[0]}`?"
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return f"known: {shown}" + (f" and {more} more" if more > 0 else "") if names else ""


def _place(problem: Problem) -> tuple[str, int, int]:
    return problem.mark.source.path, problem.mark.line, problem.mark.column
