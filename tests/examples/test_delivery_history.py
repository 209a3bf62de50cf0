"""The delivery history: a cell is a number, a day, or unknown with its reason; and the whole is scored."""

import csv
import gzip
import hashlib
import io
import re
import runpy
import shlex
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.examples.worked import EXAMPLES
from tests.server.cli.commands import run, stand_in

FOLDER = EXAMPLES / "delivery-history"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
recipe = SimpleNamespace(**runpy.run_path(str(FOLDER / "recipe.py")))


def content() -> bytes:
    return gzip.decompress((FOLDER / "scms_delivery_history.csv.gz").read_bytes())


@pytest.fixture(scope="module")
def cells() -> list[dict[str, str]]:
    """Every line as its cells, read in another way: split at the carriage returns."""
    return list(csv.DictReader(io.StringIO(content().decode("utf-8-sig").replace("\r", "\n"))))


@pytest.fixture(scope="module")
def lines() -> list[Any]:
    with recipe.open_history() as file:
        return list(recipe.lines(file))


@pytest.fixture(scope="module")
def years(lines: list[Any]) -> pa.Table:
    return recipe.to_table(recipe.grouped(lines)[0])


def row(table: pa.Table, name: str) -> dict[str, Any]:
    (found,) = (each for each in table.to_pylist() if each["id"] == name)
    return found


def test_the_file_is_the_one_that_the_readme_names() -> None:
    assert hashlib.sha256(content()).hexdigest() in README
    assert f"{len(content()):,} bytes" in README


# Cells


def test_cells_that_look_like_numbers_are_numbers_and_no_others(
    cells: list[dict[str, str]], lines: list[Any]
) -> None:
    assert [line.id for line in lines] == [each["ID"] for each in cells]
    for name in recipe.NUMBERS:
        letters = [not each[name] or any(sign.isalpha() for sign in each[name]) for each in cells]
        assert [line.numbers[name] is None for line in lines] == letters
        known = (line.numbers[name] for line in lines if line.numbers[name] is not None)
        texts = (each[name] for each, unknown in zip(cells, letters, strict=True) if not unknown)
        assert sum(known) == sum(map(Decimal, texts))


def test_cells_that_look_like_days_are_days_and_no_others(
    cells: list[dict[str, str]], lines: list[Any]
) -> None:
    for name in recipe.DAYS:
        assert [line.days[name] is None for line in lines] == [not each[name][:1].isdigit() for each in cells]


def test_days_with_slashes_have_the_month_first(cells: list[dict[str, str]]) -> None:
    written = [each[name].split("/") for each in cells for name in recipe.DAYS if each[name][:1].isdigit()]
    firsts, seconds = zip(*((int(each[0]), int(each[1])) for each in written if len(each) == 3), strict=True)
    assert (max(firsts), max(seconds)) == (12, 31)


def test_reasons_are_counted_and_the_readme_says_them(cells: list[dict[str, str]], lines: list[Any]) -> None:
    found = Counter(pair for line in lines for pair in line.unknown)
    assert found["Freight Cost (USD)", "Freight Included in Commodity Cost"] == sum(
        each["Freight Cost (USD)"].startswith("Freight") for each in cells
    )
    assert found["Weight (Kilograms)", "Weight Captured Separately"] == sum(
        each["Weight (Kilograms)"] == "Weight Captured Separately" for each in cells
    )
    assert sum(n for (name, _), n in found.items() if name == "Freight Cost (USD)") == 4126
    table = [tuple(re.split(r" *\| *", text)[1:4]) for text in README.splitlines() if text.startswith("| ")]
    assert table[1:] == [(name, why, f"{n:,}") for (name, why), n in sorted(found.items())]


@pytest.mark.parametrize(
    "text", ["", "See DN-4187 (ID#:82554)", "1,000", "-3", "1e3", "nan", "٣", "12 kg", "."]
)
def test_what_is_no_number_is_unknown(text: str) -> None:
    assert recipe.number(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "Date Not Captured", "31-Feb-06", "13/1/06", "0/1/06", "2-Xyz-06", "2006-06-02", "2-Jun-2006"],
)
def test_what_is_no_day_is_unknown(text: str) -> None:
    assert recipe.day(text) is None


def test_both_spellings_of_a_day() -> None:
    assert recipe.day("2-Jun-06") == recipe.day("6/2/06") == date(2006, 6, 2)


# Vendor periods


def test_the_years_are_those_that_were_derived_earlier(years: pa.Table) -> None:
    with (EXAMPLES / "vendor-kpis/vendor_kpis.csv").open(encoding="utf-8", newline="") as file:
        earlier = {f"{each['vendor']} {each['scheduled_year']}": each for each in csv.DictReader(file)}
    assert sorted(earlier) == sorted(years["id"].to_pylist())
    for each in years.to_pylist():
        then = earlier[each["id"]]
        assert each["lines"] == int(then["lines"])
        assert each["on_time_pct"] == float(then["on_time_pct"])
        assert each["mean_days_late"] == float(then["mean_days_late"])
        assert each["line_value@amount"] == Decimal(then["line_value_usd"])


