"""Reasons: their order, what fills their texts, who may not read them; and the texts of what is shipped."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

from assize.decision.case import Case
from assize.decision.decider import Decider
from assize.decision.known import KnownFacts
from assize.decision.result import Decision, Element, Finding
from assize.decision.texts import Reason, reasons, reasons_of
from assize.rules.library import Library
from assize.rules.model import Rule, Rulebook
from assize.rules.placeholders import fill, placeholders
from assize.rules.types import BooleanType, DateType, FactType, ListType, RecordType, ScalarType, is_number
from tests.decision.books import CACHE, DAY, NAME, decide, decider_of, shipped, write_book

BODY = """
score: {scale: [0, 100], decimals: 2, weights: percent}
parameters:
  floor: {values: [{from: 2026-01-01, value: 5, note: first}, {from: 2026-07-01, value: 7.5, note: second}]}
  cutoff: {type: date, values: [{from: 2026-01-01, value: 2025-10-31, note: end of the old edition}]}
facts:
  staff: {type: integer, range: [0, 100]}
  speed: {type: number, range: [0, 100]}
  trained: boolean
  holder: text
  since: date
  volume: {type: money, currency: CNY}
  papers: {type: list, of: {number: text, until: date, points: number, sealed: boolean}}
  skills: {type: list, of: text}
criteria:
  people: {weight: 70, of: staff, curve: [[0, 0], [100, 100]], if_missing: unknown}
  pace: {weight: 30, of: speed, curve: [[0, 0], [100, 100]], if_missing: unknown}
rules:
  nothing: {when: trained, if_unknown: ignore}
  duty: {when: trained, obligations: {report: {owner: head}}}
  told: {when: trained, warning: true}
  owed: {when: trained, condition: {owner: head}}
  asked: {when: trained, approval: {role: head}}
  capped: {when: trained, cap: B}
  few: {when: staff < floor, knock_out: true}
  old: {each: papers as p, when: p.until < cutoff, warning: true}
  rare: {each: skills as s, when: s == "cobol", warning: true}
  both: {when: nothing and few, warning: true, approval: {role: head}}
