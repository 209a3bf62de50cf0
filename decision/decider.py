"""The one way from a case to a decision. Pure but for the programs kept: no clock, no id, no randomness."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from threading import Lock
from typing import NamedTuple
from zoneinfo import ZoneInfo

from assize.decision.assemble import Assembler
from assize.decision.case import Case
from assize.decision.facts import FactChecker
from assize.decision.result import Decision
from assize.decision.unsure import merge
from assize.rules.binding import Period, period_of
from assize.rules.errors import NotEffective
from assize.rules.generate.program import generate
from assize.rules.generate.selector import Select, generate_selector
from assize.rules.generate.watch import Watch
from assize.rules.inference.cache import TableCache
from assize.rules.library import Library
from assize.rules.model import Rulebook


class Compiled(NamedTuple):
    """A rulebook ready to decide in one period: the standard program, then one for each variant in order."""

    rulebook: Rulebook
    period: Period
    checker: FactChecker
    select: Select | None
    assemblers: tuple[Assembler, ...]
    ends: date | None

    def decide(self, case: Case, day: date) -> Decision:
        """The decision on a case, on a day inside the period. Raises FactError."""
        facts = self.checker.check(case, day)
        today = day.toordinal()
        held = self.assemblers[:1] if self.select is None else self._held(self.select(facts.values, today))
        found = [a.program.evaluate(facts.values, facts.evidence, facts.granted, today) for a in held]
        if len(found) == 1:
            return held[0].decision(found[0], facts, day, self.ends)
        shown, merged = merge([assembler.program for assembler in held], found)
        return held[shown].decision(merged, facts, day, self.ends, variant_known=False)

    def _held(self, conditions: tuple[int, ...]) -> Sequence[Assembler]:
        """The variants that may hold, the surest last: the first whose condition is true ends the search."""
        held = []
        for condition, assembler in zip(conditions, self.assemblers[1:], strict=True):
            if condition:
                held.append(assembler)
            if condition == 2:
                return held
        return [*held, self.assemblers[0]]


class Decider:
    """Decides cases by the rulebooks of a library. May be shared by threads."""

    def __init__(self, library: Library, cache: TableCache) -> None:
        self.library = library
        self.cache = cache
        self._compiled: dict[str, tuple[Compiled, ...]] = {}
        self._lock = Lock()

    def decide(
        self,
        rulebook: str,
        case: Case,
        as_of: date | datetime,
        version: str | None = None,
        content_hash: str | None = None,
    ) -> Decision:
        """The decision on `case`, as of a day or a point in time.

        Raises UnknownRulebook, UnknownVersion, NotEffective, ContentChanged, FactError.
        """
        compiled, day = self.find(rulebook, as_of, version, content_hash)
        return compiled.decide(case, day)

    def find(
        self,
        rulebook: str,
        as_of: date | datetime,
        version: str | None = None,
        content_hash: str | None = None,
    ) -> tuple[Compiled, date]:
        """The compiled rulebook that holds, and the day in its time zone."""
        zones = dict.fromkeys(r.time_zone for r in reversed(self.library.versions(rulebook)))
        days = {zone: day_of(as_of, zone) for zone in zones}
        for zone, day in days.items():
            with suppress(NotEffective):
                found = self.library.find(rulebook, day, version, content_hash)
                if found.time_zone == zone:
                    return self._compile(found, day), day
        pinned = [r.time_zone for r in self.library.versions(rulebook) if r.version == version]
        day = days[pinned[0] if pinned else next(iter(zones))]
        found = self.library.find(rulebook, day, version, content_hash)
        return self._compile(found, day), day

    def _compile(self, rulebook: Rulebook, day: date) -> Compiled:
        for compiled in self._compiled.get(rulebook.content_hash, ()):
            if compiled.period.holds(day):
                return compiled
        with self._lock:
            known = self._compiled.get(rulebook.content_hash, ())
            period = period_of(rulebook, day)
            found = next((compiled for compiled in known if compiled.period == period), None)
            if found is None:
                found = self._build(rulebook, period)
                self._compiled[rulebook.content_hash] = (*known, found)
        return found

    def _build(self, rulebook: Rulebook, period: Period) -> Compiled:
        ends = self.library.superseded_on(rulebook)
        return compile_rulebook(rulebook, period, self.cache, self.library.other_facts(rulebook), ends)


def compile_rulebook(
    rulebook: Rulebook,
    period: Period,
    cache: TableCache,
    elsewhere: frozenset[str] = frozenset(),
    superseded_on: date | None = None,
    watch: Watch | None = None,
) -> Compiled:
    """A rulebook ready to decide in one period. `elsewhere`: facts that only other versions declare."""
    programs = [generate(rulebook, variant, period, cache, watch) for variant in (None, *rulebook.variants)]
    select = generate_selector(rulebook, period) if rulebook.variants else None
    ends = [end for end in (period.end, superseded_on) if end is not None]
    assemblers = tuple(Assembler(program, rulebook) for program in programs)
    return Compiled(
        rulebook, period, FactChecker(rulebook, elsewhere), select, assemblers, min(ends, default=None)
    )


def day_of(as_of: date | datetime, time_zone: str) -> date:
    """The day in a time zone; a day stays itself. Raises ValueError for a point in time without a zone."""
    if not isinstance(as_of, datetime):
        return as_of
    if as_of.tzinfo is None:
        raise ValueError("a point in time needs its time zone")
    return as_of.astimezone(ZoneInfo(time_zone)).date()
