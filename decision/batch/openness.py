"""Which facts are missing in every row of a batch: the facts of `Decision.missing`, without their order.

A 0-d array stands for n equal rows. In a row a fact is missing if it is unknown, or an
element of its list is, and something open reads it:

- a rule that is unknown, or that settled what is unknown by its `if_unknown`;
- a criterion whose value is not known;
- a risk, while a rule is open that reads numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple, cast

import numpy as np

from assize.decision.batch.results import Bools, Bytes
from assize.decision.checked import UNKNOWN_EVIDENCE
from assize.decision.open_reads import Reads, fields_of, open_reads
from assize.decision.unsure import shown_of
from assize.rules.columns.operations import may_hold
from assize.rules.model import Rulebook

Field = tuple[str, str]
"""A list of records and a field of its elements."""
ALWAYS, NEVER = cast("Bools", np.True_), cast("Bools", np.False_)


class OpenColumns(NamedTuple):
    """What n rows came out as. `conclusions` are in the order of the rules (0, 1, 2). `nodes` says for every
    criterion, parents first, where its state is not 0; None: nowhere. `evidence` is that of every fact.
    `open_fields` says where a list is known, but not that field of all its elements; absent: nowhere.
    """

    conclusions: Sequence[Bytes]
    nodes: Sequence[Bools | None]
    evidence: Sequence[Bytes]
    open_fields: Mapping[Field, Bools]


class ColumnOpenness:
    """Finds the missing facts of many rows. `rulebook` is what a variant left of the `whole` one."""

    def __init__(self, rulebook: Rulebook, whole: Rulebook) -> None:
        reads = open_reads(rulebook, whole)
        places = {fact.name: place for place, fact in enumerate(rulebook.facts)}

        def reader(read: Reads) -> _Reader:
            fields = fields_of(rulebook, read)
            by_fact = {fact: tuple(field for field in fields if field[0] == fact) for fact, _ in fields}
            lists = tuple((places[fact], some) for fact, some in by_fact.items())
            return _Reader(tuple(places[fact] for fact in read.facts), lists)

        self._facts = len(rulebook.facts)
        self._held = tuple(rule.if_unknown == "hold" for rule in rulebook.rules)
        self._scored = tuple(place for place, read in enumerate(reads.rules) if read.scored)
        self._rules = tuple(reader(read) for read in reads.rules)
        self._criteria = tuple(reader(read) for read in reads.criteria)
        self._risks = tuple(dict.fromkeys(reader(read) for read in reads.risks))
        self._selectors = tuple(places[fact] for fact in reads.selectors)

    def missing(self, found: OpenColumns, *, variant_known: bool = True) -> tuple[Bools, ...]:
        """For every declared fact where it is missing; a 0-d array if that is so in all rows, or in none.

        Where the variant is not known, `found` is merged of those that may hold.
        """
        search = _Search(found)
        opened: dict[_Reader, Bools] = {}
        for rows, reader in self._open(found, search):
            opened[reader] = opened[reader] | rows if reader in opened else rows
        for reader, rows in opened.items():
            search.note(reader, rows)
        if not variant_known:
            for place in self._selectors:
                search.open_fact(place, ALWAYS)
        return search.missing(self._facts)

    def _open(self, found: OpenColumns, search: _Search) -> Iterator[tuple[Bools, _Reader]]:
        """Where each rule, criterion and risk is open, of those that read something unknown."""
        for state, held, reader in zip(found.conclusions, self._held, self._rules, strict=True):
            if search.concerns(reader):
                # What is unknown opens a rule that settles it: where nothing is, nothing is missing either.
                yield state == 1 if held else ALWAYS, reader
        for rows, reader in zip(found.nodes, self._criteria, strict=True):
            if rows is not None and search.concerns(reader):
                yield rows, reader
        risks = [reader for reader in self._risks if search.concerns(reader)]
        scored = self._any_scored(found, search) if risks else NEVER
        yield from ((scored, reader) for reader in risks)

    def _any_scored(self, found: OpenColumns, search: _Search) -> Bools:
        """Where a rule is open that reads numbers."""
        rows = NEVER
        for place in self._scored:
            rows = rows | (found.conclusions[place] == 1)
            if not self._held[place]:
                rows = rows | search.any_unknown(self._rules[place])
        return rows


class _Reader(NamedTuple):
    """The places of facts that something reads, and those of lists with the fields of elements it reads."""

    facts: tuple[int, ...]
    lists: tuple[tuple[int, tuple[Field, ...]], ...]


class _Search:
    """One search. Only what is unknown in some row is looked at."""

    def __init__(self, found: OpenColumns) -> None:
        unknown = ((place, e == UNKNOWN_EVIDENCE) for place, e in enumerate(found.evidence))
        self.unknown = {place: column for place, column in unknown if may_hold(column)}
        self.fields = {field: column for field, column in found.open_fields.items() if may_hold(column)}
        self.elements: dict[tuple[Field, ...], Bools | None] = {}
        self.opened: dict[int, Bools] = {}
        self.found: dict[int, Bools] = {}

    def concerns(self, reader: _Reader) -> bool:
        """Whether anything that is read is unknown in some row."""
        if any(place in self.unknown for place in reader.facts):
            return True
        return any(self._element(fields) is not None for _, fields in reader.lists)

    def note(self, reader: _Reader, rows: Bools) -> None:
        """Something is open in some rows. Elements are told where no whole fact is unknown."""
        if not may_hold(rows):
            return
        for place in reader.facts:
            if place in self.unknown:
                self.open_fact(place, rows)
        elements = [(place, self._element(fields)) for place, fields in reader.lists]
        told = [(place, element) for place, element in elements if element is not None]
        if told:
            whole = self._any_fact(reader)
            alone = rows if whole is None else rows & ~whole
            for place, element in told:
                self._add(self.found, place, alone & element)

    def open_fact(self, place: int, rows: Bools) -> None:
        """Something that reads a fact is open in some rows."""
        self._add(self.opened, place, rows)

    def any_unknown(self, reader: _Reader) -> Bools:
        """Where anything that is read is unknown."""
        parts = [self._any_fact(reader), *(self._element(fields) for _, fields in reader.lists)]
        found = _either(part for part in parts if part is not None)
        return NEVER if found is None else found

    def missing(self, facts: int) -> tuple[Bools, ...]:
        """For every fact where it is missing."""
        for place, rows in self.opened.items():
            if place in self.unknown:
                self._add(self.found, place, rows & self.unknown[place])
        return tuple(self.found.get(place, NEVER) for place in range(facts))

    def _any_fact(self, reader: _Reader) -> Bools | None:
        """Where a whole fact that is read is unknown; None: nowhere."""
        return _either(self.unknown[place] for place in reader.facts if place in self.unknown)

    def _element(self, fields: tuple[Field, ...]) -> Bools | None:
        """Where one of the fields is unknown in an element; None: nowhere."""
        if fields not in self.elements:
            self.elements[fields] = _either(self.fields[field] for field in fields if field in self.fields)
        return self.elements[fields]

    def _add(self, found: dict[int, Bools], place: int, rows: Bools) -> None:
        found[place] = found[place] | rows if place in found else rows


def _either(columns: Iterable[Bools]) -> Bools | None:
    found: Bools | None = None
    for column in columns:
        found = column if found is None else found | column
    return found


def merged(rulebooks: Sequence[Rulebook], conclusions: Sequence[Sequence[Bytes]]) -> tuple[Bytes, ...]:
    """The conclusions of the variant that is shown, unknown where not all variants agree.

    A rule that a variant leaves out is false there.
    """
    shown = rulebooks[shown_of(rulebooks)]
    held = [
        {rule.name: state for rule, state in zip(book.rules, states, strict=True)}
        for book, states in zip(rulebooks, conclusions, strict=True)
    ]
    return tuple(
        _agreed([some.get(rule.name, np.zeros((), np.uint8)) for some in held]) for rule in shown.rules
    )


def _agreed(states: Sequence[Bytes]) -> Bytes:
    first, *others = states
    differ = reduce(or_, (first != other for other in others), NEVER)
    return np.where(differ, np.uint8(1), first) if np.any(differ) else first
