"""Tables of a rulebook, ranks and levels of choices → grids by the codes of their texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from assize.rules.binding import Period
from assize.rules.columns.runtime import Grid
from assize.rules.columns.values import Symbols
from assize.rules.generate.expressions import table_cells
from assize.rules.model import Table


def grid_of(table: Table, period: Period, symbols: Symbols) -> Grid:
    """A declared table: NaN for an unknown key, and where neither a row nor `otherwise` says anything.

    A row that is one number for all levels holds for an unknown level too.
    """
    cells = table_cells(table, period)
    rest = np.nan if table.otherwise is None else period.number(table.otherwise)
    levels = tuple(
        dict.fromkeys(level for cell in cells.values() if isinstance(cell, dict) for level in cell)
    )
    values = np.full((len(cells) + 2, len(levels) + 2), rest)
    values[0, :] = np.nan
    for row, cell in enumerate(cells.values(), start=1):
        if isinstance(cell, dict):
            values[row, 0] = np.nan
            values[row, 1:-1] = [cell.get(level, rest) for level in levels]
        else:
            values[row, :] = cell
    return Grid(_places(tuple(cells), symbols), _places(levels, symbols), values)


def ranks_of(choices: Sequence[str], symbols: Symbols) -> Grid:
    """The places of choices in their order; NaN for unknown."""
    values = np.array([[np.nan], *([float(place)] for place in range(len(choices))), [np.nan]])
    return Grid(_places(choices, symbols), [0], values)


def truths_of(truths: Mapping[tuple[str, str], int], symbols: Symbols) -> Grid:
    """Conditions by two texts; unknown where nothing is said."""
    first = tuple(dict.fromkeys(one for one, _ in truths))
    second = tuple(dict.fromkeys(two for _, two in truths))
    values = np.ones((len(first) + 2, len(second) + 2), dtype=np.uint8)
    for (one, two), truth in truths.items():
        values[first.index(one) + 1, second.index(two) + 1] = truth
    return Grid(_places(first, symbols), _places(second, symbols), values)


def values_of(pairs: Mapping[str, float], symbols: Symbols) -> Grid:
    """The values of a value table; NaN for unknown."""
    values = np.array([[np.nan], *([value] for value in pairs.values()), [np.nan]])
    return Grid(_places(tuple(pairs), symbols), [0], values)


def _places(texts: Sequence[str], symbols: Symbols) -> list[int]:
    """For every code, from unknown (0) to one beyond all that are known, the place of its text: from 1 on,
    last for others.
    """
    places = [len(texts) + 1] * (len(symbols.codes) + 2)
    places[0] = 0
    for place, text in enumerate(texts, start=1):
        places[symbols.code(text)] = place
    return places
