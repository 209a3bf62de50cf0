from assize.v1 import facts_pb2 as _facts_pb2
from google.type import date_pb2 as _date_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Effect(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EFFECT_UNSPECIFIED: _ClassVar[Effect]
    EFFECT_NONE: _ClassVar[Effect]
    EFFECT_WARN: _ClassVar[Effect]
    EFFECT_NEEDS_APPROVAL: _ClassVar[Effect]
    EFFECT_BLOCK: _ClassVar[Effect]
    EFFECT_UNDETERMINED: _ClassVar[Effect]

class ReasonKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REASON_KIND_UNSPECIFIED: _ClassVar[ReasonKind]
    REASON_KIND_FINDING: _ClassVar[ReasonKind]
    REASON_KIND_CRITERION: _ClassVar[ReasonKind]
    REASON_KIND_MISSING: _ClassVar[ReasonKind]

class ApprovalState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    APPROVAL_STATE_UNSPECIFIED: _ClassVar[ApprovalState]
    APPROVAL_STATE_OPEN: _ClassVar[ApprovalState]
    APPROVAL_STATE_GRANTED: _ClassVar[ApprovalState]
    APPROVAL_STATE_POSSIBLE: _ClassVar[ApprovalState]

class DutyKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DUTY_KIND_UNSPECIFIED: _ClassVar[DutyKind]
    DUTY_KIND_CONDITION: _ClassVar[DutyKind]
    DUTY_KIND_OBLIGATION: _ClassVar[DutyKind]

class DutyState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DUTY_STATE_UNSPECIFIED: _ClassVar[DutyState]
    DUTY_STATE_DUE: _ClassVar[DutyState]
    DUTY_STATE_POSSIBLE: _ClassVar[DutyState]

class VerdictState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERDICT_STATE_UNSPECIFIED: _ClassVar[VerdictState]
    VERDICT_STATE_PASS: _ClassVar[VerdictState]
    VERDICT_STATE_NEEDS_APPROVAL: _ClassVar[VerdictState]
    VERDICT_STATE_DENY: _ClassVar[VerdictState]
    VERDICT_STATE_UNDETERMINED: _ClassVar[VerdictState]

class ControlState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONTROL_STATE_UNSPECIFIED: _ClassVar[ControlState]
    CONTROL_STATE_WORKING: _ClassVar[ControlState]
    CONTROL_STATE_ON_PAPER: _ClassVar[ControlState]
    CONTROL_STATE_MISSING: _ClassVar[ControlState]
    CONTROL_STATE_EXPIRED: _ClassVar[ControlState]
    CONTROL_STATE_UNKNOWN: _ClassVar[ControlState]

class CriterionStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CRITERION_STATUS_UNSPECIFIED: _ClassVar[CriterionStatus]
    CRITERION_STATUS_KNOWN: _ClassVar[CriterionStatus]
    CRITERION_STATUS_STAND_IN: _ClassVar[CriterionStatus]
    CRITERION_STATUS_EXCLUDED: _ClassVar[CriterionStatus]
    CRITERION_STATUS_UNKNOWN: _ClassVar[CriterionStatus]

class Truth(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TRUTH_UNSPECIFIED: _ClassVar[Truth]
    TRUTH_FALSE: _ClassVar[Truth]
    TRUTH_UNKNOWN: _ClassVar[Truth]
    TRUTH_TRUE: _ClassVar[Truth]

class WhyMissing(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    WHY_MISSING_UNSPECIFIED: _ClassVar[WhyMissing]
    WHY_MISSING_NOT_SENT: _ClassVar[WhyMissing]
    WHY_MISSING_NULL: _ClassVar[WhyMissing]
    WHY_MISSING_STALE: _ClassVar[WhyMissing]
    WHY_MISSING_UNDATED: _ClassVar[WhyMissing]
EFFECT_UNSPECIFIED: Effect
EFFECT_NONE: Effect
EFFECT_WARN: Effect
EFFECT_NEEDS_APPROVAL: Effect
EFFECT_BLOCK: Effect
EFFECT_UNDETERMINED: Effect
REASON_KIND_UNSPECIFIED: ReasonKind
REASON_KIND_FINDING: ReasonKind
REASON_KIND_CRITERION: ReasonKind
REASON_KIND_MISSING: ReasonKind
APPROVAL_STATE_UNSPECIFIED: ApprovalState
APPROVAL_STATE_OPEN: ApprovalState
APPROVAL_STATE_GRANTED: ApprovalState
APPROVAL_STATE_POSSIBLE: ApprovalState
DUTY_KIND_UNSPECIFIED: DutyKind
DUTY_KIND_CONDITION: DutyKind
DUTY_KIND_OBLIGATION: DutyKind
DUTY_STATE_UNSPECIFIED: DutyState
DUTY_STATE_DUE: DutyState
DUTY_STATE_POSSIBLE: DutyState
VERDICT_STATE_UNSPECIFIED: VerdictState
VERDICT_STATE_PASS: VerdictState
VERDICT_STATE_NEEDS_APPROVAL: VerdictState
VERDICT_STATE_DENY: VerdictState
VERDICT_STATE_UNDETERMINED: VerdictState
CONTROL_STATE_UNSPECIFIED: ControlState
CONTROL_STATE_WORKING: ControlState
CONTROL_STATE_ON_PAPER: ControlState
CONTROL_STATE_MISSING: ControlState
CONTROL_STATE_EXPIRED: ControlState
CONTROL_STATE_UNKNOWN: ControlState
CRITERION_STATUS_UNSPECIFIED: CriterionStatus
CRITERION_STATUS_KNOWN: CriterionStatus
CRITERION_STATUS_STAND_IN: CriterionStatus
CRITERION_STATUS_EXCLUDED: CriterionStatus
CRITERION_STATUS_UNKNOWN: CriterionStatus
TRUTH_UNSPECIFIED: Truth
TRUTH_FALSE: Truth
TRUTH_UNKNOWN: Truth
TRUTH_TRUE: Truth
WHY_MISSING_UNSPECIFIED: WhyMissing
WHY_MISSING_NOT_SENT: WhyMissing
WHY_MISSING_NULL: WhyMissing
WHY_MISSING_STALE: WhyMissing
WHY_MISSING_UNDATED: WhyMissing

class Decision(_message.Message):
    __slots__ = ("rulebook", "version", "content_hash", "draft", "as_of", "variant", "outcome", "outcome_title", "effects", "possible_outcomes", "score", "score_low", "score_high", "coverage", "grade", "grade_before_caps", "possible_grades", "declared_share", "verified_share", "reasons", "approvals", "duties", "valid_until", "next_review", "verdicts", "risks", "shows", "criteria", "findings", "missing", "unused", "rates")
    class EffectsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Effect
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Effect, str]] = ...) -> None: ...
    RULEBOOK_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CONTENT_HASH_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    VARIANT_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_TITLE_FIELD_NUMBER: _ClassVar[int]
    EFFECTS_FIELD_NUMBER: _ClassVar[int]
    POSSIBLE_OUTCOMES_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    SCORE_LOW_FIELD_NUMBER: _ClassVar[int]
    SCORE_HIGH_FIELD_NUMBER: _ClassVar[int]
    COVERAGE_FIELD_NUMBER: _ClassVar[int]
    GRADE_FIELD_NUMBER: _ClassVar[int]
    GRADE_BEFORE_CAPS_FIELD_NUMBER: _ClassVar[int]
    POSSIBLE_GRADES_FIELD_NUMBER: _ClassVar[int]
    DECLARED_SHARE_FIELD_NUMBER: _ClassVar[int]
    VERIFIED_SHARE_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    APPROVALS_FIELD_NUMBER: _ClassVar[int]
    DUTIES_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    NEXT_REVIEW_FIELD_NUMBER: _ClassVar[int]
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    RISKS_FIELD_NUMBER: _ClassVar[int]
    SHOWS_FIELD_NUMBER: _ClassVar[int]
    CRITERIA_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    UNUSED_FIELD_NUMBER: _ClassVar[int]
    RATES_FIELD_NUMBER: _ClassVar[int]
    rulebook: str
    version: str
    content_hash: str
    draft: bool
    as_of: _date_pb2.Date
    variant: str
    outcome: str
    outcome_title: str
    effects: _containers.ScalarMap[str, Effect]
    possible_outcomes: _containers.RepeatedScalarFieldContainer[str]
    score: float
    score_low: float
    score_high: float
    coverage: float
    grade: str
    grade_before_caps: str
    possible_grades: _containers.RepeatedScalarFieldContainer[str]
    declared_share: float
    verified_share: float
    reasons: _containers.RepeatedCompositeFieldContainer[Reason]
    approvals: _containers.RepeatedCompositeFieldContainer[DueApproval]
    duties: _containers.RepeatedCompositeFieldContainer[Duty]
    valid_until: _date_pb2.Date
    next_review: _date_pb2.Date
    verdicts: _containers.RepeatedCompositeFieldContainer[Verdict]
    risks: _containers.RepeatedCompositeFieldContainer[AssessedRisk]
    shows: _containers.RepeatedCompositeFieldContainer[ShownValue]
    criteria: _containers.RepeatedCompositeFieldContainer[Criterion]
    findings: _containers.RepeatedCompositeFieldContainer[Finding]
    missing: _containers.RepeatedCompositeFieldContainer[MissingFact]
    unused: _containers.RepeatedScalarFieldContainer[str]
    rates: _containers.RepeatedCompositeFieldContainer[UsedRate]
    def __init__(self, rulebook: _Optional[str] = ..., version: _Optional[str] = ..., content_hash: _Optional[str] = ..., draft: _Optional[bool] = ..., as_of: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., variant: _Optional[str] = ..., outcome: _Optional[str] = ..., outcome_title: _Optional[str] = ..., effects: _Optional[_Mapping[str, Effect]] = ..., possible_outcomes: _Optional[_Iterable[str]] = ..., score: _Optional[float] = ..., score_low: _Optional[float] = ..., score_high: _Optional[float] = ..., coverage: _Optional[float] = ..., grade: _Optional[str] = ..., grade_before_caps: _Optional[str] = ..., possible_grades: _Optional[_Iterable[str]] = ..., declared_share: _Optional[float] = ..., verified_share: _Optional[float] = ..., reasons: _Optional[_Iterable[_Union[Reason, _Mapping]]] = ..., approvals: _Optional[_Iterable[_Union[DueApproval, _Mapping]]] = ..., duties: _Optional[_Iterable[_Union[Duty, _Mapping]]] = ..., valid_until: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., next_review: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., verdicts: _Optional[_Iterable[_Union[Verdict, _Mapping]]] = ..., risks: _Optional[_Iterable[_Union[AssessedRisk, _Mapping]]] = ..., shows: _Optional[_Iterable[_Union[ShownValue, _Mapping]]] = ..., criteria: _Optional[_Iterable[_Union[Criterion, _Mapping]]] = ..., findings: _Optional[_Iterable[_Union[Finding, _Mapping]]] = ..., missing: _Optional[_Iterable[_Union[MissingFact, _Mapping]]] = ..., unused: _Optional[_Iterable[str]] = ..., rates: _Optional[_Iterable[_Union[UsedRate, _Mapping]]] = ...) -> None: ...

