"""What a request asks for: the rulebook, the day, the language and the audience, checked before any item is read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from assize.decision.decider import Decider
from assize.rules.errors import nearest
from assize.rules.model import Rulebook
from assize.server.errors import BadOption, FieldFault
from assize.v1.options_pb2 import Options, View

_VIEWS = {View.VIEW_UNSPECIFIED: True, View.VIEW_FULL: True, View.VIEW_BASIC: False}


class Asked(NamedTuple):
    """A request's options, with defaults filled in. `full`: return the whole explanation."""

    rulebook: Rulebook
    day: date
    language: str
    audience: str
    full: bool


def read_options(decider: Decider, name: str, options: Options, now: datetime) -> Asked:
    """What is asked of the rulebook `name`. Raises BadOption, UnknownRulebook, NotEffective, OtherContent."""
    as_of = _as_of(options, now)
    rulebook, day = find(decider, name, as_of, _text(options, "version"), _text(options, "content_hash"))
    language, audience = read_reader(rulebook, _text(options, "language"), _text(options, "audience"))
    if options.view not in _VIEWS:
        raise BadOption(
            f"no view {options.view}", [FieldFault("options.view", "must be VIEW_BASIC or VIEW_FULL")]
        )
    return Asked(rulebook, day, language, audience, _VIEWS[options.view])


def read_reader(rulebook: Rulebook, language: str | None, audience: str | None) -> tuple[str, str]:
    """The language and the audience, the rulebook's first ones where none is asked for."""
    faults = []
    if language is not None and language not in rulebook.languages:
        faults.append(
            FieldFault("options.language", f"no `{language}`; {nearest(language, rulebook.languages)}")
        )
    if audience is not None and audience not in rulebook.audiences:
        faults.append(
            FieldFault("options.audience", f"no `{audience}`; {nearest(audience, rulebook.audiences)}")
        )
    if faults:
        said = "; ".join(f"{fault.field}: {fault.description}" for fault in faults)
        raise BadOption(f"`{rulebook.name}` {rulebook.version} does not have it: {said}", faults)
    return language or rulebook.languages[0], audience or rulebook.audiences[0]


def _as_of(options: Options, now: datetime) -> datetime:
    if not options.HasField("as_of"):
        return now
    try:
        return options.as_of.ToDatetime(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise BadOption(f"as_of is no time: {error}", [FieldFault("options.as_of", str(error))]) from error


def _text(options: Options, name: str) -> str | None:
    return getattr(options, name) if options.HasField(name) else None
