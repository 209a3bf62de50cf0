import datetime

from assize.v1 import decision_pb2 as _decision_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FactKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FACT_KIND_UNSPECIFIED: _ClassVar[FactKind]
    FACT_KIND_BOOLEAN: _ClassVar[FactKind]
    FACT_KIND_NUMBER: _ClassVar[FactKind]
    FACT_KIND_INTEGER: _ClassVar[FactKind]
    FACT_KIND_TEXT: _ClassVar[FactKind]
    FACT_KIND_CHOICE: _ClassVar[FactKind]
    FACT_KIND_DATE: _ClassVar[FactKind]
    FACT_KIND_MONEY: _ClassVar[FactKind]
    FACT_KIND_LIST: _ClassVar[FactKind]
    FACT_KIND_RECORD: _ClassVar[FactKind]

class ChoiceOrder(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHOICE_ORDER_UNSPECIFIED: _ClassVar[ChoiceOrder]
    CHOICE_ORDER_FIRST_IS_BEST: _ClassVar[ChoiceOrder]
    CHOICE_ORDER_LAST_IS_BEST: _ClassVar[ChoiceOrder]
FACT_KIND_UNSPECIFIED: FactKind
FACT_KIND_BOOLEAN: FactKind
FACT_KIND_NUMBER: FactKind
FACT_KIND_INTEGER: FactKind
FACT_KIND_TEXT: FactKind
FACT_KIND_CHOICE: FactKind
FACT_KIND_DATE: FactKind
FACT_KIND_MONEY: FactKind
FACT_KIND_LIST: FactKind
FACT_KIND_RECORD: FactKind
CHOICE_ORDER_UNSPECIFIED: ChoiceOrder
CHOICE_ORDER_FIRST_IS_BEST: ChoiceOrder
CHOICE_ORDER_LAST_IS_BEST: ChoiceOrder

class ListRulebooksRequest(_message.Message):
    __slots__ = ("language",)
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    language: str
    def __init__(self, language: _Optional[str] = ...) -> None: ...

class ListRulebooksResponse(_message.Message):
    __slots__ = ("rulebooks",)
    RULEBOOKS_FIELD_NUMBER: _ClassVar[int]
    rulebooks: _containers.RepeatedCompositeFieldContainer[RulebookHead]
    def __init__(self, rulebooks: _Optional[_Iterable[_Union[RulebookHead, _Mapping]]] = ...) -> None: ...

class GetRulebookRequest(_message.Message):
    __slots__ = ("name", "version", "as_of", "language", "audience")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: str
    as_of: _timestamp_pb2.Timestamp
    language: str
    audience: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[str] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., language: _Optional[str] = ..., audience: _Optional[str] = ...) -> None: ...

class GetRulebookResponse(_message.Message):
    __slots__ = ("rulebook",)
    RULEBOOK_FIELD_NUMBER: _ClassVar[int]
    rulebook: Rulebook
    def __init__(self, rulebook: _Optional[_Union[Rulebook, _Mapping]] = ...) -> None: ...

class RulebookHead(_message.Message):
    __slots__ = ("name", "version", "content_hash", "title", "effective_from", "effective_to", "adoption", "time_zone", "languages", "audiences")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CONTENT_HASH_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_FROM_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TO_FIELD_NUMBER: _ClassVar[int]
    ADOPTION_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    LANGUAGES_FIELD_NUMBER: _ClassVar[int]
    AUDIENCES_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: str
    content_hash: str
    title: str
    effective_from: _date_pb2.Date
    effective_to: _date_pb2.Date
    adoption: Adoption
    time_zone: str
    languages: _containers.RepeatedScalarFieldContainer[str]
    audiences: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., version: _Optional[str] = ..., content_hash: _Optional[str] = ..., title: _Optional[str] = ..., effective_from: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., effective_to: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., adoption: _Optional[_Union[Adoption, _Mapping]] = ..., time_zone: _Optional[str] = ..., languages: _Optional[_Iterable[str]] = ..., audiences: _Optional[_Iterable[str]] = ...) -> None: ...

