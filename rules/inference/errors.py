"""What can go wrong when rules become tables, as one tree:

InferenceError
├── RuleCycle          rules that conclude each other in a circle
├── TooManyLiterals    a rule that reads more inputs than a table can have
├── ChainingFailed     the child process crashed, hung or gave a wrong answer, twice
└── CacheUnusable      the file with the cached tables cannot be read, believed or written
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from assize.rules.errors import AssizeError


class InferenceError(AssizeError):
    """Rules that cannot become tables."""


class RuleCycle(InferenceError):
    """Rules that conclude each other. In a cycle each name is read by the next, the last by the first."""

    def __init__(self, cycles: Iterable[tuple[str, ...]]) -> None:
        self.cycles = tuple(cycles)
        super().__init__(self.cycles)

    def __str__(self) -> str:
        return "\n".join(
            f"rules depend on each other: {' → '.join([*cycle, cycle[0]])}; remove one of these references"
            for cycle in self.cycles
        )


class Oversized(NamedTuple):
    """A rule and how many different inputs it reads."""

    rule: str
    inputs: int


class TooManyLiterals(InferenceError):
    """Rules that read more inputs than a table can have."""

    def __init__(self, rules: Iterable[Oversized], limit: int) -> None:
        self.rules = tuple(rules)
        self.limit = limit
        super().__init__(self.rules, limit)

    def __str__(self) -> str:
        return "\n".join(
            f"rule `{rule}` reads {inputs} different conditions, at most {self.limit} are possible; "
            "move some of them to a rule of their own"
            for rule, inputs in self.rules
        )


class ChainingFailed(InferenceError):
    """The child process gave no usable answer. `attempts` says what each try ended with."""

    def __init__(self, attempts: Iterable[str]) -> None:
        self.attempts = tuple(attempts)
        super().__init__(self.attempts)

    def __str__(self) -> str:
        tries = "\n".join(f"try {number}: {what}" for number, what in enumerate(self.attempts, start=1))
        return f"the inference tables could not be computed by the child process\n{tries}"


class CacheUnusable(InferenceError):
    """A cache file that cannot be used: where it is, what is wrong, what to do."""

    def __init__(self, where: str, what: str, hint: str) -> None:
        self.where = where
        self.what = what
        self.hint = hint
        super().__init__(where, what, hint)

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.hint}"
