"""YAML text → nodes that know their place. Every scalar stays text; the rulebook's schema types it.

Only mappings with text keys, lists and scalars: no anchors, tags or second documents. They are refused on the
event stream of PyYAML's C parser, whose marks count characters, so nothing is ever expanded or constructed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast

import yaml

from assize.rules.errors import Problems
from assize.rules.source import UNPRINTABLE, Mark, Source
from assize.rules.yaml_syntax import (
    ALIAS,
    ANCHOR,
    DEEPEST,
    INVISIBLE,
    NO_KEY,
    SECOND_DOCUMENT,
    TAG,
    TOO_DEEP,
    explain,
    unreadable,
)


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar. `mark` covers what is written (of several lines the first), quotes included."""

    text: str
    mark: Mark
    quoted: bool = False
    block: bool = False

    def mark_at(self, offset: int, length: int = 1) -> Mark:
        """Where `text[offset]` is written; the whole scalar's mark where escapes hide it."""
        if self._is_written_as_it_is and self.text[offset : offset + 1].strip():
            return self.mark.shifted(self.quoted + offset, length)
        return _written_at(self, offset, length) or self.mark

    @property
    def _is_written_as_it_is(self) -> bool:
        """Whether the file has the text in one piece, as most are."""
        start = self.mark.column - 1 + self.quoted
        return not self.block and self.mark.source.line(self.mark.line).startswith(self.text, start)


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list; `mark` is its first character."""

    items: tuple[Node, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with its value."""

    key: str
    key_mark: Mark
    value: Node


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping, in the order written, each key once; `mark` is its first character."""

    entries: tuple[Entry, ...]
    mark: Mark


Node = MapNode | ListNode | TextNode


def read_source(path: str, data: bytes) -> Source:
    """The text of a file. Never fails: a byte that is not UTF-8 is kept, and `parse_yaml` reports it."""
    return Source(path, data.decode("utf-8", errors="surrogateescape").removeprefix("\ufeff"))


def parse_yaml(source: Source, problems: Problems) -> Node | None:
    """The one document of `source`. None, with problems added, where its structure cannot be known.

    A duplicate key, a tag and an anchor nobody uses are problems too, but the tree is returned (with the
    first of two equal keys), so that the rest can be checked in the same run.
    """
    source = Source(source.path, source.text.removeprefix("\ufeff"))
    refusal = unreadable(source)
    if refusal is not None:
        problems.add(*refusal)
        return None
    try:
        return _Composer(source, problems).document()
    except yaml.MarkedYAMLError as error:
        problems.add(*explain(source, error))
    except _Stop:
        pass
    return None


class _Stop(Exception):
    """Read no further; the problem has been noted."""


class _Composer:
    """Events → nodes, for one text."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self._source = source
        self._lines = source.lines()
        self._problems = problems
        self._events: Iterator[yaml.Event] = yaml.parse(source.text, Loader=yaml.CSafeLoader)
        self._whole = True  # False once a part was left out, so that a tree would mislead

    def document(self) -> Node | None:
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            self._problems.add(
                Mark(self._source, 1, 1), "an empty file", hint="a comment alone is not enough"
            )
            return None
        root = self._node(next(self._events), depth=1)
        next(self._events)  # the end of the document
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._refuse(after, SECOND_DOCUMENT)
        return root if self._whole else None

    def _node(self, event: yaml.Event, depth: int) -> Node | None:
        """The node that starts with `event`; None for an alias."""
        if depth > DEEPEST:
            self._refuse(event, TOO_DEEP)
            raise _Stop
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(event, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._map(event, depth)
        self._refuse(event, ALIAS)  # nothing else can stand for a node
        return None

    def _text(self, event: yaml.ScalarEvent) -> TextNode:
        self._check_decoration(event)
        mark = self._mark(event)
        found = UNPRINTABLE.search(event.value)
        if found is not None:
            self._problems.add(mark, INVISIBLE, f"U+{ord(found[0]):04X}", "remove it")
        return TextNode(event.value, mark, quoted=event.style in ("'", '"'), block=event.style in ("|", ">"))

    def _list(self, start: yaml.SequenceStartEvent, depth: int) -> ListNode:
        self._check_decoration(start)
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            item = self._node(event, depth + 1)
            if item is not None:
                items.append(item)
        return ListNode(tuple(items), self._mark(start)._replace(length=1))

    def _map(self, start: yaml.MappingStartEvent, depth: int) -> MapNode:
        self._check_decoration(start)
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if isinstance(key, TextNode) and key.text:
                self._enter(entries, key, value)
            elif key is not None:
                self._refuse(event, NO_KEY)
        return MapNode(tuple(entries.values()), self._mark(start)._replace(length=1))

    def _enter(self, entries: dict[str, Entry], key: TextNode, value: Node | None) -> None:
        if key.text in entries:
            hint = f"the first is on line {entries[key.text].key_mark.line}"
            self._problems.add(key.mark, f"the key `{key.text}` a second time", hint=hint)
        elif value is not None:
            entries[key.text] = Entry(key.text, key.mark, value)

    def _check_decoration(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Anchors and tags change no structure: a problem, but the tree stays whole."""
        for found, (what, hint) in ((event.anchor, ANCHOR), (event.tag, TAG)):
            if found is not None:
                self._problems.add(self._mark(event), what, hint=hint)

    def _refuse(self, event: yaml.Event, reason: tuple[str, str]) -> None:
        what, hint = reason
        self._problems.add(self._mark(event), what, hint=hint)
        self._whole = False

    def _mark(self, event: yaml.Event) -> Mark:
        """From the event's start to its end, at most to the end of the line."""
        start, end = cast(yaml.Mark, event.start_mark), cast(yaml.Mark, event.end_mark)
        number, column, stop = start.line, start.column, end.column
        if end.line != number:
            stop = len(self._lines[number].rstrip()) if number < len(self._lines) else 0
        return Mark(self._source, number + 1, column + 1, max(1, stop - column))


def _written_at(node: TextNode, offset: int, length: int) -> Mark | None:
    """Line breaks and indentation may differ between text and file, so count the visible characters only."""
    wanted = [char for char in node.text[: offset + 1] if not char.isspace()]
    found = list(islice(_visible(node), len(wanted)))
    if not wanted or [char for char, _, _ in found] != wanted:
        return None
    _, line, column = found[-1]
    behind = (
        0 if node.text[offset : offset + 1].strip() else 1
    )  # a space, or the end: after the last visible one
    return Mark(node.mark.source, line, column + behind, length)


def _visible(node: TextNode) -> Iterator[tuple[str, int, int]]:
    """The visible characters of the file from the scalar's first on, each with its line and column."""
    first = node.mark.line + node.block
    start = 1 if node.block else node.mark.column + node.quoted
    for line, text in enumerate(node.mark.source.lines()[first - 1 :], first):
        for column, char in enumerate(text[start - 1 :], start):
            if not char.isspace():
                yield char, line, column
        start = 1
