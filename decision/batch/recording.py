"""All that is told of rows under any one variant, recorded once and played on every chunk.

The programs of all variants, what is missing and the report are recorded on the same facts: what variants
share is computed once, and each row takes the answers of its own variant. Facts that nobody sends are
constants, so all that hangs on them alone is computed while recording.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from assize.decision.batch.openness import NEVER, ColumnOpenness, Field, OpenColumns
from assize.decision.batch.reporting import Report
from assize.decision.batch.results import Bools, Results
from assize.decision.checked import UNKNOWN_EVIDENCE
from assize.rules.columns.evaluation import ColumnEvaluation, ColumnProgram
from assize.rules.columns.ladder import ANY_NUMBER
from assize.rules.columns.operations import where
from assize.rules.columns.playing import Player
from assize.rules.columns.recorded import ONE, ROWS, Frame, Recorded, Tape, Value, kind_of
from assize.rules.columns.recorded_lists import RecordedList
from assize.rules.columns.selector import ColumnSelector
from assize.rules.columns.values import FactColumns, ListColumn
from assize.rules.model import Fact
from assize.rules.types import BooleanType, ListType, RecordType, Type, is_text

LISTS = "list"


class Sent(NamedTuple):
    """Which facts there are columns of, by their places, and the rules whose approval is given somewhere."""

    facts: tuple[bool, ...]
    granted: tuple[str, ...]


def sent_of(facts: FactColumns) -> Sent:
    """What a chunk has columns of. A fact that nobody sent is one unknown value for all rows."""
    return Sent(tuple(map(_is_sent, facts.values, facts.evidence)), tuple(facts.granted))


def _is_sent(value: Any, evidence: Any) -> bool:  # noqa: ANN401  # a column
    if evidence.ndim or evidence.item() != UNKNOWN_EVIDENCE:
        return True
    gone = value.unknown if isinstance(value, ListColumn) else value
    return bool(gone.ndim)


class Variant(NamedTuple):
    """What tells of rows under one variant. Without `openness` no fact is told to be missing."""

    program: ColumnProgram
    openness: ColumnOpenness | None
    report: Report

    def answers(
        self,
        found: ColumnEvaluation,
        facts: FactColumns,
        open_fields: Mapping[Field, Bools],
        *,
        known: bool = True,
    ) -> Results:
        """What is told of rows that came out so. Where the variant is not `known`, `found` is merged."""
        missing: Sequence[Bools] = ()
        if self.openness is not None:
            states = OpenColumns(found.conclusions, found.open, facts.evidence, open_fields)
            missing = self.openness.missing(states, variant_known=known)
        return self.report.results(found, facts, missing, variant_known=known)


class Found(NamedTuple):
    """The answers, and where the variant is not known, so that they hold anything. NEVER: nowhere."""

    results: Results
    doubtful: Bools


class Recording:
    """Answers on chunks that have columns of the same facts. May be shared by threads.

    `variants` are the standard one first, then those that the conditions of `select` choose, in order.
    """

    def __init__(
        self,
        facts: Sequence[Fact],
        sent: Sent,
        sample: FactColumns,
        variants: Sequence[Variant],
        select: ColumnSelector | None,
        today: int,
    ) -> None:
        self._lists = [place for place, fact in enumerate(facts) if isinstance(fact.type, ListType)]
        self._sent = sent
        self._fields = _fields_of(facts, sent)
        self._fixed = [variant.program.fixed for variant in variants]
        self._fixed += [] if select is None else [select.fixed]
        self._days: list[tuple[int, int]] = []
        self._last: tuple[int, list[Any]] = (0, [])
        tape = Tape()
        columns = _columns(tape, facts, sent, sample)
        fields: dict[Field, Any] = {
            field: tape.source("open", "b", ROWS, place) for place, field in enumerate(self._fields)
        }
        days: dict[object, Recorded] = {}
        answers = []
        for place, variant in enumerate(variants):
            fixed = self._days_of(tape, days, place, variant.program, today)
            answers.append(variant.answers(variant.program.compute(columns, fixed), columns, fields))
        if select is None:
            self._player = Player(Found(answers[0], NEVER))
            return
        conditions = select.compute(columns, self._days_of(tape, days, len(variants), select, today))
        self._player = Player(_chosen(answers, conditions))

    def _days_of(
        self,
        tape: Tape,
        days: dict[object, Recorded],
        place: int,
        program: ColumnProgram | ColumnSelector,
        today: int,
    ) -> tuple[Any, ...]:
        """What is the same for all rows; what depends on the day is given anew each time."""
        found: list[Any] = []
        for index, (value, code) in enumerate(zip(program.fixed(today), program.by_day, strict=True)):
            if code is None:
                found.append(value)
                continue
            key = code if "w" not in code else (place, code)
            if key not in days:
                days[key] = tape.source("fixed", kind_of(value), ONE, len(self._days))
                self._days.append((place, index))
            found.append(days[key])
        return tuple(found)

    def run(self, facts: FactColumns, open_fields: Mapping[Field, Bools], today: int) -> Found:
        """The answers on all rows as of a day. Raises TooWideError where there are too many rows."""
        sources: dict[str, Any] = {
            "value": facts.values,
            "evidence": facts.evidence,
            "granted": [facts.granted[rule] for rule in self._sent.granted],
            LISTS: facts.values,
            "field": _Fields(facts.values),
            "open": [open_fields.get(field, NEVER) for field in self._fields],
            "fixed": self._fixed_on(today),
        }

        def size_of(frame: Frame, values: Sequence[Any]) -> int:
            if frame.name == LISTS:
                return int(facts.values[frame.number].lengths.sum())  # type: ignore[union-attr]
            return len(values[frame.number].up)

        found: Found = self._player.run(facts.rows, sources.__getitem__, size_of)
        return found

    def _fixed_on(self, today: int) -> list[Any]:
        """What depends on the day. That of the last day is kept: most chunks are of the same day."""
        day, found = self._last
        if day != today:
            fixed = [function(today) for function in self._fixed]
            found = [fixed[place][index] for place, index in self._days]
            self._last = today, found
        return found


class _Fields:
    """The fields of lists, by the place of the fact and that of the field."""

    def __init__(self, values: Sequence[Any]) -> None:
        self._values = values

    def __getitem__(self, place: int) -> Any:  # noqa: ANN401  # a column
        return self._values[place >> 16].fields[place & 0xFFFF]


def _columns(tape: Tape, facts: Sequence[Fact], sent: Sent, sample: FactColumns) -> FactColumns:
    """The facts as recorded columns; those that nobody sent as they are."""
    values: list[Any] = []
    evidence: list[Any] = []
    for place, fact in enumerate(facts):
        if not sent.facts[place]:
            held = sample.values[place]
            none = np.zeros(1, dtype=np.int64)
            values.append(held._replace(lengths=none) if isinstance(held, ListColumn) else held)
            evidence.append(sample.evidence[place])
            continue
        evidence.append(tape.source("evidence", "b", ROWS, place))
        if isinstance(fact.type, ListType):
            values.append(_list(tape, fact.type, place))
        else:
            values.append(tape.source("value", _kind(fact.type), ROWS, place))
    granted: dict[str, Any] = {
        rule: tape.source("granted", "b", ROWS, place) for place, rule in enumerate(sent.granted)
    }
    return FactColumns(ANY_NUMBER, tuple(values), tuple(evidence), granted)


def _list(tape: Tape, kind: ListType, place: int) -> RecordedList:
    element = kind.element
    kinds = [field.type for field in element.fields] if isinstance(element, RecordType) else [element]
    frame = Frame(LISTS, place)
    fields = (tape.source("field", _kind(k), frame, place << 16 | i) for i, k in enumerate(kinds))
    return RecordedList(tape.source(LISTS, "o", ROWS, place), tuple(fields))


def _kind(kind: Type) -> str:
    return "b" if isinstance(kind, BooleanType) else "i" if is_text(kind) else "f"


def _fields_of(facts: Sequence[Fact], sent: Sent) -> tuple[Field, ...]:
    """The fields of all records that are sent."""
    found = []
    for fact, is_sent in zip(facts, sent.facts, strict=True):
        if is_sent and isinstance(fact.type, ListType) and isinstance(fact.type.element, RecordType):
            found += [(fact.name, field.name) for field in fact.type.element.fields]
    return tuple(found)


def _chosen(answers: Sequence[Results], conditions: Sequence[Value]) -> Found:
    """Each row's answers by its own variant: the first whose condition is true, else the standard one."""
    standard, *others = answers
    results: Any = standard
    doubtful: Any = np.False_
    left: Any = np.True_
    taken = []
    for condition in conditions:
        doubtful = doubtful | (left & (condition == 1))
        taken.append(left & (condition == 2))
        left = left & (condition == 0)
    for own, rows in zip(reversed(others), reversed(taken), strict=True):
        results = _either(rows, own, results)
    return Found(results, doubtful)


def _either(condition: Value, then: Any, other: Any) -> Any:  # noqa: ANN401  # trees of columns
    if isinstance(then, tuple):
        parts = [_either(condition, *pair) for pair in zip(then, other, strict=True)]
        return type(then)(*parts) if hasattr(then, "_fields") else tuple(parts)
    return where(condition, then, other)
