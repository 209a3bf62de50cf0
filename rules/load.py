"""A folder → a checked `Rulebook`. All errors of all its files come together."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assize.rules.checks import check_periods, check_rulebook
from assize.rules.derived import rules_of
from assize.rules.errors import Problem, Problems, RulebookError
from assize.rules.model import Rulebook, Texts
from assize.rules.scope import Place
from assize.rules.sections.context import Context
from assize.rules.sections.criteria import read_criteria
from assize.rules.sections.facts import read_facts
from assize.rules.sections.header import Header, read_header
from assize.rules.sections.more import read_holds_until, read_principles, read_shows
from assize.rules.sections.outcomes import read_grades, read_ladder, read_outcomes, read_uses
from assize.rules.sections.parameters import read_lets, read_parameters, read_tables
from assize.rules.sections.risks import declare_risks, read_risks, read_scale
from assize.rules.sections.rules import Judged, declare_rules, read_rules
from assize.rules.sections.texts import Named, read_texts
from assize.rules.sections.variants import read_variants
from assize.rules.source import Mark, Source
from assize.rules.variants import flatten
from assize.rules.yaml_nodes import Node, parse_yaml, read_source

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
    header = read_header(fields, ctx)
    parameters = read_parameters(fields.get("parameters"), ctx)
    facts = read_facts(fields["facts"], ctx)
    tables = read_tables(fields.get("tables"), ctx)
    lets = read_lets(fields.get("let"), ctx)
    grades = read_grades(fields.get("grades"), ctx)
    criteria = read_criteria(fields.get("criteria"), header.score if header else None, ctx)
    names = tuple(grade.name for grade in grades)
    first, second = (
        declare_rules(fields.get("rules"), 1, ctx),
        declare_rules(fields.get("after_score"), 2, ctx),
    )
    at_risk = declare_risks(fields.get("risks"), ctx)
    scale = read_scale(fields.get("risk_scale"), ctx)
    principles = read_principles(fields.get("principles"), ctx)
    if criteria:
        ctx.scope.declare_score(names)
    ctx.scope.declare_summaries()
    judged = Judged(names, tuple(principle.name for principle in principles))
    before = read_rules(first, 1, judged, ctx)
    risks = read_risks(at_risk, scale, frozenset(rule.name for rule in before), ctx)
    written = (*before, *read_rules(second, 2, judged, ctx))
    rules = (*written, *(rule for risk in risks for rule in rules_of(risk)))
    uses = read_uses(fields["uses"], ctx)
    outcomes = read_outcomes(fields["outcomes"], uses, ctx)
    ladder = read_ladder(fields["decide"], outcomes, ctx)
    variants = read_variants(fields.get("variants"), criteria, rules, header.score if header else None, ctx)
    review = ctx.expression(fields.get("next_review"), "next_review", Place.FACTS, "date")
    shows = read_shows(fields.get("shows"), ctx)
    holds_until = read_holds_until(fields.get("holds_until"), ctx)
    named = Named(
        tuple(outcome.name for outcome in outcomes),
        tuple(fact.name for fact in facts),
        tuple(criterion.name for criterion in flatten(criteria)),
        written,
        header.audiences if header else (),
        tuple(principle.name for principle in principles),
        risks,
        tuple(shown.name for shown in shows),
    )
    texts = _texts(folder, prefix, header, named, sources, ctx)
    if header is None:
        return None
    rulebook = Rulebook(
        **header._asdict(),
        parameters=parameters,
        facts=facts,
        lets=lets,
        tables=tables,
        criteria=criteria,
        rules=rules,
        grades=grades,
        uses=uses,
        outcomes=outcomes,
        ladder=ladder,
        variants=variants,
        next_review=review,
        texts=texts,
        content_hash=_content_hash(sources),
        principles=principles,
        risk_scale=scale,
        risks=risks,
        shows=shows,
        holds_until=holds_until,
    )
    check_periods(rulebook, ctx)
    if not ctx.problems:
        check_rulebook(rulebook, ctx)
    return rulebook


def _texts(
    folder: Path, prefix: str, header: Header | None, named: Named, sources: dict[str, bytes], ctx: Context
) -> tuple[Texts, ...]:
    if header is None:
        return ()
    found = []
    for language in header.languages:
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
