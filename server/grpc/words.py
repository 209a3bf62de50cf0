"""Our words and the contract's numbers for them."""

from __future__ import annotations

from typing import TypeVar, cast

from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper

from assize.v1 import decision_pb2 as pb
from assize.v1.facts_pb2 import Evidence

Number = TypeVar("Number", bound=int)


def numbers(enum: type[Number], prefix: str) -> dict[str, Number]:
    """An enum's numbers by our words: DUTY_STATE_DUE is `due`."""
    items = cast("EnumTypeWrapper", enum).items()
    return {name.removeprefix(prefix).lower(): cast("Number", number) for name, number in items}


EFFECTS = numbers(pb.Effect, "EFFECT_")
KINDS = numbers(pb.ReasonKind, "REASON_KIND_")
APPROVALS = numbers(pb.ApprovalState, "APPROVAL_STATE_")
DUTIES = numbers(pb.DutyState, "DUTY_STATE_")
DUTY_KINDS = numbers(pb.DutyKind, "DUTY_KIND_")
STATUSES = numbers(pb.CriterionStatus, "CRITERION_STATUS_")
TRUTHS = numbers(pb.Truth, "TRUTH_")
VERDICTS = numbers(pb.VerdictState, "VERDICT_STATE_")
CONTROLS = numbers(pb.ControlState, "CONTROL_STATE_")
WHYS = numbers(pb.WhyMissing, "WHY_MISSING_")
EVIDENCE = numbers(Evidence, "EVIDENCE_") | {"none": Evidence.EVIDENCE_UNSPECIFIED}
