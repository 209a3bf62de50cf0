"""What a job found, for a person and for programs."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
from rich.console import Console, RenderableType
from rich.table import Table

from assize.server.batch.job import Job
from assize.server.batch.run import Report
from assize.server.batch.tally import LISTS, WORDS, Tally
from assize.server.cli.console import UNKNOWN, fields, table, text

_SHOWN = ("outcome", "grade", *LISTS)
_TITLES = {
    "outcome": "Outcome",
    "grade": "Grade",
    "knock_outs": "Knock-out",
    "missing": "Missing fact",
}


def summary_parts(console: Console, job: Job, report: Report) -> Iterator[RenderableType]:
    """The figures, then what was found, how often."""
    tally = report.tally
    uncounted = [name for name in _SHOWN if not is_counted(job, tally, name)]
    yield fields(
        [
            ("Rulebook", f"{job.asked.rulebook} {', '.join(report.versions)}"),
            ("As of", f"column {job.naming.as_of}" if job.naming.as_of else report.as_of.isoformat()),
            ("Rows", f"{tally.rows:,}"),
            ("Decided", f"{tally.decided:,}"),
            ("Refused", f"{tally.refused:,}"),
            ("Lines that are no rows", f"{tally.wrong_lines:,}" if tally.wrong_lines else ""),
            ("Answers", str(job.output.path)),
            ("Errors", str(job.output.errors or "")),
            ("Not counted", f"{', '.join(uncounted)}: not asked for" if uncounted else ""),
        ]
    )
    yield text("")
    for name in (each for each in _SHOWN if each not in uncounted):
        yield _counts(console, name, tally)
    yield _errors(console, tally)


def _counts(console: Console, name: str, tally: Tally) -> Table:
    made = table(console, "", (_TITLES[name], "Rows", "Share"), right=(1, 2))
    for word, rows in counts(tally, name):
        made.add_row(text(UNKNOWN if word is None else word), f"{rows:,}", f"{rows / tally.decided:.1%}")
    return made


def _errors(console: Console, tally: Tally) -> Table:
    made = table(console, "", ("Error", "Path", "Times"), right=(2,))
    for kind, times in sorted(tally.errors.items(), key=lambda item: (-item[1], item[0])):
        made.add_row(text(kind.code), text(kind.path), f"{times:,}")
    return made


def is_counted(job: Job, tally: Tally, name: str) -> bool:
    """Whether the words of a column are known: not if the answers were asked to do without it."""
    return not job.asked.answers or name in tally.words


def counts(tally: Tally, name: str) -> list[tuple[str | None, int]]:
    """How many rows have each word that some row has: words in declared order, lists the most frequent first.

    None: decided rows without a word.
    """
    words = tally.words.get(name)
    if words is None:
        return []
    found: list[tuple[str | None, int]] = [(word, rows) for word, rows in words.items() if rows]
    if name in LISTS:
        return sorted(found, key=lambda item: (-item[1], item[0] or ""))
    unknown = tally.unknown(name)
    return [*found, (None, unknown)] if unknown else found


def summary_json(job: Job, report: Report) -> str:
    """The same for programs; what is not counted is null."""
    tally = report.tally
    data = {
        "rulebook": job.asked.rulebook,
        "versions": dict(report.versions),
        "as_of": None if job.naming.as_of else report.as_of.isoformat(),
        "answers": str(job.output.path),
        "errors_file": str(job.output.errors) if job.output.errors else None,
        "rows": tally.rows,
        "decided": tally.decided,
        "refused": tally.refused,
        "wrong_lines": tally.wrong_lines,
        **{
            name: [{"name": word, "rows": rows} for word, rows in counts(tally, name)]
            if is_counted(job, tally, name)
            else None
            for name in (*WORDS, *LISTS)
        },
        "errors": [
            {"code": kind.code, "path": kind.path, "times": times}
            for kind, times in sorted(tally.errors.items(), key=lambda item: (-item[1], item[0]))
        ],
    }
    return orjson.dumps(data, option=orjson.OPT_INDENT_2).decode()
