"""`{name}` in a text of a rulebook: where a value is to be filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assize.rules.model import Let, Rulebook

_FORM = re.compile(r"\{([^{}]*)\}")


def placeholders(text: str) -> Iterator[str]:
    """The names that a text leaves open, in order."""
    return (match[1] for match in _FORM.finditer(text))


def fill(text: str, written: Callable[[str], str]) -> str:
    """The text with `written(name)` in the place of every name."""
    return _FORM.sub(lambda match: written(match[1]), text)


def lets_told(rulebook: Rulebook) -> tuple[Let, ...]:
    """The lets whose values some text names, in declared order."""
    texts = (text for language in rulebook.texts for rule in language.rules.values() for text in rule)
    written = (shown for text in texts for _, shown in text.by_audience if shown is not None)
    named = {name for text in written for name in placeholders(text)}
    return tuple(let for let in rulebook.lets if let.name in named)