class Reason(_message.Message):
    __slots__ = ("code", "kind", "text", "remedy", "points_lost", "facts", "source", "state")
    CODE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    REMEDY_FIELD_NUMBER: _ClassVar[int]
    POINTS_LOST_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    code: str
    kind: ReasonKind
    text: str
    remedy: str
    points_lost: float
    facts: _containers.RepeatedScalarFieldContainer[str]
    source: str
    state: Truth
    def __init__(self, code: _Optional[str] = ..., kind: _Optional[_Union[ReasonKind, str]] = ..., text: _Optional[str] = ..., remedy: _Optional[str] = ..., points_lost: _Optional[float] = ..., facts: _Optional[_Iterable[str]] = ..., source: _Optional[str] = ..., state: _Optional[_Union[Truth, str]] = ...) -> None: ...

class DueApproval(_message.Message):
    __slots__ = ("rule", "role", "role_title", "due_in", "due", "state")
    RULE_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    ROLE_TITLE_FIELD_NUMBER: _ClassVar[int]
    DUE_IN_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    rule: str
    role: str
    role_title: str
    due_in: str
    due: _date_pb2.Date
    state: ApprovalState
    def __init__(self, rule: _Optional[str] = ..., role: _Optional[str] = ..., role_title: _Optional[str] = ..., due_in: _Optional[str] = ..., due: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., state: _Optional[_Union[ApprovalState, str]] = ...) -> None: ...

