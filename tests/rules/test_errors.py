"""Places, carets, and the exceptions that carry problems."""

import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.rules import errors
from assize.rules.errors import (
    AssizeError,
    FactError,
    NotEffective,
    Problem,
    Problems,
    RulebookError,
    UnknownRulebook,
    Violation,
    nearest,
)
from assize.rules.source import Mark, Source

SOURCE = Source("rulebook.yaml", "first\n权重：价 x\n\t\ta\tb\n")
VIOLATION = Violation(
    "$.certificates[2].level", "expected a whole number", "`high`", "write 1 to 5", "WRONG_TYPE"
)


def test_a_problem_shows_what_got_where_and_what_to_do() -> None:
    problem = Problem(Mark(SOURCE, 1, 2, 3), "expected a number", "`irs`", "write digits")
    assert problem.render() == (
        "rulebook.yaml:1:2: expected a number, got `irs`\nfirst\n ^^^\n  hint: write digits"
    )


def test_got_and_hint_may_be_left_out() -> None:
    assert Problem(Mark(SOURCE, 1, 1), "odd").render() == "rulebook.yaml:1:1: odd\nfirst\n^"


def test_a_place_without_text_shows_no_line() -> None:
    assert Problem(Mark(SOURCE, 4, 1), "odd", hint="h").render() == "rulebook.yaml:4:1: odd\n  hint: h"


@pytest.mark.parametrize(
    ("line", "column", "length", "carets"),
    [
        (2, 1, 2, "^^^^"),
        (2, 4, 1, " " * 6 + "^^"),
        (2, 6, 1, " " * 9 + "^"),
        (3, 3, 1, "\t\t^"),
        (3, 5, 1, "\t\t \t^"),
        (1, 6, 1, "     ^"),
    ],
)
def test_carets_stand_under_wide_characters_and_tabs(
    line: int, column: int, length: int, carets: str
) -> None:
    assert Mark(SOURCE, line, column, length).excerpt().split("\n")[1] == carets


def test_a_combining_character_takes_no_column() -> None:
    assert Mark(Source("r", "e\u0301x"), 1, 3).excerpt().split("\n")[1] == " ^"


def test_a_long_line_is_cut_around_the_mark() -> None:
    line, carets = Mark(Source("r", "a" * 500_000 + "b" + "a" * 500_000), 1, 500_001).excerpt().split("\n")
    assert len(line) < 200
    assert line[carets.index("^")] == "b"


def test_a_control_character_does_not_reach_the_terminal() -> None:
    assert Mark(Source("r", "a\x1b[31m"), 1, 1).excerpt() == "a\ufffd[31m\n^"


def test_a_line_past_the_end_is_empty() -> None:
    assert [SOURCE.line(number) for number in (0, 1, 99)] == ["", "first", ""]
    assert SOURCE.lines()[0] == "first"


def test_a_mark_can_be_shifted() -> None:
    assert Mark(SOURCE, 2, 3, 9).shifted(2, length=4) == Mark(SOURCE, 2, 5, 4)


def test_problems_are_sorted_and_shown_once() -> None:
    other = Source("a.yaml", "x\n")
    found = [
        Problem(Mark(SOURCE, 2, 1), "third"),
        Problem(Mark(SOURCE, 1, 5), "second"),
        Problem(Mark(other, 1, 1), "first"),
        Problem(Mark(SOURCE, 2, 1), "third"),
    ]
    error = RulebookError(found)
    assert [problem.what for problem in error.problems] == ["first", "second", "third"]
    assert str(error) == "\n".join(problem.render() for problem in error.problems)


def test_more_than_a_hundred_problems_are_counted() -> None:
    error = RulebookError(Problem(Mark(SOURCE, 1, 1), f"problem {number}") for number in range(105))
    assert len(error.problems) == 105
    assert str(error).endswith("\n… and 5 more problems")


def test_the_collector_raises_what_it_was_given() -> None:
    problems = Problems()
    assert not problems
    problems.raise_if_any()
    problems.add(Mark(SOURCE, 1, 1), "what", "got", "hint")
    assert problems
    assert len(problems) == 1
    with pytest.raises(RulebookError) as caught:
        problems.raise_if_any()
    assert caught.value.problems == (Problem(Mark(SOURCE, 1, 1), "what", "got", "hint"),)


def test_a_fact_error_shows_every_violation() -> None:
    assert str(FactError([VIOLATION, VIOLATION._replace(path="$.x", got="", hint="")])) == (
        "$.certificates[2].level: expected a whole number, got `high`; write 1 to 5\n"
        "$.x: expected a whole number"
    )
    assert VIOLATION.render() == "$.certificates[2].level: expected a whole number, got `high`; write 1 to 5"


def test_an_unknown_rulebook_names_the_nearest() -> None:
    assert str(UnknownRulebook("suplier", ["supplier", "risk"])) == (
        "no rulebook named `suplier`; did you mean `supplier`?"
    )
    assert str(UnknownRulebook("x")) == "no rulebook named `x`"


@pytest.mark.parametrize(
    ("gap_from", "gap_until", "shown"),
    [
        (None, date(2026, 1, 1), "; there is none before 2026-01-01"),
        (date(2026, 3, 1), date(2026, 4, 1), "; there is none from 2026-03-01 before 2026-04-01"),
        (date(2026, 3, 1), None, "; there is none from 2026-03-01"),
        (None, None, ""),
    ],
)
def test_not_effective_names_the_gap(gap_from: date | None, gap_until: date | None, shown: str) -> None:
    error = NotEffective("risk", date(2026, 3, 15), gap_from, gap_until)
    assert str(error) == f"rulebook `risk` has no version for 2026-03-15{shown}"


def test_the_docstring_shows_the_whole_tree() -> None:
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, AssizeError)
    ]
    assert len(kinds) == 5
    for kind in kinds:
        assert kind.__name__ in (errors.__doc__ or "")


@pytest.mark.parametrize(
    "error",
    [
        RulebookError([Problem(Mark(SOURCE, 1, 1), "x")]),
        FactError([VIOLATION]),
        UnknownRulebook("a", ["b"]),
        NotEffective("a", date(2026, 1, 1), None, None),
    ],
)
def test_an_error_survives_the_way_to_another_process(error: AssizeError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  # what this line has just written
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("wieght", ["weight", "curve"], "did you mean `weight`?"),
        ("iso27001", ["ISO27001", "iso9001"], "did you mean `ISO27001`?"),
        ("xyz", ["b", "a"], "known: a, b"),
        ("xyz", list("abcdefghij"), "known: a, b, c, d, e, f, g, h and 2 more"),
        ("xyz", [], ""),
        ("a" * 1_000_000, ["b"], "known: b"),
    ],
)
def test_nearest_names_the_one_meant_or_the_known_ones(name: str, known: list[str], hint: str) -> None:
    assert nearest(name, known) == hint


@given(st.text(), st.integers(1, 50), st.integers(1, 50), st.integers(1, 50))
def test_every_place_of_every_text_can_be_shown(text: str, line: int, column: int, length: int) -> None:
    Mark(Source("r", text), line, column, length).excerpt().encode()
