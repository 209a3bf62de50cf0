"""The sections of a rulebook in the order in which they are read: each names what those before it declare."""

from __future__ import annotations

from typing import NamedTuple

from assize.rules.criteria_model import Criterion, Grade, Score
from assize.rules.derived import rules_of
from assize.rules.expressions import Expression
from assize.rules.model import Fact, Let, Outcome, Parameter, Principle, Row, Rule, Shown, Table, Variant
from assize.rules.risk_model import Risk, RiskScale
from assize.rules.scope import Place
from assize.rules.sections.context import Context
from assize.rules.sections.criteria import read_criteria
from assize.rules.sections.facts import read_facts
from assize.rules.sections.header import read_score, read_words
from assize.rules.sections.more import read_holds_until, read_principles, read_shows
from assize.rules.sections.outcomes import grade_names, read_grades, read_ladder, read_outcomes, read_uses
from assize.rules.sections.parameters import read_lets, read_parameters, read_tables
from assize.rules.sections.risks import declare_risks, read_risks, read_scale
from assize.rules.sections.rules import Judged, declare_rules, read_rules
from assize.rules.sections.variants import read_variants
from assize.rules.yaml_nodes import Node


class Measures(NamedTuple):
    """What is known of a case, and how much it counts."""

    languages: tuple[str, ...]
    audiences: tuple[str, ...]
    score: Score | None
    parameters: tuple[Parameter, ...]
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]
    lets: tuple[Let, ...]
    grades: tuple[Grade, ...]
    criteria: tuple[Criterion, ...]


class Judgements(NamedTuple):
    """What is true of a case. Rules hold those that are derived from risks too."""

    principles: tuple[Principle, ...]
    risk_scale: RiskScale | None
    risks: tuple[Risk, ...]
    rules: tuple[Rule, ...]


class Answers(NamedTuple):
    """What is said of a case."""

    uses: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    ladder: tuple[Row, ...]
    variants: tuple[Variant, ...]
    next_review: Expression | None
    shows: tuple[Shown, ...]
    holds_until: tuple[Expression, ...]


def read_measures(fields: dict[str, Node], ctx: Context) -> Measures:
    """From `languages` to `criteria`."""
    languages = read_words(fields["languages"], "languages", ctx)
    audiences = read_words(fields["audiences"], "audiences", ctx)
    score = read_score(fields.get("score"), ctx)
    parameters = read_parameters(fields.get("parameters"), ctx)
    facts = read_facts(fields["facts"], ctx)
    tables = read_tables(fields.get("tables"), ctx)
    lets = read_lets(fields.get("let"), ctx)
    grades = read_grades(fields.get("grades"), ctx)
    criteria = read_criteria(fields.get("criteria"), score, ctx)
    return Measures(languages, audiences, score, parameters, facts, tables, lets, grades, criteria)


def read_judgements(fields: dict[str, Node], ctx: Context) -> Judgements:
    """Rules, risks and what they belong to; every name is declared before one is read."""
    grades = grade_names(fields.get("grades"))
    first = declare_rules(fields.get("rules"), 1, ctx)
    second = declare_rules(fields.get("after_score"), 2, ctx)
    at_risk = declare_risks(fields.get("risks"), ctx)
    scale = read_scale(fields.get("risk_scale"), ctx)
    principles = read_principles(fields.get("principles"), ctx)
    if "criteria" in fields:
        ctx.scope.declare_score(grades)
    ctx.scope.declare_summaries()
    judged = Judged(grades, tuple(principle.name for principle in principles))
    before = read_rules(first, 1, judged, ctx)
    risks = read_risks(at_risk, scale, frozenset(rule.name for rule in before), ctx)
    written = (*before, *read_rules(second, 2, judged, ctx))
    derived = (rule for risk in risks for rule in rules_of(risk))
    return Judgements(principles, scale, risks, (*written, *derived))


def read_answers(
    fields: dict[str, Node], measures: Measures, rules: tuple[Rule, ...], ctx: Context
) -> Answers:
    """From `uses` to `holds_until`."""
    uses = read_uses(fields["uses"], ctx)
    outcomes = read_outcomes(fields["outcomes"], uses, ctx)
    ladder = read_ladder(fields["decide"], outcomes, ctx)
    variants = read_variants(fields.get("variants"), measures.criteria, rules, measures.score, ctx)
    review = ctx.expression(fields.get("next_review"), "next_review", Place.FACTS, "date")
    shows = read_shows(fields.get("shows"), ctx)
    holds_until = read_holds_until(fields.get("holds_until"), ctx)
    return Answers(uses, outcomes, ladder, variants, review, shows, holds_until)
