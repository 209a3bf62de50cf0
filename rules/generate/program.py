"""One function that decides one case: for one rulebook, one period of its parameters and one variant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from assize.rules.binding import Period
from assize.rules.generate import runtime
from assize.rules.generate.conclusions import ladder_atoms, ladder_plan, write_stage, write_summaries
from assize.rules.generate.criteria import CriteriaWriter, NodePlan
from assize.rules.generate.expressions import Emitter
from assize.rules.generate.risk_levels import RiskLevel
from assize.rules.generate.risks import write_risks
from assize.rules.generate.watch import Watch
from assize.rules.generate.writer import Writer
from assize.rules.inference.cache import TableCache
from assize.rules.inference.model import Table
from assize.rules.inference.tables import build_tables
from assize.rules.model import Rule, Rulebook, Variant
from assize.rules.normal_form import Stage, stage_of
from assize.rules.reads import facts_of_criterion, facts_of_lets, numbers_of
from assize.rules.variants import apply_variant

Evaluate = Callable[..., "Evaluation"]
_EXACT = {
    "score_low": "low",
    "score_high": "high",
    "coverage": "coverage",
    "declared_share": "declared_share",
    "verified_share": "verified_share",
}


NOTHING: Mapping[tuple[str, str], tuple[object, ...]] = MappingProxyType({})


class Evaluation(NamedTuple):
    """What the generated function gives. Grades are positions from worst (0); None where there is no score.

    Tuples of nodes are in the order of `Program.nodes`, conclusions in the order of `Program.rulebook.rules`.
    """

    atoms: tuple[int, ...]
    possible: tuple[int, ...]
    score: float | None
    low: float | None
    high: float | None
    coverage: float | None
    grade: tuple[int, int] | None
    grade_before_caps: tuple[int, int] | None
    declared_share: float | None
    verified_share: float | None
    raws: tuple[object, ...]
    values: tuple[float | None, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    states: tuple[int, ...]
    limits: tuple[float | None, ...]
    evidence: tuple[int, ...]
    shares: tuple[float, ...]
    conclusions: tuple[int, ...]
    elements: tuple[list[tuple[int, int, object]] | None, ...]
    next_review: int | None
    risks: tuple[RiskLevel, ...]
    shows: tuple[object, ...]
    holds_until: tuple[int | None, ...]
    duties: Mapping[tuple[str, str], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled rulebook. `evaluate(facts, evidence, granted, as_of)` takes the values of the declared facts
    in order, how
    well each is evidenced (1 declared, 2 documented, 3 verified, 9 unknown), the rules whose approval is
    given, and a day.
    """

    rulebook: Rulebook
    variant: str | None
    period: Period
    nodes: tuple[NodePlan, ...]
    source: str
    evaluate: Evaluate
    ladder: Callable[..., int]


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
    ladder = _Ladder(left, period)
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
        self.period = period
        self.writer = Writer()
        tables = {table.name: table for table in rulebook.tables}
        self.emitter = Emitter(self.writer, period, tables, watch)
        self.rules: dict[str, Rule] = {rule.name: rule for rule in rulebook.rules}
        self.lets = facts_of_lets(rulebook)
        self.nodes: list[NodePlan] = []

    def source(self) -> str:
        """The text of the function."""
        return "\n".join(["def evaluate(facts, evidence, granted, as_of):", *self.writer.lines])

    def write(self, tables: Tables) -> None:
        """Facts, lets, stage 1, the score, the grade, stage 2, the outcome."""
        names = "".join(f"f_{fact.name}, " for fact in self.rulebook.facts)
        self.writer.line(f"({names}) = facts")
        for let in self.rulebook.lets:
            self.emitter.place = let.name
            self.writer.line(f"l_{let.name} = {self.emitter.emit(let.expression)}")
        write_stage(self.emitter, tables.stages[0], tables.tables[0], self.rules)
        if self.rulebook.criteria:
            self._score()
        if self.rulebook.grades:
            self._grade()
        if self.rulebook.risks:
            write_risks(self.emitter, self.rulebook, self.period, self._read_after_score())
        write_stage(self.emitter, tables.stages[1], tables.tables[1], self.rules)
        write_summaries(self.emitter, self.rulebook)
        self._outcome()

    def _score(self) -> None:
        score = self.rulebook.score
        assert score is not None
        facts = {fact.name: fact for fact in self.rulebook.facts}
        criteria = CriteriaWriter(self.emitter, score, self.period, facts)
        criteria.write(self.rulebook.criteria)
        self.nodes = criteria.nodes
        line = self.writer.line
        line(f"low = to_score(aroot, {score.decimals})")
        line(f"high = to_score(broot, {score.decimals})")
        line(f"score = None if xroot is None else to_score(xroot, {score.decimals})")
        line("coverage = 100.0 if qroot == 1.0 else to_score(100.0 * qroot, 6)")
        line(f"({''.join(f'w{place}, ' for place in range(len(self.rulebook.facts)))}) = evidence")
        self._shares()
        self._ranges()

    def _shares(self) -> None:
        """Each node's share of the score, and how much of the points rests on which evidence."""
        line, places = self.writer.line, range(len(self.nodes))
        states = "".join(f"s{i}, " for i in places)
        tree = self.writer.constant(tuple((node.parent, node.share) for node in self.nodes))
        weights = self.writer.constant(tuple(float(node.criterion.weight) for node in self.nodes))
        full = self.writer.constant(tuple(node.share for node in self.nodes))
        excluded = " or ".join(f"s{i} == 3" for i in places)
        line(f"shares = effective_shares({tree}, {weights}, ({states})) if {excluded} else {full}")
        leaves = [(i, self._evidence_of(node)) for i, node in enumerate(self.nodes) if node.criterion.is_leaf]
        for place, code in leaves:
            line(f"z{place} = {code}")
        with self.writer.block("if score is None:"):
            line("declared_share = verified_share = None")
        with self.writer.block("else:"):
            line("points = declared = verified = 0.0")
            for place, _ in leaves:
                with self.writer.block(f"if x{place} is not None:"):
                    line(f"c = shares[{place}] * x{place}")
                    line("points += c")
                    line(f"if z{place} == 1: declared += c")
                    line(f"elif z{place} == 3: verified += c")
            line("declared_share = to_score(100.0 * (declared / points), 6) if points > 0.0 else None")
            line("verified_share = to_score(100.0 * (verified / points), 6) if points > 0.0 else None")

    def _evidence_of(self, node: NodePlan) -> str:
        """The weakest evidence among the given facts that a leaf reads."""
        places = {fact.name: index for index, fact in enumerate(self.rulebook.facts)}
        read = [f"w{places[name]}" for name in sorted(facts_of_criterion(node.criterion, self.lets))]
        if len(read) == 2:
            return f"{read[0]} if {read[0]} < {read[1]} else {read[1]}"
        return f"min({', '.join(read)})" if read[1:] else read[0] if read else "9"

    def _ranges(self) -> None:
        """The numbers that stage 2 may read, each with its lowest and highest."""
        read = self._read_after_score()
        places = {node.criterion.name: place for place, node in enumerate(self.nodes)}
        for name in sorted(read & (_EXACT.keys() | places.keys() | {"score"})):
            if name in _EXACT:
                ends = f"{_EXACT[name]}, {_EXACT[name]}"
            elif name == "score":
                ends = "(low, high) if score is None else (score, score)"
            else:
                at = places[name]
                ends = f"(a{at}, b{at}) if x{at} is None else (x{at}, x{at})"
            self.writer.line(f"n_{name}_low, n_{name}_high = {ends}")
            self.emitter.names[name] = f"n_{name}"

    def _read_after_score(self) -> frozenset[str]:
        second = [rule for rule in self.rulebook.rules if rule.stage == 2]
        return frozenset[str]().union(*(numbers_of(rule.when) for rule in second))

    def _grade(self) -> None:
        """Positions from worst to best, before and after the caps of stage 1."""
        grades, line = self.rulebook.grades, self.writer.line
        best = len(grades) - 1
        borders = [self.period.number(grade.lowest) for grade in grades]
        for end in ("low", "high"):
            number = f"({end} if score is None else score)"
            tests = "".join(f"{best - i} if {number} >= {borders[i]!r} else " for i in range(best))
            line(f"n_grade_before_caps_{end} = {tests}0")
        line("n_grade_low, n_grade_high = n_grade_before_caps_low, n_grade_before_caps_high")
        names = [grade.name for grade in grades]
        for rule in (rule for rule in self.rulebook.rules if rule.cap is not None):
            assert rule.cap is not None
            cap = best - names.index(rule.cap)
            line(f"if c_{rule.name} and n_grade_low > {cap}: n_grade_low = {cap}")
            line(f"if c_{rule.name} == 2 and n_grade_high > {cap}: n_grade_high = {cap}")
        self.emitter.names["grade"] = "n_grade"
        self.emitter.names["grade_before_caps"] = "n_grade_before_caps"

    def _outcome(self) -> None:
        """The ladder: walked where all is known, else every completion is tried."""
        line, scored = self.writer.line, bool(self.rulebook.criteria)
        graded = bool(self.rulebook.grades)
        atoms = "".join(f"{self.emitter.names.get(name, '0')}, " for name in ladder_atoms(self.rulebook))
        ends = "n_grade_low, n_grade_high" if graded else "0, 0"
        line(f"atoms = ({atoms})")
        known = "1 in atoms" + (" or n_grade_low != n_grade_high" if graded else "")
        coverage = "coverage" if scored else "0.0"
        line(f"conclusions = ({''.join(f'c_{rule.name}, ' for rule in self.rulebook.rules)})")
        plan = self.writer.constant(ladder_plan(self.rulebook))
        with self.writer.block(f"if {known}:"):
            line(f"possible = {plan}.outcomes(ladder, conclusions, granted, ({ends}), {coverage})")
        with self.writer.block("else:"):
            line(f"possible = (ladder(*atoms, {ends.split(',', maxsplit=1)[0]}, {coverage}),)")
        review = self.rulebook.next_review
        line(f"review = {self.emitter.emit(review) if review is not None else 'None'}")
        more = f"{self._risks()}, {self._shows()}, {self._holds_until()}, {self._duties()}"
        line(f"return Evaluation(atoms, possible, {self._results(scored, graded)}, review, {more})")

    def _risks(self) -> str:
        return "(" + "".join(f"g_{risk.name}, " for risk in self.rulebook.risks) + ")"

    def _shows(self) -> str:
        return (
            "(" + "".join(f"{self.emitter.emit(shown.expression)}, " for shown in self.rulebook.shows) + ")"
        )

    def _holds_until(self) -> str:
        return "(" + "".join(f"{self.emitter.emit(day)}, " for day in self.rulebook.holds_until) + ")"

    def _duties(self) -> str:
        """The parameters of obligations, where their rule holds or may hold."""
        owing = [(rule, duty) for rule in self.rulebook.rules for duty in rule.obligations if duty.parameters]
        if not owing:
            return "NOTHING"
        self.writer.line("duties = {}")
        for rule, duty in owing:
            with self.emitter.block(f"if c_{rule.name}:"):
                values = "".join(f"{self.emitter.emit(value)}, " for _, value in duty.parameters)
                self.writer.line(f"duties[{rule.name!r}, {duty.name!r}] = ({values})")
        return "duties"

    def _results(self, scored: bool, graded: bool) -> str:
        def listed(letter: str, places: range) -> str:
            return "(" + "".join(f"{letter}{i}, " for i in places) + ")"

        places = range(len(self.nodes))
        leaf = [node.criterion.is_leaf for node in self.nodes]
        raws = "(" + "".join(f"r{i}, " if leaf[i] else "None, " for i in places) + ")"
        proof = "(" + "".join(f"z{i}, " if leaf[i] else "9, " for i in places) + ")"
        rules = self.rulebook.rules
        elements = "(" + "".join(f"e_{rule.name}, " if rule.each else "None, " for rule in rules) + ")"
        numbers = "score, low, high, coverage" if scored else "None, None, None, None"
        grades = "(n_grade_low, n_grade_high), (n_grade_before_caps_low, n_grade_before_caps_high)"
        evidence = "declared_share, verified_share" if scored else "None, None"
        parts = [numbers, grades if graded else "None, None", evidence, raws]
        parts += [listed(letter, places) for letter in "xabsm"]
        parts += [proof, "shares" if scored else "()", "conclusions", elements]
        return ", ".join(parts)


class _Ladder:
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
    ladder = _Ladder(rulebook, period, by_row=by_row)
    names: dict[str, object] = dict(runtime.NAMES)
    source = ladder.source()
    names |= ladder.writer.constants
    exec(compile(source, f"<ladder of {rulebook.name}>", "exec"), names)  # noqa: S102  # generated above
    return names["ladder"]  # type: ignore[return-value]
