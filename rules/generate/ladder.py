"""The outcome ladder as a function of its own: it is asked for every completion of what is unknown."""

from __future__ import annotations

from collections.abc import Callable

from assize.rules.binding import Period
from assize.rules.generate import runtime
from assize.rules.generate.conclusions import ladder_atoms
from assize.rules.generate.expressions import Emitter
from assize.rules.generate.writer import Writer
from assize.rules.model import Rulebook


class LadderWriter:
    """Writes `ladder`: definite atoms, a grade's position and the coverage → the index of the outcome, or of
    the row.
    """

    def __init__(self, rulebook: Rulebook, period: Period, *, by_row: bool = False) -> None:
        self.rulebook = rulebook
        self.by_row = by_row
        self.writer = Writer("g")
        self.emitter = Emitter(self.writer, period, {})

    def source(self) -> str:
        """The text of the function."""
        atoms = ladder_atoms(self.rulebook)
        self.emitter.names = {name: f"q_{name}" for name in atoms} | {
            "grade": "n_grade",
            "coverage": "n_coverage",
        }
        outcomes = [outcome.name for outcome in self.rulebook.outcomes]
        self.writer.line("n_grade_low = n_grade_high = grade")
        self.writer.line("n_coverage_low = n_coverage_high = coverage")
        for index, row in enumerate(self.rulebook.ladder):
            answer = index if self.by_row else outcomes.index(row.outcome)
            test = f"if {self.emitter.emit(row.when)} == 2: " if row.when is not None else ""
            self.writer.line(f"{test}return {answer}")
        arguments = "".join(f"q_{name}, " for name in atoms)
        return "\n".join([f"def ladder({arguments}grade, coverage):", *self.writer.lines])


def ladder_of(rulebook: Rulebook, period: Period, *, by_row: bool = False) -> Callable[..., int]:
    """The outcome ladder alone: definite atoms, the grade's position and the coverage → the outcome, or the
    row.
    """
    ladder = LadderWriter(rulebook, period, by_row=by_row)
    names: dict[str, object] = dict(runtime.NAMES)
    source = ladder.source()
    names |= ladder.writer.constants
    exec(compile(source, f"<ladder of {rulebook.name}>", "exec"), names)  # noqa: S102  # generated above
    return names["ladder"]  # type: ignore[return-value]
