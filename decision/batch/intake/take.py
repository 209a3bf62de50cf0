"""A slice of a record batch → the columns of its facts, and the rows that must be judged one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from assize.decision.batch.intake.approvals import ApprovalReader
from assize.decision.batch.intake.buffers import either
from assize.decision.batch.intake.cells import TextPool, pool_symbols
from assize.decision.batch.intake.columns import DECLARED, FactReader, ListFact, ScalarFact, Sent
from assize.decision.batch.intake.lists import no_lists, unknown_of
from assize.decision.batch.intake.marks import HAS_LONG, Marked
from assize.decision.batch.intake.natives import NativeFacts
from assize.decision.batch.layout import Layout
from assize.decision.batch.validated import Validated
from assize.decision.checked import UNKNOWN_EVIDENCE
from assize.rules.columns.texts import texts_read
from assize.rules.columns.values import Array, Bools, FactColumns, ListColumn, Symbols, symbols_of
from assize.rules.model import Rulebook
from assize.rules.types import FactType, ListType

_NO_EVIDENCE = np.array(UNKNOWN_EVIDENCE, dtype=np.uint8)


class Taken(NamedTuple):
    """The facts of the rows. Those in `aside` hold something harmless: they are wrong, or too unusual to be
    read here. `open_fields`: for fields of records, where a row's list has an element without that field.
    """

    columns: FactColumns
    aside: Bools | None
    open_fields: Mapping[tuple[str, str], Bools]


class Intake:
    """Takes in the batches of one schema. For a row that is not set aside this gives what `FactChecker.check`
    gives.
    """

    def __init__(self, incoming: pa.Schema, layout: Layout, rulebook: Rulebook, *, written: bool) -> None:
        symbols, read = symbols_of(rulebook), texts_read(rulebook, layout.facts)
        self._symbols = pool_symbols(symbols)
        self._approvals = ApprovalReader(layout, rulebook)
        self._readers: dict[int, FactReader] = {}
        for place, fact in enumerate(rulebook.facts):
            sent = Sent(fact, layout.facts.get(fact.name, {}), incoming)
            fields = frozenset(field for name, field in read if name == fact.name)
            if not sent.is_nothing:
                self._readers[place] = _reader(sent, symbols, fields, written=written)
        self._lists = {place: fact for place, fact in self._readers.items() if isinstance(fact, ListFact)}
        self._places = [place for place, reader in self._readers.items() if reader.native is not None]
        self._natives = NativeFacts([self._readers[place] for place in self._places])
        self._others = [place for place in self._readers if place not in self._places]
        # Those of facts that nobody sends, and for others what they mostly are.
        self._values = [unsent_of(fact.type) for fact in rulebook.facts]
        self._evidence = [
            DECLARED if place in self._readers else _NO_EVIDENCE for place in range(len(self._values))
        ]

    def take(self, sent: Validated, day: date) -> Taken:
        """The facts of some rows as of a day."""
        batch = sent.batch
        none = np.broadcast_to(np.int64(0), (batch.num_rows,))
        values = [v._replace(lengths=none) if isinstance(v, ListColumn) else v for v in self._values]
        evidence = self._evidence.copy()
        native = self._natives.read(sent, day)
        read: dict[int, Marked | None] = dict.fromkeys(self._others)
        for place, read_values, marks, has in zip(self._places, *native[:3], strict=True):
            values[place] = read_values
            if has:
                evidence[place] = marks
            if has & HAS_LONG or place in self._lists:
                read[place] = None if has & HAS_LONG else Marked(read_values, marks, has)
        granted, aside = self._approvals.read(batch, day)
        aside = either(aside, native.wrong)
        open_fields: dict[tuple[str, str], Bools] = {}
        pool = TextPool(self._symbols)
        # A signalling NaN, or what lies under a null, is no reason for a warning.
        with np.errstate(all="ignore"):
            for place, found in read.items():
                if found is None:
                    checked = self._readers[place].take(batch, day, pool)
                else:
                    checked = self._lists[place].fill(batch, found, pool)
                values[place], evidence[place] = checked.values, checked.evidence
                aside = either(aside, checked.wrong)
                open_fields |= checked.open_fields
        return Taken(FactColumns(batch.num_rows, tuple(values), tuple(evidence), granted), aside, open_fields)


def _reader(sent: Sent, symbols: Symbols, fields: frozenset[str], *, written: bool) -> FactReader:
    """The reader of a fact of which something is sent. `fields`: those whose texts something compares."""
    kind = sent.fact.type
    if isinstance(kind, ListType):
        return ListFact(sent, kind, symbols.codes, fields, written=written)
    return ScalarFact(sent, kind, symbols.codes, is_read=bool(fields), written=written)


def unsent_of(kind: FactType) -> Array | ListColumn:
    """The column of a fact that nobody sends, that of a list for no rows yet."""
    return no_lists(kind) if isinstance(kind, ListType) else unknown_of(kind)
