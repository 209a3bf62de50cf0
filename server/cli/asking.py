"""A question to its answer: rulebook, file and options to one request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from google.protobuf.timestamp_pb2 import Timestamp

from assize.rules.errors import UnknownRulebook
from assize.server.cli.messages import from_type, to_case
from assize.server.cli.transport import Transport
from assize.server.input.model import FileCase, Types
from assize.server.input.read import Format, read_cases
from assize.v1 import rulebook_pb2 as pb
from assize.v1.decision_service_pb2 import DecideRequest, DecideResponse
from assize.v1.options_pb2 import Options


class Sent(NamedTuple):
    """A file of cases: its name to show, its bytes, its format, and new names for its columns."""

    path: str
    data: bytes
    format: Format
    renames: Mapping[str, str]


class Asked(NamedTuple):
    """Which rulebook, on which day or at which moment, for whom. None: the rulebook's own first."""

    rulebook: str
    as_of: date | datetime
    version: str | None = None
    content_hash: str | None = None
    language: str | None = None
    audience: str | None = None


class Told(NamedTuple):
    """What was asked and answered: the rulebook that decided, the cases, one answer for each."""

    rulebook: pb.Rulebook
    cases: tuple[FileCase, ...]
    response: DecideResponse


def decide(transport: Transport, asked: Asked, sent: Sent, *, rank: bool) -> Told:
    """Decide all cases of a file. Raises CaseFileError, and what refuses the request."""
    heads = versions_of(transport, asked.rulebook)
    when = moment_of(asked.as_of, heads[-1].time_zone)
    rulebook = get_rulebook(transport, asked, when)
    # Facts of other versions may be sent, and are not used.
    types = declared_in(transport, sorted(heads, key=lambda head: head.version == rulebook.head.version))
    cases = read_cases(sent.path, sent.data, sent.format, types, sent.renames)
    request = DecideRequest(
        rulebook=asked.rulebook,
        cases=[to_case(found.case) for found in cases],
        options=options_of(asked, when),
    )
    request.rank = rank
    return Told(rulebook, cases, transport.decide(request))


def versions_of(transport: Transport, name: str) -> list[pb.RulebookHead]:
    """The versions of a rulebook, oldest first. Raises UnknownRulebook."""
    heads = list(transport.list_rulebooks(pb.ListRulebooksRequest()).rulebooks)
    found = [head for head in heads if head.name == name]
    if not found:
        raise UnknownRulebook(name, {head.name for head in heads})
    return sorted(
        found,
        key=lambda head: (head.effective_from.year, head.effective_from.month, head.effective_from.day),
    )


def get_rulebook(transport: Transport, asked: Asked, when: Timestamp | None) -> pb.Rulebook:
    """The version that is asked for, or holds then, in the asked language."""
    request = pb.GetRulebookRequest(
        name=asked.rulebook,
        version=asked.version,
        as_of=when,
        language=asked.language,
        audience=asked.audience,
    )
    return transport.get_rulebook(request).rulebook


def declared_in(transport: Transport, heads: Iterable[pb.RulebookHead]) -> Types:
    """The facts that these versions declare; of a name in several of them, the last one's.

    They are asked for without an audience: who sends a file may send what its reader may not see.
    """
    requests = [pb.GetRulebookRequest(name=head.name, version=head.version) for head in heads]
    known = [transport.get_rulebook(request).rulebook for request in requests]
    return {fact.name: from_type(fact.type) for each in known for fact in each.facts}


def moment_of(as_of: date | datetime, time_zone: str) -> Timestamp:
    """A moment of that day in the rulebook's time zone; a moment stays itself."""
    if not isinstance(as_of, datetime):
        as_of = datetime.combine(as_of, time(12), ZoneInfo(time_zone))
    when = Timestamp()
    when.FromDatetime(as_of.astimezone(UTC))
    return when


def options_of(asked: Asked, when: Timestamp) -> Options:
    """The options of a request."""
    return Options(
        as_of=when,
        version=asked.version,
        content_hash=asked.content_hash,
        language=asked.language,
        audience=asked.audience,
    )
