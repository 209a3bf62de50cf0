"""What does not pass its own cases never becomes active."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assize.decision.suite import SuiteReport, run_suite
from assize.rules.errors import AssizeError
from assize.rules.inference.cache import TableCache
from assize.rules.library import rulebook_folders
from assize.rules.load import load_rulebook

MOST_SHOWN = 20


class SuitesFailed(AssizeError):
    """Rulebooks whose cases fail, or leave something untried."""

    def __init__(self, reports: Iterable[SuiteReport]) -> None:
        self.reports = tuple(reports)
        super().__init__(self.reports)

    def __str__(self) -> str:
        return "\n".join(line for report in self.reports for line in _lines(report))


def check_suites(folders: Iterable[Path], cache: TableCache) -> None:
    """Run the cases of every rulebook in these folders. Raises RulebookError, or SuitesFailed with all."""
    found = [folder for root in folders for folder in rulebook_folders(root)]
    reports = [run_suite(folder, load_rulebook(folder), cache) for folder in found]
    failed = [report for report in reports if not report.passed]
    if failed:
        raise SuitesFailed(failed)


def _lines(report: SuiteReport) -> list[str]:
    """A head, then what failed and what was left untried; past the first MOST_SHOWN only their number."""
    wrong = [f"{case.name}: {failure}" for case in report.cases for failure in case.failures]
    told = [*wrong, *report.gaps]
    head = f"{report.rulebook} {report.version} does not pass its own cases and is not served"
    more = [f"  … and {len(told) - MOST_SHOWN} more"] if len(told) > MOST_SHOWN else []
    return [head, *(f"  {line}" for line in told[:MOST_SHOWN]), *more]
