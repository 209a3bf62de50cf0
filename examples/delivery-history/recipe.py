"""Delivery lines, as they were typed, into vendor periods that a rulebook can score.

`python examples/delivery-history/recipe.py vendor_years.parquet` reads the whole delivery history beside this
file and writes one row for each vendor and year; `--quarters` writes one for each quarter.

A cell that holds no number, or no day, is unknown: never 0, never guessed. Its reason is what stands in it,
and is counted. A figure over several lines is unknown as soon as one of them is.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

HISTORY = Path(__file__).with_name("scms_delivery_history.csv.gz")

SCHEDULED, DELIVERED = "Scheduled Delivery Date", "Delivered to Client Date"
ORDERED = "PO Sent to Vendor Date"
VALUE, FREIGHT, WEIGHT = "Line Item Value", "Freight Cost (USD)", "Weight (Kilograms)"
DAYS = (SCHEDULED, DELIVERED, ORDERED, "PQ First Sent to Client Date", "Delivery Recorded Date")
NUMBERS = (VALUE, FREIGHT, WEIGHT, "Line Item Insurance (USD)")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Line(NamedTuple):
    """One order line. `unknown` are its columns without a number or a day, each with the reason."""

    id: str
    vendor: str
    days: Mapping[str, date | None]
    numbers: Mapping[str, Decimal | None]
    unknown: tuple[tuple[str, str], ...]


class Left(NamedTuple):
    """A line that belongs to no vendor period, and why."""

    id: str
    why: str


class Period(NamedTuple):
    """The time in which deliveries were due."""

    vendor: str
    name: str
    end: date


def open_history(path: Path = HISTORY) -> TextIO:
    """The file as texts. It is UTF-8 with a mark in front, and its lines end in carriage returns alone."""
    return gzip.open(path, "rt", encoding="utf-8-sig", newline="")


def lines(file: TextIO) -> Iterator[Line]:
    """Every order line, with what is unknown of it."""
    for cells in csv.DictReader(file):
        days = {name: day(cells[name]) for name in DAYS}
        numbers = {name: number(cells[name]) for name in NUMBERS}
        unknown = [name for name, value in (*days.items(), *numbers.items()) if value is None]
        reasons = tuple((name, reason(cells[name])) for name in unknown)
        yield Line(cells["ID"], cells["Vendor"].strip(), days, numbers, reasons)


def number(text: str) -> Decimal | None:
    """What a cell of digits says; None for anything else, as "Freight Included in Commodity Cost"."""
    return Decimal(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text.strip()) else None


def day(text: str) -> date | None:
    """`2-Jun-06` and `6/2/06` (month first) are days of this century; None for anything else."""
    written = text.strip()
    if found := re.fullmatch(r"([0-9]{1,2})-([A-Z][a-z]{2})-([0-9]{2})", written):
        dom, month, year = found[1], MONTHS.index(found[2]) + 1 if found[2] in MONTHS else 0, found[3]
    elif found := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{2})", written):
        month, dom, year = int(found[1]), found[2], found[3]
    else:
        return None
    try:
        return date(2000 + int(year), month, int(dom))
    except ValueError:
        return None


def reason(text: str) -> str:
    """What stands in the cell, without its numbers, so that all references to other lines are one reason."""
    return re.sub(r"[0-9]+", "…", text.strip()) or "empty"


def period_of(line: Line, *, quarters: bool) -> Period | Left:
    """The period in which a line was due, or why that is not known."""
    due = line.days[SCHEDULED]
    if not line.vendor:
        return Left(line.id, "no vendor")
    if due is None:
        return Left(line.id, f"{SCHEDULED}: {dict(line.unknown)[SCHEDULED]}")
    if not quarters:
        return Period(line.vendor, f"{due.year}", date(due.year, 12, 31))
    quarter = (due.month + 2) // 3
    return Period(
        line.vendor, f"{due.year}-Q{quarter}", date(due.year, 3 * quarter, 30 + (quarter in {1, 4}))
    )


def grouped(every: Iterable[Line], *, quarters: bool = False) -> tuple[dict[Period, list[Line]], list[Left]]:
    """The lines of each vendor period, in the order of vendors and time, and the lines that have none."""
    found: defaultdict[Period, list[Line]] = defaultdict(list)
    left = []
    for line in every:
        period = period_of(line, quarters=quarters)
        if isinstance(period, Left):
            left.append(period)
        else:
            found[period].append(line)
    return {period: found[period] for period in sorted(found)}, left


def figures(period: Period, held: list[Line]) -> dict[str, object]:
    """The row of a vendor period."""
    late = days_between(SCHEDULED, DELIVERED, held)
    lead = days_between(ORDERED, DELIVERED, held)
    reasons = Counter(pair for line in held for pair in line.unknown)
    return {
        "id": f"{period.vendor} {period.name}",
        "vendor": period.vendor,
        "scheduled_year": period.end.year,
        "period_end": period.end,
        "lines": len(held),
        "on_time_pct": None if late is None else round(100 * sum(days <= 0 for days in late) / len(late), 2),
        "mean_days_late": None if late is None else round(sum(max(0, days) for days in late) / len(late), 3),
        "line_value@amount": total(VALUE, held),
        "line_value@currency": "USD",
        "mean_lead_days": None if lead is None else round(sum(lead) / len(lead), 3),
        "freight_usd": total(FREIGHT, held),
        "weight_kg": total(WEIGHT, held),
        "unknown": [
            {"column": column, "reason": why, "lines": count}
            for (column, why), count in sorted(reasons.items())
        ],
    }


def days_between(start: str, end: str, held: list[Line]) -> list[int] | None:
    """For every line the days from one day to another; None if one of the days is unknown."""
    pairs = [(line.days[start], line.days[end]) for line in held]
    known = [(last - first).days for first, last in pairs if first is not None and last is not None]
    return known if len(known) == len(pairs) else None


def total(column: str, held: list[Line]) -> Decimal | None:
    """The sum over all lines; None if one of them is unknown."""
    known = [value for line in held if (value := line.numbers[column]) is not None]
    return sum(known, Decimal(0)) if len(known) == len(held) else None


MONEY = pa.decimal128(18, 2)
REASONS = pa.list_(pa.struct([("column", pa.string()), ("reason", pa.string()), ("lines", pa.int32())]))
SCHEMA = pa.schema(
    [
        *(("id", pa.string()), ("vendor", pa.string()), ("scheduled_year", pa.int32())),
        *(("period_end", pa.date32()), ("lines", pa.int32())),
        *(("on_time_pct", pa.float64()), ("mean_days_late", pa.float64())),
        *(("line_value@amount", MONEY), ("line_value@currency", pa.string())),
        *(("mean_lead_days", pa.float64()), ("freight_usd", MONEY), ("weight_kg", MONEY)),
        ("unknown", REASONS),
    ]
)


def to_table(periods: Mapping[Period, list[Line]]) -> pa.Table:
    """The rows of all vendor periods."""
    return pa.Table.from_pylist([figures(period, held) for period, held in periods.items()], SCHEMA)


def main() -> None:
    """Write the vendor periods, and say what is unknown."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--quarters", action="store_true", help="quarters, not years")
    asked = parser.parse_args()
    with open_history() as file:
        every = list(lines(file))
    periods, left = grouped(every, quarters=asked.quarters)
    pq.write_table(to_table(periods), asked.out)
    print(f"{len(every):,} lines, {len(periods)} vendor periods in {asked.out}")
    for one in left:
        print(f"line {one.id} belongs to no period: {one.why}")
    for (column, why), count in sorted(Counter(pair for line in every for pair in line.unknown).items()):
        print(f"unknown {count:6,}  {column}: {why}")


if __name__ == "__main__":
    main()
