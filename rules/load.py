"""A folder → a checked `Rulebook`. All errors of all its files come together."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assize.rules.checks import check_periods, check_rulebook
from assize.rules.errors import Problem, Problems, RulebookError
from assize.rules.model import Rulebook, Texts
from assize.rules.sections.announce import announce
from assize.rules.sections.context import Context
from assize.rules.sections.criteria import check_scored
from assize.rules.sections.header import read_header
from assize.rules.sections.parts import (
    Answers,
    Judgements,
    Measures,
    read_answers,
    read_judgements,
    read_measures,
)
from assize.rules.sections.texts import Named, read_texts
from assize.rules.source import Mark, Source
from assize.rules.variants import flatten
from assize.rules.yaml_nodes import MapNode, Node, parse_yaml, read_source

RULEBOOK = "rulebook.yaml"
_REQUIRED = (
    "rulebook",
    "version",
    "effective",
    "adopted",
    "time_zone",
    "languages",
    "audiences",
    "facts",
    "uses",
    "outcomes",
    "decide",
)
_OPTIONAL = (
    "holds_for",
    "score",
    "parameters",
    "let",
    "tables",
    "criteria",
    "rules",
    "after_score",
    "grades",
    "variants",
    "next_review",
    "principles",
    "risk_scale",
    "risks",
    "shows",
    "holds_until",
)


def load_rulebook(folder: Path, shown: str | None = None) -> Rulebook:
    """The rulebook in `folder`; `shown` is the path to show in errors. Raises RulebookError with every
    problem.
    """
    prefix = f"{shown if shown is not None else folder}/"
    problems = Problems()
    sources: dict[str, bytes] = {}
    node = _node(folder, RULEBOOK, prefix, sources, problems)
    ctx = Context.new(problems)
    fields = ctx.reader.mapping(node, "a rulebook", _REQUIRED, _OPTIONAL) if node is not None else None
    if fields is None:
        problems.raise_if_any()
        raise AssertionError("a rulebook without fields has problems")
    rulebook = _rulebook(folder, prefix, fields, sources, ctx)
    problems.raise_if_any()
    assert rulebook is not None
    return rulebook


def _node(folder: Path, name: str, prefix: str, sources: dict[str, bytes], problems: Problems) -> Node | None:
    try:
        sources[name] = (folder / name).read_bytes()
    except OSError as error:
        mark = Mark(Source(prefix + name, ""), 1, 1)
        reason = error.strerror or str(error)
        raise RulebookError(
            [Problem(mark, "cannot be read", reason, f"a rulebook is a folder with {name}")]
        ) from error
    return parse_yaml(read_source(prefix + name, sources[name]), problems)


def _rulebook(
    folder: Path, prefix: str, fields: dict[str, Node], sources: dict[str, bytes], ctx: Context
) -> Rulebook | None:
    announce(fields, ctx.scope)
    scored = check_scored(fields, ctx)
    header = read_header(fields, ctx)
    measures = read_measures(fields, ctx)
    judgements = read_judgements(fields, ctx)
    answers = read_answers(fields, measures, judgements.rules, ctx)
    texts = _texts(folder, prefix, _named(measures, judgements, answers), sources, ctx)
    if header is None:
        return None
    rulebook = Rulebook(
        **header._asdict(),
        **measures._asdict(),
        **judgements._asdict(),
        **answers._asdict(),
        texts=texts,
        content_hash=_content_hash(sources),
    )
    if scored and _can_be_bound(rulebook, fields):
        check_periods(rulebook, ctx)
    if not ctx.problems:
        check_rulebook(rulebook, ctx)
    return rulebook


def _named(measures: Measures, judgements: Judgements, answers: Answers) -> Named:
    return Named(
        tuple(outcome.name for outcome in answers.outcomes),
        tuple(fact.name for fact in measures.facts),
        tuple(criterion.name for criterion in flatten(measures.criteria)),
        tuple(rule for rule in judgements.rules if not rule.derived),
        measures.languages,
        measures.audiences,
        tuple(principle.name for principle in judgements.principles),
        judgements.risks,
        tuple(shown.name for shown in answers.shows),
    )


def _can_be_bound(rulebook: Rulebook, fields: dict[str, Node]) -> bool:
    """Whether everything was read that curves, steps and grades take numbers from."""
    written = fields.get("parameters")
    parameters = len(written.entries) if isinstance(written, MapNode) else 0
    scored = rulebook.score is not None or "score" not in fields
    return scored and len(rulebook.parameters) == parameters


def _texts(
    folder: Path, prefix: str, named: Named, sources: dict[str, bytes], ctx: Context
) -> tuple[Texts, ...]:
    found = []
    for language in named.languages:
        name = f"{language}.yaml"
        if not (folder / name).is_file():
            mark = Mark(Source(prefix + name, ""), 1, 1)
            ctx.problems.add(mark, f"no texts for the language `{language}`", hint=f"add the file {name}")
            continue
        node = _node(folder, name, prefix, sources, ctx.problems)
        found.append(read_texts(node, language, named, ctx) if node is not None else None)
    return tuple(texts for texts in found if texts is not None)


def _content_hash(sources: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(sources.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return f"sha256:{digest.hexdigest()}"
