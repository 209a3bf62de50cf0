"""Answers without what nobody asked for, so that nothing computes it."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import numpy as np

from assize.decision.batch.names import Names
from assize.decision.batch.results import Results, RiskColumns, eights

_NUMBERS = ("score", "score_low", "score_high", "coverage", "declared_share", "verified_share")
_NAN = np.array(np.nan)
_NONE = np.array(-1, dtype=np.int16)
_NO_SET = np.zeros((), dtype=np.int64)
_FALSE = np.zeros((), dtype=np.uint8)


def asked_of(found: Results, names: Names, wanted: Container[str]) -> Results:
    """The same answers; what stands in no wanted column is one value for all rows."""
    forbid = eights(len(names.knock_outs)) if "knock_outs" in wanted else 0

    def kept(name: str, column: Any, nothing: Any) -> Any:  # noqa: ANN401  # a column
        return column if name in wanted else nothing

    return found._replace(
        outcome=kept("outcome", found.outcome, _NONE),
        possible=kept("possible_outcomes", found.possible, _NO_SET),
        effects=tuple(
            kept(f"effect_{use}", column, _NONE)
            for use, column in zip(names.uses, found.effects, strict=True)
        ),
        numbers=tuple(kept(n, c, _NAN) for n, c in zip(_NUMBERS, found.numbers, strict=True)),
        grade=kept("grade", found.grade, _NONE),
        before_caps=kept("grade_before_caps", found.before_caps, _NONE),
        grades=kept("possible_grades", found.grades, _NO_SET),
        reasons=tuple(
            column if place < forbid else kept("reasons", column, _FALSE)
            for place, column in enumerate(found.reasons)
        ),
        possible_reasons=tuple(kept("possible_reasons", column, _FALSE) for column in found.possible_reasons),
        verdicts=tuple(
            kept(f"verdict_{principle}", column, _NONE)
            for principle, column in zip(names.principles, found.verdicts, strict=True)
        ),
        risks=tuple(_risk(name, risk, wanted) for name, risk in zip(names.risks, found.risks, strict=True)),
    )


def _risk(name: str, found: RiskColumns, wanted: Container[str]) -> RiskColumns:
    """A risk, if any of its columns is asked for."""
    parts = (name, f"{name}_level_low", f"{name}_level_high")
    ends = (f"{name}_{n}_{end}" for n in ("inherent", "residual", "at_best") for end in ("low", "high"))
    if any(part in wanted for part in (*parts, *ends)):
        return found
    return RiskColumns(_FALSE, ((_NAN, _NAN),) * 3, (_NONE, _NONE))
