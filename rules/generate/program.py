"""One function that decides one case: for one rulebook, one period of its parameters and one variant."""

from __future__ import annotations

from typing import NamedTuple

from assize.rules.binding import Period
from assize.rules.generate import runtime
from assize.rules.generate.answer import AnswerWriter
from assize.rules.generate.conclusions import write_stage, write_summaries
from assize.rules.generate.criteria import NodePlan
from assize.rules.generate.evaluation import NOTHING, Evaluation, Program
from assize.rules.generate.expressions import Emitter
from assize.rules.generate.ladder import LadderWriter
from assize.rules.generate.numbers import NumbersWriter
from assize.rules.generate.risks import write_risks
from assize.rules.generate.watch import Watch
from assize.rules.generate.writer import Writer
from assize.rules.inference.cache import TableCache
from assize.rules.inference.model import Table
from assize.rules.inference.tables import build_tables
from assize.rules.model import Rulebook, Variant
from assize.rules.normal_form import Stage, stage_of
from assize.rules.reads import numbers_after_score
from assize.rules.variants import apply_variant


class Tables(NamedTuple):
    """The chained stages of one variant."""

    stages: tuple[Stage, Stage]
    tables: tuple[tuple[Table, ...], tuple[Table, ...]]


def chain(rulebook: Rulebook, cache: TableCache) -> Tables:
    """The inference tables of a rulebook as a variant left it. Raises InferenceError, TooManyTerms."""
    names = frozenset(rule.name for rule in rulebook.rules)
    first, second = (stage_of(rulebook.rules, number, names) for number in (1, 2))
    built = build_tables([*first.groups, *second.groups], cache)
    border = len(first.groups)
    return Tables((first, second), (built[:border], built[border:]))


def generate(
    rulebook: Rulebook,
    variant: Variant | None,
    period: Period,
    cache: TableCache,
    watch: Watch | None = None,
) -> Program:
    """The program for a variant and a period. `watch`, if given, notes what comes out."""
    left = apply_variant(rulebook, variant)
    tables = chain(left, cache)
    body = _Body(left, period, watch)
    body.write(tables)
    ladder = LadderWriter(left, period)
    source = f"{body.source()}\n\n{ladder.source()}\n"
    names = {
        **runtime.NAMES,
        **body.writer.constants,
        **ladder.writer.constants,
        "Evaluation": Evaluation,
        "NOTHING": NOTHING,
    }
    if watch is not None:
        names["seen"] = watch.seen
    exec(compile(source, f"<{left.name} {left.version}>", "exec"), names)  # noqa: S102  # generated above
    functions = names["evaluate"], names["ladder"]
    name = variant.name if variant else None
    return Program(left, name, period, tuple(body.nodes), source, *functions)  # type: ignore[arg-type]


class _Body:
    """Writes `evaluate`."""

    def __init__(self, rulebook: Rulebook, period: Period, watch: Watch | None) -> None:
        self.rulebook = rulebook
        self.writer = Writer()
        tables = {table.name: table for table in rulebook.tables}
        self.emitter = Emitter(self.writer, period, tables, watch)
        self.numbers = NumbersWriter(self.emitter, rulebook, period)

    @property
    def nodes(self) -> list[NodePlan]:
        """The criteria as they are numbered."""
        return self.numbers.nodes

    def source(self) -> str:
        """The text of the function."""
        return "\n".join(["def evaluate(facts, evidence, granted, as_of):", *self.writer.lines])

    def write(self, tables: Tables) -> None:
        """Facts, lets, stage 1, the numbers, stage 2, the outcome."""
        rulebook, rules = self.rulebook, {rule.name: rule for rule in self.rulebook.rules}
        self.writer.line(f"({''.join(f'f_{fact.name}, ' for fact in rulebook.facts)}) = facts")
        for let in rulebook.lets:
            self.emitter.place = let.name
            self.writer.line(f"l_{let.name} = {self.emitter.emit(let.expression)}")
        write_stage(self.emitter, tables.stages[0], tables.tables[0], rules)
        if rulebook.score is not None and rulebook.criteria:
            self.numbers.write_score(rulebook.score)
        if rulebook.grades:
            self.numbers.write_grade()
        if rulebook.risks:
            write_risks(self.emitter, rulebook, self.numbers.period, numbers_after_score(rulebook))
        write_stage(self.emitter, tables.stages[1], tables.tables[1], rules)
        write_summaries(self.emitter, rulebook)
        AnswerWriter(self.emitter, rulebook, self.nodes).write()
