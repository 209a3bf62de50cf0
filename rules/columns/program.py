"""One function that decides many rows: for one rulebook, one period of its parameters and one variant."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assize.rules import expressions as ex
from assize.rules.columns import runtime
from assize.rules.columns.codes import NEVER
from assize.rules.columns.conclusions import write_stage
from assize.rules.columns.criteria import States
from assize.rules.columns.dropping import dropping
from assize.rules.columns.evaluation import ColumnEvaluation, ColumnProgram
from assize.rules.columns.expressions import ColumnEmitter
from assize.rules.columns.fixed import Fixed
from assize.rules.columns.ladder import LadderColumns, Standing
from assize.rules.columns.numbers import NumbersWriter
from assize.rules.columns.risk_columns import risk_column, worst_column
from assize.rules.columns.risks import write_risks
from assize.rules.columns.values import Symbols
from assize.rules.generate import runtime as single_case
from assize.rules.generate.conclusions import ladder_plan
from assize.rules.generate.criteria import NodePlan
from assize.rules.generate.evaluation import Program
from assize.rules.generate.program import Tables, chain
from assize.rules.generate.writer import Writer
from assize.rules.inference.cache import TableCache
from assize.rules.model import Rulebook
from assize.rules.reads import numbers_after_score

_NAMES = {
    **single_case.NAMES,
    **runtime.NAMES,
    "ColumnEvaluation": ColumnEvaluation,
    "Standing": Standing,
    "risk_column": risk_column,
    "worst_column": worst_column,
}


def generate_columns(
    single: Program, symbols: Symbols, cache: TableCache, *, points: bool = True
) -> ColumnProgram:
    """The column program beside the program over single cases, whose ladder it shares.

    `points`: it gives the values and shares of criteria too.
    """
    tables = chain(single.rulebook, cache)
    body = _Body(single, symbols, points=points)
    body.write(tables)
    fixed = Fixed(body.emitter.fixed, body.writer.lines)
    source = fixed.source + body.source(fixed.names)
    names: dict[str, object] = {**_NAMES, **body.constants(), "ladder": single.ladder}
    exec(compile(source, f"<{single.rulebook.name} {single.rulebook.version}, columns>", "exec"), names)  # noqa: S102  # generated above
    return ColumnProgram(
        single.rulebook,
        single.variant,
        single.period,
        symbols,
        single.nodes,
        source,
        fixed.by_day,
        names["fixed"],  # type: ignore[arg-type]
        names["compute"],  # type: ignore[arg-type]
    )


class _Body:
    """Writes `compute`."""

    def __init__(self, single: Program, symbols: Symbols, *, points: bool) -> None:
        self.points = points
        self.rulebook = single.rulebook
        self.writer = Writer()
        self.emitter = ColumnEmitter(self.writer, single.rulebook, single.period, symbols)
        self.read = numbers_after_score(single.rulebook)
        nodes: Sequence[NodePlan] = single.nodes
        self.numbers = NumbersWriter(
            self.emitter, single.rulebook, single.period, nodes, self.read, points=points
        )

    def source(self, fixed: Sequence[str]) -> str:
        """The text of the function; `fixed` are the names of what is the same for all rows."""
        taken = [f"    ({''.join(f'{name}, ' for name in fixed)}) = fixed"] if fixed else []
        return "\n".join(["def compute(facts, fixed):", *taken, *dropping(self.writer.lines), ""])

    def constants(self) -> dict[str, object]:
        """What both functions are given from outside."""
        return {**self.writer.constants, **self.emitter.fixed.constants}

    def write(self, tables: Tables) -> None:
        """Facts, stage 1, the numbers, stage 2, the outcome."""
        rulebook, line = self.rulebook, self.writer.line
        rules = {rule.name: rule for rule in rulebook.rules}
        line(f"({''.join(f'f_{fact.name}, ' for fact in rulebook.facts)}) = facts.values")
        line("evidence, granted = facts.evidence, facts.granted")
        write_stage(self.emitter, tables.stages[0], tables.tables[0], rules)
        if rulebook.score is not None and rulebook.criteria:
            self.numbers.write_score(rulebook.score)
        if rulebook.grades:
            self.numbers.write_grade()
        if rulebook.risks:
            write_risks(self.emitter, rulebook, self.numbers.period, self.read)
        write_stage(self.emitter, tables.stages[1], tables.tables[1], rules)
        self._answer()

    def _answer(self) -> None:
        """The outcomes that remain, and all that is told."""
        rulebook, line = self.rulebook, self.writer.line
        scored, graded = bool(rulebook.criteria), bool(rulebook.grades)
        line(f"conclusions = ({''.join(f'c_{rule.name}, ' for rule in rulebook.rules)})")
        covered = [self._covered(node) for node in _coverages(rulebook)]
        columns = self.writer.constant(
            LadderColumns(ladder_plan(rulebook), len(rulebook.grades), len(covered))
        )
        grades = "n_grade_low, n_grade_high" if graded else "FALSE, FALSE"
        coverage = "coverage" if scored else "np.float64(0.0)"
        standing = (
            f"Standing(conclusions, granted, {grades}, {coverage}, ({''.join(f'{c}, ' for c in covered)}))"
        )
        line(f"possible = {columns}.outcomes(ladder, facts.rows, {standing})")
        numbers = "score, low, high, coverage" if scored else "None, None, None, None"
        caps = "(n_grade_low, n_grade_high), (n_grade_before_caps_low, n_grade_before_caps_high)"
        shares = "declared_share, verified_share" if scored else "None, None"
        risks = "".join(f"g_{risk.name}, " for risk in rulebook.risks)
        shows = "".join(f"{self.emitter.rows(shown.expression)}, " for shown in rulebook.shows)
        parts = [numbers, caps if graded else "None, None", shares, self._nodes("x") if self.points else "()"]
        parts += [self._states(lambda state: state.open), self._states(lambda state: state.excluded)]
        parts += ["shares" if scored and self.points else "()", "conclusions", f"({risks})", f"({shows})"]
        line(f"return ColumnEvaluation(possible, {', '.join(parts)})")

    def _covered(self, node: ex.Compare) -> str:
        return f"column(coverage {node.op} {self.emitter.rows(node.right)})"

    def _nodes(self, letter: str) -> str:
        return "(" + "".join(f"{letter}{place}, " for place in range(len(self.numbers.states))) + ")"

    def _states(self, of: Callable[[States], str]) -> str:
        codes = [of(state) for state in self.numbers.states]
        return "(" + "".join(f"{'None' if code == NEVER else code}, " for code in codes) + ")"


def _coverages(rulebook: Rulebook) -> list[ex.Compare]:
    """The comparisons with the coverage in the outcome ladder."""
    rows = (row.when for row in rulebook.ladder if row.when is not None)
    parts = dict.fromkeys(part for row in rows for part in ex.walk(row))
    return [part for part in parts if isinstance(part, ex.Compare) and isinstance(part.left, ex.ScoreRef)]
