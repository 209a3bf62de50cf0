from assize.v1 import facts_pb2 as _facts_pb2
from google.type import date_pb2 as _date_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RiskSubject(_message.Message):
    __slots__ = ("id", "customer", "supplier", "third_party", "facts", "info", "approvals", "requester")
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
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    SUPPLIER_FIELD_NUMBER: _ClassVar[int]
    THIRD_PARTY_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    INFO_FIELD_NUMBER: _ClassVar[int]
    APPROVALS_FIELD_NUMBER: _ClassVar[int]
    REQUESTER_FIELD_NUMBER: _ClassVar[int]
    id: str
    customer: CustomerFacts
    supplier: SupplierFacts
    third_party: ThirdPartyFacts
    facts: _containers.MessageMap[str, _facts_pb2.FactValue]
    info: _containers.MessageMap[str, _facts_pb2.FactInfo]
    approvals: _containers.RepeatedCompositeFieldContainer[_facts_pb2.GivenApproval]
    requester: str
    def __init__(self, id: _Optional[str] = ..., customer: _Optional[_Union[CustomerFacts, _Mapping]] = ..., supplier: _Optional[_Union[SupplierFacts, _Mapping]] = ..., third_party: _Optional[_Union[ThirdPartyFacts, _Mapping]] = ..., facts: _Optional[_Mapping[str, _facts_pb2.FactValue]] = ..., info: _Optional[_Mapping[str, _facts_pb2.FactInfo]] = ..., approvals: _Optional[_Iterable[_Union[_facts_pb2.GivenApproval, _Mapping]]] = ..., requester: _Optional[str] = ...) -> None: ...

