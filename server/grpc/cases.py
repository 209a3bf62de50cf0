"""Items of a request to cases, and the checks of the list that they come in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from assize.decision.case import Case, GivenApproval
from assize.rules.errors import Violation
from assize.server.errors import BadId, DuplicateId, EmptyRequest, FieldFault, TooManyItems
from assize.server.grpc.readers import Reader
from assize.server.grpc.values import Found, Plain, Unfit, read_approval, read_info, read_value
from assize.v1.decision_service_pb2 import Case as SentCase
from assize.v1.facts_pb2 import FactInfo
from assize.v1.supplier_pb2 import Need, Supplier

LONGEST_ID = 200
_SUPPLIER = Reader(cast("Descriptor", Supplier.DESCRIPTOR))
_NEED = Reader(cast("Descriptor", Need.DESCRIPTOR))


class ReadCase(NamedTuple):
    """A case as far as it could be read, and what could not be."""

    case: Case
    violations: tuple[Violation, ...]


class ReadNeed(NamedTuple):
    """Facts that all suppliers of a request share, and what could not be read."""

    facts: dict[str, Plain]
    violations: tuple[Violation, ...]


def read_need(need: Need) -> ReadNeed:
    """The facts of the need, once for the request."""
    found = Found()
    facts = _with_maps(_NEED.read_all(need, found), need, found)
    return ReadNeed(facts, _rooted(found))


def read_supplier(supplier: Supplier, need: ReadNeed) -> ReadCase:
    """The facts of a supplier with those of the need."""
    found = Found()
    facts = _with_maps(_SUPPLIER.read_all(supplier, found), supplier, found)
    found += [_twice(name) for name in need.facts if name in facts]
    facts.update(need.facts)
    return _read_case(supplier, facts, found, need.violations)


def read_typed(item: Any, part: Message, reader: Reader) -> ReadCase:  # noqa: ANN401  # any item with maps
    """The facts of a typed item. `part` is the item itself, or the part of it that has their fields."""
    found = Found()
    return _read_case(item, _with_maps(reader.read_all(part, found), item, found), found, ())


def read_sent_case(sent: SentCase) -> ReadCase:
    """The facts of a case of any rulebook."""
    found = Found()
    return _read_case(sent, _with_maps({}, sent, found), found, ())


def check_ids(ids: Sequence[str], items: str, limit: int) -> None:
    """That there are items, not too many, each with an id of its own. `items` is the name of the list."""
    if not ids:
        raise EmptyRequest(f"there is nothing to decide; `{items}` is empty", [FieldFault(items, "is empty")])
    if len(ids) > limit:
        message = f"`{items}` has {len(ids)} items and may have {limit}; send several requests"
        raise TooManyItems(message, [FieldFault(items, message)], limit=str(limit), got=str(len(ids)))
    if bad := [i for i, name in enumerate(ids) if not 1 <= len(name) <= LONGEST_ID]:
        what = f"must have 1 to {LONGEST_ID} characters"
        faults = [FieldFault(f"{items}[{i}].id", f"{what}, got {len(ids[i])}") for i in bad]
        raise BadId(f"{len(bad)} items have no usable id: {what}", faults)
    if len(set(ids)) < len(ids):
        raise _duplicates(ids, items)


def _duplicates(ids: Sequence[str], items: str) -> DuplicateId:
    first: dict[str, int] = {}
    faults = [
        FieldFault(f"{items}[{i}].id", f"the id `{name}` was already used by {items}[{first[name]}]")
        for i, name in enumerate(ids)
        if first.setdefault(name, i) != i
    ]
    return DuplicateId(f"{len(faults)} items have an id that was used before; each needs its own", faults)


def _with_maps(facts: dict[str, Plain], message: Any, found: Found) -> dict[str, Plain]:  # noqa: ANN401
    """The facts with those in the maps `facts` and `info` of a Supplier, Need or Case."""
    if message.facts:
        for name, value in sorted(message.facts.items()):
            if name in facts:
                found.append(_twice(name))
            facts[name] = found.read(f".{name}", read_value, value)
    about = message.info
    for name in about:
        facts[name] = _informed(name, facts.get(name), about[name], found)
    return facts


def _informed(name: str, value: Plain, info: FactInfo, found: Found) -> Plain:
    try:
        return read_info(value, info)
    except Unfit as error:
        found += error.under(f".{name}")
        return value


def _read_case(
    message: Any,  # noqa: ANN401  # a Supplier or a Case
    facts: dict[str, Plain],
    found: Found,
    earlier: tuple[Violation, ...],
) -> ReadCase:
    approvals: tuple[GivenApproval, ...] = ()
    if message.approvals:
        read = [
            found.read(f".approvals[{i}]", read_approval, sent) for i, sent in enumerate(message.approvals)
        ]
        approvals = tuple(each for each in read if isinstance(each, GivenApproval))
    case = Case(message.id, facts, approvals, message.requester)
    return ReadCase(case, (*earlier, *_rooted(found)) if found or earlier else ())


def _twice(name: str) -> Violation:
    return Violation(
        f".{name}", "is sent twice", "", "send it once, in its field or in `facts`", "SENT_TWICE"
    )


def _rooted(found: Found) -> tuple[Violation, ...]:
    return tuple(violation._replace(path="$" + violation.path) for violation in found)
