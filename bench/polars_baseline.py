"""Supplier selection without its list facts, by hand as polars expressions: what a good analyst would write.

`answers` is one lazy query. For rows of `bench.suppliers` without lists it gives the same lowest and highest
score, coverage, lowest and highest grade and knock-outs as the shipped rulebook. It uses all that can be
known beforehand: without lists five criteria are always unknown, so the score always is; and most weights of
a public buyer are 1.2 times the standard ones, so each criterion is added once.

It gives no reasons, conditions, approvals, points, outcomes or missing facts, and it checks nothing: no
ranges, choices or days. The `procurement_regime` of every row must be known.

`POLARS_MAX_THREADS=1 python -m bench.polars_baseline` measures it alone on one thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from time import process_time
from typing import Final, NamedTuple

import polars as pl
import pyarrow as pa

from bench.example import DAY
from bench.polars_numbers import (
    CORE,
    CURVES,
    HOURS,
    MARKET,
    RESERVES,
    SAME,
    SCALABILITY,
    SIZE,
    WHOLE,
    Points,
)
from bench.suppliers import batches

FRESH_DAYS: Final = 90
GRADES: Final = ("D", "C", "B", "A")
BORDERS: Final = (60.0, 70.0, 85.0)
KNOCK_OUTS: Final = (
    *("no_own_staff", "no_security_certificate", "concealed_competition", "sanctioned"),
    *("barred_from_public_work", "register_revoked", "residual_risk_critical"),
)
CAPS: Final = ("lowest_is_capped", "highest_is_capped")
PERCENT: Final = 0.01
MILLION: Final = 1_000_000


class Part(NamedTuple):
    """Points at the lowest; missing weight in tenths; how much less than all of that the highest adds."""

    low: pl.Expr
    missing: pl.Expr
    less: pl.Expr | None = None


def answers(rows: pl.LazyFrame, day: date) -> pl.LazyFrame:
    """id, score (null: a list criterion is always unknown), score_low, score_high, coverage, grade_low,
    grade_high (0 is D, 3 is A) and the knock-outs: true, false, or null where one may hold.

    In steps, since polars 2 computes an expression that stands in several others each time anew.
    """
    fresh = day - timedelta(days=FRESH_DAYS)
    scalability, (low, missing, less) = _sum(SCALABILITY), _root()
    return (
        rows.with_columns(**_inputs(fresh))
        .select("id", "public", "own", "surge_basis", **_values(), **_caps(), **_knock_outs(fresh))
        .with_columns(scalability=scalability.low, scalability_open=scalability.missing)
        .select("id", *CAPS, *KNOCK_OUTS, low=low, missing=missing, less=less)
        .select(
            *("id", *CAPS, *KNOCK_OUTS),
            score_low=_to_score(pl.col("low")),
            score_high=_to_score(pl.col("low") + pl.col("missing") - pl.col("less")),
            coverage=(100.0 - pl.col("missing")).round(6),
        )
        .select(
            pl.col("id"),
            pl.lit(None, pl.Float64).alias("score"),
            *("score_low", "score_high", "coverage"),
            *_grades(),
            *KNOCK_OUTS,
        )
    )


def curve(x: pl.Expr, points: Points) -> pl.Expr:
    """Straight between the points, flat outside. Choosing a slope and a start for every x, not among computed
    values, is the fastest form found; ramps that are clipped and added take twice the time.
    """
    slopes = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(points)]
    starts = [y0 - slope * x0 for (x0, y0), slope in zip(points, slopes, strict=False)]
    borders = [float(border) for border, _ in points[1:-1]]
    low, high = sorted((float(points[0][1]), float(points[-1][1])))
    return (x * _split(x, borders, slopes) + _split(x, borders, starts)).clip(low, high)


def _split(x: pl.Expr, borders: Sequence[float], values: Sequence[float]) -> pl.Expr:
    """The value of the stretch that x lies in, found by halves."""
    if not borders:
        return pl.lit(float(values[0]))
    middle = len(borders) // 2
    below = _split(x, borders[:middle], values[: middle + 1])
    above = _split(x, borders[middle + 1 :], values[middle + 1 :])
    return pl.when(x < borders[middle]).then(below).otherwise(above)


def _table(name: str, values: Mapping[str, float], last: float) -> pl.Expr:
    found: pl.Expr = pl.lit(last)
    for word, value in values.items():
        found = pl.when(pl.col(name) == word).then(value).otherwise(found)
    return pl.when(pl.col(name).is_not_null()).then(found)


def _inputs(fresh: date) -> dict[str, pl.Expr]:
    """What several values read."""
    registered = pl.col("registered_capital@amount").cast(pl.Float64) * pl.col("paid_in_share") * 1e-8
    own = pl.col("process_level_basis") == "self"
    return {
        "public": pl.col("procurement_regime") == "public-cn",
        "own": own,
        "level": (pl.col("process_level") - own.cast(pl.Int32)).cast(pl.Float64),
        "staff": _if_fresh("headcount", fresh).cast(pl.Float64),
        "tested": pl.when(pl.col("skill_test_n") >= 3).then(pl.col("skill_test")),
        "capital": pl.when(pl.col("capital_regime") == "none")
        .then(pl.col("net_assets@amount").cast(pl.Float64) * 1e-6)
        .when(pl.col("capital_regime") == "registered")
        .then(registered),
        **{name: pl.col(name).cast(pl.Float64) for name in WHOLE},
    }


def _values() -> dict[str, pl.Expr]:
    """Every criterion that reads no list: its value, or null."""
    found = {name: curve(pl.col(name), points) for name, points in CURVES.items()}
    found["customers"] = _customers()
    found["reserve"] = _table("reserve_kind", RESERVES, 0.0)
    found["hours"] = _table("support_hours", HOURS, 100.0)
    return found


def _root() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Points at the lowest, missing weight, and how much less the highest is above the lowest."""
    same, core, market, size = _sum(SAME), _core(), _sum(MARKET), _sum(SIZE)
    public = pl.col("public")
    low = same.low + pl.when(public).then(core.low * 1.2 + market.low * 0.9).otherwise(
        core.low + market.low + size.low
    )
    buyer = same.missing * 10 + core.missing * 12 + market.missing * 9
    standard = (same.missing + core.missing + market.missing + size.missing) * 10
    # Never known: references, then certificates, processes and ratings.
    never, never_core = 400, 1500 + 500 + 600
    hundredths = (
        pl.when(public)
        .then(buyer + (never + never_core * 12 // 10))
        .otherwise(standard + (never + never_core))
    )
    assert core.less is not None
    less = pl.when(public).then(core.less * 1.2).otherwise(core.less)
    return low, hundredths.cast(pl.Float64) * PERCENT, less


def _sum(weights: Mapping[str, float]) -> Part:
    """Criteria that can have any value from 0 to 100."""
    lows = [pl.col(name).fill_null(0.0) * (weight * PERCENT) for name, weight in weights.items()]
    return Part(_added(lows), _added([_missing(name, weight) for name, weight in weights.items()]))


def _added(terms: Sequence[pl.Expr]) -> pl.Expr:
    found = terms[0]
    for term in terms[1:]:
        found = found + term
    return found


def _missing(name: str, weight: float) -> pl.Expr:
    """In tenths, as small whole numbers: a sixth of the time that float64 takes."""
    tenths, none = (pl.lit(number, pl.UInt16) for number in (round(weight * 10), 0))
    return pl.when(pl.col(name).is_null()).then(tenths).otherwise(none)


def _core() -> Part:
    """What weighs 1.2 times as much for a public buyer: discipline, engineers, scalability, reputation."""
    plain, support, maturity, scalability = _sum(CORE), _support(), _maturity(), _scalability()
    parts = (plain, support, maturity, scalability)
    less = [part.less for part in parts if part.less is not None]
    return Part(_added([part.low for part in parts]), _added([part.missing for part in parts]), _added(less))


def _support() -> Part:
    """Both criteria reach from 40 to 100."""
    missing = _missing("hours", 2.4) + _missing("support_tiers", 1.6)
    low = pl.col("hours").fill_null(40.0) * 0.024 + pl.col("support_tiers").fill_null(40.0) * 0.016
    return Part(low, missing, missing.cast(pl.Float64) * 0.04)


def _maturity() -> Part:
    """Who assessed itself is worth at most 70."""
    value, own = pl.col("level"), pl.col("own")
    low = pl.when(own & (value > 70.0)).then(70.0).otherwise(value.fill_null(0.0)) * 0.06
    return Part(low, _missing("level", 6.0), pl.when(own & value.is_null()).then(1.8).otherwise(0.0))


def _scalability() -> Part:
    """A statement is worth at most 60, a plan 80; what it is may be unknown."""
    basis, low, missing = pl.col("surge_basis"), pl.col("scalability"), pl.col("scalability_open")
    limit = pl.when(basis == "statement").then(6.0).when(basis == "plan").then(8.0).otherwise(10.0)
    lowest = pl.when(basis.is_null()).then(6.0).otherwise(limit)
    points = missing.cast(pl.Float64) * 0.1
    cut = pl.when(low < lowest).then(low).otherwise(lowest)
    high = pl.when(low + points < limit).then(low + points).otherwise(limit)
    return Part(cut, missing, cut + points - high)


def _if_fresh(name: str, fresh: date) -> pl.Expr:
    return pl.when(pl.col(f"{name}@observed") >= fresh).then(pl.col(name))


def _customers() -> pl.Expr:
    x = pl.col("active_customers")
    return pl.when(x.is_not_null()).then(_split(x, [1, 5, 20, 50, 100], [0, 30, 60, 80, 90, 100]))


def _to_score(x: pl.Expr) -> pl.Expr:
    """Snapped to a billionth, then rounded half up to two decimals, in whole numbers below 2^53.

    polars divides by a number as it multiplies by its inverse, which is a bit beside. The half more keeps the
    second floor right all the same, and `round` finds the float64 of the two decimals.
    """
    return ((((x * 1e9 + 0.5).floor() + 5_000_000.5) * 1e-7).floor() * PERCENT).round(2)


def _caps() -> dict[str, pl.Expr]:
    """At most C where the surge is too small, and perhaps, as processes are unknown, for a critical one."""
    small = pl.col("surge_capacity") < 20
    critical = pl.col("service_criticality") == "high"
    capped = (small.fill_null(value=True) | critical.fill_null(value=True), small.fill_null(value=False))
    return dict(zip(CAPS, capped, strict=True))


def _grades() -> tuple[pl.Expr, pl.Expr]:
    """Certificates are unknown, so the lowest grade is at most B."""
    low, high = (_place(pl.col(f"score_{end}")) for end in ("low", "high"))
    one, two, three = (pl.lit(place, pl.UInt8) for place in (1, 2, 3))
    lowest, highest = pl.col("lowest_is_capped"), pl.col("highest_is_capped")
    return (
        pl.min_horizontal(low, pl.when(lowest).then(one).otherwise(two)).alias("grade_low"),
        pl.min_horizontal(high, pl.when(highest).then(one).otherwise(three)).alias("grade_high"),
    )


def _place(score: pl.Expr) -> pl.Expr:
    c, b, a = ((score >= border).cast(pl.UInt8) for border in BORDERS)
    return c + b + a


def _knock_outs(fresh: date) -> dict[str, pl.Expr]:
    """Kleene's logic is polars' own; unknown is null."""
    unknown, public = pl.lit(None, pl.Boolean), pl.col("public")
    found = [
        (_if_fresh("headcount", fresh) == 0) & ~public,
        pl.col("privileged_access") & unknown,
        pl.col("competes_for_account") & ~pl.col("conflict_declared"),
        unknown,
        public & unknown,
        _if_fresh("register_status", fresh) == "revoked",
        (pl.col("supplier_residual_level") == "critical").fill_null(value=False),
    ]
    return dict(zip(KNOCK_OUTS, found, strict=True))


def main() -> None:
    """Print rows a second of CPU time, the best of some rounds, over a million rows."""
    rows = pl.from_arrow(pa.Table.from_batches(batches(MILLION, 65_536, 1)))
    assert isinstance(rows, pl.DataFrame)
    query = answers(rows.rechunk().lazy(), DAY)
    spent = []
    for _ in range(7):
        start = process_time()
        query.collect(engine="streaming")
        spent.append(process_time() - start)
    print(f"{MILLION / min(spent):,.0f} rows a second on {pl.thread_pool_size()} thread(s)")


if __name__ == "__main__":
    main()
