"""JSON text → the nodes that YAML gives too, each with its place. Stricter than Python's reader.

A text is a quoted node; a number, `true`, `false` and `null` are unquoted ones. NaN, Infinity, duplicate
keys, half surrogate pairs and anything behind the value are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out
from typing import NoReturn, cast

from assize.rules.errors import Problems
from assize.rules.source import Mark
from assize.rules.yaml_nodes import Entry, ListNode, MapNode, Node, TextNode
from assize.rules.yaml_syntax import DEEPEST

LONGEST_NUMBER = 400
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?(?![0-9A-Za-z.+-])")
_WORD = re.compile(r"[^\s,:\[\]{}\"]+")
_HALF_PAIR = re.compile("[\ud800-\udfff]")

Place = Callable[[int, int], Mark]
"""(offset, length) → the place to show."""


def parse_json(text: str, place: Place, problems: Problems) -> Node | None:
    """The value that `text` writes; None, with a problem added, where it writes none."""
    parser = _Parser(text, place, problems)
    try:
        node = parser.value(0)
        if parser.peek():
            parser.stop("something behind the end of the JSON value", "a file holds one value")
        return node
    except _Stop:
        return None


class _Stop(Exception):
    """Read no further; the problem has been noted."""


class _Parser:
    """Reads one text from left to right."""

    def __init__(self, text: str, place: Place, problems: Problems) -> None:
        self._text = text
        self._place = place
        self._problems = problems
        self._at = 0

    def value(self, depth: int) -> Node:
        """The value that starts here."""
        start = self.peek()
        if depth > DEEPEST:
            self.stop(f"lists and objects nested deeper than {DEEPEST} levels", "split it up")
        if start == "{":
            return self._object(depth)
        if start == "[":
            return self._list(depth)
        if start == '"':
            begin = self._at
            return TextNode(self._string(), self._mark(begin), quoted=True)
        return self._literal()

    def peek(self) -> str:
        """The next visible character, empty at the end."""
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._text[self._at : self._at + 1]

    def stop(self, what: str, hint: str = "") -> NoReturn:
        """Note what is wrong here, and end."""
        word = _WORD.match(self._text, self._at)
        got = word[0] if word else self._text[self._at : self._at + 1]
        shown = f"`{got[:40]}`" if got.strip() else "a space or line break" if got else "the end"
        self._problems.add(self._place(self._at, len(got)), what, shown, hint)
        raise _Stop

    def _object(self, depth: int) -> MapNode:
        begin = self._at
        entries: dict[str, Entry] = {}
        self._at += 1
        while self.peek() != "}":
            self._separated(entries or None, "}")
            if self.peek() != '"':
                self.stop("expected a key in double quotes", 'write "name": value')
            key_at = self._at
            key = self._string()
            mark = self._mark(key_at)
            if self.peek() != ":":
                self.stop("expected `:` after the key")
            self._at += 1
            value = self.value(depth + 1)
            if key in entries:
                hint = f"the first is on line {entries[key].key_mark.line}"
                self._problems.add(mark, f"the key `{key}` a second time", hint=hint)
            entries.setdefault(key, Entry(key, mark, value))
        self._at += 1
        return MapNode(tuple(entries.values()), self._place(begin, 1))

    def _list(self, depth: int) -> ListNode:
        begin = self._at
        items: list[Node] = []
        self._at += 1
        while self.peek() != "]":
            self._separated(items or None, "]")
            items.append(self.value(depth + 1))
        self._at += 1
        return ListNode(tuple(items), self._place(begin, 1))

    def _separated(self, before: object, end: str) -> None:
        """A comma stands before every part but the first."""
        if before is None:
            return
        if self.peek() != ",":
            self.stop(f"expected `,` or `{end}`")
        self._at += 1
        if self.peek() == end:
            self.stop("expected another part after the comma", "JSON has no comma after the last one")

    def _string(self) -> str:
        begin = self._at
        try:
            text, self._at = scanstring(self._text, self._at + 1, True)
        except JSONDecodeError as error:
            self._at = error.pos
            self.stop(f"not a JSON text: {error.msg.lower().rstrip(' at')}")
        if _HALF_PAIR.search(text):
            self._problems.add(self._mark(begin), "not valid Unicode", "half a surrogate pair")
        return cast(str, text)

    def _literal(self) -> TextNode:
        begin = self._at
        word = _WORD.match(self._text, self._at)
        text = word[0] if word else ""
        if text.lstrip("+-") in ("NaN", "Infinity", "nan", "inf"):
            self.stop("not a finite number, which JSON does not have", "leave out what is not known")
        number = _NUMBER.match(self._text, self._at)
        if text not in ("true", "false", "null") and (number is None or number[0] != text):
            self.stop("not a JSON value", "a text stands in double quotes; numbers are written like -12.5")
        if len(text) > LONGEST_NUMBER:
            self.stop("a number that is too long", f"at most {LONGEST_NUMBER} characters")
        self._at += len(text)
        return TextNode(text, self._mark(begin))

    def _mark(self, begin: int) -> Mark:
        return self._place(begin, self._at - begin)
