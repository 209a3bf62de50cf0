"""The list facts of one batch. Every list is a count for each row, and its elements drawn at once."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bench.suppliers import facts
from bench.suppliers.certificates import certificate_fields
from bench.suppliers.drawing import (
    Bools,
    Draw,
    Values,
    bell,
    chosen,
    counted,
    draw,
    happens,
    missing,
    skewed,
    to_days,
    to_money,
    to_texts,
    to_words,
    zipf,
)
from bench.suppliers.scalars import EPOCH_DAY, Columns, Drawer, identifiers

SPECIALTIES: Final = (
    *("network", "server", "database", "desktop", "cloud", "storage", "security", "application"),
    *("middleware", "voice", "datacentre", "monitoring"),
)
PROCESSES: Final = (
    *("incident", "request", "problem", "change", "release", "configuration", "service_level", "continuity"),
    *("information_security", "knowledge"),
)
SERVICES: Final = ("cloud operation", "security operation", "data backup", "service desk", "field service")
SOURCES: Final = tuple(f"source {letter}" for letter in "ABCDEFGHIJKL")
SCALES: Final = np.array([(0.0, 10.0), (1.0, 5.0), (0.0, 100.0)] * 4)
"""The lowest and the highest mark of each source."""

COUNTS: Final = {
    "group_company_ids": counted([[72, 16, 8, 4]], missing=0.02),
    "required_specialties": counted([[20, 50, 22, 8]]),
    "industry_references": counted(
        [[40, 34, 18, 6, 2], [16, 28, 26, 16, 9, 5], [3, 9, 20, 26, 22, 12, 8], [1, 4, 12, 22, 26, 20, 15]],
        missing=0.06,
    ),
    "certificates": counted(
        [[46, 28, 16, 7, 3], [18, 26, 28, 16, 8, 4], [2, 8, 22, 32, 20, 10, 6], [1, 2, 12, 30, 28, 17, 10]],
        missing=0.04,
    ),
    "scope_extensible": counted(
        [[42, 36, 16, 6], [28, 36, 24, 12], [8, 30, 36, 26], [3, 22, 40, 35]], missing=0.06
    ),
    "ratings": counted(
        [
            [22, 24, 22, 16, 9, 4, 2, 1, 0],
            [10, 14, 22, 22, 15, 9, 5, 2, 1],
            [3, 5, 12, 20, 22, 16, 11, 7, 4],
            [1, 2, 8, 18, 23, 20, 13, 9, 6],
        ],
        missing=0.08,
    ),
    "list_hits": counted([[92, 7, 1], [96.5, 3.2, 0.3], [99.2, 0.8], [99.7, 0.3]], missing=0.04),
}
LEFT_OUT: Final = {"specialties_covered": 0.07, "processes": 0.07}

COVERED: Final = (0.22, 0.32, 0.42, 0.50)
COVERED_IF_REQUIRED: Final = (0.55, 0.78, 0.94, 0.98)
HAS_PROCESS: Final = (0.42, 0.66, 0.90, 0.97)
"""By tier."""
_OWN_INDUSTRY: Final = (0.45, 0.55, 0.70, 0.80)


class Lists(NamedTuple):
    """The rows of a list column: how many elements each has, whose each is, and which are not sent."""

    counts: Values
    owner: NDArray[np.intp]
    mask: Bools | None

    def column(self, elements: pa.Array) -> pa.Array:
        """The list column of the elements of all rows."""
        offsets = np.zeros(len(self.counts) + 1, dtype=np.int32)
        np.cumsum(self.counts, out=offsets[1:])
        mask = None if self.mask is None else pa.array(self.mask)
        return pa.ListArray.from_arrays(pa.array(offsets), elements, mask=mask)


class ListDrawer:
    """Draws the list columns beside the scalar ones of `drawer`."""

    def __init__(self, drawer: Drawer) -> None:
        self.drawer = drawer
        self.rng = drawer.rng
        self.kind = drawer.firms.kind
        self.tier = drawer.firms.kind % np.uint8(4)

    def columns(self, scalars: Columns) -> Columns:
        """All list facts with their dates and evidence."""
        found: Columns = {}
        required = self._required(found)
        self._covered(found, required)
        self._processes(found)
        self._group(found)
        self._references(found, scalars["industry"])
        lists = self.counted("certificates")
        fields = certificate_fields(self.rng, lists.owner, self.drawer.firms, self.drawer.first)
        self._add(
            found, "certificates", lists, pa.StructArray.from_arrays(list(fields.values()), list(fields))
        )
        lists = self.counted("scope_extensible")
        places = self.rng.integers(0, len(SERVICES), len(lists.owner), dtype=np.uint8)
        self._add(found, "scope_extensible", lists, to_words(places, SERVICES))
        self._ratings(found)
        self._hits(found)
        return found

    def counted(self, name: str) -> Lists:
        """How many elements each row has, none where the list is not sent."""
        what = COUNTS[name]
        counts, mask = self.drawer.values(what)
        return self._lists(counts, mask)

    def _lists(self, counts: Values, mask: Bools | None) -> Lists:
        counts = counts if mask is None else np.where(mask, 0, counts)
        return Lists(counts, np.repeat(np.arange(len(counts)), counts), mask)

    def _add(self, found: Columns, name: str, lists: Lists, elements: pa.Array) -> None:
        found.update(self.drawer.with_all(name, lists.column(elements), lists.mask))

    def _left_out(self, rate: float, lists: Lists) -> Bools:
        """Elements that leave a field out."""
        return happens(self.rng, rate, self.drawer.firms.of(lists.owner))

    def _required(self, found: Columns) -> Bools:
        """Up to three specialties in a row, the first by Zipf; [rows, specialties], which are required."""
        lists = self.counted("required_specialties")
        first = draw(self.rng, zipf(SPECIALTIES), self.kind)
        starts = np.cumsum(lists.counts) - lists.counts
        step = np.arange(len(lists.owner)) - starts[lists.owner]
        places = (first[lists.owner] + step) % len(SPECIALTIES)
        self._add(found, "required_specialties", lists, to_words(places, SPECIALTIES))
        required = np.zeros((len(first), len(SPECIALTIES)), dtype=np.bool_)
        required[lists.owner, places] = True
        return required

    def _some(self, shares: Values, name: str) -> tuple[Lists, NDArray[np.intp]]:
        """Which of some things each firm has; `shares` [rows, things]."""
        has = self.rng.integers(0, 256, shares.shape, dtype=np.uint8) < (shares * 256).astype(np.uint8)
        mask = missing(self.rng, LEFT_OUT[name], self.drawer.firms)
        if mask is not None:
            has[mask] = False
        owner, places = np.nonzero(has)
        return Lists(has.sum(axis=1), owner, mask), places

    def _covered(self, found: Columns, required: Bools) -> None:
        often, usual = (np.array(shares)[self.tier][:, None] for shares in (COVERED_IF_REQUIRED, COVERED))
        lists, places = self._some(np.where(required, often, usual), "specialties_covered")
        people = draw(self.rng, _PEOPLE, self.kind[lists.owner])
        names = ["specialty", "people"]
        elements = pa.StructArray.from_arrays([to_words(places, SPECIALTIES), pa.array(people)], names)
        self._add(found, "specialties_covered", lists, elements)

    def _processes(self, found: Columns) -> None:
        shares = np.repeat(np.array(HAS_PROCESS)[self.tier][:, None], len(PROCESSES), axis=1)
        lists, places = self._some(shares, "processes")
        kind = self.kind[lists.owner]
        audited = draw(self.rng, _AUDITED, kind) == 1
        days = EPOCH_DAY - draw(self.rng, _AUDIT_AGE, kind)
        fields = {
            "process": to_words(places, PROCESSES),
            "documented": pa.array(draw(self.rng, _DOCUMENTED, kind) == 1),
            "records_seen": pa.array(draw(self.rng, _LIVED, kind) == 1, mask=self._left_out(0.02, lists)),
            "audited": pa.array(audited),
            "audited_on": to_days(days.astype(np.int32), ~audited),
        }
        self._add(found, "processes", lists, pa.StructArray.from_arrays(list(fields.values()), list(fields)))

    def _group(self, found: Columns) -> None:
        lists = self.counted("group_company_ids")
        ids = to_texts(identifiers(self.drawer.first, self.drawer.rows, "G"))
        self._add(found, "group_company_ids", lists, ids.take(pa.array(lists.owner)))

    def _references(self, found: Columns, industry: pa.DictionaryArray) -> None:
        lists = self.counted("industry_references")
        kind, rows = self.kind[lists.owner], len(lists.owner)
        theirs = draw(self.rng, zipf(facts.INDUSTRIES), kind)
        same = self.rng.random(rows, dtype=np.float32) < np.array(_OWN_INDUSTRY)[kind % 4]
        ours = industry.indices.to_numpy(zero_copy_only=False)[lists.owner]
        last = EPOCH_DAY + self.rng.integers(-1300, 700, rows, dtype=np.int32)
        first = last - self.rng.integers(180, 1460, rows, dtype=np.int32)
        fields: dict[str, Any] = {
            "customer": to_words(draw(self.rng, _CUSTOMERS, kind), _CUSTOMERS.words),
            "industry": to_words(np.where(same, ours, theirs), facts.INDUSTRIES),
            "from": to_days(first),
            "to": to_days(last),
            "value": _amounts(draw(self.rng, _VALUES, kind)),
            "evidence": to_words(draw(self.rng, _SEEN, kind), _SEEN.words),
            "contact_confirmed": pa.array(
                draw(self.rng, _CONFIRMED, kind) == 1, mask=self._left_out(0.05, lists)
            ),
        }
        elements = pa.StructArray.from_arrays(list(fields.values()), list(fields))
        self._add(found, "industry_references", lists, elements)

    def _ratings(self, found: Columns) -> None:
        lists = self.counted("ratings")
        kind = self.kind[lists.owner]
        source = draw(self.rng, zipf(SOURCES), kind)
        low, high = SCALES[source, 0], SCALES[source, 1]
        mark = np.round(low + (high - low) * draw(self.rng, _MARKS, kind) / 100, 1)
        ages = draw(self.rng, _RATING_AGE, kind)
        fields = {
            "source": to_words(source, SOURCES),
            "scale_min": pa.array(low),
            "scale_max": pa.array(high),
            "value": pa.array(mark),
            "n": pa.array(draw(self.rng, _ASKED, kind), mask=self._left_out(0.10, lists)),
            "date": to_days((EPOCH_DAY - ages).astype(np.int32)),
            "solicited": pa.array(draw(self.rng, _SOLICITED, kind) == 1),
        }
        self._add(found, "ratings", lists, pa.StructArray.from_arrays(list(fields.values()), list(fields)))

    def _hits(self, found: Columns) -> None:
        lists = self.counted("list_hits")
        kind, rows = self.kind[lists.owner], len(lists.owner)
        fields = {
            "list": to_words(draw(self.rng, _LISTS, kind), _LISTS.words),
            "match": to_words(draw(self.rng, _MATCHES, kind), _MATCHES.words),
            "date": to_days(EPOCH_DAY - self.rng.integers(0, 1000, rows, dtype=np.int32)),
        }
        self._add(found, "list_hits", lists, pa.StructArray.from_arrays(list(fields.values()), list(fields)))


def _amounts(amounts: Values) -> pa.Array:
    currency = to_words(np.zeros(len(amounts), dtype=np.int8), ("CNY",))
    return pa.StructArray.from_arrays([to_money(amounts), currency], ["amount", "currency"])


def _flag(*shares: float) -> Draw:
    """True for these shares of the four tiers."""
    return chosen(facts.YES, [[100 - share, share] for share in shares])


_PEOPLE: Final = skewed((3, 6, 14, 50), 0.6, (1, 1e5))
_DOCUMENTED: Final = _flag(62, 78, 94, 99)
_LIVED: Final = _flag(34, 56, 85, 96)
_AUDITED: Final = _flag(12, 28, 64, 84)
_AUDIT_AGE: Final = bell((420, 330, 220, 170), 90, (0, 1500))
_CUSTOMERS: Final = zipf(tuple(f"Customer {number}" for number in range(1, 501)))
_VALUES: Final = skewed((2e5, 6e5, 2e6, 8e6), 0.9, (1e4, 9e10), 2)
_SEEN: Final = chosen(
    ("contract", "letter", "statement"), [[30, 22, 48], [48, 28, 24], [64, 26, 10], [74, 22, 4]]
)
_CONFIRMED: Final = _flag(18, 40, 72, 88)
_MARKS: Final = bell((52, 66, 80, 90), 9, (0, 100), 1)
_RATING_AGE: Final = skewed((320, 320, 300, 280), 0.7, (0, 2500))
_ASKED: Final = skewed((9, 16, 30, 60), 0.8, (1, 1e6))
_SOLICITED: Final = _flag(46, 36, 26, 20)
_LISTS: Final = chosen(
    ("sanctions", "dishonest_debtor", "tax_violation", "procurement_violation", "other"),
    [[8, 34, 20, 14, 24]],
)
_MATCHES: Final = chosen(("confirmed", "possible"), [[45, 55]])
