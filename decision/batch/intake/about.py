"""What is told beside values: since when, how well evidenced, by which decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as at

from assize.decision.batch.intake.buffers import (
    either,
    known_of,
    letters_of,
    offsets_of,
    plain_text,
    without_empty,
)
from assize.decision.batch.intake.cells import TextPool
from assize.decision.batch.intake.dates import date_reader
from assize.decision.batch.intake.words import Words
from assize.decision.checked import UNKNOWN_EVIDENCE
from assize.decision.facts import EVIDENCE
from assize.rules.calendar import add
from assize.rules.columns.values import Bools, Bytes
from assize.rules.duration import Duration
from assize.rules.model import Fact

_DAYS_KEPT = 64
_START = np.frombuffer(b"sha256:", np.uint8)
_LENGTH = len(_START) + 64
_BLOCK = 1 << 16  # of letters: what the cache of a core holds
_DIGEST = r"\Asha256:[0-9a-f]{64}\z"


class About(NamedTuple):
    """Evidence, where a value is too old to be used, where what is told is wrong. None: nowhere."""

    evidence: Bytes
    old: Bools | None
    wrong: Bools | None


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
            self._read_day = date_reader(schema.field(self._observed).type, written=written)
        if self._evidence is not None:
            kind = schema.field(self._evidence).type
            self._words = Words(EVIDENCE, kind, unknown=EVIDENCE["declared"], written=written)

    def read(self, batch: pa.RecordBatch, day: date, pool: TextPool) -> About:
        """What is told of all rows, whether there is a value or not."""
        evidence, wrong = np.array(EVIDENCE["declared"], dtype=np.uint8), self._wrong_decisions(batch)
        if self._evidence is not None:
            found, _, odd = self._words.read(batch.column(self._evidence))
            evidence, wrong = found.astype(np.uint8), either(wrong, odd)
        limit = self._fact.stale_after
        if self._observed is None:
            return About(evidence, None if limit is None else np.ones(batch.num_rows, np.bool_), wrong)
        days, _, odd = self._read_day(batch.column(self._observed), pool)
        future = days > day.toordinal()
        if bool(future.any()):
            odd = either(odd, future)
        old = None if limit is None else ~(days >= self._oldest(limit, day))
        return About(evidence, old if old is not None and bool(old.any()) else None, either(wrong, odd))

    def _wrong_decisions(self, batch: pa.RecordBatch) -> Bools | None:
        """Where the digest of a decision is missing or is none."""
        if self._decision is None:
            return np.ones(batch.num_rows, dtype=np.bool_) if self._fact.decision is not None else None
        column = batch.column(self._decision)
        texts = without_empty(column) if self._written else plain_text(column)
        known = known_of(texts)
        missing = ~known if known is not None and self._fact.decision is not None else None
        if _are_digests(texts, known):
            return missing
        fine = pc.match_substring_regex(texts, _DIGEST).fill_null(True)
        return either(~fine.to_numpy(zero_copy_only=False), missing)


def _are_digests(texts: pa.Array, known: Bools | None) -> bool:
    """Whether all known texts are digests, which they nearly always are."""
    offsets = offsets_of(texts)
    lengths = np.diff(offsets)
    if not bool((lengths == (_LENGTH if known is None else np.where(known, _LENGTH, 0))).all()):
        return False
    letters = letters_of(texts)[offsets[0] : offsets[-1]]
    starts = letters.reshape(-1, _LENGTH)[:, : len(_START)]
    # The letters of all texts at once: it is much faster, and of each start four are digits too.
    return bool((starts == _START).all()) and _digits(letters) == len(starts) * (64 + _digits(_START))


def _digits(letters: Bytes) -> int:
    """How many of some letters are hexadecimal digits."""
    count = 0
    for start in range(0, len(letters), _BLOCK):
        block = letters[start : start + _BLOCK]
        # What is below the first of a range wraps around to beyond its last.
        found = block - np.uint8(ord("0")) < 10
        found |= block - np.uint8(ord("a")) < 6
        count += int(np.count_nonzero(found))
    return count


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


def graded(evidence: Bytes, gone: Bools | None) -> Bytes:
    """The evidence, and none where a value is unknown."""
    if gone is None:
        return evidence
    # Several times faster than `np.where`.
    return evidence + gone.view(np.uint8) * (np.uint8(UNKNOWN_EVIDENCE) - evidence)