grades: {A: 50, B: 0}
uses: [award]
outcomes: {approved: none, rejected: block, undetermined: undetermined}
decide: [{rejected: knocked_out}, {otherwise: approved}]
"""
FULL = {
    "staff": 40,
    "speed": 90.5,
    "trained": True,
    "holder": "Lakeside",
    "since": "2020-02-29",
    "volume": {"amount": "1.5", "scale": 10000, "currency": "CNY"},
    "papers": [
        {"number": "P-1", "until": "2025-10-30", "points": 2.5, "sealed": True},
        {"number": "P-2", "until": "2026-10-30"},
        {"number": "P-3", "until": "2024-01-01"},
    ],
    "skills": ["cobol", "java"],
}


def book_of(decider: Decider) -> Rulebook:
    return decider.library.find(NAME, DAY)


def told(
    tmp_path: Path, texts: Mapping[str, object], facts: Mapping[str, object], audience: str = "internal"
) -> tuple[Reason, ...]:
    decider = decider_of(write_book(tmp_path, BODY, texts))
    return reasons(decide(decider, facts), book_of(decider), "en", audience)


def text_of(tmp_path: Path, text: str, facts: Mapping[str, object], rule: str = "told") -> list[str]:
    """The text of a rule, filled for what it holds for."""
    found = told(tmp_path, {rule: {"reason": text, "remedy": text}}, facts)
    assert all(reason.text == reason.remedy for reason in found if reason.code == rule)
    return [reason.text for reason in found if reason.code == rule]


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{holder} has {staff}, {speed} %", "Lakeside has 40, 90.5 %"),
        ("since {since}, on {as_of}", "since 2020-02-29, on 2026-06-01"),
        ("for {volume}, trained: {trained}", "for 15000, trained: true"),
        ("at least {floor}", "at least 5"),
        ("before {cutoff}", "before 2025-10-31"),
        ("{staff}{staff}", "4040"),
        ("nothing to fill", "nothing to fill"),
    ],
)
def test_a_text_is_filled_from_facts_parameters_and_the_day(tmp_path: Path, text: str, filled: str) -> None:
    assert text_of(tmp_path, text, FULL) == [filled]


def test_a_parameter_is_told_as_it_is_on_the_day(tmp_path: Path) -> None:
    texts = {"told": {"reason": "at least {floor}", "remedy": "-"}}
    decider = decider_of(write_book(tmp_path, BODY, texts))
    later = decide(decider, FULL, DAY.replace(month=8))
    assert [r.text for r in reasons(later, book_of(decider), "en", "internal") if r.code == "told"] == [
        "at least 7.5"
    ]


def test_a_let_fills_a_text(tmp_path: Path) -> None:
    """docs/rulebook-language.md §10: `{name}` is a fact, a let or a parameter."""
    texts = {"told": {"reason": "{pairs} pairs", "remedy": "-"}}
    decider = decider_of(write_book(tmp_path, BODY + "let: {pairs: staff / 2}\n", texts))
    found = reasons(decide(decider, FULL), book_of(decider), "en", "internal")
    assert [reason.text for reason in found if reason.code == "told"] == ["20 pairs"]


def test_each_element_has_a_reason_of_its_own(tmp_path: Path) -> None:
    text = "{p.number} until {p.until}: {p.points}, {p.sealed}"
    assert text_of(tmp_path, text, FULL, "old") == [
        "P-1 until 2025-10-30: 2.5, true",
        "P-3 until 2024-01-01: ?, ?",
    ]
    assert text_of(tmp_path, "{s} is rare", FULL, "rare") == ["cobol is rare"]


@pytest.mark.parametrize("fact", ["holder", "staff", "since", "volume", "trained"])
def test_what_is_unknown_shows_as_a_question_mark(tmp_path: Path, fact: str) -> None:
    facts = {name: value for name, value in FULL.items() if name != fact}
    assert text_of(tmp_path, f"it is {{{fact}}}", facts) == ["it is ?"]


def test_what_an_audience_may_not_read_is_left_out(tmp_path: Path) -> None:
    text = {
        "reason": {"internal": "We sell it.", "supplier": None},
        "remedy": {"internal": "Ask.", "supplier": None},
    }
    without = {"reason": "Ask us.", "remedy": {"internal": "Look at {holder}.", "supplier": None}}
    inside, outside = (
        {reason.code: reason for reason in told(tmp_path, {"told": text, "owed": without}, FULL, audience)}
        for audience in ("internal", "supplier")
    )
    assert (inside["told"].text, inside["told"].remedy) == ("We sell it.", "Ask.")
    assert (inside["owed"].text, inside["owed"].remedy) == ("Ask us.", "Look at Lakeside.")
    assert (outside["owed"].text, outside["owed"].remedy) == ("Ask us.", "")
    assert inside.keys() - outside.keys() == {"told"}


def test_a_fact_or_criterion_that_is_hidden_is_named_nowhere(tmp_path: Path) -> None:
    texts = {"told": {"reason": "{holder} has {staff}", "remedy": "-"}}
    folder = write_book(tmp_path, BODY, texts)
    path = folder / "en.yaml"
    text = path.read_text(encoding="utf-8")
    for name in ("staff", "people"):
        written = f"{name}: Title of {name}"
        assert written in text
        text = text.replace(written, f"{name}: {{internal: Title of {name}, supplier: null}}")
    path.write_text(text, encoding="utf-8")
    decider = decider_of(folder)
    book = book_of(decider)
    known, unknown = decide(decider, FULL), decide(decider, {"trained": True, "holder": "Lakeside"})
    inside, outside = (reasons(known, book, "en", audience) for audience in book.audiences)
    assert {r.code for r in inside} - {r.code for r in outside} == {"people"}
    assert [r.text for r in outside if r.code == "told"] == ["Lakeside has ?"]
    inside, outside = (reasons(unknown, book, "en", audience) for audience in book.audiences)
    assert "staff" in {r.code for r in inside}
    assert "staff" not in {fact for r in outside for fact in (*r.facts, r.code)}


def test_reasons_stand_by_their_weight(tmp_path: Path) -> None:
    """Sure findings by their gravest effect, possible ones, criteria by points lost, what is missing."""
    facts = {"staff": 4, "trained": True, "papers": FULL["papers"]}
    found = told(tmp_path, {}, facts)
    assert [(reason.kind, reason.code) for reason in found] == [
        ("finding", "few"),
        ("finding", "capped"),
        ("finding", "asked"),
        ("finding", "both"),
        ("finding", "owed"),
        ("finding", "told"),
        ("finding", "old"),
        ("finding", "old"),
        ("finding", "duty"),
        ("finding", "rare"),  # only possible
        ("criterion", "people"),
        ("missing", "speed"),
        ("missing", "skills"),
    ]
    assert [reason.points_lost for reason in found if reason.kind == "criterion"] == [pytest.approx(67.2)]


def test_criteria_stand_by_the_points_lost(tmp_path: Path) -> None:
    def lost(staff: float, speed: float) -> list[tuple[str, float | None]]:
        found = told(tmp_path, {}, FULL | {"staff": staff, "speed": speed})
        return [(r.code, r.points_lost) for r in found if r.kind == "criterion"]

    assert lost(80, 10) == [("pace", pytest.approx(27)), ("people", pytest.approx(14))]
    assert lost(10, 80) == [("people", pytest.approx(63)), ("pace", pytest.approx(6))]
    assert lost(100, 80) == [("pace", pytest.approx(6))]


def test_reasons_carry_titles_sources_and_facts(tmp_path: Path) -> None:
    found = {reason.code: reason for reason in told(tmp_path, {}, {"staff": 4, "trained": True})}
    assert found["people"].text == "Title of people"
    assert found["speed"].text == "Title of speed"
    assert found["few"].facts == ("staff",)
    assert found["speed"].facts == ("speed",)


@pytest.mark.parametrize(("language", "audience"), [("fr", "internal"), ("en", "public")])
def test_a_language_or_audience_that_is_not_there_is_an_error(
    tmp_path: Path, language: str, audience: str
) -> None:
    decider = decider_of(write_book(tmp_path, BODY))
    with pytest.raises(KeyError):
        reasons(decide(decider, FULL), book_of(decider), language, audience)


# What is shipped


def known_value(kind: FactType | RecordType) -> object:
    """Any value of a type, as a program holds it."""
    match kind:
        case BooleanType():
            return 2
        case DateType():
            return DAY.toordinal()
        case ListType():
            return ()
        case _:
            return 1.0 if is_number(kind) else "word"


def all_known(book: Rulebook) -> Decision:
    """A decision of which every fact is known."""
    empty = Decider(Library([book]), CACHE).decide(book.name, Case("x", {}), book.start)
    values = tuple(known_value(fact.type) for fact in book.facts)
    return empty._replace(facts=KnownFacts(book.facts, values, (1,) * len(values)))


def finding_of(rule: Rule) -> Finding:
    """That a rule holds, for an element all of whose fields are known if it has elements."""
    kind = rule.each.items.type if rule.each is not None else None
    element = kind.element if isinstance(kind, ListType) else None
    fields: list[tuple[str, ScalarType]] = []
    if isinstance(element, RecordType):
        fields = [(field.name, field.type) for field in element.fields]
    elif element is not None:
        fields = [("", element)]
    says = tuple((name, "word") for name, _ in fields)
    return Finding(rule.name, rule.source, "true", (), (Element(0, "true", says),) if says else (), ())


@pytest.mark.parametrize("book", shipped(), ids=lambda book: f"{book.name}-{book.version}")
def test_every_placeholder_of_a_shipped_rulebook_can_be_filled(book: Rulebook) -> None:
    decision = all_known(book)
    seen = 0
    rules = [rule for rule in book.rules if not rule.derived]
    for texts, rule, audience in product(book.texts, rules, book.audiences):
        for told in reasons_of(finding_of(rule), decision, book, texts.language, audience):
            text, remedy = (part.for_audience(audience) or "" for part in texts.rules[rule.name])
            for written, filled in ((text, told.text), (remedy, told.remedy)):
                assert filled.count("?") == fill(written, lambda _: "").count("?"), (audience, written)
                assert not list(placeholders(filled))
                seen += len(list(placeholders(written)))
    assert seen > 0