class Adoption(_message.Message):
    __slots__ = ("owner", "approver", "date", "review")
    OWNER_FIELD_NUMBER: _ClassVar[int]
    APPROVER_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    REVIEW_FIELD_NUMBER: _ClassVar[int]
    owner: str
    approver: str
    date: _date_pb2.Date
    review: _date_pb2.Date
    def __init__(self, owner: _Optional[str] = ..., approver: _Optional[str] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., review: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class Rulebook(_message.Message):
    __slots__ = ("head", "facts", "outcomes", "uses", "score", "grades", "criteria", "rules", "variants", "parameters", "principles", "risk_scale", "risks", "shows")
    HEAD_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    OUTCOMES_FIELD_NUMBER: _ClassVar[int]
    USES_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    GRADES_FIELD_NUMBER: _ClassVar[int]
    CRITERIA_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    VARIANTS_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    PRINCIPLES_FIELD_NUMBER: _ClassVar[int]
    RISK_SCALE_FIELD_NUMBER: _ClassVar[int]
    RISKS_FIELD_NUMBER: _ClassVar[int]
    SHOWS_FIELD_NUMBER: _ClassVar[int]
    head: RulebookHead
    facts: _containers.RepeatedCompositeFieldContainer[FactDeclaration]
    outcomes: _containers.RepeatedCompositeFieldContainer[OutcomeDeclaration]
    uses: _containers.RepeatedScalarFieldContainer[str]
    score: ScoreDeclaration
    grades: _containers.RepeatedCompositeFieldContainer[GradeDeclaration]
    criteria: _containers.RepeatedCompositeFieldContainer[CriterionDeclaration]
    rules: _containers.RepeatedCompositeFieldContainer[RuleDeclaration]
    variants: _containers.RepeatedCompositeFieldContainer[VariantDeclaration]
    parameters: _containers.RepeatedCompositeFieldContainer[ParameterDeclaration]
    principles: _containers.RepeatedCompositeFieldContainer[PrincipleDeclaration]
    risk_scale: RiskScaleDeclaration
    risks: _containers.RepeatedCompositeFieldContainer[RiskDeclaration]
    shows: _containers.RepeatedCompositeFieldContainer[ShownDeclaration]
    def __init__(self, head: _Optional[_Union[RulebookHead, _Mapping]] = ..., facts: _Optional[_Iterable[_Union[FactDeclaration, _Mapping]]] = ..., outcomes: _Optional[_Iterable[_Union[OutcomeDeclaration, _Mapping]]] = ..., uses: _Optional[_Iterable[str]] = ..., score: _Optional[_Union[ScoreDeclaration, _Mapping]] = ..., grades: _Optional[_Iterable[_Union[GradeDeclaration, _Mapping]]] = ..., criteria: _Optional[_Iterable[_Union[CriterionDeclaration, _Mapping]]] = ..., rules: _Optional[_Iterable[_Union[RuleDeclaration, _Mapping]]] = ..., variants: _Optional[_Iterable[_Union[VariantDeclaration, _Mapping]]] = ..., parameters: _Optional[_Iterable[_Union[ParameterDeclaration, _Mapping]]] = ..., principles: _Optional[_Iterable[_Union[PrincipleDeclaration, _Mapping]]] = ..., risk_scale: _Optional[_Union[RiskScaleDeclaration, _Mapping]] = ..., risks: _Optional[_Iterable[_Union[RiskDeclaration, _Mapping]]] = ..., shows: _Optional[_Iterable[_Union[ShownDeclaration, _Mapping]]] = ...) -> None: ...

class FactDeclaration(_message.Message):
    __slots__ = ("name", "title", "type", "stale_after", "note", "decision")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    STALE_AFTER_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    type: FactType
    stale_after: str
    note: str
    decision: str
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., type: _Optional[_Union[FactType, _Mapping]] = ..., stale_after: _Optional[str] = ..., note: _Optional[str] = ..., decision: _Optional[str] = ...) -> None: ...

class FactType(_message.Message):
    __slots__ = ("kind", "unit", "low", "high", "choices", "order", "by", "choices_by", "expires", "element", "key", "max_items", "fields")
    class ChoicesByEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Choices
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Choices, _Mapping]] = ...) -> None: ...
    KIND_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    CHOICES_BY_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_FIELD_NUMBER: _ClassVar[int]
    ELEMENT_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    MAX_ITEMS_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    kind: FactKind
    unit: str
    low: float
    high: float
    choices: _containers.RepeatedScalarFieldContainer[str]
    order: ChoiceOrder
    by: str
    choices_by: _containers.MessageMap[str, Choices]
    expires: bool
    element: FactType
    key: str
    max_items: int
    fields: _containers.RepeatedCompositeFieldContainer[Field]
    def __init__(self, kind: _Optional[_Union[FactKind, str]] = ..., unit: _Optional[str] = ..., low: _Optional[float] = ..., high: _Optional[float] = ..., choices: _Optional[_Iterable[str]] = ..., order: _Optional[_Union[ChoiceOrder, str]] = ..., by: _Optional[str] = ..., choices_by: _Optional[_Mapping[str, Choices]] = ..., expires: _Optional[bool] = ..., element: _Optional[_Union[FactType, _Mapping]] = ..., key: _Optional[str] = ..., max_items: _Optional[int] = ..., fields: _Optional[_Iterable[_Union[Field, _Mapping]]] = ...) -> None: ...

