"""The keys of a declared table, and whether it can be read with given ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from assize.rules.errors import Problems, nearest
from assize.rules.expressions import Constant, Expression
from assize.rules.reader import quote
from assize.rules.source import Mark
from assize.rules.types import ChoiceType, LevelType, is_text


class TableShape(NamedTuple):
    """The keys that a declared table has, and whether it answers for others (`otherwise`)."""

    name: str
    by: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...] | None], ...]
    complete: bool

    def fits(self, keys: tuple[Expression, ...], mark: Mark, problems: Problems) -> bool:
        """Whether the table can be read with these keys; problems if not."""
        if len(keys) != len(self.by):
            what = f"`{self.name}` takes {len(self.by)} keys ({', '.join(self.by)})"
            problems.add(mark, what, got=f"{len(keys)}")
            return False
        if not all(is_text(key.type) for key in keys):
            problems.add(mark, f"the keys of `{self.name}` are texts or choices")
            return False
        reach = _Reach(self, mark, problems)
        fits = reach.covers(keys[0], [row for row, _ in self.rows], "")
        if len(keys) == 1:
            return fits
        if isinstance(keys[1].type, LevelType):
            return reach.covers_levels(keys[1].type) and fits
        rows = {row: cells for row, cells in self.rows if cells is not None and _may_be(keys[0], row)}
        if self.complete and isinstance(keys[1], Constant):  # rows without the key give `otherwise`
            return reach.covers(keys[1], [cell for cells in rows.values() for cell in cells], "") and fits
        return not [row for row, cells in rows.items() if not reach.covers(keys[1], cells, row)] and fits


class _Reach(NamedTuple):
    """Compares the keys that may come with the keys that a table has; `mark` is where it is read."""

    table: TableShape
    mark: Mark
    problems: Problems

    def covers(self, key: Expression, known: Iterable[str], row: str) -> bool:
        """Whether every value of `key` is among `known`, the keys of the table or of its row `row`."""
        known = list(known)
        where = f"row `{row}` of `{self.table.name}`" if row else f"`{self.table.name}`"
        if isinstance(key, Constant):
            return self._has(str(key.value), known, where)
        possible = _possible(key)
        if possible is None:
            if not self.table.complete:
                what = f"a free text needs `otherwise` in the table `{self.table.name}`"
                self.problems.add(self.mark, what)
            return self.table.complete
        wrong = [each for each in known if each not in possible]
        for each in wrong:
            self.problems.add(
                self.mark, f"{where} has a key too many: `{each}`", hint=nearest(each, possible)
            )
        lacking = [] if self.table.complete else [each for each in possible if each not in known]
        if lacking:
            what = f"{where} has no key {', '.join(f'`{each}`' for each in lacking)}"
            self.problems.add(self.mark, what, hint="add it, or `otherwise`")
        return not wrong and not lacking

    def _has(self, value: str, known: list[str], where: str) -> bool:
        if value not in known:
            self.problems.add(self.mark, f"{where} has no key {quote(value)}", hint=nearest(value, known))
        return value in known

    def covers_levels(self, kind: LevelType) -> bool:
        """Whether each row has the levels of its scheme."""
        by_scheme, fits = dict(kind.choices), True
        for scheme, cells in self.table.rows:
            levels = by_scheme.get(scheme, ())
            wrong = [level for level in cells or () if level not in levels]
            lacking = [level for level in levels if cells is not None and level not in cells]
            if wrong or (lacking and not self.table.complete):
                what = f"too many: {', '.join(wrong)}" if wrong else f"lacking: {', '.join(lacking)}"
                hint = f"levels of {scheme}: {', '.join(levels) or 'none'}"
                self.problems.add(self.mark, f"`{self.table.name}`, levels of {scheme}, {what}", hint=hint)
                fits = False
        return fits


def _possible(key: Expression) -> tuple[str, ...] | None:
    """The values that a key can have; None for a free text."""
    match key.type:
        case ChoiceType(choices=choices):
            return choices
        case LevelType(choices=by_scheme):
            return tuple(dict.fromkeys(level for _, levels in by_scheme for level in levels))
        case _:
            return None


def _may_be(key: Expression, row: str) -> bool:
    return row == key.value if isinstance(key, Constant) else True
