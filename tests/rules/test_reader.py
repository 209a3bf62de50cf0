"""Nodes against expected shapes: what is read, and what each problem says."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.rules.duration import Duration
from assize.rules.errors import Problem, Problems, RulebookError
from assize.rules.reader import Reader, kind, quote
from assize.rules.source import Mark, Source
from assize.rules.yaml_nodes import MapNode, Node, TextNode, parse_yaml

NOWHERE = Mark(Source("r.yaml", ""), 1, 1)


def parsed(text: str) -> Node:
    node = parse_yaml(Source("r.yaml", text), Problems())
    assert node is not None
    return node


def found(problems: Problems) -> tuple[Problem, ...]:
    with pytest.raises(RulebookError) as caught:
        problems.raise_if_any()
    return caught.value.problems


def read(method: str, text: str, *options: object) -> tuple[object, Problems]:
    problems = Problems()
    return getattr(Reader(problems), method)(TextNode(text, NOWHERE), "x", *options), problems


def value(method: str, text: str, *options: object) -> object:
    result, problems = read(method, text, *options)
    assert not problems
    return result


def refusal(method: str, text: str, *options: object) -> tuple[str, str, str]:
    """The one problem as what, got, hint."""
    result, problems = read(method, text, *options)
    assert result is None
    (problem,) = found(problems)
    return problem.what, problem.got, problem.hint


def test_a_mapping_gives_its_values_by_key() -> None:
    problems = Problems()
    fields = Reader(problems).mapping(parsed("weight: 1\nnote: x\n"), "x", ["weight"], ["note", "curve"])
    assert not problems
    assert fields is not None
    assert {key: kind(value) for key, value in fields.items()} == {"weight": "`1`", "note": "`x`"}


def test_an_unknown_key_is_a_problem_at_the_key_and_the_rest_is_read() -> None:
    problems = Problems()
    fields = Reader(problems).mapping(parsed("weight: 1\ncurv: 2\n"), "the criterion", ["weight"], ["curve"])
    assert fields is not None
    assert list(fields) == ["weight"]
    (problem,) = found(problems)
    assert problem.render() == (
        "r.yaml:2:1: the criterion: unknown key, got `curv`\ncurv: 2\n^^^^\n  hint: did you mean `curve`?"
    )


def test_missing_keys_are_named_together() -> None:
    problems = Problems()
    assert Reader(problems).mapping(parsed("a: 1"), "x", ["a", "b", "c"]) is None
    (problem,) = found(problems)
    assert (problem.what, problem.hint) == ("x: missing `b`, `c`", "write `b: …` here")


@pytest.mark.parametrize(("text", "got"), [("[1]", "a list"), ("word", "`word`"), ("''", "nothing")])
def test_another_kind_than_a_mapping_is_a_problem(text: str, got: str) -> None:
    problems = Problems()
    reader = Reader(problems)
    assert reader.mapping(parsed(text), "x", []) is None
    assert reader.entries(parsed(text), "y") == ()
    assert [(each.what, each.got) for each in found(problems)] == [
        ("x: expected a mapping", got),
        ("y: expected a mapping", got),
    ]


def test_entries_have_free_keys() -> None:
    node = parsed("B c: 1\na: 2\n")
    assert isinstance(node, MapNode)
    problems = Problems()
    assert Reader(problems).entries(node, "facts") == node.entries
    assert not problems


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("Surge-Capacity", "write `surge_capacity`"),
        ("权重", "use a-z, 0-9 and _, with a letter first"),
        ("a", ""),
    ],
)
def test_entries_can_require_names(key: str, hint: str) -> None:
    problems = Problems()
    entries = Reader(problems).entries(parsed(f"{key}: 1\nb_2: 2\n"), "facts", names=True)
    assert [entry.key for entry in entries] == ([key, "b_2"] if not hint else ["b_2"])
    assert [each.hint for each in found(problems)] == [hint] if hint else not problems


def test_items_are_the_items_of_a_list() -> None:
    problems = Problems()
    reader = Reader(problems)
    assert [kind(item) for item in reader.items(parsed("[1, {a: 2}, []]"), "x")] == [
        "`1`",
        "a mapping",
        "a list",
    ]
    assert reader.items(parsed("a: 1"), "x") == ()
    assert [(each.what, each.got) for each in found(problems)] == [("x: expected a list", "a mapping")]


def test_a_text_is_kept_as_written() -> None:
    assert value("text", " no ") == " no "
    assert refusal("text", " \n") == ("x: expected a text", "nothing", "")


@pytest.mark.parametrize("method", ["text", "number", "decimal", "integer", "boolean", "date", "duration"])
def test_a_list_is_no_scalar_and_an_optional_value_may_be_left_out(method: str) -> None:
    problems = Problems()
    assert getattr(Reader(problems), method)(None, "x") is None
    assert not problems
    assert getattr(Reader(problems), method)(parsed("[1]"), "x") is None
    assert [each.got for each in found(problems)] == ["a list"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0.0), ("-12.50", -12.5), ("0.1", 0.1), ("9007199254740992", 2.0**53), ("-0", 0.0), ("-0.0", 0.0)],
)
def test_a_plain_decimal_is_a_number(text: str, number: float) -> None:
    assert repr(value("number", text)) == repr(number)
    assert str(value("decimal", text)) == (text if number else text.lstrip("-"))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1,000", "thousands"),
        ("1_000", "thousands"),
        ("1 000.5", "thousands"),
        ("50%", "without %"),
        ("9007199254740993", "2^53"),
        ("0." + "1" * 40, "30 digits"),
        ("9" * 10_000, "30 digits"),
        *(
            (text, "like 12 or -0.5")
            for text in ("nan", "inf", "0x10", "1e5", "007", ".5", "5.", "+5", "٣", "1 ")
        ),
    ],
)
def test_anything_else_is_no_number(text: str, hint: str) -> None:
    for method in ("number", "decimal"):
        what, _, told = refusal(method, text)
        assert what == "x: expected a number"
        assert hint in told


def test_a_whole_number_has_no_fraction() -> None:
    assert value("integer", "-12") == -12
    assert refusal("integer", "5.0") == ("x: expected a whole number", "`5.0`", "write digits only, like 12")
    assert refusal("integer", "1,000")[2] == "write it without thousands separators"
    assert "2^53" in refusal("integer", "-9007199254740993")[2]


def test_only_true_and_false_are_booleans() -> None:
    assert value("boolean", "true") is True
    assert value("boolean", "false") is False
    for text in ("yes", "no", "on", "off", "True", "FALSE", "1"):
        assert refusal("boolean", text) == ("x: expected true or false", f"`{text}`", "write true or false")


def test_a_date_is_a_day_of_the_calendar() -> None:
    assert value("date", "2028-02-29") == dt.date(2028, 2, 29)
    assert refusal("date", "2026-02-30")[2] == "the calendar has no such day"
    for text in ("20260101", "2026-1-1", "2026-W01-1", "01.01.2026", "2026-01-01T00:00"):
        assert refusal("date", text) == (
            "x: expected a date",
            f"`{text}`",
            "write YYYY-MM-DD, like 2026-01-31",
        )


@pytest.mark.parametrize(
    ("text", "duration"),
    [("6h", (6, "h")), ("90d", (90, "d")), ("10wd", (10, "wd")), ("12m", (12, "m")), ("100y", (100, "y"))],
)
def test_a_duration_is_an_amount_and_a_unit(text: str, duration: tuple[int, str]) -> None:
    result = value("duration", text)
    assert isinstance(result, Duration)
    assert result == duration
    assert str(result) == text


@pytest.mark.parametrize("text", ["90", "d", "-1d", "1.5y", "101y", "99999999d", "3 d", "1D", "01d", "٣d"])
def test_anything_else_is_no_duration(text: str) -> None:
    what, _, hint = refusal("duration", text)
    assert what == "x: expected a duration"
    assert "like 90d" in hint


def test_a_choice_is_one_of_its_options() -> None:
    assert value("choice", "worst", ["worst", "exclude"]) == "worst"
    assert refusal("choice", "Worst", ["worst", "exclude"]) == (
        "x: expected one of its choices",
        "`Worst`",
        "did you mean `worst`?",
    )


def test_a_long_text_is_quoted_on_one_short_line() -> None:
    assert quote("a\n  b") == "`a b`"
    assert quote("x" * 1000) == "`" + "x" * 60 + "…`"


METHODS = st.sampled_from(["text", "number", "decimal", "integer", "boolean", "date", "duration"])


@given(METHODS, st.text() | st.from_regex(r"[-+0-9.,:_a-z]{1,12}", fullmatch=True))
def test_any_text_gives_a_value_or_one_problem(method: str, text: str) -> None:
    result, problems = read(method, text)
    assert len(problems) == (1 if result is None else 0)


@given(st.decimals(-(2**53), 2**53, places=4))
def test_every_decimal_comes_back_exactly(number: Decimal) -> None:
    assert value("decimal", f"{number:f}") == number
    assert value("number", f"{number:f}") == float(number)


@given(st.dates())
def test_every_date_comes_back(day: dt.date) -> None:
    assert value("date", day.isoformat()) == day
