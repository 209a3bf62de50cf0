"""Facts at random that keep a rulebook's declarations, most of them where its answers change."""

from __future__ import annotations

import datetime as dt
import math
from random import Random

from assize.rules.model import Rulebook
from assize.rules.types import (
    BooleanType,
    ChoiceType,
    DateType,
    LevelType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    Type,
)
from tests.oracle.constants import DAYS, NUMBERS, TEXTS, Pools, pools
from tests.oracle.values import FALSE, TRUE, Value, unknown_of

WIDEST = 1000.0
MOST_ELEMENTS = 4


ERA = dt.date(1900, 1, 1).toordinal()


def invent_facts(rng: Random, book: Rulebook, day: dt.date) -> dict[str, Value]:
    """A run-time value for every fact; in some cases nothing is unknown, in others most is."""
    inventor = _Inventor(rng, pools(book, day), day, rng.choice([0.0, 0.05, 0.2, 0.6]))
    return {fact.name: inventor.fact(fact.name, fact.type) for fact in book.facts}


def invent_day(rng: Random, book: Rulebook) -> dt.date:
    """A day on which the rulebook and all its parameters hold, often one on which something changes."""
    first = max([book.start, *(p.values[0].start for p in book.parameters)])
    changes = [v.start for p in book.parameters for v in p.values if v.start >= first]
    last = book.end or max([first, *changes]) + dt.timedelta(days=400)
    near = [first, *changes, *(day - dt.timedelta(days=1) for day in changes)]
    days = [day for day in near if first <= day < last]
    if rng.random() < 0.5:
        days = [first + dt.timedelta(days=rng.randrange((last - first).days))]
    held = [day for day in days if all(p.at(day) is not None for p in book.parameters)]
    return rng.choice(held or [first])


class _Inventor:
    def __init__(self, rng: Random, pools: Pools, day: dt.date, unknown: float) -> None:
        self.rng = rng
        self.pools = pools
        self.day = day.toordinal()
        self.unknown = unknown

    def fact(self, name: str, kind: Type) -> Value:
        if self.rng.random() < self.unknown:
            return unknown_of(kind)
        if isinstance(kind, ListType):
            return self._list(name, kind)
        return self._scalar(name, kind, {})

    def _list(self, name: str, kind: ListType) -> Value:
        size = min(self.rng.choice([0, 1, 2, MOST_ELEMENTS]), kind.max_items)
        if isinstance(kind.element, RecordType):
            records = [self._record(kind.element, kind.key) for _ in range(size)]
            place = kind.element.index(kind.key) if kind.key else None
            return tuple(records if place is None else {r[place]: r for r in records}.values())
        return tuple(self._scalar(name, kind.element, {}) for _ in range(size))

    def _record(self, kind: RecordType, key: str | None) -> tuple[Value, ...]:
        record: dict[str, Value] = {}
        for field in kind.fields:
            hidden = field.name != key and self.rng.random() < self.unknown / 2
            found = unknown_of(field.type) if hidden else self._scalar(field.name, field.type, record)
            record[field.name] = found
        return tuple(record.values())

    def _scalar(self, name: str, kind: Type, record: dict[str, Value]) -> Value:
        match kind:
            case BooleanType():
                return self.rng.choice([FALSE, TRUE])
            case NumberType(low=low, high=high, integer=integer):
                return self._number(name, low, high, integer=integer)
            case MoneyType(low=low, high=high):
                return round(self._number(name, low, high, integer=False), 2)
            case ChoiceType(choices=choices):
                return self._one(name, choices)
            case LevelType(by=by, choices=choices):
                levels = dict(choices).get(record[by] or "", ())
                return self.rng.choice(levels) if levels else None
            case DateType():
                return self._date(name)
            case _:
                return self.rng.choice([*self.pools.get(name, ()), *self.pools.get(TEXTS, ()), "other"])

    def _one(self, name: str, choices: tuple[str, ...]) -> str:
        named = tuple(choice for choice in choices if choice in self.pools.get(name, ()))
        return self.rng.choice(named if named and self.rng.random() < 0.5 else choices)

    def _number(self, name: str, low: float | None, high: float | None, *, integer: bool) -> float:
        lowest = -WIDEST if low is None else low
        highest = max(lowest, WIDEST) if high is None else high
        own, every = self.pools.get(name, ()), self.pools.get(NUMBERS, ())
        pool = own if own and self.rng.random() < 0.7 else every
        if pool and self.rng.random() < 0.7:
            value = self._beside(self.rng.choice(pool))
        else:
            value = self.rng.choice([lowest, highest, round(self.rng.uniform(lowest, highest), 2), 0.0])
        value = min(max(value, lowest), highest)
        return float(math.floor(value)) if integer and math.floor(value) >= lowest else value

    def _beside(self, border: float) -> float:
        near = (
            (math.nextafter(border, -math.inf), math.nextafter(border, math.inf)) if border else (-1e-9, 1e-9)
        )
        return self.rng.choice([border, border, *near, border - 1, border + 1])

    def _date(self, name: str) -> int:
        # A number may be compared under the same name: only days of this era are meant here.
        known = (*self.pools.get(name, ()), *self.pools.get(DAYS, ()))
        days = (*(day for day in known if isinstance(day, int) and day > ERA), self.day)
        start = int(self.rng.choice(days))
        spans = [0, 1, 30, 90, 365, *(int(n) for n in self.pools.get(NUMBERS, ()) if 0 < n < 2000)]
        return start + self.rng.choice([-1, 1]) * self.rng.choice(spans) + self.rng.choice([0, 0, -1, 1])