class Duty(_message.Message):
    __slots__ = ("kind", "rule", "name", "title", "owner", "owner_title", "due_in", "due", "state", "parameters", "rules")
    class ParametersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Value, _Mapping]] = ...) -> None: ...
    KIND_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    OWNER_TITLE_FIELD_NUMBER: _ClassVar[int]
    DUE_IN_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    kind: DutyKind
    rule: str
    name: str
    title: str
    owner: str
    owner_title: str
    due_in: str
    due: _date_pb2.Date
    state: DutyState
    parameters: _containers.MessageMap[str, Value]
    rules: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, kind: _Optional[_Union[DutyKind, str]] = ..., rule: _Optional[str] = ..., name: _Optional[str] = ..., title: _Optional[str] = ..., owner: _Optional[str] = ..., owner_title: _Optional[str] = ..., due_in: _Optional[str] = ..., due: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., state: _Optional[_Union[DutyState, str]] = ..., parameters: _Optional[_Mapping[str, Value]] = ..., rules: _Optional[_Iterable[str]] = ...) -> None: ...

class Verdict(_message.Message):
    __slots__ = ("principle", "title", "source", "state", "code", "rules", "reasons", "facts")
    PRINCIPLE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    principle: str
    title: str
    source: str
    state: VerdictState
    code: str
    rules: _containers.RepeatedScalarFieldContainer[str]
    reasons: _containers.RepeatedCompositeFieldContainer[Reason]
    facts: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, principle: _Optional[str] = ..., title: _Optional[str] = ..., source: _Optional[str] = ..., state: _Optional[_Union[VerdictState, str]] = ..., code: _Optional[str] = ..., rules: _Optional[_Iterable[str]] = ..., reasons: _Optional[_Iterable[_Union[Reason, _Mapping]]] = ..., facts: _Optional[_Iterable[str]] = ...) -> None: ...

