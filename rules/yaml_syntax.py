"""Why a text is not the YAML that a rulebook may use, in words that a policy owner can act on."""

from __future__ import annotations

import re

import yaml

from assize.rules.errors import Problem
from assize.rules.source import LINE_BREAK, UNPRINTABLE, Mark, Source

LARGEST = 1_000_000
DEEPEST = 40

INVISIBLE = "a control or invisible character"
# What stands there, and what to do about it.
TAG = ("a YAML tag", "leave it out, the schema knows the type; quote a text that starts with `!`")
ANCHOR = ("a YAML anchor", "leave it out, write a value where it is used; quote a text that starts with `&`")
ALIAS = ("a YAML alias", "write it out, the value again; quote a text that starts with `*`")
SECOND_DOCUMENT = ("more than one YAML document", "keep one in a file: remove the `---` or `...` line")
NO_KEY = ("a key that is not a text", "write a name before the `: `")
TOO_DEEP = (f"lists and mappings nested deeper than {DEEPEST} levels", "split it up")
_QUOTE = 'put the text in quotes: "…"'
_OPEN_QUOTE = ("a quoted text without its closing quote", "close the quote")
_ESCAPE = ("an unknown escape in a double-quoted text", "use single quotes, or write `\\\\` for a backslash")
_DIRECTIVE = ("a YAML directive that is not known", f"remove the line; if it is a text, {_QUOTE}")

_WORDS: dict[str, tuple[str, str]] = {  # by a part of PyYAML's message; the first that fits
    "could not find expected ':'": ("a line that is not `key: value`", "write `: ` after the key"),
    "mapping values are not": ("`: ` where no key can stand", f"check the indentation, or {_QUOTE}"),
    "unexpected ':'": ("`:` where none can stand", _QUOTE),
    "mapping keys are not": ("`? ` where no key can stand", _QUOTE),
    "block sequence entries are not": ("a list item `- ` where none can stand", "start it on a new line"),
    "expected '-' indicator": (
        "a line between list items that is not an item",
        "start it with `- ` or indent it",
    ),
    "expected key": (
        "something that does not continue the mapping",
        "start its keys in one column, each with `: ` after it",
    ),
    "expected ',' or ']'": ("a list `[` that goes on without `,` or `]`", "close it, or separate its items"),
    "expected ',' or '}'": (
        "a mapping `{` that goes on without `,` or `}`",
        "close it, or separate its keys",
    ),
    "end of stream": _OPEN_QUOTE,
    "unexpected document indicator": _OPEN_QUOTE,
    "escape": _ESCAPE,
    "cannot start any token": ("a character that cannot start a value", _QUOTE),
    "alphabetic or numeric": ("`*` or `&`, which have a meaning in YAML", _QUOTE),
    "hexdecimal": _ESCAPE,
    "incompatible YAML document": _DIRECTIVE,
    "undefined tag handle": TAG,
    "<document start>": SECOND_DOCUMENT,
    "node content": ("a value that cannot stand here", f"remove the character, or {_QUOTE}"),
    "ing a tag": TAG,
    "directive": _DIRECTIVE,
    "indentation indicator": ("a wrong digit after `|` or `>`", "leave it out"),
    "comment or line break": ("text on the line of `|` or `>`", "start the text on the next line"),
}
_SHOWN_AT_START = ("expected ':'", "end of stream", "unexpected document indicator", "alphabetic or numeric")
_WORD = re.compile(r"\w+|\S")
_LEADING_TAB = re.compile(r" *\t")


def unreadable(source: Source) -> Problem | None:
    """The first reason not even to look at the text: its size, its encoding or an invisible character."""
    size = len(source.text.encode("utf-8", errors="surrogatepass"))
    if size > LARGEST:
        return Problem(
            Mark(source, 1, 1), "a file that is too large", f"{size:,} bytes", f"at most {LARGEST:,}"
        )
    found = UNPRINTABLE.search(source.text)
    if found is None:
        return None
    before = LINE_BREAK.split(source.text[: found.start()])
    mark = Mark(source, len(before), len(before[-1]) + 1)
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte that is not UTF-8
        return Problem(
            mark, "a file that is not UTF-8", f"the byte 0x{code - 0xDC00:02X}", "save it as UTF-8"
        )
    return Problem(mark, INVISIBLE, f"U+{code:04X}", "remove it")


def explain(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    """The problem behind a syntax error of PyYAML, which stops at the first one."""
    lines = source.lines()
    message = f"{error.problem} {error.context}"
    place, start = error.problem_mark, error.context_mark
    line, column = (place.line, place.column) if place is not None else (len(lines), 0)
    tab = _LEADING_TAB.match(lines[line]) if line < len(lines) else None
    if tab is not None:
        return Problem(Mark(source, line + 1, tab.end()), "a tab as indentation", hint="indent with spaces")
    what, hint = next(
        (words for part, words in _WORDS.items() if part in message),
        (f"not valid YAML, {error.problem}", _QUOTE),
    )
    rest = lines[line][column:] if line < len(lines) else ""
    # What never ends is noticed far from where it starts, often only at the end of the file.
    if start is not None and (not rest.strip() or any(part in message for part in _SHOWN_AT_START)):
        return Problem(Mark(source, start.line + 1, start.column + 1), what, hint=hint)
    return Problem(Mark(source, line + 1, column + 1), what, _got(rest), hint)


def _got(rest: str) -> str:
    """The word, or the one character, that a line goes on with."""
    word = _WORD.match(rest)
    return f"`{word[0]}`" if word else ""
