"""Boolean rules, the groups they are chained in, and the tables that come of it.

An atom is a name: an input literal, or the name of a rule, which stands for that rule's conclusion.
A rule concludes its own name when all atoms of one of its terms hold: a disjunctive normal form. Nothing is
negated here (`not a` is a literal of its own), so more true literals never mean fewer conclusions.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

MAX_LITERALS = 8  # a table has 2^8 patterns at most
MAX_CONCLUSIONS = 63  # a mask fits a signed 64-bit integer, so a table can also be a numpy column

Terms = tuple[tuple[str, ...], ...]
Masks = tuple[int, ...]


class RuleSpec(NamedTuple):
    """Rule `name` holds when all atoms of any term hold. No term: never. An empty term: always."""

    name: str
    terms: Terms


class Structure(NamedTuple):
    """A group without its names: atom j is literal j, atom `literals` + i is the conclusion of rule i."""

    literals: int
    rules: tuple[tuple[tuple[int, ...], ...], ...]

    def canonical(self) -> str:
        """The same text for the same structure, whatever the names and the order of terms."""
        return json.dumps(self, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that are chained together; a rule reads the literals and the rules before it.

    ValueError if there are too many of either, a name occurs twice, or a rule reads another atom.
    """

    literals: tuple[str, ...]
    rules: tuple[RuleSpec, ...]

    def __post_init__(self) -> None:
        if len(self.literals) > MAX_LITERALS or len(self.rules) > MAX_CONCLUSIONS:
            raise ValueError(
                f"a group has at most {MAX_LITERALS} literals and {MAX_CONCLUSIONS} rules, "
                f"got {len(self.literals)} and {len(self.rules)}"
            )
        known = set(self.literals)
        if len(known) != len(self.literals):
            raise ValueError(f"a literal occurs twice in {self.literals}")
        for rule in self.rules:
            if rule.name in known:
                raise ValueError(f"the name `{rule.name}` is used twice in a group")
            if unknown := sorted(set().union(*rule.terms) - known):
                raise ValueError(f"rule `{rule.name}` reads {unknown}: neither literals nor earlier rules")
            known.add(rule.name)

    def structure(self) -> Structure:
        """The group with numbers for names."""
        names = itertools.chain(self.literals, (rule.name for rule in self.rules))
        number = {name: index for index, name in enumerate(names)}
        return Structure(
            len(self.literals),
            tuple(
                tuple(sorted({tuple(sorted({number[atom] for atom in term})) for term in rule.terms}))
                for rule in self.rules
            ),
        )


@dataclass(frozen=True, slots=True)
class Table:
    """What a group concludes from every pattern of its literals.

    Bit j of a pattern is literals[j]; bit i of masks[pattern] is conclusions[i].
    ValueError if the masks cannot be those of monotone rules of this shape.
    """

    literals: tuple[str, ...]
    conclusions: tuple[str, ...]
    masks: Masks

    def __post_init__(self) -> None:
        if problem := masks_problem(self.masks, len(self.literals), len(self.conclusions)):
            raise ValueError(problem)

    @property
    def is_identity(self) -> bool:
        """Whether the one conclusion simply is the one literal, so that no lookup is needed."""
        return self.masks == (0, 1) and len(self.conclusions) == 1

    def conclude(self, values: Sequence[int]) -> list[int]:
        """The conclusions (0 false, 1 unknown, 2 true) from as many values of the literals, in their orders.

        Equal to Kleene's min and max over the terms: for a monotone formula, comparing the result with a
        threshold is the same as evaluating it on the compared inputs. So one lookup takes unknown as false,
        one as true, and a conclusion is their sum.
        """
        if len(values) != len(self.literals):
            raise ValueError(f"{len(self.literals)} literals, got {len(values)} values")
        surely = possibly = 0
        for index, value in enumerate(values):
            surely |= (value == 2) << index
            possibly |= (value != 0) << index
        low, high = self.masks[surely], self.masks[possibly]
        return [(low >> index & 1) + (high >> index & 1) for index in range(len(self.conclusions))]


def masks_problem(masks: Masks, literals: int, conclusions: int) -> str:
    """What is wrong with these masks for a table of this shape; empty if nothing is."""
    if len(masks) != 1 << literals:
        return f"a table of {literals} literals has {1 << literals} masks, got {len(masks)}"
    wrong = [mask for mask in masks if not 0 <= mask < 1 << conclusions]
    if wrong:
        return f"a mask of {conclusions} conclusions is below {1 << conclusions}, got {wrong[0]}"
    for pattern, mask in enumerate(masks):
        for bit in range(literals):
            if mask & ~masks[pattern | 1 << bit]:
                return f"pattern {pattern} concludes more than {pattern | 1 << bit}, which has one more true"
    return ""
