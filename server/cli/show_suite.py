"""How a rulebook's tests came out, for a person."""

from __future__ import annotations

from collections.abc import Iterator

from assize.decision.suite import SuiteReport


def suite_lines(report: SuiteReport) -> Iterator[str]:
    """Each failure at its place, each gap, and the count."""
    failed = [case for case in report.cases if case.failures]
    for case in failed:
        place = f"{case.mark.source.path}:{case.mark.line}:{case.mark.column}"
        yield f"{place}: {case.name}"
        yield from (f"  {failure}" for failure in case.failures)
    if report.gaps:
        yield "Never tried:"
        yield from (f"  {gap}" for gap in report.gaps)
    verdict = "passed" if report.passed else "NOT passed"
    yield (
        f"{report.rulebook} {report.version}: {verdict}; {len(report.cases) - len(failed)} of"
        f" {len(report.cases)} cases as wanted, {len(report.gaps)} gaps"
    )
