"""A file of subjects to their risks: each kind by its rulebook, in one request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from assize.server.cli.asking import (
    Asked,
    Sent,
    declared_in,
    get_rulebook,
    moment_of,
    options_of,
    versions_of,
)
from assize.server.cli.messages import to_case
from assize.server.cli.transport import Transport
from assize.server.input.model import FileCase
from assize.server.input.subjects import read_subjects
from assize.v1.risk_pb2 import RiskSubject
from assize.v1.risk_service_pb2 import AssessRisksRequest, AssessRisksResponse
from assize.v1.rulebook_pb2 import Rulebook


class Kind(NamedTuple):
    """A list of the file: the field of its subjects in the contract, and the rulebook that decides."""

    field: str
    rulebook: str


KINDS: Mapping[str, Kind] = {
    "customers": Kind("customer", "customer-risk"),
    "suppliers": Kind("supplier", "supplier-risk"),
    "third_parties": Kind("third_party", "third-party-risk"),
}


class Assessed(NamedTuple):
    """What was asked and answered: the rulebooks by name, the subjects, one answer for each."""

    rulebooks: Mapping[str, Rulebook]
    cases: tuple[FileCase, ...]
    response: AssessRisksResponse


def assess(transport: Transport, asked: Asked, sent: Sent) -> Assessed:
    """Assess all subjects of a file. Raises CaseFileError, and what refuses the request."""
    heads = {name: versions_of(transport, kind.rulebook) for name, kind in KINDS.items()}
    when = moment_of(asked.as_of, next(iter(heads.values()))[-1].time_zone)
    types = {name: declared_in(transport, heads[name]) for name in KINDS}
    subjects = read_subjects(sent.path, sent.data, types, json=sent.format == "json")
    # A kind that is not in the file need not have the version or the audience that is asked for.
    rulebooks = [
        get_rulebook(transport, asked._replace(rulebook=KINDS[name].rulebook), when) for name in subjects
    ]
    request = AssessRisksRequest(options=options_of(asked, when))
    for name, cases in subjects.items():
        request.subjects.extend(_to_subject(found, KINDS[name].field) for found in cases)
    return Assessed(
        {rulebook.head.name: rulebook for rulebook in rulebooks},
        tuple(found for cases in subjects.values() for found in cases),
        transport.assess(request),
    )


def _to_subject(found: FileCase, field: str) -> RiskSubject:
    case = to_case(found.case)
    subject = RiskSubject(id=case.id, facts=case.facts, approvals=case.approvals, requester=case.requester)
    getattr(subject, field).SetInParent()
    return subject
