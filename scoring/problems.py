"""What a value function says when it cannot be built: every problem at once, each with its row."""

from collections.abc import Sequence
from math import isfinite
from typing import TypeAlias

Domain: TypeAlias = tuple[float | None, float | None]
"""The declared range of an input, both ends included; None is unbounded."""

Problem: TypeAlias = tuple[int | None, str]
"""Position of the row (from 0; None for the whole) and what is wrong with it."""


class ValueFunctionError(ValueError):
    """A value function that cannot be built; `problems` lists why, each with its row."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(text for _, text in self.problems))


def refuse(problems: Sequence[Problem]) -> None:
    """Raise ValueFunctionError if there is any problem."""
    if problems:
        raise ValueFunctionError(problems)


def domain_problems(domain: Domain) -> list[Problem]:
    """Problems of a declared range: ends that are not finite, or the wrong way round."""
    low, high = domain
    if any(end is not None and not isfinite(end) for end in domain):
        return [
            (None, f"the range {low} to {high} has an end that is no finite number; leave it out instead")
        ]
    if low is not None and high is not None and low > high:
        return [(None, f"the range {low:.15g} to {high:.15g} runs backwards; give the lower end first")]
    return []


def number(x: float) -> float:
    """`x` as a plain float64 without a negative zero, so that its repr is a constant with the same bits."""
    return float(x) + 0.0
