"""Single rows of a batch → cases, as the same rows would be sent alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from assize.decision.batch.layout import ABOUT, VALUE, Layout
from assize.decision.batch.request import APPROVALS, ID, REQUESTER
from assize.decision.case import Case, GivenApproval
from assize.decision.written import written_value
from assize.rules.model import Fact
from assize.rules.source import Mark, Source
from assize.rules.types import BooleanType, FactType, ListType, MoneyType, RecordType
from assize.rules.yaml_nodes import TextNode

_NOWHERE = Mark(Source("", ""), 1, 1)


class RowReader:
    """Makes cases of rows. `written`: cells are texts as a CSV file writes them."""

    def __init__(self, layout: Layout, facts: tuple[Fact, ...], *, written: bool) -> None:
        self._layout = layout
        self._facts = tuple(fact for fact in facts if fact.name in layout.facts)
        self._written = written

    def cases(self, batch: pa.RecordBatch, rows: Sequence[int]) -> list[Case]:
        """The cases of some rows."""
        wanted = pa.array(rows, pa.int64())
        taken = {place: batch.column(place).take(wanted) for place in self._places()}
        columns = {place: values_of(column) for place, column in taken.items()}
        return [self._case(columns, row) for row in range(len(rows))]

    def _places(self) -> set[int]:
        parts = (place for parts in self._layout.facts.values() for place in parts.values())
        return {*parts, *self._layout.own.values()}

    def _case(self, columns: Mapping[int, list[Any]], row: int) -> Case:
        def own(name: str) -> Any:  # noqa: ANN401  # whatever the column holds
            place = self._layout.own.get(name)
            return None if place is None else columns[place][row]

        facts: dict[str, object] = {}
        for fact in self._facts:
            parts = {part: columns[place][row] for part, place in self._layout.facts[fact.name].items()}
            value = self._fact(fact.type, parts)
            if value is not None:
                facts[fact.name] = value
        name = own(ID)
        given = tuple(_approval(entry) for entry in own(APPROVALS) or ())
        return Case("" if name is None else str(name), facts, given, own(REQUESTER) or "")

    def _fact(self, kind: FactType, parts: Mapping[str, Any]) -> object:
        """The fact as it would be sent, alone or with what is known of it; None: not sent."""
        if isinstance(kind, MoneyType) and VALUE not in parts:
            value: object = self._money(parts)
        elif self._written and isinstance(parts[VALUE], str):
            value = self._text(parts[VALUE], kind)
        else:
            value = plain(parts[VALUE], kind)
        if value is None:
            return None
        about = {part: parts[part] for part in ABOUT if self._is_sent(parts.get(part))}
        return {"value": value, **about} if about else value

    def _is_sent(self, value: object) -> bool:
        return value is not None and not (self._written and value == "")

    def _text(self, text: str, kind: FactType) -> object:
        # Spreadsheets write TRUE and FALSE.
        text = text.lower() if isinstance(kind, BooleanType) else text
        return written_value(TextNode(text, _NOWHERE, quoted=True), kind) if text else None

    def _money(self, parts: Mapping[str, Any]) -> dict[str, object] | None:
        """The record of an amount; not sent without one. Its rate is a record inside."""
        found: dict[str, object] = {}
        for part in ("amount", "currency", "scale"):
            if self._is_sent(parts.get(part)):
                found[part] = parts[part]
        rate = {
            part: parts[f"rate.{part}"]
            for part in ("value", "date", "source")
            if self._is_sent(parts.get(f"rate.{part}"))
        }
        if "amount" not in found:
            return None
        return _scaled({**found, "rate": rate} if rate else found)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What Arrow can hold and Python cannot: a day beyond the calendar, bytes that are no text."""

    what: str

    def __str__(self) -> str:
        return self.what


def values_of(column: pa.Array) -> list[Any]:
    """The values of a column; what no Python value can be is Unreadable, which every check refuses."""
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):
        return [_value(cell) for cell in column]


def _value(cell: pa.Scalar) -> object:
    try:
        return cell.as_py()
    except (ValueError, OverflowError) as error:
        return Unreadable(f"{error}")


def plain(value: Any, kind: FactType | RecordType) -> object:  # noqa: ANN401  # whatever Arrow holds
    """A value of an Arrow column as a caller would send it: no nulls in records."""
    if value is None or isinstance(value, Unreadable):
        return value
    if isinstance(kind, ListType):
        return [plain(item, kind.element) for item in value]
    if isinstance(kind, RecordType):
        cells = ((field.name, plain(value.get(field.name), field.type)) for field in kind.fields)
        return {name: cell for name, cell in cells if cell is not None}
    if isinstance(kind, MoneyType):
        return _scaled({name: cell for name, cell in value.items() if cell is not None})
    return value


def _scaled(money: dict[str, object]) -> dict[str, object]:
    """A scale that is written as a text is a whole number."""
    scale = money.get("scale")
    if isinstance(scale, str) and scale.isdecimal():
        money["scale"] = int(scale)
    return money


def _approval(entry: Mapping[str, Any] | None) -> GivenApproval:
    given = entry or {}
    rule, role, by = (str(given.get(name) or "") for name in ("rule", "role", "by"))
    return GivenApproval(rule, role, by, given.get("granted_on") or date.max, given.get("expires"))
