"""What a request asks for: rulebook, day, language and audience, checked before any item is read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from google.protobuf.timestamp_pb2 import Timestamp

from assize.decision.decider import Compiled, Decider
from assize.rules.errors import nearest
from assize.rules.model import Rulebook
from assize.server.errors import BadOption, FieldFault
from assize.v1.options_pb2 import Options, View

_FIRST = int(datetime(1900, 1, 1, tzinfo=UTC).timestamp())
_LAST = int(datetime(2200, 1, 1, tzinfo=UTC).timestamp())
_VIEWS = {View.VIEW_UNSPECIFIED: True, View.VIEW_FULL: True, View.VIEW_BASIC: False}


class Asked(NamedTuple):
    """A request's options, with defaults filled in. `full`: return the whole explanation."""

    compiled: Compiled
    day: date
    language: str
    audience: str
    full: bool

    @property
    def rulebook(self) -> Rulebook:
        """The version that decides."""
        return self.compiled.rulebook


def read_options(decider: Decider, name: str, options: Options, now: datetime) -> Asked:
    """What is asked of the rulebook `name`. Raises BadOption and what finding the rulebook raises."""
    as_of = read_moment(options.as_of) if options.HasField("as_of") else now
    pins = _text(options, "version"), _text(options, "content_hash")
    compiled, day = decider.find(name, as_of, *pins)
    language, audience = read_reader(
        compiled.rulebook, _text(options, "language"), _text(options, "audience")
    )
    if options.view not in _VIEWS:
        raise BadOption(
            f"no view {options.view}", [FieldFault("options.view", "must be VIEW_BASIC or VIEW_FULL")]
        )
    return Asked(compiled, day, language, audience, _VIEWS[options.view])


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


def read_moment(sent: Timestamp) -> datetime:
    """A point in time from 1900 to 2200. Raises BadOption for any other."""
    if not (_FIRST <= sent.seconds < _LAST and 0 <= sent.nanos < 1_000_000_000):
        what = "must be a time from 1900 to 2199"
        raise BadOption(f"as_of {what}", [FieldFault("options.as_of", what)])
    return sent.ToDatetime(tzinfo=UTC)


def _text(options: Options, name: str) -> str | None:
    return getattr(options, name) if options.HasField(name) else None
