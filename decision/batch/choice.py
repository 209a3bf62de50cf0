"""Which columns the answers of a batch have: those that are asked for, or all."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from assize.decision.batch.answers import answer_names
from assize.decision.batch.names import Names
from assize.decision.batch.request import BatchRequest, ColumnProblem
from assize.rules.errors import nearest

ALWAYS = "errors"


class Choice(NamedTuple):
    """The columns that are asked for. `points`: there are points among them."""

    wanted: frozenset[str]
    points: bool


def choice_of(request: BatchRequest, names: Names) -> Choice:
    """What a request asks for. Points that are named are computed, also without `contributions`."""
    if not request.answers:
        return Choice(frozenset(answer_names(names, points=request.contributions)), request.contributions)
    points = {*answer_names(names, points=True)} - {*answer_names(names, points=False)}
    wanted = frozenset(request.answers) | (points if request.contributions else set())
    return Choice(wanted, not wanted.isdisjoint(points))


def choice_problems(
    request: BatchRequest, names: Names, carried: Sequence[str], sent: Container[str]
) -> list[ColumnProblem]:
    """Every column that is asked for and that no answer has; every column carried along that bears the name
    of one of answers, asked for or not: whoever reads it would take it for that. `sent` are all columns.
    """
    own = {*answer_names(names, points=choice_of(request, names).points), ALWAYS}
    what = "answers have a column of that name"
    found = [ColumnProblem(name, what, hint="rename it") for name in carried if name in own]
    known = {*answer_names(names, points=True), ALWAYS, *carried}
    for name in dict.fromkeys(request.answers):
        if name not in known:
            hint = "carry it along (keep)" if name in sent else nearest(name, known)
            found.append(ColumnProblem(name, "answers have no such column", hint=hint))
    return found
