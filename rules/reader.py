"""Read a node against the shape expected there, noting a problem instead of raising.

Every method takes `what`, the name of the thing for the message ("the weight of `scalability`"), and gives
None (or nothing) after it noted a problem. It also gives None for None, so an optional key reads as
`reader.text(fields.get("note"), …)`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import TypeVar

from assize.rules.duration import DURATION_HINT, Duration, parse_duration
from assize.rules.errors import Problems, nearest
from assize.rules.literals import (
    date_hint,
    integer_hint,
    number_hint,
    parse_boolean,
    parse_date,
    parse_decimal,
    parse_integer,
)
from assize.rules.yaml_nodes import Entry, ListNode, MapNode, Node, TextNode

NAME = re.compile(r"[a-z][a-z0-9_]*")
_LONGEST_QUOTE = 60
_Value = TypeVar("_Value")


class Reader:
    """Reads nodes; notes what does not fit in `problems`."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def mapping(
        self, node: Node | None, what: str, required: Collection[str], optional: Collection[str] = ()
    ) -> dict[str, Node] | None:
        """The values of a mapping with fixed keys.

        None if it is no mapping or lacks a required key. An unknown key is a problem, but the known ones are
        returned, so that their values are checked in the same run.
        """
        if not isinstance(node, MapNode):
            self._wrong_kind(node, what, "a mapping")
            return None
        known = {*required, *optional}
        fields = {entry.key: entry.value for entry in node.entries if entry.key in known}
        for entry in node.entries:
            if entry.key not in known:
                hint = nearest(entry.key, known - fields.keys())
                self.problems.add(entry.key_mark, f"{what}: unknown key", quote(entry.key), hint)
        missing = [key for key in required if key not in fields]
        if missing:
            names = ", ".join(quote(key) for key in missing)
            self.problems.add(node.mark, f"{what}: missing {names}", hint=f"write `{missing[0]}: …` here")
        return None if missing else fields

    def entries(self, node: Node | None, what: str, names: bool = False) -> tuple[Entry, ...]:
        """The entries of a mapping with keys of the author's choice; with `names`, a key must be a name."""
        if not isinstance(node, MapNode):
            self._wrong_kind(node, what, "a mapping")
            return ()
        return tuple(entry for entry in node.entries if not names or self._is_name(entry, what))

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """The items of a list."""
        if not isinstance(node, ListNode):
            self._wrong_kind(node, what, "a list")
            return ()
        return node.items

    def text(self, node: Node | None, what: str) -> str | None:
        """A text with something in it, exactly as written."""
        return self._parsed(node, what, "a text", str, str)

    def number(self, node: Node | None, what: str) -> float | None:
        """A decimal number as the nearest float64."""
        value = self.decimal(node, what)
        return None if value is None else float(value)

    def decimal(self, node: Node | None, what: str) -> Decimal | None:
        """A plain decimal number; see `parse_decimal` for its limits."""
        return self._parsed(node, what, "a number", parse_decimal, number_hint)

    def integer(self, node: Node | None, what: str) -> int | None:
        """A whole number between -2^53 and 2^53, written without a fraction."""
        return self._parsed(node, what, "a whole number", parse_integer, integer_hint)

    def boolean(self, node: Node | None, what: str) -> bool | None:
        """Exactly `true` or `false`."""
        return self._parsed(node, what, "true or false", parse_boolean, lambda _: "write true or false")

    def date(self, node: Node | None, what: str) -> dt.date | None:
        """A day, `YYYY-MM-DD`."""
        return self._parsed(node, what, "a date", parse_date, date_hint)

    def duration(self, node: Node | None, what: str) -> Duration | None:
        """A length of time, at most a hundred years."""
        return self._parsed(node, what, "a duration", parse_duration, lambda _: DURATION_HINT)

    def choice(self, node: Node | None, what: str, options: Collection[str]) -> str | None:
        """One of `options`."""
        return self._parsed(
            node,
            what,
            "one of its choices",
            lambda text: text if text in options else None,
            lambda text: nearest(text, options),
        )

    def _parsed(
        self,
        node: Node | None,
        what: str,
        expected: str,
        parse: Callable[[str], _Value | None],
        hint: Callable[[str], str],
    ) -> _Value | None:
        """What `parse` makes of a scalar; None from it is a problem."""
        if not isinstance(node, TextNode) or not node.text.strip():
            self._wrong_kind(node, what, expected)
            return None
        value = parse(node.text)
        if value is None:
            self.problems.add(node.mark, f"{what}: expected {expected}", quote(node.text), hint(node.text))
        return value

    def _is_name(self, entry: Entry, what: str) -> bool:
        if NAME.fullmatch(entry.key):
            return True
        better = name_like(entry.key)
        hint = f"write `{better}`" if NAME.fullmatch(better) else "use a-z, 0-9 and _, with a letter first"
        self.problems.add(entry.key_mark, f"{what}: not a name", quote(entry.key), hint)
        return False

    def _wrong_kind(self, node: Node | None, what: str, expected: str) -> None:
        if node is not None:
            self.problems.add(node.mark, f"{what}: expected {expected}", kind(node))


def name_like(text: str) -> str:
    """What is probably meant where `text` is written and a name must stand: `few_people` for `Few-People`."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def kind(node: Node) -> str:
    """What stands at a place where something else should, for a message."""
    if isinstance(node, MapNode):
        return "a mapping"
    if isinstance(node, ListNode):
        return "a list"
    return quote(node.text) if node.text.strip() else "nothing"


def quote(text: str) -> str:
    """`text` in backquotes on one line, cut if it is long."""
    line = " ".join(text.split())
    return f"`{line}`" if len(line) <= _LONGEST_QUOTE else f"`{line[:_LONGEST_QUOTE]}…`"
