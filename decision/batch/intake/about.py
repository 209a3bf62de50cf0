"""What is told beside values: since when, how well evidenced, by which decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake import _told
from assize.decision.batch.intake.dates import date32_reader
from assize.decision.batch.intake.marks import GONE, HAS_OLD, KNOWN, WRONG, make_wrong
from assize.decision.batch.intake.readers import plainer
from assize.decision.batch.intake.words import Teller, Words
from assize.decision.facts import EVIDENCE
from assize.rules.calendar import add
from assize.rules.columns.values import Bytes
from assize.rules.duration import Duration
from assize.rules.model import Fact

_DAYS_KEPT = 64
_EVERY_DAY = 0


class AboutReader:
    """Reads what is told of one fact; `places` are those of its columns by part, of known types."""

    def __init__(self, fact: Fact, places: Mapping[str, int], schema: pa.Schema, *, written: bool) -> None:
        self._limit = fact.stale_after
        held = {part: place for part, place in places.items() if not at.is_null(schema.field(place).type)}
        types = {part: schema.field(place).type for part, place in held.items()}
        self._tellers: list[tuple[int, Teller]] = []
        if "decision" in held:
            kind = types["decision"]
            missing = KNOWN if fact.decision is None else WRONG
            digests = _told.teller(None, missing, written and is_text(kind))
            self._tellers.append((held["decision"], Teller(digests, plainer(kind))))
        if "evidence" in held:
            words = Words(EVIDENCE, types["evidence"], written=written)
            self._tellers.append((held["evidence"], words.teller(KNOWN)))
        self._observed = held.get("observed")
        if self._observed is not None:
            self._days = date32_reader(types["observed"], written=written)
        self._lacks_decision = fact.decision is not None and "decision" not in held
        self._is_old = fact.stale_after is not None and self._observed is None
        self._observer = lru_cache(_DAYS_KEPT)(self._observer_of)

    @property
    def is_native(self) -> bool:
        """Whether columns can be read as they are, and nothing is said by their absence."""
        is_plain = all(teller.plain is None for _, teller in self._tellers)
        is_plain &= self._observed is None or self._days is None
        return is_plain and not self._lacks_decision and not self._is_old

    def readers(self, day: date) -> Iterator[tuple[int, object]]:
        """The places of all columns, with the readers in C that change marks by them."""
        yield from ((place, teller.reader) for place, teller in self._tellers)
        if self._observed is not None:
            yield self._observed, self._observer(day).reader

    def tell(self, batch: pa.RecordBatch, day: date, marks: Bytes) -> int:
        """Mark known values by their evidence, as gone where they are too old to be used, as wrong where what
        is told is wrong. Returns what there is then.
        """
        has = make_wrong(marks, np.ones(len(marks), np.bool_)) if self._lacks_decision else 0
        for place, teller in self._tellers:
            has |= teller.tell(batch.column(place), marks)
        if self._is_old:
            marks[marks != WRONG] = GONE
            return has | HAS_OLD
        if self._observed is not None:
            has |= self._observer(day).tell(batch.column(self._observed), marks)
        return has

    def _observer_of(self, day: date) -> Teller:
        oldest = _EVERY_DAY if self._limit is None else oldest_fresh(self._limit, day)
        return Teller(_told.observer(oldest, day.toordinal()), self._days)


def oldest_fresh(limit: Duration, day: date) -> int:
    """The ordinal of the first day whose observations are not stale yet on a day."""
    low, high = 1, day.toordinal()
    while low < high:
        middle = (low + high) // 2
        if add(date.fromordinal(middle), limit) >= day:
            high = middle
        else:
            low = middle + 1
    return low
