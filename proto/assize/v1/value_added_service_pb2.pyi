from assize.v1 import facts_pb2 as _facts_pb2
from assize.v1 import supplier_pb2 as _supplier_pb2
from google.type import date_pb2 as _date_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ValueAddedService(_message.Message):
    __slots__ = ("id", "vas_id", "customer_id", "agreement_ids", "agreement_relation", "charged", "beneficiary_count", "beneficiary_roles", "kind", "periods", "starts_on", "ends_on", "touched_services", "team_utilisation_after", "overdue_backlog_h", "alters_agreed_terms", "amendment_signed", "change_needed", "change_state", "change_window_start", "change_window_end", "need_recorded", "need_id", "need_source", "result_recorded", "expected_result", "confirmed_by_role", "need_confirmed_on", "need_declined", "decision_maker_informed", "tender_open", "beneficiary_decides_on_us", "named_individuals", "public_customer", "touches_devices", "touches_personal_data", "effort_h", "cost", "vas_budget_left", "budget_period_end", "vas_cost_ytd", "annual_contract_value", "margin_before", "margin_after", "margin_target", "margin_floor", "skills_needed", "owner_named", "piloted", "growth_plan", "tools_licensed", "supplier_involved", "supplier_grade", "supplier_recommendation", "supplier_next_review", "supplier_residual_level", "supplier_commitment_in_writing", "facts", "info", "approvals", "requester")
    class FactsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _facts_pb2.FactValue
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_facts_pb2.FactValue, _Mapping]] = ...) -> None: ...
    class InfoEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _facts_pb2.FactInfo
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_facts_pb2.FactInfo, _Mapping]] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    VAS_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_IDS_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_RELATION_FIELD_NUMBER: _ClassVar[int]
    CHARGED_FIELD_NUMBER: _ClassVar[int]
    BENEFICIARY_COUNT_FIELD_NUMBER: _ClassVar[int]
    BENEFICIARY_ROLES_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PERIODS_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    TOUCHED_SERVICES_FIELD_NUMBER: _ClassVar[int]
    TEAM_UTILISATION_AFTER_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_BACKLOG_H_FIELD_NUMBER: _ClassVar[int]
    ALTERS_AGREED_TERMS_FIELD_NUMBER: _ClassVar[int]
    AMENDMENT_SIGNED_FIELD_NUMBER: _ClassVar[int]
    CHANGE_NEEDED_FIELD_NUMBER: _ClassVar[int]
    CHANGE_STATE_FIELD_NUMBER: _ClassVar[int]
    CHANGE_WINDOW_START_FIELD_NUMBER: _ClassVar[int]
    CHANGE_WINDOW_END_FIELD_NUMBER: _ClassVar[int]
    NEED_RECORDED_FIELD_NUMBER: _ClassVar[int]
    NEED_ID_FIELD_NUMBER: _ClassVar[int]
    NEED_SOURCE_FIELD_NUMBER: _ClassVar[int]
    RESULT_RECORDED_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_RESULT_FIELD_NUMBER: _ClassVar[int]
    CONFIRMED_BY_ROLE_FIELD_NUMBER: _ClassVar[int]
    NEED_CONFIRMED_ON_FIELD_NUMBER: _ClassVar[int]
    NEED_DECLINED_FIELD_NUMBER: _ClassVar[int]
    DECISION_MAKER_INFORMED_FIELD_NUMBER: _ClassVar[int]
    TENDER_OPEN_FIELD_NUMBER: _ClassVar[int]
    BENEFICIARY_DECIDES_ON_US_FIELD_NUMBER: _ClassVar[int]
    NAMED_INDIVIDUALS_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    TOUCHES_DEVICES_FIELD_NUMBER: _ClassVar[int]
    TOUCHES_PERSONAL_DATA_FIELD_NUMBER: _ClassVar[int]
    EFFORT_H_FIELD_NUMBER: _ClassVar[int]
    COST_FIELD_NUMBER: _ClassVar[int]
    VAS_BUDGET_LEFT_FIELD_NUMBER: _ClassVar[int]
    BUDGET_PERIOD_END_FIELD_NUMBER: _ClassVar[int]
    VAS_COST_YTD_FIELD_NUMBER: _ClassVar[int]
    ANNUAL_CONTRACT_VALUE_FIELD_NUMBER: _ClassVar[int]
    MARGIN_BEFORE_FIELD_NUMBER: _ClassVar[int]
    MARGIN_AFTER_FIELD_NUMBER: _ClassVar[int]
    MARGIN_TARGET_FIELD_NUMBER: _ClassVar[int]
    MARGIN_FLOOR_FIELD_NUMBER: _ClassVar[int]
    SKILLS_NEEDED_FIELD_NUMBER: _ClassVar[int]
    OWNER_NAMED_FIELD_NUMBER: _ClassVar[int]
    PILOTED_FIELD_NUMBER: _ClassVar[int]
    GROWTH_PLAN_FIELD_NUMBER: _ClassVar[int]
    TOOLS_LICENSED_FIELD_NUMBER: _ClassVar[int]
    SUPPLIER_INVOLVED_FIELD_NUMBER: _ClassVar[int]
    SUPPLIER_GRADE_FIELD_NUMBER: _ClassVar[int]
    SUPPLIER_RECOMMENDATION_FIELD_NUMBER: _ClassVar[int]
    SUPPLIER_NEXT_REVIEW_FIELD_NUMBER: _ClassVar[int]
    SUPPLIER_RESIDUAL_LEVEL_FIELD_NUMBER: _ClassVar[int]
    SUPPLIER_COMMITMENT_IN_WRITING_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    INFO_FIELD_NUMBER: _ClassVar[int]
    APPROVALS_FIELD_NUMBER: _ClassVar[int]
    REQUESTER_FIELD_NUMBER: _ClassVar[int]
    id: str
    vas_id: str
    customer_id: str
    agreement_ids: _supplier_pb2.TextList
    agreement_relation: str
    charged: bool
    beneficiary_count: int
    beneficiary_roles: _supplier_pb2.TextList
    kind: str
    periods: int
    starts_on: _date_pb2.Date
    ends_on: _date_pb2.Date
    touched_services: TouchedServices
    team_utilisation_after: float
    overdue_backlog_h: float
    alters_agreed_terms: bool
    amendment_signed: bool
    change_needed: bool
    change_state: str
    change_window_start: _date_pb2.Date
    change_window_end: _date_pb2.Date
    need_recorded: bool
    need_id: str
    need_source: str
    result_recorded: bool
    expected_result: str
    confirmed_by_role: str
    need_confirmed_on: _date_pb2.Date
    need_declined: bool
    decision_maker_informed: bool
    tender_open: bool
    beneficiary_decides_on_us: bool
    named_individuals: bool
    public_customer: bool
    touches_devices: bool
    touches_personal_data: bool
    effort_h: float
    cost: _facts_pb2.Amount
    vas_budget_left: _facts_pb2.Amount
    budget_period_end: _date_pb2.Date
    vas_cost_ytd: _facts_pb2.Amount
    annual_contract_value: _facts_pb2.Amount
    margin_before: float
    margin_after: float
    margin_target: float
    margin_floor: float
    skills_needed: NeededSkills
    owner_named: bool
    piloted: bool
    growth_plan: bool
    tools_licensed: bool
    supplier_involved: bool
    supplier_grade: str
    supplier_recommendation: str
    supplier_next_review: _date_pb2.Date
    supplier_residual_level: str
    supplier_commitment_in_writing: bool
    facts: _containers.MessageMap[str, _facts_pb2.FactValue]
    info: _containers.MessageMap[str, _facts_pb2.FactInfo]
    approvals: _containers.RepeatedCompositeFieldContainer[_facts_pb2.GivenApproval]
    requester: str
    def __init__(self, id: _Optional[str] = ..., vas_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., agreement_ids: _Optional[_Union[_supplier_pb2.TextList, _Mapping]] = ..., agreement_relation: _Optional[str] = ..., charged: _Optional[bool] = ..., beneficiary_count: _Optional[int] = ..., beneficiary_roles: _Optional[_Union[_supplier_pb2.TextList, _Mapping]] = ..., kind: _Optional[str] = ..., periods: _Optional[int] = ..., starts_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., ends_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., touched_services: _Optional[_Union[TouchedServices, _Mapping]] = ..., team_utilisation_after: _Optional[float] = ..., overdue_backlog_h: _Optional[float] = ..., alters_agreed_terms: _Optional[bool] = ..., amendment_signed: _Optional[bool] = ..., change_needed: _Optional[bool] = ..., change_state: _Optional[str] = ..., change_window_start: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., change_window_end: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., need_recorded: _Optional[bool] = ..., need_id: _Optional[str] = ..., need_source: _Optional[str] = ..., result_recorded: _Optional[bool] = ..., expected_result: _Optional[str] = ..., confirmed_by_role: _Optional[str] = ..., need_confirmed_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., need_declined: _Optional[bool] = ..., decision_maker_informed: _Optional[bool] = ..., tender_open: _Optional[bool] = ..., beneficiary_decides_on_us: _Optional[bool] = ..., named_individuals: _Optional[bool] = ..., public_customer: _Optional[bool] = ..., touches_devices: _Optional[bool] = ..., touches_personal_data: _Optional[bool] = ..., effort_h: _Optional[float] = ..., cost: _Optional[_Union[_facts_pb2.Amount, _Mapping]] = ..., vas_budget_left: _Optional[_Union[_facts_pb2.Amount, _Mapping]] = ..., budget_period_end: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., vas_cost_ytd: _Optional[_Union[_facts_pb2.Amount, _Mapping]] = ..., annual_contract_value: _Optional[_Union[_facts_pb2.Amount, _Mapping]] = ..., margin_before: _Optional[float] = ..., margin_after: _Optional[float] = ..., margin_target: _Optional[float] = ..., margin_floor: _Optional[float] = ..., skills_needed: _Optional[_Union[NeededSkills, _Mapping]] = ..., owner_named: _Optional[bool] = ..., piloted: _Optional[bool] = ..., growth_plan: _Optional[bool] = ..., tools_licensed: _Optional[bool] = ..., supplier_involved: _Optional[bool] = ..., supplier_grade: _Optional[str] = ..., supplier_recommendation: _Optional[str] = ..., supplier_next_review: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., supplier_residual_level: _Optional[str] = ..., supplier_commitment_in_writing: _Optional[bool] = ..., facts: _Optional[_Mapping[str, _facts_pb2.FactValue]] = ..., info: _Optional[_Mapping[str, _facts_pb2.FactInfo]] = ..., approvals: _Optional[_Iterable[_Union[_facts_pb2.GivenApproval, _Mapping]]] = ..., requester: _Optional[str] = ...) -> None: ...

