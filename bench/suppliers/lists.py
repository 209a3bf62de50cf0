"""The list facts of one batch. Every list is a count for each row, and its elements drawn at once."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bench.suppliers import facts, list_facts
from bench.suppliers.certificates import certificate_fields
from bench.suppliers.drawing import (
    Bools,
    Values,
    draw,
    happens,
    missing,
    to_days,
    to_money,
    to_texts,
    to_words,
    zipf,
)
from bench.suppliers.scalars import EPOCH_DAY, Columns, Drawer, identifiers


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
        places = self.rng.integers(0, len(list_facts.SERVICES), len(lists.owner), dtype=np.uint8)
        self._add(found, "scope_extensible", lists, to_words(places, list_facts.SERVICES))
        self._ratings(found)
        self._hits(found)
        return found

    def counted(self, name: str) -> Lists:
        """How many elements each row has, none where the list is not sent."""
        what = list_facts.COUNTS[name]
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
        first = draw(self.rng, zipf(list_facts.SPECIALTIES), self.kind)
        starts = np.cumsum(lists.counts) - lists.counts
        step = np.arange(len(lists.owner)) - starts[lists.owner]
        places = (first[lists.owner] + step) % len(list_facts.SPECIALTIES)
        self._add(found, "required_specialties", lists, to_words(places, list_facts.SPECIALTIES))
        required = np.zeros((len(first), len(list_facts.SPECIALTIES)), dtype=np.bool_)
        required[lists.owner, places] = True
        return required

    def _some(self, shares: Values, name: str) -> tuple[Lists, NDArray[np.intp]]:
        """Which of some things each firm has; `shares` [rows, things]."""
        has = self.rng.integers(0, 256, shares.shape, dtype=np.uint8) < (shares * 256).astype(np.uint8)
        mask = missing(self.rng, list_facts.LEFT_OUT[name], self.drawer.firms)
        if mask is not None:
            has[mask] = False
        owner, places = np.nonzero(has)
        return Lists(has.sum(axis=1), owner, mask), places

    def _covered(self, found: Columns, required: Bools) -> None:
        often, usual = (
            np.array(shares)[self.tier][:, None]
            for shares in (list_facts.COVERED_IF_REQUIRED, list_facts.COVERED)
        )
        lists, places = self._some(np.where(required, often, usual), "specialties_covered")
        people = draw(self.rng, list_facts.PEOPLE, self.kind[lists.owner])
        names = ["specialty", "people"]
        elements = pa.StructArray.from_arrays(
            [to_words(places, list_facts.SPECIALTIES), pa.array(people)], names
        )
        self._add(found, "specialties_covered", lists, elements)

    def _processes(self, found: Columns) -> None:
        shares = np.repeat(
            np.array(list_facts.HAS_PROCESS)[self.tier][:, None], len(list_facts.PROCESSES), axis=1
        )
        lists, places = self._some(shares, "processes")
        kind = self.kind[lists.owner]
        audited = draw(self.rng, list_facts.AUDITED, kind) == 1
        days = EPOCH_DAY - draw(self.rng, list_facts.AUDIT_AGE, kind)
        fields = {
            "process": to_words(places, list_facts.PROCESSES),
            "documented": pa.array(draw(self.rng, list_facts.DOCUMENTED, kind) == 1),
            "records_seen": pa.array(
                draw(self.rng, list_facts.LIVED, kind) == 1, mask=self._left_out(0.02, lists)
            ),
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
        same = self.rng.random(rows, dtype=np.float32) < np.array(list_facts.OWN_INDUSTRY)[kind % 4]
        ours = industry.indices.to_numpy(zero_copy_only=False)[lists.owner]
        last = EPOCH_DAY + self.rng.integers(-1300, 700, rows, dtype=np.int32)
        first = last - self.rng.integers(180, 1460, rows, dtype=np.int32)
        fields: dict[str, Any] = {
            "customer": to_words(draw(self.rng, list_facts.CUSTOMERS, kind), list_facts.CUSTOMERS.words),
            "industry": to_words(np.where(same, ours, theirs), facts.INDUSTRIES),
            "from": to_days(first),
            "to": to_days(last),
            "value": _amounts(draw(self.rng, list_facts.VALUES, kind)),
            "evidence": to_words(draw(self.rng, list_facts.SEEN, kind), list_facts.SEEN.words),
            "contact_confirmed": pa.array(
                draw(self.rng, list_facts.CONFIRMED, kind) == 1, mask=self._left_out(0.05, lists)
            ),
        }
        elements = pa.StructArray.from_arrays(list(fields.values()), list(fields))
        self._add(found, "industry_references", lists, elements)

    def _ratings(self, found: Columns) -> None:
        lists = self.counted("ratings")
        kind = self.kind[lists.owner]
        source = draw(self.rng, zipf(list_facts.SOURCES), kind)
        low, high = list_facts.SCALES[source, 0], list_facts.SCALES[source, 1]
        mark = np.round(low + (high - low) * draw(self.rng, list_facts.MARKS, kind) / 100, 1)
        ages = draw(self.rng, list_facts.RATING_AGE, kind)
        fields = {
            "source": to_words(source, list_facts.SOURCES),
            "scale_min": pa.array(low),
            "scale_max": pa.array(high),
            "value": pa.array(mark),
            "n": pa.array(draw(self.rng, list_facts.ASKED, kind), mask=self._left_out(0.10, lists)),
            "date": to_days((EPOCH_DAY - ages).astype(np.int32)),
            "solicited": pa.array(draw(self.rng, list_facts.SOLICITED, kind) == 1),
        }
        self._add(found, "ratings", lists, pa.StructArray.from_arrays(list(fields.values()), list(fields)))

    def _hits(self, found: Columns) -> None:
        lists = self.counted("list_hits")
        kind, rows = self.kind[lists.owner], len(lists.owner)
        fields = {
            "list": to_words(draw(self.rng, list_facts.LISTS, kind), list_facts.LISTS.words),
            "match": to_words(draw(self.rng, list_facts.MATCHES, kind), list_facts.MATCHES.words),
            "date": to_days(EPOCH_DAY - self.rng.integers(0, 1000, rows, dtype=np.int32)),
        }
        self._add(found, "list_hits", lists, pa.StructArray.from_arrays(list(fields.values()), list(fields)))


def _amounts(amounts: Values) -> pa.Array:
    currency = to_words(np.zeros(len(amounts), dtype=np.int8), ("CNY",))
    return pa.StructArray.from_arrays([to_money(amounts), currency], ["amount", "currency"])
