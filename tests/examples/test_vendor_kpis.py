"""Real vendor-years: every row is scored, few lines are not trusted, known trends show."""

import csv
from datetime import date

import pytest

from assize.decision.case import Case
from assize.decision.result import Decision
from assize.decision.texts import reasons
from assize.rules.load import load_rulebook
from tests.examples.worked import EXAMPLES, decider_of

FOLDER = EXAMPLES / "vendor-kpis"
Row = dict[str, str]


def rows() -> list[Row]:
    with (FOLDER / "vendor_kpis.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def case(row: Row) -> Case:
    facts: dict[str, object] = {"vendor": row["vendor"]}
    facts |= {name: int(row[name]) for name in ("scheduled_year", "lines")}
    facts |= {name: float(row[name]) for name in ("on_time_pct", "mean_days_late")}
    facts["line_value"] = {"amount": row["line_value_usd"], "currency": "USD"}
    return Case(f"{row['vendor']} {row['scheduled_year']}", facts)


@pytest.fixture(scope="module")
def scored() -> list[tuple[Row, Decision]]:
    decider = decider_of(FOLDER)
    return [(row, decider.decide("vendor-kpis", case(row), date(2016, 1, 31))) for row in rows()]


def of_year(scored: list[tuple[Row, Decision]], vendor: str, year: int) -> Decision:
    return next(d for row, d in scored if row["vendor"] == vendor and row["scheduled_year"] == str(year))


def test_every_vendor_year_is_scored(scored: list[tuple[Row, Decision]]) -> None:
    assert len(scored) == 278
    for _, decision in scored:
        assert decision.low is not None
        assert decision.high is not None
        assert 0 <= decision.low <= decision.high <= 100


def test_few_lines_are_not_trusted_however_good_they_look(scored: list[tuple[Row, Decision]]) -> None:
    open_ones = [row for row, decision in scored if decision.outcome == "undetermined"]
    assert len(open_ones) == 138
    assert open_ones == [row for row, _ in scored if int(row["lines"]) < 5]
    assert any(row["on_time_pct"] == "100.0" for row in open_ones)


def test_an_answer_that_is_open_encloses_what_the_few_lines_would_have_given(
    scored: list[tuple[Row, Decision]],
) -> None:
    for _, decision in scored:
        if decision.score is None:
            assert decision.high == pytest.approx((decision.low or 0.0) + 90)
        else:
            assert decision.low == decision.score == decision.high


def test_the_reason_says_how_few(scored: list[tuple[Row, Decision]]) -> None:
    decision = of_year(scored, "SCMS from RDC", 2006)
    told = reasons(decision, load_rulebook(FOLDER), "en", "internal")
    assert told[0].code == "few_lines"
    assert told[0].text.startswith("Only 1 order lines were due, fewer than 5")


@pytest.mark.parametrize(
    ("vendor", "years"),
    [
        ("SCMS from RDC", {2007: ("A", 98.4), 2011: ("D", 32.32), 2015: ("D", 49.63)}),
        ("CIPLA LIMITED", {2010: ("D", 21.38), 2012: ("B", 80.61), 2014: ("A", 96.3)}),
    ],
)
def test_trends_show(
    scored: list[tuple[Row, Decision]], vendor: str, years: dict[int, tuple[str, float]]
) -> None:
    found = {year: of_year(scored, vendor, year) for year in years}
    assert {year: (decision.grade, decision.score) for year, decision in found.items()} == years


def test_more_lines_on_time_never_lower_the_score() -> None:
    decider = decider_of(FOLDER)
    row = next(row for row in rows() if row["vendor"] == "CIPLA LIMITED" and row["scheduled_year"] == "2011")
    scores = [
        decider.decide("vendor-kpis", case(row | {"on_time_pct": str(share)}), date(2016, 1, 31)).score
        for share in range(0, 101, 5)
    ]
    assert scores == sorted(score for score in scores if score is not None)
