"""What a rulebook says of principles, risks, controls, duties and shown values, as messages."""

from __future__ import annotations

from assize.rules.model import Obligation, Rulebook, Texts
from assize.rules.risk_model import Control, Risk, RiskScale
from assize.server.grpc.types import to_grade, to_number, to_type
from assize.v1 import rulebook_pb2 as pb


def obligation(duty: Obligation, texts: Texts) -> pb.ObligationDeclaration:
    """A duty that goes with a rule."""
    return pb.ObligationDeclaration(
        name=duty.name,
        title=texts.obligations[duty.name],
        owner=duty.owner,
        owner_title=texts.roles[duty.owner],
        due_in=str(duty.due) if duty.due else None,
        parameters=[
            pb.Field(name=name, type=to_type(expression.type)) for name, expression in duty.parameters
        ],
    )


def principles(rulebook: Rulebook, texts: Texts) -> list[pb.PrincipleDeclaration]:
    """What a gate judges by."""
    return [
        pb.PrincipleDeclaration(
            name=each.name, title=texts.principles[each.name], source=each.source, note=each.note
        )
        for each in rulebook.principles
    ]


def risk_scale(scale: RiskScale) -> pb.RiskScaleDeclaration:
    """How levels are found, named and reduced."""
    numbers = scale.likelihood._asdict()
    return pb.RiskScaleDeclaration(
        likelihood={name: to_number(number) for name, number in numbers.items()},
        levels=[to_grade(level) for level in scale.levels],
        reduces=scale.reduces,
        least_left=to_number(scale.least_left),
        on_paper=to_number(scale.on_paper),
    )


def risks(rulebook: Rulebook, texts: Texts) -> list[pb.RiskDeclaration]:
    """Every risk with its controls."""
    return [_risk(risk, texts) for risk in rulebook.risks]


def shows(rulebook: Rulebook, texts: Texts, hidden: frozenset[str]) -> list[pb.ShownDeclaration]:
    """The values that are shown beside the outcome."""
    return [
        pb.ShownDeclaration(name=each.name, title=texts.shows[each.name], type=to_type(each.expression.type))
        for each in rulebook.shows
        if each.name not in hidden
    ]


def _risk(risk: Risk, texts: Texts) -> pb.RiskDeclaration:
    return pb.RiskDeclaration(
        name=risk.name,
        title=texts.risks[risk.name],
        source=risk.source,
        signs=risk.signs,
        controls=[_control(control, texts) for control in risk.controls],
        note=risk.note,
    )


def _control(control: Control, texts: Texts) -> pb.ControlDeclaration:
    return pb.ControlDeclaration(
        name=control.name,
        title=texts.controls[control.name],
        source=control.source,
        reduction=to_number(control.reduction),
        clauses=[
            pb.ClauseDeclaration(name=clause.name, title=texts.controls[clause.name])
            for clause in control.clauses
        ],
        note=control.note,
    )