def test_a_year_by_hand(years: pa.Table, cells: list[dict[str, str]]) -> None:
    abbvie = "ABBVIE LOGISTICS (FORMERLY ABBOTT LOGISTICS BV)"
    held = [each for each in cells if each["Vendor"] == abbvie]
    held = [each for each in held if each["Scheduled Delivery Date"].endswith("-09")]
    found = row(years, f"{abbvie} 2009")
    assert found["period_end"] == date(2009, 12, 31)
    assert found["lines"] == len(held) > 5
    assert found["line_value@amount"] == sum(Decimal(each["Line Item Value"]) for each in held)
    separate = Counter(each["Freight Cost (USD)"] for each in held)["Freight Included in Commodity Cost"]
    assert separate > 0
    assert found["freight_usd"] is None
    assert {
        "column": "Freight Cost (USD)",
        "reason": "Freight Included in Commodity Cost",
        "lines": separate,
    } in found["unknown"]


def test_a_year_with_all_freight_known(years: pa.Table, cells: list[dict[str, str]]) -> None:
    held = [each for each in cells if each["Vendor"] == "CIPLA LIMITED"]
    held = [each for each in held if each["Scheduled Delivery Date"].endswith("-10")]
    found = row(years, "CIPLA LIMITED 2010")
    assert found["freight_usd"] == sum(Decimal(each["Freight Cost (USD)"]) for each in held)
    assert found["unknown"] == []


def test_every_line_is_in_one_year_and_in_one_quarter(lines: list[Any], years: pa.Table) -> None:
    quarters = recipe.to_table(recipe.grouped(lines, quarters=True)[0])
    assert sum(years["lines"].to_pylist()) == sum(quarters["lines"].to_pylist()) == len(lines)
    assert quarters.num_rows == 673
    ends = {(day.month, day.day) for day in quarters["period_end"].to_pylist()}
    assert ends == {(3, 31), (6, 30), (9, 30), (12, 31)}
    reasons = Counter(pair for line in lines for pair in line.unknown)
    for table in (years, quarters):
        told = Counter[tuple[str, str]]()
        for each in (one for found in table["unknown"].to_pylist() for one in found):
            told[each["column"], each["reason"]] += each["lines"]
        assert told == reasons


def test_a_line_without_vendor_or_due_day_is_listed_and_a_figure_over_an_unknown_is_unknown() -> None:
    head = ["ID", "Vendor", *recipe.DAYS, *recipe.NUMBERS]
    known = ["1-Mar-09", "4-Mar-09", "1/2/09", "1/2/09", "5-Mar-09", "10", "1", "1", "1"]
    written = [
        head,
        ["1", "A", *known],
        ["2", " ", *known],
        ["3", "A", "soon 2", *known[1:]],
        ["4", "B", *known],
        ["5", "B", known[0], "lost", *known[2:5], "see 4", *known[6:]],
    ]
    file = io.StringIO("\r".join(",".join(each) for each in written), newline="")
    periods, left = recipe.grouped(recipe.lines(file))
    assert [tuple(one) for one in left] == [
        ("2", "no vendor"),
        ("3", "Scheduled Delivery Date: soon …"),
    ]
    first, second = recipe.to_table(periods).to_pylist()
    assert (first["on_time_pct"], first["mean_days_late"], first["line_value@amount"]) == (0.0, 3.0, 10)
    assert (second["lines"], second["on_time_pct"], second["mean_days_late"]) == (2, None, None)
    assert second["line_value@amount"] is None
    assert second["freight_usd"] == 2
    assert second["unknown"] == [
        {"column": "Delivered to Client Date", "reason": "lost", "lines": 1},
        {"column": "Line Item Value", "reason": "see …", "lines": 1},
    ]


# The commands of the README


def test_the_commands_of_the_readme_write_and_score_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(stand_in(tmp_path / "here"))
    (block,) = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    first, second = (shlex.split(text.removeprefix("$ ")) for text in block.splitlines())
    monkeypatch.setattr(sys, "argv", first[1:])
    runpy.run_path(first[1], run_name="__main__")
    said = capsys.readouterr().out
    assert said.startswith("10,324 lines, 278 vendor periods in vendor_years.parquet\n")
    assert "unknown  1,442  Freight Cost (USD): Freight Included in Commodity Cost\n" in said
    ran = run(*second[1:], "--json")
    assert (ran.code, ran.data["rows"], ran.data["refused"]) == (0, 278, 0)
    answers = pq.read_table("scores.parquet")
    outcomes = Counter(answers["outcome"].to_pylist())
    assert outcomes == {"keep": 119, "improve": 10, "replace": 11, "undetermined": 138}
    cipla = row(answers, "CIPLA LIMITED 2010")
    assert (cipla["as_of"], cipla["grade"], cipla["score"]) == (date(2010, 12, 31), "D", 21.38)
    assert row(answers, "CIPLA LIMITED 2009")["unknown"][0]["column"] == "Freight Cost (USD)"
