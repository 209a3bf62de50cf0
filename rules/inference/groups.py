"""From the rules of one stage to groups small enough to be chained over every pattern.

Rules that read each other's conclusions belong together. Rules are taken in dependency order; each joins the
groups of the rules it reads, as long as the whole has at most MAX_LITERALS inputs. Where it would have more,
the reference is cut: the conclusion becomes an input literal of the later group. The answer stays the same,
since Kleene's values may be computed step by step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from assize.rules.inference.errors import Oversized, TooManyLiterals
from assize.rules.inference.model import MAX_CONCLUSIONS, MAX_LITERALS, Group, RuleSpec, Terms
from assize.rules.inference.order import dependency_order

Members = frozenset[str]
NOTHING: Mapping[str, str] = MappingProxyType({})


class StageRule(NamedTuple):
    """A rule before grouping. `cut`: its conclusion is changed after inference (say, unknown made true), so
    every rule that reads it takes it as an input.
    """

    name: str
    terms: Terms
    cut: bool = False


def build_groups(rules: Iterable[StageRule], derived: Mapping[str, str] = NOTHING) -> tuple[Group, ...]:
    """Groups in an order in which they can be concluded, the same whatever the order of `rules`.

    An atom that names a rule of this stage is its conclusion; every other atom is an input literal. `derived`
    says which literals the caller computes from a conclusion, as in `{"not approved": "approved"}`.
    What a group reads from an earlier one stands among its literals, by its own name.

    RuleCycle with the cycles, TooManyLiterals with every rule that fits no table, ValueError for a name used
    twice.
    """
    stage = _Stage(rules, derived)
    home: dict[str, Members] = {}
    oversized = []
    for name in stage.rank:
        group = stage.grown(name, home)
        if len(stage.inputs(group)) > MAX_LITERALS:
            oversized.append(Oversized(name, len(stage.inputs({name}))))
        home |= dict.fromkeys(group, group)
    if oversized:
        raise TooManyLiterals(sorted(oversized), MAX_LITERALS)
    return tuple(stage.group(home[name]) for name in stage.first_members(home))


class _Stage:
    """The rules of one stage, what they read, and their rank in dependency order."""

    def __init__(self, rules: Iterable[StageRule], derived: Mapping[str, str]) -> None:
        given = list(rules)
        self.rules = {rule.name: rule for rule in given}
        if len(self.rules) != len(given):
            raise ValueError("two rules of a stage have the same name")
        self.derived = derived
        # Ordered by first appearance, not by name: a renamed fact keeps its place, and its table the hash.
        self.atoms = {
            rule.name: dict.fromkeys(atom for term in rule.terms for atom in term) for rule in given
        }
        order = dependency_order({name: self._concluded_in(atoms) for name, atoms in self.atoms.items()})
        self.rank = {name: number for number, name in enumerate(order)}

    def inputs(self, members: Iterable[str]) -> tuple[str, ...]:
        """What these rules read from outside, or from a cut rule; in order of first appearance."""
        inside = {name for name in members if not self.rules[name].cut}
        atoms = (atom for name in self._ranked(members) for atom in self.atoms[name])
        return tuple(dict.fromkeys(atom for atom in atoms if atom not in inside))

    def grown(self, name: str, home: Mapping[str, Members]) -> Members:
        """A rule with as many groups of rules it reads as fit: all of them, else one by one.

        The one that leaves the fewest inputs goes first, at a tie the first in the alphabet.
        """
        group = Members({name})
        chained = (atom for atom in self.atoms[name] if atom in self.rules and not self.rules[atom].cut)
        others = {home[rule] for rule in chained}
        if self._fits(whole := group.union(*others), MAX_LITERALS, home):
            return whole
        while wider := self._wider(group, others, home):
            group = min(wider, key=lambda each: (len(self.inputs(each)), sorted(each)))
        return group

    def group(self, members: Members) -> Group:
        """The members as a group."""
        rules = (RuleSpec(name, self.rules[name].terms) for name in self._ranked(members))
        return Group(self.inputs(members), tuple(rules))

    def first_members(self, home: Mapping[str, Members]) -> list[str]:
        """The alphabet's first rule of each group, each group after those it needs."""
        return dependency_order(
            {
                min(group): {min(home[rule]) for rule in self._concluded_in(self.inputs(group))}
                for group in set(home.values())
            }
        )

    def _wider(self, group: Members, others: set[Members], home: Mapping[str, Members]) -> list[Members]:
        """The group with each one of the others that fits; it may stay too large, but not grow."""
        room = max(MAX_LITERALS, len(self.inputs(group)))
        joined = (group | other for other in others if not other <= group)
        return [each for each in joined if self._fits(each, room, home)]

    def _fits(self, members: Members, room: int, home: Mapping[str, Members]) -> bool:
        small = len(members) <= MAX_CONCLUSIONS and len(self.inputs(members)) <= room
        return small and not self._feeds_itself(members, home)

    def _feeds_itself(self, members: Members, home: Mapping[str, Members]) -> bool:
        """Whether an input of these rules waits for one of them, by way of other groups or of a cut."""
        seen: set[str] = set()
        waiting = self._concluded_in(self.inputs(members))
        while waiting:
            if waiting & members:
                return True
            seen |= waiting
            reached = {home[rule] for rule in waiting}
            waiting = {rule for group in reached for rule in self._concluded_in(self.inputs(group))} - seen
        return False

    def _concluded_in(self, atoms: Iterable[str]) -> set[str]:
        """The rules of this stage whose conclusions these atoms are or are derived from."""
        return {rule for atom in atoms if (rule := self.derived.get(atom, atom)) in self.rules}

    def _ranked(self, members: Iterable[str]) -> list[str]:
        return sorted(members, key=self.rank.__getitem__)
