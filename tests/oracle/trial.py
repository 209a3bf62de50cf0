"""One rulebook on trial: its decider, and cases at random that both it and the oracle judge."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from assize.decision.case import Case, GivenApproval
from assize.decision.decider import Decider
from assize.decision.result import Decision
from assize.rules.inference.cache import TableCache
from assize.rules.library import Library
from assize.rules.load import load_rulebook
from assize.rules.model import Rulebook
from tests.oracle.compare import differences
from tests.oracle.interpret import Answer, interpret
from tests.oracle.invented_facts import invent_day, invent_facts
from tests.oracle.sent import sent
from tests.oracle.values import Value

EVIDENCE = ("declared", "documented", "verified")


@dataclass(frozen=True)
class Invented:
    """A case at random: run-time values, what they rest on, and the rules whose approval is given."""

    day: date
    facts: Mapping[str, Value]
    evidence: Mapping[str, str]
    approved: frozenset[str]


@dataclass(frozen=True)
class Trial:
    """A rulebook and its decider."""

    book: Rulebook
    decider: Decider

    def invent(self, rng: Random) -> Invented:
        day = invent_day(rng, self.book)
        evidence = {fact.name: rng.choice(EVIDENCE) for fact in self.book.facts}
        asked = [rule.name for rule in self.book.rules if rule.approval is not None]
        approved = frozenset(name for name in asked if rng.random() < 0.4)
        return Invented(day, invent_facts(rng, self.book, day), evidence, approved)

    def case(self, case: Invented) -> Case:
        """The case as it is sent."""
        roles = {rule.name: rule.approval.role for rule in self.book.rules if rule.approval is not None}
        given = (GivenApproval(rule, roles[rule], "somebody", case.day) for rule in sorted(case.approved))
        return Case("invented", sent(self.book, case.day, case.facts, case.evidence), tuple(given))

    def decide(self, case: Invented) -> Decision:
        return self.decider.decide(self.book.name, self.case(case), case.day, self.book.version)

    def oracle(self, case: Invented) -> tuple[Answer, ...]:
        return interpret(self.book, case.day, case.facts, case.evidence, case.approved)

    def differences(self, case: Invented) -> list[str]:
        return differences(self.decide(case), self.oracle(case), self.book)


def trial_of(book: Rulebook, cache: TableCache) -> Trial:
    return Trial(book, Decider(Library([book]), cache))


def trial_of_files(files: Mapping[str, str], cache: TableCache) -> Trial:
    """A trial of a rulebook that is given as texts by file name."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return trial_of(load_rulebook(Path(folder), "invented"), cache)