class AssessedRisk(_message.Message):
    __slots__ = ("name", "title", "source", "present", "signs", "likelihood", "impact", "inherent", "residual", "at_best", "level", "possible_levels", "controls")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    PRESENT_FIELD_NUMBER: _ClassVar[int]
    SIGNS_FIELD_NUMBER: _ClassVar[int]
    LIKELIHOOD_FIELD_NUMBER: _ClassVar[int]
    IMPACT_FIELD_NUMBER: _ClassVar[int]
    INHERENT_FIELD_NUMBER: _ClassVar[int]
    RESIDUAL_FIELD_NUMBER: _ClassVar[int]
    AT_BEST_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    POSSIBLE_LEVELS_FIELD_NUMBER: _ClassVar[int]
    CONTROLS_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    source: str
    present: Truth
    signs: _containers.RepeatedCompositeFieldContainer[Reason]
    likelihood: Range
    impact: Range
    inherent: Range
    residual: Range
    at_best: Range
    level: str
    possible_levels: _containers.RepeatedScalarFieldContainer[str]
    controls: _containers.RepeatedCompositeFieldContainer[AssessedControl]
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., source: _Optional[str] = ..., present: _Optional[_Union[Truth, str]] = ..., signs: _Optional[_Iterable[_Union[Reason, _Mapping]]] = ..., likelihood: _Optional[_Union[Range, _Mapping]] = ..., impact: _Optional[_Union[Range, _Mapping]] = ..., inherent: _Optional[_Union[Range, _Mapping]] = ..., residual: _Optional[_Union[Range, _Mapping]] = ..., at_best: _Optional[_Union[Range, _Mapping]] = ..., level: _Optional[str] = ..., possible_levels: _Optional[_Iterable[str]] = ..., controls: _Optional[_Iterable[_Union[AssessedControl, _Mapping]]] = ...) -> None: ...

class Range(_message.Message):
    __slots__ = ("low", "high")
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    low: float
    high: float
    def __init__(self, low: _Optional[float] = ..., high: _Optional[float] = ...) -> None: ...

class AssessedControl(_message.Message):
    __slots__ = ("name", "title", "source", "reduction", "state", "takes_off", "clauses")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    REDUCTION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TAKES_OFF_FIELD_NUMBER: _ClassVar[int]
    CLAUSES_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    source: str
    reduction: float
    state: ControlState
    takes_off: float
    clauses: _containers.RepeatedCompositeFieldContainer[AssessedClause]
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., source: _Optional[str] = ..., reduction: _Optional[float] = ..., state: _Optional[_Union[ControlState, str]] = ..., takes_off: _Optional[float] = ..., clauses: _Optional[_Iterable[_Union[AssessedClause, _Mapping]]] = ...) -> None: ...

