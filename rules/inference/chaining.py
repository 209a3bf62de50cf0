"""The child process that chains groups of rules with durable-rules: the only file that imports `durable`.

`python -m assize.rules.inference.chaining` reads a list of structures (`model.Structure`) as JSON from
standard input and writes the masks of each as JSON to standard output. It knows no name of a rule or fact.

How. Each term is a durable-rules rule: all its atoms in one `$and` over one fact. For every pattern of the
literals the fact that carries the true atoms is asserted; what fired is added to it, and it is asserted again
in a fresh session, until nothing new fires. A rule not yet concluded is carried as `open`, and its terms ask
for that, so none fires in two rounds.

Why rounds. The other way is an action that asserts its conclusion as a further fact, joined with the first in
one session. Tried with 2.0.28: groups with terms over up to 20 conclusions ended in error 307, a term over 40
of them silently missed its only match, and about 1,200 terms were refused with error 108. One fact needs no
join, and the rounds take as long.

What else its faults ask for:
- no dispatcher threads: they race with the caller, up to a crash;
- facts, not events: an event fires only the first rule that matches it;
- a catch-all rule: deleting a session after a fact that matched nothing is a crash. It comes last, so once it
  fired, the others had their turn; a round without it is an error, not a shorter answer;
- sessions deleted: the 1,025th living one is an error;
- at most PAGE_TERMS terms in a ruleset: see there;
- actions only record: an exception in one would vanish.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from durable.engine import Host

# The engine keeps a stack of 64 branches that a fact still has to follow (error 303 beyond). Branches end in
# different terms, so a ruleset of 60 terms and the catch-all cannot fill it.
PAGE_TERMS = 60
CATCH_ALL = -1

NumberedRules = list[list[list[int]]]


class QuietHost(Host):  # type: ignore[misc]  # durable ships no types
    """A host without the two threads that dispatch timers."""

    def _run(self) -> None:
        """Start nothing."""


class Chainer:
    """One group's rules as durable-rules rulesets, ready to be asked."""

    def __init__(self, literals: int, rules: NumberedRules) -> None:
        self.literals = literals
        self.conclusions = range(literals, literals + len(rules))
        self.fired: list[int] = []
        terms = [(atom, term) for atom, rule in zip(self.conclusions, rules, strict=True) for term in rule]
        pages = [terms[start : start + PAGE_TERMS] for start in range(0, len(terms), PAGE_TERMS)]
        self.pages = [str(number) for number in range(len(pages))]
        self.host = QuietHost()
        self.host.register_rulesets(
            {page: self._ruleset(terms) for page, terms in zip(self.pages, pages, strict=True)}
        )
        self.sessions = itertools.count()

    def masks(self) -> list[int]:
        """The concluded rules of every pattern, as bits."""
        return [self._mask(pattern) for pattern in range(1 << self.literals)]

    def _mask(self, pattern: int) -> int:
        holds = {literal for literal in range(self.literals) if pattern >> literal & 1}
        while new := {atom for page in self.pages for atom in self._ask(page, holds)}:
            holds |= new
        return sum(1 << atom - self.literals for atom in holds if atom in self.conclusions)

    def _ask(self, page: str, holds: set[int]) -> list[int]:
        """One round over one ruleset: the rules it concludes anew when these atoms hold."""
        session = str(next(self.sessions))
        fact: dict[str, int | str] = {"sid": session, "id": 1, "seen": 1}
        fact |= {_holds(atom): 1 for atom in holds}
        fact |= {_open(atom): 1 for atom in self.conclusions if atom not in holds}
        self.fired.clear()
        self.host.assert_fact(page, fact)
        self.host.delete_state(page, session)
        *found, last = self.fired or [0]
        if last != CATCH_ALL or CATCH_ALL in found:
            raise RuntimeError(f"durable-rules lost part of an answer: fired {self.fired} for {fact}")
        return found

    def _ruleset(self, terms: list[tuple[int, list[int]]]) -> dict[str, Any]:
        """A rule for each term, then the catch-all: durable-rules fires them in this order."""
        rules = {
            f"term{number}": _rule([_open(concluded), *map(_holds, term)], self._recorder(concluded))
            for number, (concluded, term) in enumerate(terms)
        }
        return rules | {"catch_all": _rule(["seen"], self._recorder(CATCH_ALL))}

    def _recorder(self, atom: int) -> Callable[[object], None]:
        """The action: durable-rules accepts only a plain function of one argument."""

        def record(_context: object) -> None:
            self.fired.append(atom)

        return record


def _rule(fields: list[str], action: Callable[[object], None]) -> dict[str, Any]:
    return {"all": [{"m": {"$and": [{field: 1} for field in fields]}}], "run": action}


def _holds(atom: int) -> str:
    return f"holds{atom}"


def _open(atom: int) -> str:
    return f"open{atom}"


def chain(structures: list[tuple[int, NumberedRules]]) -> Iterator[list[int]]:
    """The masks of each structure, in order."""
    for literals, rules in structures:
        yield Chainer(literals, rules).masks()


if __name__ == "__main__":
    json.dump(list(chain(json.load(sys.stdin))), sys.stdout)