class TouchedServices(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[TouchedService]
    def __init__(self, items: _Optional[_Iterable[_Union[TouchedService, _Mapping]]] = ...) -> None: ...

class TouchedService(_message.Message):
    __slots__ = ("service", "allowed_misses_used", "sla_period_end", "breached_now", "major_incident_open", "freeze")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_MISSES_USED_FIELD_NUMBER: _ClassVar[int]
    SLA_PERIOD_END_FIELD_NUMBER: _ClassVar[int]
    BREACHED_NOW_FIELD_NUMBER: _ClassVar[int]
    MAJOR_INCIDENT_OPEN_FIELD_NUMBER: _ClassVar[int]
    FREEZE_FIELD_NUMBER: _ClassVar[int]
    service: str
    allowed_misses_used: float
    sla_period_end: _date_pb2.Date
    breached_now: bool
    major_incident_open: bool
    freeze: bool
    def __init__(self, service: _Optional[str] = ..., allowed_misses_used: _Optional[float] = ..., sla_period_end: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., breached_now: _Optional[bool] = ..., major_incident_open: _Optional[bool] = ..., freeze: _Optional[bool] = ...) -> None: ...

class NeededSkills(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[NeededSkill]
    def __init__(self, items: _Optional[_Iterable[_Union[NeededSkill, _Mapping]]] = ...) -> None: ...

class NeededSkill(_message.Message):
    __slots__ = ("skill", "people_available")
    SKILL_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_AVAILABLE_FIELD_NUMBER: _ClassVar[int]
    skill: str
    people_available: int
    def __init__(self, skill: _Optional[str] = ..., people_available: _Optional[int] = ...) -> None: ...
