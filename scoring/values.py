"""Fixed value functions: what a fact is worth on the value scale, whoever else is a candidate.

Each has `at` (one input), `columns` (an array, the same bits), `source` (a Python expression, the same bits),
`bounds` (lowest and highest value over the declared range) and `inverse` (the nearest input worth enough).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import isfinite
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assize.scoring.curve import Curve, target
from assize.scoring.problems import Domain, Problem, ValueFunctionError, number, refuse
from assize.scoring.steps import Step, Steps
from assize.scoring.stretches import operand

__all__ = ["Curve", "Domain", "Lookup", "Step", "Steps", "ValueFunction", "ValueFunctionError", "target"]

Key: TypeAlias = str | bool


@dataclass(frozen=True, slots=True)
class Lookup:
    """A value for each text, or for true and false; exactly one for each of the declared `choices`.

    Raises ValueFunctionError with every problem.
    """

    pairs: tuple[tuple[Key, float], ...]
    choices: tuple[Key, ...] | None = None
    _table: Mapping[Key, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        refuse(_problems(self.pairs, self.choices))
        object.__setattr__(self, "_table", {key: number(value) for key, value in self.pairs})

    def at(self, x: Key) -> float:
        """The value of `x`. Raises KeyError for a text without a value."""
        return self._table[x]

    def bounds(self) -> tuple[float, float]:
        """The lowest and highest value."""
        return min(self._table.values()), max(self._table.values())

    def columns(self, x: NDArray[Any]) -> NDArray[np.float64]:
        """`at` of every element of an array of texts or of booleans. Raises KeyError as `at` does."""
        found, place = np.unique(x, return_inverse=True)
        values = np.asarray([self._table[key] for key in found.tolist()], dtype=np.float64)
        return values[place]

    def source(self, arg: str) -> str:
        """Python expression of `at` for the name or expression `arg`; KeyError for a text without a value."""
        name = operand(arg)
        *others, (last, value) = self._table.items()
        tests = "".join(f"{other!r} if {name} == {key!r} else " for key, other in others)
        return f"({tests}{{{last!r}: {value!r}}}[{name}])"

    def inverse(self, y: float, near: Key) -> Key | None:
        """`near` if it is worth at least `y`, else the first key of the lowest value that is, or None."""
        if self._table[near] >= y:
            return near
        enough = [key for key, value in self._table.items() if value >= y]
        return min(enough, key=self._table.__getitem__, default=None)


ValueFunction: TypeAlias = Curve | Steps | Lookup


def _problems(pairs: tuple[tuple[Key, float], ...], choices: tuple[Key, ...] | None) -> list[Problem]:
    if not pairs:
        return [(None, "there is no value; give at least one")]
    found: list[Problem] = []
    keys = [key for key, _ in pairs]
    for i, (key, value) in enumerate(pairs):
        if not isfinite(value):
            found.append((i, f"{_word(key)} has the value {value}; give a finite number"))
        if key in keys[:i]:
            found.append((i, f"{_word(key)} is named twice; keep one"))
        if choices is not None and key not in choices:
            found.append((i, f"{_word(key)} is no declared choice{_nearest(key, choices)}"))
    return found + _uncovered(keys, choices)


def _uncovered(keys: list[Key], choices: tuple[Key, ...] | None) -> list[Problem]:
    truths = {isinstance(key, bool) for key in keys}
    if truths == {True, False}:
        return [(None, "texts and true/false stand in one table; use one kind")]
    if choices is None:
        choices = (True, False) if truths == {True} else ()
    return [(None, f"{_word(choice)} has no value; give one") for choice in choices if choice not in keys]


def _nearest(key: Key, choices: tuple[Key, ...]) -> str:
    near = get_close_matches(str(key), [str(choice) for choice in choices], n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _word(key: Key) -> str:
    return str(key).lower() if isinstance(key, bool) else repr(key)
