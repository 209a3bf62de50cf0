"""The head of a rulebook: its name and version, when it holds, who adopted it, how it scores."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assize.rules.criteria_model import Score, Weights
from assize.rules.duration import Duration
from assize.rules.model import Adoption
from assize.rules.reader import quote
from assize.rules.sections.context import Context
from assize.rules.yaml_nodes import ListNode, Node, TextNode

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_VERSION = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}")
MOST_DECIMALS = 6


class Header(NamedTuple):
    """What stands at the top of a rulebook."""

    name: str
    version: str
    start: date
    end: date | None
    adoption: Adoption | None
    time_zone: str
    holds_for: Duration | None


def read_header(fields: dict[str, Node], ctx: Context) -> Header | None:
    """The header from the top-level keys; None after a problem with one of them."""
    name = _pattern(fields["rulebook"], "rulebook", _NAME, "lower-case words joined by -", ctx)
    version = _pattern(fields["version"], "version", _VERSION, "three numbers, like 1.0.0", ctx)
    period = _effective(fields["effective"], ctx)
    zone = _time_zone(fields["time_zone"], ctx)
    adoption = _adoption(fields["adopted"], ctx)
    holds_for = ctx.reader.duration(fields.get("holds_for"), "holds_for")
    if name is None or version is None or period is None or zone is None:
        return None
    return Header(name, version, *period, adoption, zone, holds_for)


def _pattern(node: Node, what: str, pattern: re.Pattern[str], form: str, ctx: Context) -> str | None:
    text = ctx.reader.text(node, what)
    if text is not None and not pattern.fullmatch(text):
        ctx.problems.add(node.mark, f"{what}: expected {form}", got=quote(text))
        return None
    return text


def _effective(node: Node, ctx: Context) -> tuple[date, date | None] | None:
    fields = ctx.reader.mapping(node, "effective", ["from"], ["to"])
    if fields is None:
        return None
    start = ctx.reader.date(fields["from"], "effective from")
    end = ctx.reader.date(fields.get("to"), "effective to")
    if start is not None and end is not None and end <= start:
        ctx.problems.add(node.mark, "effective: `to` must come after `from`", got=f"{start} to {end}")
        return None
    return None if start is None else (start, end)


def _time_zone(node: Node, ctx: Context) -> str | None:
    name = ctx.reader.text(node, "time_zone")
    if name is None:
        return None
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        ctx.problems.add(
            node.mark, "not a time zone", got=quote(name), hint="write a name like Asia/Shanghai or UTC"
        )
        return None
    return name


def _adoption(node: Node, ctx: Context) -> Adoption | None:
    if isinstance(node, TextNode) and node.text == "draft":
        return None
    keys = ["owner", "approver", "date", "review"]
    fields = ctx.reader.mapping(node, "adopted (`draft`, or who adopted it)", keys)
    if fields is None:
        return None
    owner = ctx.reader.text(fields["owner"], "owner")
    approver = ctx.reader.text(fields["approver"], "approver")
    on, review = ctx.reader.date(fields["date"], "date"), ctx.reader.date(fields["review"], "review")
    if owner is None or approver is None or on is None or review is None:
        return None
    return Adoption(owner, approver, on, review)


def read_words(node: Node, what: str, ctx: Context) -> tuple[str, ...]:
    """Languages, audiences: words in a list, each once, at least one."""
    found = [(item, ctx.reader.text(item, what)) for item in ctx.reader.items(node, what)]
    words: list[str] = []
    for item, word in found:
        if word is not None and word in words:
            ctx.problems.add(item.mark, f"{what}: `{word}` stands twice")
        elif word is not None:
            words.append(word)
    if not found and isinstance(node, ListNode):
        ctx.problems.add(node.mark, f"{what}: at least one is needed")
    return tuple(words)


def read_score(node: Node | None, ctx: Context) -> Score | None:
    """How the rulebook scores; None where nothing is written, or after a problem."""
    if node is None:
        return None
    fields = ctx.reader.mapping(node, "score", ["scale", "decimals", "weights"], ["total", "min_coverage"])
    if fields is None:
        return None
    scale = _scale(fields["scale"], ctx)
    decimals = _decimals(fields["decimals"], ctx)
    weights = ctx.reader.choice(fields["weights"], "weights", ("percent", "points"))
    total = ctx.reader.decimal(fields["total"], "total") if "total" in fields else Decimal(100)
    coverage = read_share(fields.get("min_coverage"), ctx)
    if total is not None and (total <= 0 or (weights == "percent" and total != 100)):
        ctx.problems.add(
            fields["total"].mark, "total: expected a positive number; percent add up to 100", got=f"{total}"
        )
        return None
    if scale is None or decimals is None or weights is None or total is None:
        return None
    return Score(*scale, decimals, cast(Weights, weights), total, coverage)


def _scale(node: Node, ctx: Context) -> tuple[float, float] | None:
    items = ctx.reader.items(node, "scale")
    ends = [end for end in (ctx.reader.number(item, "scale") for item in items) if end is not None]
    if isinstance(node, ListNode) and len(ends) == len(items) and (len(ends) != 2 or ends[0] >= ends[1]):
        ctx.problems.add(node.mark, "scale: expected [lowest, highest]")
        return None
    return (ends[0], ends[1]) if len(ends) == 2 else None


def _decimals(node: Node, ctx: Context) -> int | None:
    decimals = ctx.reader.integer(node, "decimals")
    if decimals is None or 0 <= decimals <= MOST_DECIMALS:
        return decimals
    ctx.problems.add(node.mark, f"decimals: expected 0 to {MOST_DECIMALS}", got=f"{decimals}")
    return None


def read_share(node: Node | None, ctx: Context) -> float | None:
    """A percentage from 0 to 100; None where none is written."""
    share = ctx.reader.number(node, "min_coverage")
    if node is not None and share is not None and not 0 <= share <= 100:
        ctx.problems.add(node.mark, "min_coverage: expected a percentage from 0 to 100", got=f"{share:g}")
        return None
    return share
