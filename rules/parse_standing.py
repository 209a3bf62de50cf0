"""Where conclusions, numbers of the score and grades may stand in an expression.

A conclusion stands only under and, or, not, else it could not be chained. A number of the score is held as
its lowest and highest, a grade as a range of grades: each is only compared, by itself on one side, with
something known.
"""

from __future__ import annotations

from assize.rules.expressions import (
    And,
    Compare,
    ConclusionRef,
    Constant,
    Expression,
    GradeRef,
    Member,
    Not,
    Or,
    ScoreRef,
    children,
    walk,
)
from assize.rules.scope import Place
from assize.rules.types import ChoiceType

Misplaced = tuple[str, str]
"""What is wrong, and what to do."""


def misplaced(node: Expression, place: Place) -> Misplaced | None:
    """What stands where it may not, in a node whose parts are all right."""
    match node:
        case ConclusionRef():
            return None
        case And() | Or() | Not():
            found = (misplaced(part, place) for part in children(node))
            return next((each for each in found if each is not None), None)
        case _:
            return _conclusion_in(node) or _score_in(node, place)


def _conclusion_in(node: Expression) -> Misplaced | None:
    inside = next((part for part in walk(node) if isinstance(part, ConclusionRef)), None)
    if inside is None:
        return None
    what = f"`{inside.name}` is a conclusion inside a number, a comparison or a loop"
    return what, "use it only with and, or, not"


def _score_in(node: Expression, place: Place) -> Misplaced | None:
    match node:
        case Compare(left=ScoreRef(name=name), right=right):
            return _against(name, right, place)
        case Compare(left=GradeRef(), right=Constant()) | Member(item=GradeRef()):
            return None
        case _:
            held = [part for part in children(node) if isinstance(part, ScoreRef | GradeRef)]
            return _only_compared(held[0]) if held else None


def _against(name: str, right: Expression, place: Place) -> Misplaced | None:
    if any(isinstance(part, ScoreRef | GradeRef) for part in walk(right)):
        what = "two values that only the score gives are compared"
        return what, "compare one of them with something known"
    if place == Place.LADDER and not isinstance(right, Constant):
        return f"a row compares `{name}` with a number written out", f"like `{name} < 60`"
    return None


def _only_compared(held: ScoreRef | GradeRef) -> Misplaced:
    if isinstance(held, ScoreRef):
        what = f"`{held.name}`, a number that the score gives, can only be compared"
        return what, f"by itself on one side, like `{held.name} < 60`: move the rest to the other side"
    grade = held.type.choices[-1] if isinstance(held.type, ChoiceType) else "B"
    what = f"`{held.name}` can only be compared with a grade written out"
    return what, f'like `{held.name} == "{grade}"`'
