"""A CSV file → cases: a row each, a column for each fact or part of one. An empty cell is not sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from assize.decision.case import Case, GivenApproval
from assize.decision.written import written_value
from assize.rules.errors import Problems, nearest
from assize.rules.source import Mark, Source
from assize.rules.types import BooleanType, FactType, ListType, MoneyType
from assize.rules.yaml_nodes import TextNode
from assize.server.input.cases import CaseReader, check_ids
from assize.server.input.csv_rows import Cell, read_rows
from assize.server.input.json_nodes import parse_json
from assize.server.input.model import FileCase, Types
from assize.server.input.typed import json_fact, json_value

_ABOUT = ("observed", "evidence", "source", "decision")
_MAIN = frozenset({"", "amount"})
_MONEY = ("amount", "currency", "scale", "rate.value", "rate.date", "rate.source")
_ID, _REQUESTER, _APPROVALS, _LEFT_OUT = "id", "requester", "approvals", ""
_NAMELESS = "?"


class Column(NamedTuple):
    """Which part of which fact a column holds; the part of a plain value is empty."""

    fact: str
    part: str


def read_csv(
    source: Source, types: Types, renames: Mapping[str, str], problems: Problems
) -> tuple[FileCase, ...]:
    """The cases of a file. `renames` maps its column names to ours; to nothing: the column is left out."""
    rows = read_rows(source, problems)
    if not rows:
        if not problems:
            problems.add(Mark(source, 1, 1), "an empty file", hint="the first row names the columns")
        return ()
    header, *body = rows
    columns = _Header(types, renames, problems).read(header)
    if columns is None:
        return ()
    if not body:
        problems.add(header[0].mark, "no cases", hint="write a row for each below the names of the columns")
    reader = _RowReader(columns, types, problems)
    cases = tuple(case for row in body if (case := reader.read(row)) is not None)
    check_ids(cases, problems)
    return cases


def known_columns(types: Types) -> dict[str, Column]:
    """Every name that a column may have."""
    known = {name: Column(name, "") for name in (_ID, _REQUESTER, _APPROVALS, _LEFT_OUT)}
    for name, kind in types.items():
        parts = _MONEY if isinstance(kind, MoneyType) else ("",)
        known |= {".".join(filter(None, (name, part))): Column(name, part) for part in (*parts, *_ABOUT)}
    return known


class _Header:
    """Reads the names of the columns."""

    def __init__(self, types: Types, renames: Mapping[str, str], problems: Problems) -> None:
        self._types = types
        self._renames = renames
        self._problems = problems
        self._known = known_columns(types)

    def read(self, header: list[Cell]) -> list[Column] | None:
        """What each column holds; None, with problems added, where that cannot be told."""
        before = len(self._problems)
        names = [self._renames.get(cell.text, cell.text or _NAMELESS) for cell in header]
        for name in self._renames.keys() - {cell.text for cell in header}:
            hint = nearest(name, [cell.text for cell in header])
            self._problems.add(header[0].mark, f"no column `{name}` to rename", hint=hint)
        for place, (cell, name) in enumerate(zip(header, names, strict=True)):
            if name and name in names[:place]:
                self._problems.add(cell.mark, f"the column `{name}` a second time")
            elif name not in self._known:
                self._problems.add(cell.mark, *self._unknown(name))
        if _ID not in names:
            hint = "add it, or name the column that holds it: --map COLUMN=id"
            self._problems.add(header[0].mark, "no column `id`", hint=hint)
        if len(self._problems) > before:
            return None
        columns = [self._known[name] for name in names]
        self._check_values(header, columns)
        return columns

    def _check_values(self, header: list[Cell], columns: list[Column]) -> None:
        """What is known of a fact, or the currency of an amount, needs the fact itself."""
        valued = {column.fact for column in columns if column.part in _MAIN}
        for cell, column in zip(header, columns, strict=True):
            if column.fact not in valued:
                money = isinstance(self._types[column.fact], MoneyType)
                missing = f"{column.fact}.amount" if money else column.fact
                self._problems.add(cell.mark, f"`{cell.text}` without its column `{missing}`")

    def _unknown(self, name: str) -> tuple[str, str, str]:
        if isinstance(self._types.get(name), MoneyType):
            return f"`{name}` is money", "", f"use the columns `{name}.amount` and `{name}.currency`"
        close = nearest(name, self._known)
        close = close if close.startswith("did") else "no known name is like it;"
        facts = ", ".join(sorted(self._types))
        hint = f"{close} `--map COLUMN=FACT` renames a column. The facts are {facts}"
        return "a column that is no fact", "no name" if name == _NAMELESS else f"`{name}`", hint


class _RowReader:
    """Reads the rows below the header."""

    def __init__(self, columns: list[Column], types: Types, problems: Problems) -> None:
        self._columns = columns
        self._types = types
        self._problems = problems
        self._approvals = CaseReader(types, json_fact, problems)

    def read(self, row: list[Cell]) -> FileCase | None:
        """The case of a row; None, with problems added, where it is none."""
        if len(row) != len(self._columns):
            what = f"{len(row)} cells, and the first row names {len(self._columns)} columns"
            self._problems.add(row[0].mark, what, hint="a cell that holds the separator stands in quotes")
            return None
        sent: dict[str, dict[str, Cell]] = {}
        for column, cell in zip(self._columns, row, strict=True):
            if cell.text and column.fact != _LEFT_OUT:
                sent.setdefault(column.fact, {})[column.part] = cell
        name, requester, approvals = (sent.pop(own, {}).get("") for own in (_ID, _REQUESTER, _APPROVALS))
        if name is None:
            self._problems.add(row[0].mark, "a row without its `id`")
            return None
        facts: dict[str, object] = {}
        places: dict[str, Mark] = {"$": name.mark}
        for fact, parts in sent.items():
            if parts.keys() & _MAIN:
                facts[fact] = self._fact(parts, self._types[fact])
                places |= self._places(fact, parts)
        given = self._given(approvals)
        case = Case(name.text, facts, given, requester.text if requester is not None else "")
        return FileCase(case, places)

    def _fact(self, parts: Mapping[str, Cell], kind: FactType) -> object:
        value = _money(parts) if isinstance(kind, MoneyType) else self._value(parts[""], kind)
        about = {part: parts[part].text for part in _ABOUT if part in parts}
        return {"value": value, **about} if about else value

    def _value(self, cell: Cell, kind: FactType) -> object:
        if isinstance(kind, ListType):
            node = parse_json(cell.text, lambda _offset, _length: cell.mark, self._problems)
            return None if node is None else json_value(node, kind)
        # Spreadsheets write TRUE and FALSE.
        text = cell.text.lower() if isinstance(kind, BooleanType) else cell.text
        return written_value(TextNode(text, cell.mark, quoted=True), kind)

    def _places(self, fact: str, parts: Mapping[str, Cell]) -> Iterator[tuple[str, Mark]]:
        for part, cell in parts.items():
            yield ".".join(filter(None, (f"$.{fact}", part))), cell.mark
        yield f"$.{fact}", next(iter(parts.values())).mark

    def _given(self, cell: Cell | None) -> tuple[GivenApproval, ...]:
        if cell is None:
            return ()
        node = parse_json(cell.text, lambda _offset, _length: cell.mark, self._problems)
        return self._approvals.approvals(node)


def _money(parts: Mapping[str, Cell]) -> dict[str, object]:
    """The record of an amount; its rate is a record inside."""
    found: dict[str, object] = {}
    for part in _MONEY:
        cell = parts.get(part)
        if cell is not None and part.startswith("rate."):
            rate = found.setdefault("rate", {})
            assert isinstance(rate, dict)
            rate[part.removeprefix("rate.")] = cell.text
        elif cell is not None:
            digits = part == "scale" and cell.text.isdecimal()
            found[part] = int(cell.text) if digits else cell.text
    return found
