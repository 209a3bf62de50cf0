"""One risk of a column program → its columns, by the names of the job."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assize.decision.batch.names import Names
from assize.decision.batch.results import Floats, Places, RiskColumns
from assize.rules.columns.evaluation import ColumnEvaluation, ColumnProgram
from assize.rules.columns.operations import where
from assize.rules.columns.risk_columns import RiskColumn

_NAN = np.array(np.nan)
_NONE = np.array(-1, dtype=np.int16)


class Weighing:
    """One risk: where it stands, and the names of its levels."""

    def __init__(self, place: int, rule: int, borders: Sequence[tuple[float, int]]) -> None:
        self._place = place
        self._rule = rule
        self._borders = borders

    def columns(self, found: ColumnEvaluation) -> RiskColumns:
        """Its answers."""
        risk: RiskColumn = found.risks[self._place]
        low, high = risk.residual
        numbers = (risk.inherent, risk.residual, risk.at_best)
        return RiskColumns(found.conclusions[self._rule], numbers, (self._level(low), self._level(high)))

    def _level(self, number: Floats) -> Places:
        place: Places = np.array(self._borders[-1][1], dtype=np.int16)
        for lowest, level in reversed(self._borders):
            place = where(number >= lowest, np.int16(level), place)
        return place


class _Nothing(Weighing):
    """A risk that this version does not have."""

    def __init__(self) -> None:
        super().__init__(0, 0, ())

    def columns(self, found: ColumnEvaluation) -> RiskColumns:  # noqa: ARG002  # there is nothing to find
        return RiskColumns(np.ones((), dtype=np.uint8), ((_NAN, _NAN),) * 3, (_NONE, _NONE))


def weighing_of(name: str, program: ColumnProgram, names: Names) -> Weighing:
    """How a risk is told; also one that the version does not have."""
    rulebook, number = program.rulebook, program.period.number
    place = next((place for place, risk in enumerate(rulebook.risks) if risk.name == name), None)
    if place is None or rulebook.risk_scale is None:
        return _Nothing()
    rule = next(place for place, rule in enumerate(rulebook.rules) if rule.name == name)
    levels = [(number(level.lowest), names.levels.index(level.name)) for level in rulebook.risk_scale.levels]
    return Weighing(place, rule, levels)
