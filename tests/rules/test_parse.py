"""Expressions: what they mean, their types and units, and where their problems are marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.rules import expressions as ex
from assize.rules.errors import Problem, Problems, RulebookError
from assize.rules.parse import Wanted, parse_expression
from assize.rules.scope import Place, Scope, Symbol
from assize.rules.source import Mark, Source
from assize.rules.table_shape import TableShape
from assize.rules.types import (
    BOOLEAN,
    DATE,
    NUMBER,
    TEXT,
    ChoiceType,
    Field,
    LevelType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    Type,
    describe,
)
from assize.rules.yaml_nodes import MapNode, TextNode, parse_yaml

SCHEME = ChoiceType(("ITSS", "CMMI"))
LEVEL = LevelType("scheme", (("ITSS", ("1", "2")), ("CMMI", ("5", "4"))), "first")
PAPER = RecordType(
    (Field("number", TEXT), Field("scheme", SCHEME), Field("level", LEVEL), Field("until", DATE))
)
FACTS: dict[str, Type] = {
    "staff": NumberType("persons"),
    "guests": NumberType("persons"),
    "share": NumberType("%"),
    "count_of_all": NUMBER,
    "access": BOOLEAN,
    "open": BOOLEAN,
    "holder": TEXT,
    "size": ChoiceType(("small", "big"), "last"),
    "mood": ChoiceType(("good", "bad")),
    "since": DATE,
    "until": DATE,
    "value": MoneyType("CNY"),
    "price": MoneyType("EUR"),
    "skills": ListType(TEXT),
    "sums": ListType(NumberType("%")),
    "papers": ListType(PAPER, "number"),
}


def scope(problems: Problems) -> Scope:
    names, mark = Scope(problems), Mark(Source("r.yaml", ""), 1, 1)
    for name, kind in FACTS.items():
        names.declare(name, Symbol("fact", kind, mark))
    names.declare("floor", Symbol("parameter", NumberType("persons"), mark))
    names.declare("points", Symbol("table", NUMBER, mark))
    names.declare("weak", Symbol("rule", BOOLEAN, mark, 1))
    names.declare("thin", Symbol("rule", BOOLEAN, mark, 2))
    names.tables["points"] = TableShape("points", ("scheme",), (("ITSS", None),), True)
    names.declare_score(("A", "B"))
    names.declare_summaries()
    return names


def node_of(yaml: str) -> TextNode:
    """The text under the one key of a mapping."""
    problems = Problems()
    root = parse_yaml(Source("r.yaml", yaml), problems)
    problems.raise_if_any()
    assert isinstance(root, MapNode)
    node = root.entries[0].value
    assert isinstance(node, TextNode)
    return node


def plain(text: str) -> TextNode:
    return TextNode(text, Mark(Source("r.yaml", text), 1, 1, max(1, len(text))))


def read(node: TextNode, wanted: Wanted = "any", place: Place = Place.FACTS) -> ex.Expression:
    problems = Problems()
    found = parse_expression(node, scope(problems), place, problems, wanted)
    problems.raise_if_any()
    assert found is not None
    return found


def parsed(text: str, wanted: Wanted = "any", place: Place = Place.FACTS) -> ex.Expression:
    return read(plain(text), wanted, place)


def problems_of(node: TextNode, wanted: Wanted = "any", place: Place = Place.FACTS) -> tuple[Problem, ...]:
    with pytest.raises(RulebookError) as caught:
        read(node, wanted, place)
    return caught.value.problems


def refused(text: str, wanted: Wanted = "any", place: Place = Place.FACTS) -> str:
    """The first problem of a text that is no expression: what, and what it got."""
    problem = problems_of(plain(text), wanted, place)[0]
    return f"{problem.what}, got {problem.got}" if problem.got else problem.what


def shape(node: ex.Expression) -> str:
    """The expression with every bracket written."""
    match node:
        case ex.And(parts=parts):
            return f"({' and '.join(map(shape, parts))})"
        case ex.Or(parts=parts):
            return f"({' or '.join(map(shape, parts))})"
        case ex.Not(part=part):
            return f"(not {shape(part)})"
        case ex.Compare(op=op, left=left, right=right) | ex.Arithmetic(op=op, left=left, right=right):
            return f"({shape(left)} {op} {shape(right)})"
        case ex.If(condition=condition, then=then, other=other):
            return f"({shape(then)} if {shape(condition)} else {shape(other)})"
        case ex.Constant(value=value):
            return f"{value:g}" if isinstance(value, float) else repr(value)
        case ex.FactRef(name=name) | ex.ParameterRef(name=name) | ex.ConclusionRef(name=name):
            return name
        case _:
            return type(node).__name__


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("access or open and not access", "(access or (open and (not access)))"),
        ("not access and open", "((not access) and open)"),
        ("not (access and open)", "(not (access and open))"),
        ("staff + guests * 2 < floor", "((staff + (guests * 2)) < floor)"),
        ("staff - guests - 1 < floor", "(((staff - guests) - 1) < floor)"),
        ("staff / 2 * 3", "((staff / 2) * 3)"),
        ("not staff < 5", "(not (staff < 5))"),
        ("20 <= staff < 50", "((staff >= 20) and (staff < 50))"),
        ("5 < staff", "(staff > 5)"),
        ("staff if access else guests + 1", "(staff if access else (guests + 1))"),
        ("1 if access else 2 if open else 3", "(1 if access else (2 if open else 3))"),
        ("-5 + staff", "(-5 + staff)"),
        ("-staff", "(0 - staff)"),
        ("not holder in ['a', 'b']", "(not Member)"),
        ("holder not in ['a', 'b']", "(not Member)"),
    ],
)
def test_what_binds_tighter(text: str, meaning: str) -> None:
    assert shape(parsed(text)) == meaning


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("staff + guests", "a number (persons)"),
        ("staff + 1", "a number (persons)"),
        ("staff + count_of_all", "a number (persons)"),
        ("staff * guests", "a number"),
        ("staff / guests", "a number"),
        ("value * 2", "money (CNY)"),
        ("2 * value", "money (CNY)"),
        ("value / staff", "money (CNY)"),
        ("value / value", "a number"),
        ("value + 5", "money (CNY)"),
        ("until - since", "a number (d)"),
        ("since + 90", "a date"),
        ("since - 90", "a date"),
        ("add_months(as_of, 12)", "a date"),
        ("staff if access else unknown", "a number (persons)"),
        ("unknown if access else holder", "a text"),
        ("min(staff, guests, 5)", "a number (persons)"),
        ("max(since, as_of)", "a date"),
        ("staff < 5", "a condition"),
        ("count(papers)", "a number"),
        ("count(p for p in papers if p.until >= as_of)", "a number"),
        ("count(p.until >= as_of for p in papers)", "a number"),
        ("sum(s for s in sums)", "a number (%)"),
        ("max(p.until for p in papers)", "a date"),
        ("distinct(p.scheme for p in papers)", "a number"),
        ("[p for p in papers if p.until >= as_of]", "a list"),
        ("points[holder]", "a number"),
        ("any(all(q.number == p.number for q in papers) for p in papers)", "a condition"),
    ],
)
def test_types_and_units(text: str, kind: str) -> None:
    assert describe(parsed(text).type) == kind


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("staff + share", "cannot do a number (persons) + a number (%)"),
        ("staff < share", "cannot compare persons with %, got `staff < share`"),
        ("value < price", "cannot compare CNY with EUR, got `value < price`"),
        ("value + price", "cannot do money (CNY) + money (EUR)"),
        ("since + until", "cannot do a date + a date"),
        ("since * 2", "cannot do a date * a number"),
        ("5 - since", "cannot do a number - a date"),
        ("holder + 'x'", "cannot do a text + a text"),
        (
            "max(staff, share)",
            "`max` takes numbers of one unit, or dates, got a number (persons), a number (%)",
        ),
        ("staff if access else since", "`if` gives a number (persons) or a date"),
        ("size < 'small ' and access", 'not one of the choices, got "small "'),
        ("mood < 'bad'", "texts have no order, got `mood < 'bad'`"),
        ("size in ['small', 'huge']", 'not one of the choices, got "huge"'),
        ("since < 'tomorrow'", 'not a date, got "tomorrow"'),
        ("papers == papers", "cannot compare a list with a list, got `papers == papers`"),
        ("any(p.level >= '3' for p in papers)", 'not one of the choices, got "3"'),
    ],
)
def test_what_does_not_fit_together(text: str, problem: str) -> None:
    assert refused(text) == problem


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "staff.__class__",
        "(lambda: 1)()",
        "[x for x in papers][0]",
        "f'{staff}'",
        "{1: 2}",
        "{staff}",
        "staff if access",
        "staff := 5",
        "(x := 5)",
        "staff, share",
        "await staff",
        "yield",
        "staff ** 9",
        "staff << 9",
        "staff @ share",
        "~staff",
        "access is True",
        "None",
        "...",
        "1j",
        "b'x'",
        "print(staff)",
        "open('x')",
        "count(*papers)",
        "papers[0]",
        "staff; share",
        "import os",
    ],
)
def test_the_rest_of_python_is_refused(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    ("place", "text", "readable"),
    [
        (Place.FACTS, "weak", False),
        (Place.RULES, "weak", True),
        (Place.RULES, "thin", False),
        (Place.RULES, "score < 5", False),
        (Place.AFTER_SCORE, "score < 5 and thin and weak", True),
        (Place.AFTER_SCORE, "grade == 'B'", True),
        (Place.AFTER_SCORE, "knocked_out", False),
        (Place.LADDER, "knocked_out or weak or thin", True),
        (Place.LADDER, "grade == 'A' and coverage < 50", True),
        (Place.LADDER, "score < 5", False),
        (Place.LADDER, "staff < 5", False),
    ],
)
def test_which_names_a_place_may_read(place: Place, text: str, readable: bool) -> None:
    if readable:
        parsed(text, "condition", place)
    else:
        assert "cannot be read here" in refused(text, "condition", place) or "after the score" in refused(
            text, "condition", place
        )


def test_loops_are_nested_a_few_times_only() -> None:
    deep = "count(sums)"
    for name in "abcd":
        deep = f"count({name} for {name} in sums if {deep} > 1)"
    assert describe(parsed(deep).type) == "a number"
    assert refused(f"count(e for e in sums if {deep} > 1)").startswith("too many loops in one another")


def test_lists_that_differ_are_no_branches() -> None:
    assert describe(parsed("skills if access else skills").type) == "a list"
    assert refused("count(skills if access else sums)") == "`if` gives a list or a list of another kind"


def test_every_problem_of_an_expression_is_named() -> None:
    found = problems_of(plain("stuff < 5 and shore > 3 or 'x'"))
    assert [problem.mark.column for problem in found] == [1, 15, 28]


@pytest.mark.parametrize(
    ("yaml", "marked"),
    [
        ("a: staff < 5 and stuff < 5", "stuff"),
        ("a: 'staff < 5 and stuff < 5'", "stuff"),
        ('a: "staff < 5 and stuff < 5"', "stuff"),
        ('键: holder == "示例有限公司" and stuff < 5', "stuff"),
        ('a: holder == "价格" and 价格 < 5', "价格"),
        ("a: >-\n  staff < 5\n  and stuff < 5", "stuff"),
        ("a: >-\n  holder == '示例'\n    and 5 < stuff", "stuff"),
        ("a: |\n  staff < 5\n  and stuff < 5\n", "stuff"),
        ("a: staff < 5\n  and stuff < 5", "stuff"),
        ("a: staff < 5 and any(p.nummer == '1' for p in papers)", "p.nummer"),
        ("a: staff < 5 and staff ** 2 < 5", "staff ** 2"),
        ("a: access and count(papers, x=1) < 5", "count(papers, x=1)"),
        ("a: access and (staff + share) < 5", "staff + share"),
    ],
)
def test_the_mark_covers_the_wrong_piece(yaml: str, marked: str) -> None:
    mark = problems_of(node_of(yaml), "condition")[0].mark
    line = mark.source.line(mark.line)
    assert line[mark.column - 1 :][: mark.length] == marked


@pytest.mark.parametrize(
    ("yaml", "place"),
    [
        ("a: staff < 5 and )", (1, 18)),
        ("a: holder == '价格' and )", (1, 23)),
        ("a: >-\n  staff < 5\n  and )", (3, 7)),
    ],
)
def test_a_broken_expression_is_marked_where_it_breaks(yaml: str, place: tuple[int, int]) -> None:
    mark = problems_of(node_of(yaml), "condition")[0].mark
    assert (mark.line, mark.column) == place


def test_an_expression_over_several_lines_means_what_it_means_on_one() -> None:
    folded = read(node_of("a: >-\n  staff < 5\n  and (access\n    or open)\n"))
    assert folded == parsed("staff < 5 and (access or open)")


def test_a_comparison_keeps_its_text_for_explanations() -> None:
    found = parsed("staff   <  floor")
    assert isinstance(found, ex.Compare)
    assert found.text == "staff < floor"


def test_a_date_in_quotes_becomes_a_day() -> None:
    found = parsed("since >= '2025-10-31'")
    assert isinstance(found, ex.Compare)
    assert found.right == ex.Constant(739555, DATE)


def test_a_level_is_compared_on_the_scale_of_its_scheme() -> None:
    found = parsed("any(p.level >= '4' for p in papers)")
    assert isinstance(found, ex.Aggregate)
    assert isinstance(found.body, ex.Compare)
    assert found.body.level_by is not None
    assert found.body.level_by.field == "scheme"


def test_choices_are_compared_from_worst_to_best() -> None:
    found = parsed("size >= 'big'")
    assert isinstance(found, ex.Compare)
    assert found.rank == ("small", "big")


@pytest.mark.parametrize(
    ("text", "wanted", "problem"),
    [
        ("staff", "condition", "expected a condition, got a number (persons)"),
        ("access", "number", "expected a number, got a condition"),
        ("staff", "date", "expected a date, got a number (persons)"),
        ("papers", "number", "expected a number, got a list"),
    ],
)
def test_what_is_wanted(text: str, wanted: Wanted, problem: str) -> None:
    assert refused(text, wanted) == problem


@pytest.mark.parametrize("text", ["staff < 5 # and access", "staff < 5 #", "# staff", "staff < # 5"])
def test_a_comment_inside_an_expression_is_refused(text: str) -> None:
    assert refused(text) == "an expression has no comments"


def test_a_number_sign_inside_a_text_is_no_comment() -> None:
    found = parsed("holder == 'C#' or holder == \"#1\"")
    assert [part.right.value for part in ex.children(found) if isinstance(part, ex.Compare)] == ["C#", "#1"]


@pytest.mark.parametrize(
    "text", ["'x' in skills", "holder in skills", "staff / 100 * 2 in sums", "5 in sums"]
)
def test_a_value_of_the_lists_type_can_be_in_it(text: str) -> None:
    assert isinstance(parsed(text), ex.MemberOf)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("(staff + guests) < 5", "(staff + guests) < 5"),
        ("5 <= (staff) < ((floor))", "(staff) < ((floor))"),
        ("access and (staff in [5, 6])", "staff in [5, 6]"),
        ("(holder if access else 'x') in skills", "(holder if access else 'x') in skills"),
    ],
)
def test_the_text_of_a_comparison_keeps_its_brackets(text: str, kept: str) -> None:
    texts = [
        part.text for part in ex.walk(parsed(text)) if isinstance(part, ex.Compare | ex.Member | ex.MemberOf)
    ]
    assert kept in texts


def test_the_got_of_a_comparison_keeps_its_brackets() -> None:
    assert refused("access == (staff < 5)").endswith("got `access == (staff < 5)`")


@pytest.mark.parametrize(
    "text",
    [
        "score > 60",
        "60 < score",
        "50 <= score_low < 60",
        "score > staff / guests",
        "coverage < share",
        "not (grade == 'B' or grade < 'A')",
        "'B' == grade",
        "grade in ['A', 'B']",
        "grade_before_caps not in ['A']",
        "any(score > s for s in [t for t in sums if t > 5])",
        "(1 if score > 5 else 2) > guests",
    ],
)
def test_what_the_score_gives_is_compared_with_something_known(text: str) -> None:
    parsed(text, "condition", Place.AFTER_SCORE)


@pytest.mark.parametrize(
    "text",
    [
        "score < score_high",
        "score < 60 + score_low",
        "score + 5 < 60",
        "-score < 5",
        "score in [1, 2]",
        "score in sums",
        "min(score, 3) > 1",
        "max(score, 1) > count_of_all",
        "(score if access else 0) > 1",
        "sum(score for s in sums) > 1",
        "max(coverage for s in sums) > 1",
        "add_months(as_of, score) > as_of",
        "grade < grade_before_caps",
        "grade == grade",
        "holder == grade",
        "grade == holder",
        "size == grade",
        "grade in skills",
        "distinct(grade for s in sums) > 1",
        "(grade if access else grade) == 'A'",
        "points[grade] > 5",
    ],
)
def test_what_the_score_gives_stands_nowhere_else(text: str) -> None:
    assert refused(text, "condition", Place.AFTER_SCORE)


@pytest.mark.parametrize(
    "text", ["coverage < points['ITSS']", "coverage < 5 + 5", "grade_before_caps == 'A'"]
)
def test_a_row_of_the_ladder_compares_with_what_is_written_out(text: str) -> None:
    assert refused(text, "condition", Place.LADDER)


def test_a_table_is_read_with_a_key_written_out() -> None:
    assert isinstance(parsed("points['ITSS']"), ex.TableRef)
    assert refused("points['ITS']") == "`points` has no key `ITS`"


def test_a_missing_comma_between_texts_is_refused() -> None:
    assert refused("holder in ['a' 'b']")


@pytest.mark.parametrize("text", ["not " * 900 + "access", "1" + " + 1" * 900, "-" * 900 + "staff"])
def test_what_is_nested_too_deeply_is_refused(text: str) -> None:
    assert refused(text) == "the expression is nested too deeply"


@pytest.mark.parametrize(
    "text",
    [
        "staff in skills",
        "since in skills",
        "access in skills",
        "size in skills",
        "holder in sums",
        "staff in sums",
        "5 in skills",
    ],
)
def test_only_a_value_of_the_lists_type_can_be_in_it(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "text", ["since + staff", "since - share", "since + value", "add_months(since, share)"]
)
def test_only_days_and_months_are_added_to_a_date(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "since < '20260101'",
        "since < '2026-W01-1'",
        "since < '2026-02-30'",
        "staff < 0x10",
        "staff < 1_000",
        "staff < 1e3",
        "staff < 1.",
        "staff < .5",
        "staff < 007",
        "5and access",
        "holder == r'x'",
        'holder == """x"""',
        "holder == 'a\\x41'",
    ],
)
def test_numbers_and_dates_are_written_in_one_way(text: str) -> None:
    assert refused(text)


WORDS = (
    "floor points weak score unknown true as_of p p.level 5 'x' '价' ( ) [ ] , any( count( max( add_months("
)
SIGNS = ("and", "or", "not", "in", "if", "else", "for p in papers", "<", "==", "+", "-", "/")
PIECES = (*FACTS, *WORDS.split(), *(f" {sign} " for sign in SIGNS))


def found_in(text: str, place: Place) -> tuple[ex.Expression | None, tuple[Problem, ...]]:
    problems = Problems()
    found = parse_expression(plain(text), scope(problems), place, problems, "any")
    if not problems:
        return found, ()
    with pytest.raises(RulebookError) as caught:
        problems.raise_if_any()
    return found, caught.value.problems


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_pieces_give_an_expression_or_marked_problems(text: str) -> None:
    found, problems = found_in(text, Place.AFTER_SCORE)
    assert (found is None) == bool(problems)
    assert all(1 <= problem.mark.column <= len(text) + 1 for problem in problems)


@given(st.text(max_size=30))
def test_any_text_gives_an_expression_or_problems(text: str) -> None:
    found, problems = found_in(text, Place.FACTS)
    assert (found is None) == bool(problems)
