"""What is asked of a batch, and what is wrong with its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assize.rules.errors import AssizeError

ID = "id"
REQUESTER = "requester"
APPROVALS = "approvals"
OWN = (ID, REQUESTER, APPROVALS)
"""Columns that are no facts."""


class BatchRequest(NamedTuple):
    """How the rows of a batch are decided.

    `as_of_column` names a date column by which rows are grouped; else all rows are decided as of one day.
    `contributions`: the points of every criterion too. `keep`: columns carried along into the answer.
    `leave_out`: columns that are not read. `written`: cells are texts as a CSV file writes them, an empty one
    is not sent. `answers`: the only columns of answers that are computed and written, in whatever order and
    however often they are named; none: all. Points are columns like others there, and `contributions` still
    adds those of every criterion. Carried columns and `errors` always come.
    """

    rulebook: str
    version: str | None = None
    content_hash: str | None = None
    as_of_column: str | None = None
    contributions: bool = False
    keep: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    written: bool = False
    answers: tuple[str, ...] = ()


class ColumnProblem(NamedTuple):
    """A column that cannot be read: what is wrong, what was got, what to do."""

    column: str
    what: str
    got: str = ""
    hint: str = ""

    def __str__(self) -> str:
        parts = [f"column `{self.column}`: {self.what}"]
        parts += [f"got {self.got}"] if self.got else []
        parts += [self.hint] if self.hint else []
        return "; ".join(parts)


class ColumnError(AssizeError):
    """The columns of a batch do not fit the rulebook: every problem, before the first row is read."""

    def __init__(self, problems: Sequence[ColumnProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