class Choices(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, items: _Optional[_Iterable[str]] = ...) -> None: ...

class Field(_message.Message):
    __slots__ = ("name", "type")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    name: str
    type: FactType
    def __init__(self, name: _Optional[str] = ..., type: _Optional[_Union[FactType, _Mapping]] = ...) -> None: ...

class OutcomeDeclaration(_message.Message):
    __slots__ = ("name", "title", "effects")
    class EffectsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _decision_pb2.Effect
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_decision_pb2.Effect, str]] = ...) -> None: ...
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    EFFECTS_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    effects: _containers.ScalarMap[str, _decision_pb2.Effect]
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., effects: _Optional[_Mapping[str, _decision_pb2.Effect]] = ...) -> None: ...

class ScoreDeclaration(_message.Message):
    __slots__ = ("low", "high", "decimals", "min_coverage")
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    DECIMALS_FIELD_NUMBER: _ClassVar[int]
    MIN_COVERAGE_FIELD_NUMBER: _ClassVar[int]
    low: float
    high: float
    decimals: int
    min_coverage: float
    def __init__(self, low: _Optional[float] = ..., high: _Optional[float] = ..., decimals: _Optional[int] = ..., min_coverage: _Optional[float] = ...) -> None: ...

class Number(_message.Message):
    __slots__ = ("value", "parameter")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_FIELD_NUMBER: _ClassVar[int]
    value: float
    parameter: str
    def __init__(self, value: _Optional[float] = ..., parameter: _Optional[str] = ...) -> None: ...

class GradeDeclaration(_message.Message):
    __slots__ = ("name", "lowest")
    NAME_FIELD_NUMBER: _ClassVar[int]
    LOWEST_FIELD_NUMBER: _ClassVar[int]
    name: str
    lowest: Number
    def __init__(self, name: _Optional[str] = ..., lowest: _Optional[_Union[Number, _Mapping]] = ...) -> None: ...

class CriterionDeclaration(_message.Message):
    __slots__ = ("name", "parent", "title", "source", "weight", "if_missing", "note")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    IF_MISSING_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    name: str
    parent: str
    title: str
    source: str
    weight: float
    if_missing: str
    note: str
    def __init__(self, name: _Optional[str] = ..., parent: _Optional[str] = ..., title: _Optional[str] = ..., source: _Optional[str] = ..., weight: _Optional[float] = ..., if_missing: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class RuleDeclaration(_message.Message):
    __slots__ = ("name", "source", "stage", "effects", "reason", "remedy", "note", "principle", "approval_role", "obligations", "derived")
    NAME_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    EFFECTS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REMEDY_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    PRINCIPLE_FIELD_NUMBER: _ClassVar[int]
    APPROVAL_ROLE_FIELD_NUMBER: _ClassVar[int]
    OBLIGATIONS_FIELD_NUMBER: _ClassVar[int]
    DERIVED_FIELD_NUMBER: _ClassVar[int]
    name: str
    source: str
    stage: int
    effects: _containers.RepeatedScalarFieldContainer[str]
    reason: str
    remedy: str
    note: str
    principle: str
    approval_role: str
    obligations: _containers.RepeatedCompositeFieldContainer[ObligationDeclaration]
    derived: bool
    def __init__(self, name: _Optional[str] = ..., source: _Optional[str] = ..., stage: _Optional[int] = ..., effects: _Optional[_Iterable[str]] = ..., reason: _Optional[str] = ..., remedy: _Optional[str] = ..., note: _Optional[str] = ..., principle: _Optional[str] = ..., approval_role: _Optional[str] = ..., obligations: _Optional[_Iterable[_Union[ObligationDeclaration, _Mapping]]] = ..., derived: _Optional[bool] = ...) -> None: ...

class ObligationDeclaration(_message.Message):
    __slots__ = ("name", "title", "owner", "owner_title", "due_in", "parameters")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    OWNER_TITLE_FIELD_NUMBER: _ClassVar[int]
    DUE_IN_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    owner: str
    owner_title: str
    due_in: str
    parameters: _containers.RepeatedCompositeFieldContainer[Field]
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., owner: _Optional[str] = ..., owner_title: _Optional[str] = ..., due_in: _Optional[str] = ..., parameters: _Optional[_Iterable[_Union[Field, _Mapping]]] = ...) -> None: ...