class AssessedClause(_message.Message):
    __slots__ = ("name", "title", "state")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    state: ControlState
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., state: _Optional[_Union[ControlState, str]] = ...) -> None: ...

class ShownValue(_message.Message):
    __slots__ = ("name", "title", "value", "unit")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    value: Value
    unit: str
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., value: _Optional[_Union[Value, _Mapping]] = ..., unit: _Optional[str] = ...) -> None: ...

class Criterion(_message.Message):
    __slots__ = ("name", "parent", "title", "source", "weight", "raw", "value", "low", "high", "contribution", "lost", "status", "limited_to", "evidence")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    RAW_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    CONTRIBUTION_FIELD_NUMBER: _ClassVar[int]
    LOST_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    LIMITED_TO_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    name: str
    parent: str
    title: str
    source: str
    weight: float
    raw: Value
    value: float
    low: float
    high: float
    contribution: float
    lost: float
    status: CriterionStatus
    limited_to: float
    evidence: _facts_pb2.Evidence
    def __init__(self, name: _Optional[str] = ..., parent: _Optional[str] = ..., title: _Optional[str] = ..., source: _Optional[str] = ..., weight: _Optional[float] = ..., raw: _Optional[_Union[Value, _Mapping]] = ..., value: _Optional[float] = ..., low: _Optional[float] = ..., high: _Optional[float] = ..., contribution: _Optional[float] = ..., lost: _Optional[float] = ..., status: _Optional[_Union[CriterionStatus, str]] = ..., limited_to: _Optional[float] = ..., evidence: _Optional[_Union[_facts_pb2.Evidence, str]] = ...) -> None: ...

class Value(_message.Message):
    __slots__ = ("number", "text", "boolean", "date")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    BOOLEAN_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    number: float
    text: str
    boolean: bool
    date: _date_pb2.Date
    def __init__(self, number: _Optional[float] = ..., text: _Optional[str] = ..., boolean: _Optional[bool] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class Finding(_message.Message):
    __slots__ = ("rule", "source", "state", "effects", "elements", "facts")
    RULE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    EFFECTS_FIELD_NUMBER: _ClassVar[int]
    ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    rule: str
    source: str
    state: Truth
    effects: _containers.RepeatedScalarFieldContainer[str]
    elements: _containers.RepeatedCompositeFieldContainer[Element]
    facts: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, rule: _Optional[str] = ..., source: _Optional[str] = ..., state: _Optional[_Union[Truth, str]] = ..., effects: _Optional[_Iterable[str]] = ..., elements: _Optional[_Iterable[_Union[Element, _Mapping]]] = ..., facts: _Optional[_Iterable[str]] = ...) -> None: ...

class Element(_message.Message):
    __slots__ = ("index", "state", "says")
    class SaysEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Value, _Mapping]] = ...) -> None: ...
    INDEX_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SAYS_FIELD_NUMBER: _ClassVar[int]
    index: int
    state: Truth
    says: _containers.MessageMap[str, Value]
    def __init__(self, index: _Optional[int] = ..., state: _Optional[_Union[Truth, str]] = ..., says: _Optional[_Mapping[str, Value]] = ...) -> None: ...

class MissingFact(_message.Message):
    __slots__ = ("fact", "title", "why", "criteria", "rules", "points")
    FACT_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    CRITERIA_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    fact: str
    title: str
    why: WhyMissing
    criteria: _containers.RepeatedScalarFieldContainer[str]
    rules: _containers.RepeatedScalarFieldContainer[str]
    points: float
    def __init__(self, fact: _Optional[str] = ..., title: _Optional[str] = ..., why: _Optional[_Union[WhyMissing, str]] = ..., criteria: _Optional[_Iterable[str]] = ..., rules: _Optional[_Iterable[str]] = ..., points: _Optional[float] = ...) -> None: ...

class UsedRate(_message.Message):
    __slots__ = ("path", "from_currency", "to_currency", "value", "date", "source")
    PATH_FIELD_NUMBER: _ClassVar[int]
    FROM_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    TO_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    path: str
    from_currency: str
    to_currency: str
    value: float
    date: _date_pb2.Date
    source: str
    def __init__(self, path: _Optional[str] = ..., from_currency: _Optional[str] = ..., to_currency: _Optional[str] = ..., value: _Optional[float] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., source: _Optional[str] = ...) -> None: ...