class CustomerFacts(_message.Message):
    __slots__ = ("customer_account", "key_customer", "revenue_share", "breaches_12m", "customer_loss_expected", "outage_without_substitute", "recorded_events", "contacts", "requirements_confirmed", "requirements_state", "requirements_signed_on", "satisfaction", "satisfaction_before", "changed_needs", "sponsor_named", "sponsor_backs", "customer_units", "requests_in_conflict", "non_standard_share", "effort_of_plan", "report_period", "reviews_agreed", "review_actions_tracked", "last_review_on", "cost_figures", "cost_figures_on", "joint_supplement", "joint_supplement_ends")
    CUSTOMER_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    KEY_CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    REVENUE_SHARE_FIELD_NUMBER: _ClassVar[int]
    BREACHES_12M_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_LOSS_EXPECTED_FIELD_NUMBER: _ClassVar[int]
    OUTAGE_WITHOUT_SUBSTITUTE_FIELD_NUMBER: _ClassVar[int]
    RECORDED_EVENTS_FIELD_NUMBER: _ClassVar[int]
    CONTACTS_FIELD_NUMBER: _ClassVar[int]
    REQUIREMENTS_CONFIRMED_FIELD_NUMBER: _ClassVar[int]
    REQUIREMENTS_STATE_FIELD_NUMBER: _ClassVar[int]
    REQUIREMENTS_SIGNED_ON_FIELD_NUMBER: _ClassVar[int]
    SATISFACTION_FIELD_NUMBER: _ClassVar[int]
    SATISFACTION_BEFORE_FIELD_NUMBER: _ClassVar[int]
    CHANGED_NEEDS_FIELD_NUMBER: _ClassVar[int]
    SPONSOR_NAMED_FIELD_NUMBER: _ClassVar[int]
    SPONSOR_BACKS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_UNITS_FIELD_NUMBER: _ClassVar[int]
    REQUESTS_IN_CONFLICT_FIELD_NUMBER: _ClassVar[int]
    NON_STANDARD_SHARE_FIELD_NUMBER: _ClassVar[int]
    EFFORT_OF_PLAN_FIELD_NUMBER: _ClassVar[int]
    REPORT_PERIOD_FIELD_NUMBER: _ClassVar[int]
    REVIEWS_AGREED_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ACTIONS_TRACKED_FIELD_NUMBER: _ClassVar[int]
    LAST_REVIEW_ON_FIELD_NUMBER: _ClassVar[int]
    COST_FIGURES_FIELD_NUMBER: _ClassVar[int]
    COST_FIGURES_ON_FIELD_NUMBER: _ClassVar[int]
    JOINT_SUPPLEMENT_FIELD_NUMBER: _ClassVar[int]
    JOINT_SUPPLEMENT_ENDS_FIELD_NUMBER: _ClassVar[int]
    customer_account: str
    key_customer: bool
    revenue_share: float
    breaches_12m: int
    customer_loss_expected: bool
    outage_without_substitute: bool
    recorded_events: RecordedEvents
    contacts: Contacts
    requirements_confirmed: float
    requirements_state: str
    requirements_signed_on: _date_pb2.Date
    satisfaction: float
    satisfaction_before: float
    changed_needs: ChangedNeeds
    sponsor_named: bool
    sponsor_backs: bool
    customer_units: CustomerUnits
    requests_in_conflict: ConflictingRequests
    non_standard_share: float
    effort_of_plan: float
    report_period: int
    reviews_agreed: bool
    review_actions_tracked: bool
    last_review_on: _date_pb2.Date
    cost_figures: str
    cost_figures_on: _date_pb2.Date
    joint_supplement: str
    joint_supplement_ends: _date_pb2.Date
    def __init__(self, customer_account: _Optional[str] = ..., key_customer: _Optional[bool] = ..., revenue_share: _Optional[float] = ..., breaches_12m: _Optional[int] = ..., customer_loss_expected: _Optional[bool] = ..., outage_without_substitute: _Optional[bool] = ..., recorded_events: _Optional[_Union[RecordedEvents, _Mapping]] = ..., contacts: _Optional[_Union[Contacts, _Mapping]] = ..., requirements_confirmed: _Optional[float] = ..., requirements_state: _Optional[str] = ..., requirements_signed_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., satisfaction: _Optional[float] = ..., satisfaction_before: _Optional[float] = ..., changed_needs: _Optional[_Union[ChangedNeeds, _Mapping]] = ..., sponsor_named: _Optional[bool] = ..., sponsor_backs: _Optional[bool] = ..., customer_units: _Optional[_Union[CustomerUnits, _Mapping]] = ..., requests_in_conflict: _Optional[_Union[ConflictingRequests, _Mapping]] = ..., non_standard_share: _Optional[float] = ..., effort_of_plan: _Optional[float] = ..., report_period: _Optional[int] = ..., reviews_agreed: _Optional[bool] = ..., review_actions_tracked: _Optional[bool] = ..., last_review_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., cost_figures: _Optional[str] = ..., cost_figures_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., joint_supplement: _Optional[str] = ..., joint_supplement_ends: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class SupplierFacts(_message.Message):
    __slots__ = ("supplier_id", "service_criticality", "key_customer", "revenue_share", "breaches_12m", "customer_loss_expected", "outage_without_substitute", "recorded_events", "contacts", "contract_state", "contract_ends", "contract_clauses", "duties", "scenarios_reviewed", "scenarios_reviewed_on", "dispute_log_kept", "dispute_log_reviewed_on", "dispute_actions_tracked", "disputes", "co_suppliers", "bounced_share", "services", "announced_changes", "payment_arrears", "revenue_change", "audit_result", "audit_evidence_seen", "audit_score", "audited_on", "audit_actions", "customer_notice", "subcontractors", "own_staff_at_reviews", "satisfaction_asked_directly", "late_share", "meetings_missed", "escalation_waiting", "selection_grade", "selection_outcome", "selected_on", "replacement", "executive_named", "executive_backs", "rhythm_agreed", "rhythm_kept", "rhythm_checked_on")
    SUPPLIER_ID_FIELD_NUMBER: _ClassVar[int]
    SERVICE_CRITICALITY_FIELD_NUMBER: _ClassVar[int]
    KEY_CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    REVENUE_SHARE_FIELD_NUMBER: _ClassVar[int]
    BREACHES_12M_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_LOSS_EXPECTED_FIELD_NUMBER: _ClassVar[int]
    OUTAGE_WITHOUT_SUBSTITUTE_FIELD_NUMBER: _ClassVar[int]
    RECORDED_EVENTS_FIELD_NUMBER: _ClassVar[int]
    CONTACTS_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_STATE_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ENDS_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_CLAUSES_FIELD_NUMBER: _ClassVar[int]
    DUTIES_FIELD_NUMBER: _ClassVar[int]
    SCENARIOS_REVIEWED_FIELD_NUMBER: _ClassVar[int]
    SCENARIOS_REVIEWED_ON_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_LOG_KEPT_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_LOG_REVIEWED_ON_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_ACTIONS_TRACKED_FIELD_NUMBER: _ClassVar[int]
    DISPUTES_FIELD_NUMBER: _ClassVar[int]
    CO_SUPPLIERS_FIELD_NUMBER: _ClassVar[int]
    BOUNCED_SHARE_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    ANNOUNCED_CHANGES_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_ARREARS_FIELD_NUMBER: _ClassVar[int]
    REVENUE_CHANGE_FIELD_NUMBER: _ClassVar[int]
    AUDIT_RESULT_FIELD_NUMBER: _ClassVar[int]
    AUDIT_EVIDENCE_SEEN_FIELD_NUMBER: _ClassVar[int]
    AUDIT_SCORE_FIELD_NUMBER: _ClassVar[int]
    AUDITED_ON_FIELD_NUMBER: _ClassVar[int]
    AUDIT_ACTIONS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_NOTICE_FIELD_NUMBER: _ClassVar[int]
    SUBCONTRACTORS_FIELD_NUMBER: _ClassVar[int]
    OWN_STAFF_AT_REVIEWS_FIELD_NUMBER: _ClassVar[int]
    SATISFACTION_ASKED_DIRECTLY_FIELD_NUMBER: _ClassVar[int]
    LATE_SHARE_FIELD_NUMBER: _ClassVar[int]
    MEETINGS_MISSED_FIELD_NUMBER: _ClassVar[int]
    ESCALATION_WAITING_FIELD_NUMBER: _ClassVar[int]
    SELECTION_GRADE_FIELD_NUMBER: _ClassVar[int]
    SELECTION_OUTCOME_FIELD_NUMBER: _ClassVar[int]
    SELECTED_ON_FIELD_NUMBER: _ClassVar[int]
    REPLACEMENT_FIELD_NUMBER: _ClassVar[int]
    EXECUTIVE_NAMED_FIELD_NUMBER: _ClassVar[int]
    EXECUTIVE_BACKS_FIELD_NUMBER: _ClassVar[int]
    RHYTHM_AGREED_FIELD_NUMBER: _ClassVar[int]
    RHYTHM_KEPT_FIELD_NUMBER: _ClassVar[int]
    RHYTHM_CHECKED_ON_FIELD_NUMBER: _ClassVar[int]
    supplier_id: str
    service_criticality: str
    key_customer: bool
    revenue_share: float
    breaches_12m: int
    customer_loss_expected: bool
    outage_without_substitute: bool
    recorded_events: RecordedEvents
    contacts: Contacts
    contract_state: str
    contract_ends: _date_pb2.Date
    contract_clauses: ContractClauses
    duties: OwnedDuties
    scenarios_reviewed: bool
    scenarios_reviewed_on: _date_pb2.Date
    dispute_log_kept: bool
    dispute_log_reviewed_on: _date_pb2.Date
    dispute_actions_tracked: bool
    disputes: Disputes
    co_suppliers: CoSuppliers
    bounced_share: float
    services: SuppliedServices
    announced_changes: AnnouncedChanges
    payment_arrears: bool
    revenue_change: float
    audit_result: str
    audit_evidence_seen: bool
    audit_score: float
    audited_on: _date_pb2.Date
    audit_actions: str
    customer_notice: str
    subcontractors: Subcontractors
    own_staff_at_reviews: bool
    satisfaction_asked_directly: bool
    late_share: float
    meetings_missed: int
    escalation_waiting: int
    selection_grade: str
    selection_outcome: str
    selected_on: _date_pb2.Date
    replacement: str
    executive_named: bool
    executive_backs: bool
    rhythm_agreed: bool
    rhythm_kept: float
    rhythm_checked_on: _date_pb2.Date
    def __init__(self, supplier_id: _Optional[str] = ..., service_criticality: _Optional[str] = ..., key_customer: _Optional[bool] = ..., revenue_share: _Optional[float] = ..., breaches_12m: _Optional[int] = ..., customer_loss_expected: _Optional[bool] = ..., outage_without_substitute: _Optional[bool] = ..., recorded_events: _Optional[_Union[RecordedEvents, _Mapping]] = ..., contacts: _Optional[_Union[Contacts, _Mapping]] = ..., contract_state: _Optional[str] = ..., contract_ends: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., contract_clauses: _Optional[_Union[ContractClauses, _Mapping]] = ..., duties: _Optional[_Union[OwnedDuties, _Mapping]] = ..., scenarios_reviewed: _Optional[bool] = ..., scenarios_reviewed_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., dispute_log_kept: _Optional[bool] = ..., dispute_log_reviewed_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., dispute_actions_tracked: _Optional[bool] = ..., disputes: _Optional[_Union[Disputes, _Mapping]] = ..., co_suppliers: _Optional[_Union[CoSuppliers, _Mapping]] = ..., bounced_share: _Optional[float] = ..., services: _Optional[_Union[SuppliedServices, _Mapping]] = ..., announced_changes: _Optional[_Union[AnnouncedChanges, _Mapping]] = ..., payment_arrears: _Optional[bool] = ..., revenue_change: _Optional[float] = ..., audit_result: _Optional[str] = ..., audit_evidence_seen: _Optional[bool] = ..., audit_score: _Optional[float] = ..., audited_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., audit_actions: _Optional[str] = ..., customer_notice: _Optional[str] = ..., subcontractors: _Optional[_Union[Subcontractors, _Mapping]] = ..., own_staff_at_reviews: _Optional[bool] = ..., satisfaction_asked_directly: _Optional[bool] = ..., late_share: _Optional[float] = ..., meetings_missed: _Optional[int] = ..., escalation_waiting: _Optional[int] = ..., selection_grade: _Optional[str] = ..., selection_outcome: _Optional[str] = ..., selected_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., replacement: _Optional[str] = ..., executive_named: _Optional[bool] = ..., executive_backs: _Optional[bool] = ..., rhythm_agreed: _Optional[bool] = ..., rhythm_kept: _Optional[float] = ..., rhythm_checked_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class ThirdPartyFacts(_message.Message):
    __slots__ = ("third_party_id", "key_customer", "revenue_share", "breaches_12m", "customer_loss_expected", "outage_without_substitute", "recorded_events", "rhythm_agreed", "rhythm_kept", "rhythm_checked_on", "meetings_missed", "information_waiting", "joint_procedure", "joint_procedure_on", "scope_state", "scope_signed_on", "duties", "third_party_works", "customer_absences")
    THIRD_PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    KEY_CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    REVENUE_SHARE_FIELD_NUMBER: _ClassVar[int]
    BREACHES_12M_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_LOSS_EXPECTED_FIELD_NUMBER: _ClassVar[int]
    OUTAGE_WITHOUT_SUBSTITUTE_FIELD_NUMBER: _ClassVar[int]
    RECORDED_EVENTS_FIELD_NUMBER: _ClassVar[int]
    RHYTHM_AGREED_FIELD_NUMBER: _ClassVar[int]
    RHYTHM_KEPT_FIELD_NUMBER: _ClassVar[int]
    RHYTHM_CHECKED_ON_FIELD_NUMBER: _ClassVar[int]
    MEETINGS_MISSED_FIELD_NUMBER: _ClassVar[int]
    INFORMATION_WAITING_FIELD_NUMBER: _ClassVar[int]
    JOINT_PROCEDURE_FIELD_NUMBER: _ClassVar[int]
    JOINT_PROCEDURE_ON_FIELD_NUMBER: _ClassVar[int]
    SCOPE_STATE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_SIGNED_ON_FIELD_NUMBER: _ClassVar[int]
    DUTIES_FIELD_NUMBER: _ClassVar[int]
    THIRD_PARTY_WORKS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ABSENCES_FIELD_NUMBER: _ClassVar[int]
    third_party_id: str
    key_customer: bool
    revenue_share: float
    breaches_12m: int
    customer_loss_expected: bool
    outage_without_substitute: bool
    recorded_events: RecordedEvents
    rhythm_agreed: bool
    rhythm_kept: float
    rhythm_checked_on: _date_pb2.Date
    meetings_missed: int
    information_waiting: AwaitedInformation
    joint_procedure: str
    joint_procedure_on: _date_pb2.Date
    scope_state: str
    scope_signed_on: _date_pb2.Date
    duties: OwnedDuties
    third_party_works: ThirdPartyWorks
    customer_absences: int
    def __init__(self, third_party_id: _Optional[str] = ..., key_customer: _Optional[bool] = ..., revenue_share: _Optional[float] = ..., breaches_12m: _Optional[int] = ..., customer_loss_expected: _Optional[bool] = ..., outage_without_substitute: _Optional[bool] = ..., recorded_events: _Optional[_Union[RecordedEvents, _Mapping]] = ..., rhythm_agreed: _Optional[bool] = ..., rhythm_kept: _Optional[float] = ..., rhythm_checked_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., meetings_missed: _Optional[int] = ..., information_waiting: _Optional[_Union[AwaitedInformation, _Mapping]] = ..., joint_procedure: _Optional[str] = ..., joint_procedure_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., scope_state: _Optional[str] = ..., scope_signed_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., duties: _Optional[_Union[OwnedDuties, _Mapping]] = ..., third_party_works: _Optional[_Union[ThirdPartyWorks, _Mapping]] = ..., customer_absences: _Optional[int] = ...) -> None: ...

class RecordedEvents(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[RecordedEvent]
    def __init__(self, items: _Optional[_Iterable[_Union[RecordedEvent, _Mapping]]] = ...) -> None: ...

class RecordedEvent(_message.Message):
    __slots__ = ("id", "kind", "day", "open")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    OPEN_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: str
    day: _date_pb2.Date
    open: bool
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[str] = ..., day: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., open: _Optional[bool] = ...) -> None: ...

class Contacts(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Contact]
    def __init__(self, items: _Optional[_Iterable[_Union[Contact, _Mapping]]] = ...) -> None: ...

class Contact(_message.Message):
    __slots__ = ("who", "day")
    WHO_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    who: str
    day: _date_pb2.Date
    def __init__(self, who: _Optional[str] = ..., day: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class ChangedNeeds(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[ChangedNeed]
    def __init__(self, items: _Optional[_Iterable[_Union[ChangedNeed, _Mapping]]] = ...) -> None: ...

class ChangedNeed(_message.Message):
    __slots__ = ("need", "known_on", "signed", "signed_on", "applied", "ends_on")
    NEED_FIELD_NUMBER: _ClassVar[int]
    KNOWN_ON_FIELD_NUMBER: _ClassVar[int]
    SIGNED_FIELD_NUMBER: _ClassVar[int]
    SIGNED_ON_FIELD_NUMBER: _ClassVar[int]
    APPLIED_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    need: str
    known_on: _date_pb2.Date
    signed: bool
    signed_on: _date_pb2.Date
    applied: bool
    ends_on: _date_pb2.Date
    def __init__(self, need: _Optional[str] = ..., known_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., signed: _Optional[bool] = ..., signed_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., applied: _Optional[bool] = ..., ends_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class CustomerUnits(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[CustomerUnit]
    def __init__(self, items: _Optional[_Iterable[_Union[CustomerUnit, _Mapping]]] = ...) -> None: ...

class CustomerUnit(_message.Message):
    __slots__ = ("unit", "own_demands", "own_report", "report_accepted", "reported_on")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OWN_DEMANDS_FIELD_NUMBER: _ClassVar[int]
    OWN_REPORT_FIELD_NUMBER: _ClassVar[int]
    REPORT_ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    REPORTED_ON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    own_demands: bool
    own_report: bool
    report_accepted: bool
    reported_on: _date_pb2.Date
    def __init__(self, unit: _Optional[str] = ..., own_demands: _Optional[bool] = ..., own_report: _Optional[bool] = ..., report_accepted: _Optional[bool] = ..., reported_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class ConflictingRequests(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[ConflictingRequest]
    def __init__(self, items: _Optional[_Iterable[_Union[ConflictingRequest, _Mapping]]] = ...) -> None: ...

class ConflictingRequest(_message.Message):
    __slots__ = ("id", "open")
    ID_FIELD_NUMBER: _ClassVar[int]
    OPEN_FIELD_NUMBER: _ClassVar[int]
    id: str
    open: bool
    def __init__(self, id: _Optional[str] = ..., open: _Optional[bool] = ...) -> None: ...

class ContractClauses(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[ContractClause]
    def __init__(self, items: _Optional[_Iterable[_Union[ContractClause, _Mapping]]] = ...) -> None: ...

class ContractClause(_message.Message):
    __slots__ = ("clause", "agreed")
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    AGREED_FIELD_NUMBER: _ClassVar[int]
    clause: str
    agreed: bool
    def __init__(self, clause: _Optional[str] = ..., agreed: _Optional[bool] = ...) -> None: ...

class OwnedDuties(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[OwnedDuty]
    def __init__(self, items: _Optional[_Iterable[_Union[OwnedDuty, _Mapping]]] = ...) -> None: ...

class OwnedDuty(_message.Message):
    __slots__ = ("duty", "owned")
    DUTY_FIELD_NUMBER: _ClassVar[int]
    OWNED_FIELD_NUMBER: _ClassVar[int]
    duty: str
    owned: bool
    def __init__(self, duty: _Optional[str] = ..., owned: _Optional[bool] = ...) -> None: ...

class Disputes(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Dispute]
    def __init__(self, items: _Optional[_Iterable[_Union[Dispute, _Mapping]]] = ...) -> None: ...

class Dispute(_message.Message):
    __slots__ = ("id", "opened_on", "open", "settled_in_writing")
    ID_FIELD_NUMBER: _ClassVar[int]
    OPENED_ON_FIELD_NUMBER: _ClassVar[int]
    OPEN_FIELD_NUMBER: _ClassVar[int]
    SETTLED_IN_WRITING_FIELD_NUMBER: _ClassVar[int]
    id: str
    opened_on: _date_pb2.Date
    open: bool
    settled_in_writing: bool
    def __init__(self, id: _Optional[str] = ..., opened_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., open: _Optional[bool] = ..., settled_in_writing: _Optional[bool] = ...) -> None: ...

class CoSuppliers(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[CoSupplier]
    def __init__(self, items: _Optional[_Iterable[_Union[CoSupplier, _Mapping]]] = ...) -> None: ...

class CoSupplier(_message.Message):
    __slots__ = ("supplier", "service", "joint_procedure", "signed", "contacts_named", "exercised", "confirmed_on")
    SUPPLIER_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    JOINT_PROCEDURE_FIELD_NUMBER: _ClassVar[int]
    SIGNED_FIELD_NUMBER: _ClassVar[int]
    CONTACTS_NAMED_FIELD_NUMBER: _ClassVar[int]
    EXERCISED_FIELD_NUMBER: _ClassVar[int]
    CONFIRMED_ON_FIELD_NUMBER: _ClassVar[int]
    supplier: str
    service: str
    joint_procedure: bool
    signed: bool
    contacts_named: bool
    exercised: bool
    confirmed_on: _date_pb2.Date
    def __init__(self, supplier: _Optional[str] = ..., service: _Optional[str] = ..., joint_procedure: _Optional[bool] = ..., signed: _Optional[bool] = ..., contacts_named: _Optional[bool] = ..., exercised: _Optional[bool] = ..., confirmed_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class SuppliedServices(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[SuppliedService]
    def __init__(self, items: _Optional[_Iterable[_Union[SuppliedService, _Mapping]]] = ...) -> None: ...

class SuppliedService(_message.Message):
    __slots__ = ("service", "sources", "market_tested", "backup_grade", "backup_contract", "switch_hours", "rto_hours", "switch_tested", "backup_checked_on")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    SOURCES_FIELD_NUMBER: _ClassVar[int]
    MARKET_TESTED_FIELD_NUMBER: _ClassVar[int]
    BACKUP_GRADE_FIELD_NUMBER: _ClassVar[int]
    BACKUP_CONTRACT_FIELD_NUMBER: _ClassVar[int]
    SWITCH_HOURS_FIELD_NUMBER: _ClassVar[int]
    RTO_HOURS_FIELD_NUMBER: _ClassVar[int]
    SWITCH_TESTED_FIELD_NUMBER: _ClassVar[int]
    BACKUP_CHECKED_ON_FIELD_NUMBER: _ClassVar[int]
    service: str
    sources: int
    market_tested: bool
    backup_grade: str
    backup_contract: bool
    switch_hours: float
    rto_hours: float
    switch_tested: bool
    backup_checked_on: _date_pb2.Date
    def __init__(self, service: _Optional[str] = ..., sources: _Optional[int] = ..., market_tested: _Optional[bool] = ..., backup_grade: _Optional[str] = ..., backup_contract: _Optional[bool] = ..., switch_hours: _Optional[float] = ..., rto_hours: _Optional[float] = ..., switch_tested: _Optional[bool] = ..., backup_checked_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class AnnouncedChanges(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[AnnouncedChange]
    def __init__(self, items: _Optional[_Iterable[_Union[AnnouncedChange, _Mapping]]] = ...) -> None: ...

class AnnouncedChange(_message.Message):
    __slots__ = ("change", "what")
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    WHAT_FIELD_NUMBER: _ClassVar[int]
    change: str
    what: str
    def __init__(self, change: _Optional[str] = ..., what: _Optional[str] = ...) -> None: ...

class Subcontractors(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Subcontractor]
    def __init__(self, items: _Optional[_Iterable[_Union[Subcontractor, _Mapping]]] = ...) -> None: ...

class Subcontractor(_message.Message):
    __slots__ = ("id", "tier", "effort_share", "disclosed", "audit_right", "only_contact", "audited", "audited_on", "actions_tracked", "ip_terms", "security_terms", "terms_checked", "terms_end")
    ID_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    EFFORT_SHARE_FIELD_NUMBER: _ClassVar[int]
    DISCLOSED_FIELD_NUMBER: _ClassVar[int]
    AUDIT_RIGHT_FIELD_NUMBER: _ClassVar[int]
    ONLY_CONTACT_FIELD_NUMBER: _ClassVar[int]
    AUDITED_FIELD_NUMBER: _ClassVar[int]
    AUDITED_ON_FIELD_NUMBER: _ClassVar[int]
    ACTIONS_TRACKED_FIELD_NUMBER: _ClassVar[int]
    IP_TERMS_FIELD_NUMBER: _ClassVar[int]
    SECURITY_TERMS_FIELD_NUMBER: _ClassVar[int]
    TERMS_CHECKED_FIELD_NUMBER: _ClassVar[int]
    TERMS_END_FIELD_NUMBER: _ClassVar[int]
    id: str
    tier: int
    effort_share: float
    disclosed: bool
    audit_right: bool
    only_contact: bool
    audited: bool
    audited_on: _date_pb2.Date
    actions_tracked: bool
    ip_terms: bool
    security_terms: bool
    terms_checked: bool
    terms_end: _date_pb2.Date
    def __init__(self, id: _Optional[str] = ..., tier: _Optional[int] = ..., effort_share: _Optional[float] = ..., disclosed: _Optional[bool] = ..., audit_right: _Optional[bool] = ..., only_contact: _Optional[bool] = ..., audited: _Optional[bool] = ..., audited_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., actions_tracked: _Optional[bool] = ..., ip_terms: _Optional[bool] = ..., security_terms: _Optional[bool] = ..., terms_checked: _Optional[bool] = ..., terms_end: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class AwaitedInformation(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[AwaitedItem]
    def __init__(self, items: _Optional[_Iterable[_Union[AwaitedItem, _Mapping]]] = ...) -> None: ...

class AwaitedItem(_message.Message):
    __slots__ = ("id", "days_late")
    ID_FIELD_NUMBER: _ClassVar[int]
    DAYS_LATE_FIELD_NUMBER: _ClassVar[int]
    id: str
    days_late: int
    def __init__(self, id: _Optional[str] = ..., days_late: _Optional[int] = ...) -> None: ...

class ThirdPartyWorks(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[ThirdPartyWork]
    def __init__(self, items: _Optional[_Iterable[_Union[ThirdPartyWork, _Mapping]]] = ...) -> None: ...

class ThirdPartyWork(_message.Message):
    __slots__ = ("work", "backing", "backed_on", "begins_on", "backed_until", "acceptor_named")
    WORK_FIELD_NUMBER: _ClassVar[int]
    BACKING_FIELD_NUMBER: _ClassVar[int]
    BACKED_ON_FIELD_NUMBER: _ClassVar[int]
    BEGINS_ON_FIELD_NUMBER: _ClassVar[int]
    BACKED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    ACCEPTOR_NAMED_FIELD_NUMBER: _ClassVar[int]
    work: str
    backing: str
    backed_on: _date_pb2.Date
    begins_on: _date_pb2.Date
    backed_until: _date_pb2.Date
    acceptor_named: bool
    def __init__(self, work: _Optional[str] = ..., backing: _Optional[str] = ..., backed_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., begins_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., backed_until: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., acceptor_named: _Optional[bool] = ...) -> None: ...
