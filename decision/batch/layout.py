"""The columns of a batch → which part of which fact each holds; whatever does not fit, all at once.

A column is named by its fact, `headcount`, or by a part of it: `headcount@observed`, `@evidence`, `@source`,
`@decision`; of money `annual_revenue@amount`, `@currency`, `@scale`, `@rate.value`, `@rate.date`,
`@rate.source`. A point may stand for the sign, as CSV files of cases write it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa

from assize.decision.batch.arrow_types import fits, wanted
from assize.decision.batch.choice import choice_problems
from assize.decision.batch.names import names_of
from assize.decision.batch.request import (
    APPROVALS,
    ID,
    OWN,
    REQUESTER,
    BatchRequest,
    ColumnError,
    ColumnProblem,
)
from assize.rules.errors import nearest
from assize.rules.library import Library
from assize.rules.model import Fact, Rulebook
from assize.rules.types import DATE, TEXT, FactType, MoneyType, NumberType

VALUE = ""
ABOUT = ("observed", "evidence", "source", "decision")
MONEY = ("amount", "currency", "scale", "rate.value", "rate.date", "rate.source")
_TYPES: Mapping[str, FactType] = {"observed": DATE, "rate.date": DATE, "scale": NumberType(integer=True)}


class Layout(NamedTuple):
    """Where the facts are: for each fact the places of its columns by part (`""` is the value itself).

    `own` are the places of `id`, `requester` and `approvals`; `unused` the facts that only other versions
    declare; `kept` the columns carried along.
    """

    facts: Mapping[str, Mapping[str, int]]
    own: Mapping[str, int]
    as_of: int | None
    kept: tuple[int, ...]
    unused: tuple[str, ...]

    @property
    def carried(self) -> tuple[int, ...]:
        """The places of the columns that go along into the answers, in their order there."""
        own = (self.own[ID],) if ID in self.own else ()
        return tuple(dict.fromkeys((*own, *self.kept)))


def layout_of(
    schema: pa.Schema, facts: tuple[Fact, ...], elsewhere: frozenset[str], request: BatchRequest
) -> Layout:
    """The layout of a schema. Raises ColumnError with every problem."""
    reading = _Reading(schema, facts, elsewhere, request)
    layout = reading.layout()
    if reading.problems:
        raise ColumnError(reading.problems)
    return layout


def layouts_of(
    schema: pa.Schema, versions: Sequence[Rulebook], library: Library, request: BatchRequest
) -> tuple[Layout, ...]:
    """The layout of a schema for each version that may decide. Raises ColumnError with every problem."""
    readings = [_Reading(schema, book.facts, library.other_facts(book), request) for book in versions]
    layouts = tuple(reading.layout() for reading in readings)
    carried = [schema.names[place] for place in layouts[-1].carried]
    problems = [problem for reading in readings for problem in reading.problems]
    problems += choice_problems(request, names_of(versions), carried, schema.names)
    if problems:
        raise ColumnError(tuple(dict.fromkeys(problems)))
    return layouts


class _Reading:
    def __init__(
        self, schema: pa.Schema, facts: tuple[Fact, ...], elsewhere: frozenset[str], request: BatchRequest
    ) -> None:
        self.schema = schema
        self.facts = {fact.name: fact for fact in facts}
        self.elsewhere = elsewhere
        self.request = request
        self.problems: list[ColumnProblem] = []

    def layout(self) -> Layout:
        """What the columns hold; problems are noted."""
        places: dict[str, dict[str, int]] = {}
        own: dict[str, int] = {}
        unused: list[str] = []
        asked = {*self.request.keep, *self.request.leave_out, self.request.as_of_column}
        self._check_asked()
        for place, field in enumerate(self.schema):
            name, part = _split(field.name)
            if field.name in self.schema.names[:place]:
                self._note(field.name, "stands twice", hint="give columns names of their own")
            elif name in self.facts and field.name not in self.request.leave_out:
                self._fact(places, name, part, place)
            elif field.name in OWN:
                own[field.name] = place
            elif name in self.elsewhere:
                unused.append(name)
            elif field.name not in asked:
                self._unknown(field.name)
        self._check_parts(places)
        self._check_own(own)
        kept = tuple(self.schema.names.index(name) for name in self.request.keep if name in self.schema.names)
        return Layout(places, own, self._as_of(), kept, tuple(dict.fromkeys(unused)))

    def _fact(self, places: dict[str, dict[str, int]], name: str, part: str, place: int) -> None:
        fact, column = self.facts[name], self.schema.field(place)
        if part not in _parts(fact):
            known = ", ".join(f"`{name}@{other}`" for other in _parts(fact) if other)
            hint = f"it can have {known}"
            self._note(column.name, f"`{name}` has no part `{part}`", hint=hint)
            return
        if part in places.get(name, {}):
            self._note(column.name, "stands twice", hint="keep one spelling")
            return
        kind = (
            fact.type
            if not part
            else NumberType()
            if part in ("amount", "rate.value")
            else _TYPES.get(part, TEXT)
        )
        texts = part in ("amount", "scale", "rate.value")
        for problem in fits(column.type, kind, written=self.request.written, texts=texts):
            self._note(column.name + problem.path, problem.what, problem.got, problem.hint)
        places.setdefault(name, {})[part] = place

    def _check_parts(self, places: Mapping[str, Mapping[str, int]]) -> None:
        """What is known of a fact, or the currency of an amount, needs the fact itself."""
        for name, parts in places.items():
            held = [part for part in parts if part in (VALUE, "amount")]
            shown = self.schema.names[next(iter(parts.values()))]
            if len(held) == 2:
                self._note(
                    shown, f"`{name}` comes both whole and in parts", hint=f"keep `{name}` or `{name}@amount`"
                )
            elif not held:
                money = isinstance(self.facts[name].type, MoneyType)
                self._note(shown, f"without the column `{name}{'@amount' if money else ''}`")
            elif VALUE in parts and parts.keys() & set(MONEY):
                self._note(shown, f"`{name}` comes both whole and in parts", hint=f"put it into `{name}`")

    def _check_own(self, own: Mapping[str, int]) -> None:
        for name in (REQUESTER,):
            if name in own and (found := fits(self.schema.field(own[name]).type, TEXT, written=False)):
                self._note(name, found[0].what, found[0].got)
        if APPROVALS in own:
            problem = wanted(self.schema.field(own[APPROVALS]).type)
            if problem:
                self._note(APPROVALS, *problem)

    def _check_asked(self) -> None:
        named = {*self.request.keep, *self.request.leave_out}
        named |= {self.request.as_of_column} if self.request.as_of_column else set()
        for name in sorted(named - set(self.schema.names)):
            self._note(name, "no such column", hint=nearest(name, self.schema.names))

    def _as_of(self) -> int | None:
        name = self.request.as_of_column
        if name is None or name not in self.schema.names:
            return None
        place: int = self.schema.names.index(name)
        for problem in fits(self.schema.field(place).type, DATE, written=self.request.written):
            self._note(name, problem.what, problem.got, problem.hint)
        return place

    def _unknown(self, column: str) -> None:
        name, part = _split(column)
        if not column:
            self._note("", "a column without a name")
            return
        close = nearest(name, [*self.facts, *OWN])
        close = close if close.startswith("did") else ""
        hint = "; ".join(filter(None, [close, "carry it along (keep), leave it out, or rename it"]))
        self._note(column, f"no fact `{name}`" if part else "no fact of that name", hint=hint)

    def _note(self, column: str, what: str, got: str = "", hint: str = "") -> None:
        self.problems.append(ColumnProblem(column, what, got, hint))


def _split(column: str) -> tuple[str, str]:
    """The fact and the part that a column's name says."""
    at = column.find("@")
    at = column.find(".") if at < 0 else at
    return (column, VALUE) if at < 0 else (column[:at], column[at + 1 :])


def _parts(fact: Fact) -> tuple[str, ...]:
    return (VALUE, *(MONEY if isinstance(fact.type, MoneyType) else ()), *ABOUT)
