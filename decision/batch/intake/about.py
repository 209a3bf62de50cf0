"""What is told beside values: since when, how well evidenced, by which decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake import _told
from assize.decision.batch.intake.dates import date32_reader
from assize.decision.batch.intake.marks import GONE, HAS_OLD, KNOWN, WRONG, make_wrong
from assize.decision.batch.intake.words import Words, plainer
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
        self._fact = fact
        self._written = written
        self._oldest = lru_cache(_DAYS_KEPT)(oldest_fresh)
        held = {part: place for part, place in places.items() if not at.is_null(schema.field(place).type)}
        self._observed = held.get("observed")
        self._evidence = held.get("evidence")
        self._decision = held.get("decision")
        if self._observed is not None:
            self._days = date32_reader(schema.field(self._observed).type, written=written)
        if self._evidence is not None:
            self._words = Words(EVIDENCE, schema.field(self._evidence).type, unknown=0, written=written)
        if self._decision is not None:
            kind = schema.field(self._decision).type
            self._plain = plainer(kind)
            self._skip_empty = written and is_text(kind)
        self._missing_decision = KNOWN if fact.decision is None else WRONG
        self._tells_nothing = fact.stale_after is None and fact.decision is None
        self._tells_nothing &= self._observed is self._evidence is self._decision is None

    def tell(self, columns: Sequence[pa.Array], day: date, marks: Bytes) -> int:
        """Mark known values by their evidence, as gone where they are too old to be used, as wrong where what
        is told is wrong. Returns what there is then.
        """
        if self._tells_nothing:
            return 0
        has = self._decisions(columns, marks)
        if self._evidence is not None:
            has |= self._words.tell(columns[self._evidence], marks, KNOWN)
        limit = self._fact.stale_after
        if self._observed is None:
            return has | (0 if limit is None else _all_old(marks))
        oldest = _EVERY_DAY if limit is None else self._oldest(limit, day)
        return has | _told.observe(self._days(columns[self._observed]), oldest, day.toordinal(), marks)

    def _decisions(self, columns: Sequence[pa.Array], marks: Bytes) -> int:
        """The digest of a decision may be missing, or be none."""
        if self._decision is None:
            return 0 if self._fact.decision is None else make_wrong(marks, np.ones(len(marks), np.bool_))
        array = columns[self._decision]
        if self._plain is not None:
            array = self._plain(array)
        return _told.tell(array, None, marks, self._missing_decision, self._skip_empty)


def _all_old(marks: Bytes) -> int:
    marks[marks != WRONG] = GONE
    return HAS_OLD


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