class PrincipleDeclaration(_message.Message):
    __slots__ = ("name", "title", "source", "note")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    source: str
    note: str
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., source: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class RiskScaleDeclaration(_message.Message):
    __slots__ = ("likelihood", "levels", "reduces", "least_left", "on_paper")
    class LikelihoodEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Number
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Number, _Mapping]] = ...) -> None: ...
    LIKELIHOOD_FIELD_NUMBER: _ClassVar[int]
    LEVELS_FIELD_NUMBER: _ClassVar[int]
    REDUCES_FIELD_NUMBER: _ClassVar[int]
    LEAST_LEFT_FIELD_NUMBER: _ClassVar[int]
    ON_PAPER_FIELD_NUMBER: _ClassVar[int]
    likelihood: _containers.MessageMap[str, Number]
    levels: _containers.RepeatedCompositeFieldContainer[GradeDeclaration]
    reduces: str
    least_left: Number
    on_paper: Number
    def __init__(self, likelihood: _Optional[_Mapping[str, Number]] = ..., levels: _Optional[_Iterable[_Union[GradeDeclaration, _Mapping]]] = ..., reduces: _Optional[str] = ..., least_left: _Optional[_Union[Number, _Mapping]] = ..., on_paper: _Optional[_Union[Number, _Mapping]] = ...) -> None: ...

class RiskDeclaration(_message.Message):
    __slots__ = ("name", "title", "source", "signs", "controls", "note")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SIGNS_FIELD_NUMBER: _ClassVar[int]
    CONTROLS_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    source: str
    signs: _containers.RepeatedScalarFieldContainer[str]
    controls: _containers.RepeatedCompositeFieldContainer[ControlDeclaration]
    note: str
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., source: _Optional[str] = ..., signs: _Optional[_Iterable[str]] = ..., controls: _Optional[_Iterable[_Union[ControlDeclaration, _Mapping]]] = ..., note: _Optional[str] = ...) -> None: ...

class ControlDeclaration(_message.Message):
    __slots__ = ("name", "title", "source", "reduction", "clauses", "note")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    REDUCTION_FIELD_NUMBER: _ClassVar[int]
    CLAUSES_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    source: str
    reduction: Number
    clauses: _containers.RepeatedCompositeFieldContainer[ClauseDeclaration]
    note: str
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., source: _Optional[str] = ..., reduction: _Optional[_Union[Number, _Mapping]] = ..., clauses: _Optional[_Iterable[_Union[ClauseDeclaration, _Mapping]]] = ..., note: _Optional[str] = ...) -> None: ...

class ClauseDeclaration(_message.Message):
    __slots__ = ("name", "title")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ...) -> None: ...

class ShownDeclaration(_message.Message):
    __slots__ = ("name", "title", "type")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    type: FactType
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., type: _Optional[_Union[FactType, _Mapping]] = ...) -> None: ...

class VariantDeclaration(_message.Message):
    __slots__ = ("name", "note", "without", "weights")
    class WeightsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    NAME_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_FIELD_NUMBER: _ClassVar[int]
    WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    name: str
    note: str
    without: _containers.RepeatedScalarFieldContainer[str]
    weights: _containers.ScalarMap[str, str]
    def __init__(self, name: _Optional[str] = ..., note: _Optional[str] = ..., without: _Optional[_Iterable[str]] = ..., weights: _Optional[_Mapping[str, str]] = ...) -> None: ...

class ParameterDeclaration(_message.Message):
    __slots__ = ("name", "unit", "values")
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    name: str
    unit: str
    values: _containers.RepeatedCompositeFieldContainer[DatedValue]
    def __init__(self, name: _Optional[str] = ..., unit: _Optional[str] = ..., values: _Optional[_Iterable[_Union[DatedValue, _Mapping]]] = ...) -> None: ...

class DatedValue(_message.Message):
    __slots__ = ("start", "value", "note", "reference", "checked_on")
    START_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    CHECKED_ON_FIELD_NUMBER: _ClassVar[int]
    start: _date_pb2.Date
    value: _decision_pb2.Value
    note: str
    reference: str
    checked_on: _date_pb2.Date
    def __init__(self, start: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., value: _Optional[_Union[_decision_pb2.Value, _Mapping]] = ..., note: _Optional[str] = ..., reference: _Optional[str] = ..., checked_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...
