"""How much: value functions, weights, sums, intervals, ranking and explanation, as pure functions."""

from assize.scoring.rounding import to_score, to_score_columns
from assize.scoring.values import (
    Curve,
    Domain,
    Lookup,
    Step,
    Steps,
    ValueFunction,
    ValueFunctionError,
    target,
)

__all__ = [
    "Curve",
    "Domain",
    "Lookup",
    "Step",
    "Steps",
    "ValueFunction",
    "ValueFunctionError",
    "target",
    "to_score",
    "to_score_columns",
]
