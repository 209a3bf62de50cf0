"""Run a rulebook's own cases, and see that they try everything: what does not pass never becomes active."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from assize.decision.coverage import Reached, gaps
from assize.decision.decider import Compiled, compile_rulebook
from assize.decision.result import Decision
from assize.decision.suite_file import SuiteCase, Wanted, load_suite
from assize.rules.binding import period_of
from assize.rules.errors import FactError
from assize.rules.generate.watch import Watch
from assize.rules.inference.cache import TableCache
from assize.rules.model import Rulebook
from assize.rules.source import Mark

TOLERANCE = 1e-6
UNKNOWN = "unknown"
_STATES = ("false", "unknown", "true")


class CaseReport(NamedTuple):
    """How one case came out; no failure means that it passed."""

    name: str
    mark: Mark
    failures: tuple[str, ...]


class SuiteReport(NamedTuple):
    """How a suite came out; `gaps` says what no case tried."""

    rulebook: str
    version: str
    cases: tuple[CaseReport, ...]
    gaps: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every case passed and nothing was left untried."""
        return not self.gaps and all(not case.failures for case in self.cases)


def run_suite(folder: Path, rulebook: Rulebook, cache: TableCache, shown: str | None = None) -> SuiteReport:
    """Run the cases beside a rulebook. Raises RulebookError if the file of cases is wrong."""
    runner = _Runner(rulebook, cache)
    reports = tuple(runner.run(case) for case in load_suite(folder, rulebook, shown))
    found = gaps(rulebook, runner.reached, runner.watch.results())
    return SuiteReport(rulebook.name, rulebook.version, reports, found)


class _Runner:
    """Decides cases with watched programs and notes what they reach."""

    def __init__(self, rulebook: Rulebook, cache: TableCache) -> None:
        self.rulebook = rulebook
        self.watch = Watch()
        self.reached = Reached.nothing()
        self._cache = cache
        self._compiled: dict[date, Compiled] = {}

    def run(self, case: SuiteCase) -> CaseReport:
        """The report on one case."""
        if not self.rulebook.start <= case.day or (self.rulebook.end and case.day >= self.rulebook.end):
            return CaseReport(case.name, case.mark, (f"as_of {case.day}: the rulebook does not hold then",))
        try:
            decision = self._decide(case)
        except FactError as error:
            return CaseReport(case.name, case.mark, tuple(_error_failures(case.wanted, error)))
        self.reached.note(decision)
        return CaseReport(case.name, case.mark, tuple(_failures(case, decision)))

    def _decide(self, case: SuiteCase) -> Decision:
        period = period_of(self.rulebook, case.day)
        if period.start not in self._compiled:
            self._compiled[period.start] = compile_rulebook(
                self.rulebook, period, self._cache, watch=self.watch
            )
        return self._compiled[period.start].decide(case.case, case.day)


def _error_failures(wanted: Wanted, error: FactError) -> Iterator[str]:
    """Nothing if exactly the wanted codes came out."""
    codes = tuple(dict.fromkeys(violation.code for violation in error.violations))
    if "error" not in wanted.lists:
        yield f"wrong facts: {error}"
    elif set(wanted.lists["error"]) != set(codes):
        yield f"wanted the errors {', '.join(wanted.lists['error'])}, got {', '.join(codes)}: {error}"


def _failures(case: SuiteCase, decision: Decision) -> Iterator[str]:
    wanted = case.wanted
    if "error" in wanted.lists:
        yield f"wanted the errors {', '.join(wanted.lists['error'])}, got a decision"
    texts = {
        "outcome": decision.outcome,
        "grade": decision.grade,
        "variant": decision.variant,
        "next_review": str(decision.next_review) if decision.next_review else None,
    }
    for key, text in wanted.texts.items():
        if text != texts[key]:
            yield f"{key}: wanted {text or UNKNOWN}, got {texts[key] or UNKNOWN}"
    for key, number in wanted.numbers.items():
        yield from _compared(key, number, getattr(decision, key))
    values = {criterion.name: criterion.value for criterion in decision.criteria}
    for name, number in wanted.values.items():
        yield from _compared(f"value of {name}", number, values.get(name))
    yield from _judged_failures(wanted, decision)
    yield from _rule_failures(wanted.rules, decision)
    yield from _list_failures(wanted.lists, decision)


def _compared(what: str, wanted: float | None, got: float | None) -> Iterator[str]:
    same = wanted is got if wanted is None or got is None else abs(got - wanted) <= TOLERANCE
    if not same:
        yield f"{what}: wanted {_shown(wanted)}, got {_shown(got)}"


def _shown(number: float | None) -> str:
    return UNKNOWN if number is None else f"{number:.10g}"


def _judged_failures(wanted: Wanted, decision: Decision) -> Iterator[str]:
    verdicts = {verdict.principle: verdict.verdict for verdict in decision.verdicts}
    for principle, verdict in wanted.verdicts.items():
        if verdicts[principle] != verdict:
            yield f"verdict of {principle}: wanted {verdict}, got {verdicts[principle]}"
    levels = {risk.name: risk.residual for risk in decision.risks}
    for risk, ends in wanted.residual.items():
        for end, want, got in zip(("lowest", "highest"), ends, levels[risk], strict=True):
            yield from _compared(f"{end} residual of {risk}", want, got)
    shows = dict(decision.shows)
    for name, text in wanted.shows.items():
        value = shows[name]
        if isinstance(value, float) and text is not None:
            yield from _compared(name, float(text), value)
        elif (None if value is None else str(value)) != text:
            yield f"{name}: wanted {text or UNKNOWN}, got {value or UNKNOWN}"


def _rule_failures(wanted: Mapping[str, int], decision: Decision) -> Iterator[str]:
    states = {finding.rule: _STATES.index(finding.state) for finding in decision.findings}
    for rule, state in wanted.items():
        got = states.get(rule, 0)
        if got != state:
            yield f"rule {rule}: wanted {_STATES[state]}, got {_STATES[got]}"


def _list_failures(wanted: Mapping[str, tuple[str, ...]], decision: Decision) -> Iterator[str]:
    missing = tuple(missing.fact for missing in decision.missing)
    if "possible" in wanted and set(wanted["possible"]) != set(decision.possible_outcomes):
        yield f"possible: wanted {', '.join(wanted['possible'])}, got {', '.join(decision.possible_outcomes)}"
    lacking = [name for name in wanted.get("missing", ()) if name not in missing]
    if lacking:
        yield f"missing: wanted {', '.join(lacking)} too, got {', '.join(missing) or 'none'}"
