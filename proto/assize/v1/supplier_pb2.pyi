from assize.v1 import facts_pb2 as _facts_pb2
from google.type import date_pb2 as _date_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Need(_message.Message):
    __slots__ = ("purpose", "procurement_regime", "service_criticality", "privileged_access", "personal_data", "industry", "customer_account", "annual_contract_value", "required_specialties", "required_support_hours", "facts", "info")
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
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    PROCUREMENT_REGIME_FIELD_NUMBER: _ClassVar[int]
    SERVICE_CRITICALITY_FIELD_NUMBER: _ClassVar[int]
    PRIVILEGED_ACCESS_FIELD_NUMBER: _ClassVar[int]
    PERSONAL_DATA_FIELD_NUMBER: _ClassVar[int]
    INDUSTRY_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    ANNUAL_CONTRACT_VALUE_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_SPECIALTIES_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_SUPPORT_HOURS_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    INFO_FIELD_NUMBER: _ClassVar[int]
    purpose: str
    procurement_regime: str
    service_criticality: str
    privileged_access: bool
    personal_data: bool
    industry: str
    customer_account: str
    annual_contract_value: _facts_pb2.Amount
    required_specialties: TextList
    required_support_hours: str
    facts: _containers.MessageMap[str, _facts_pb2.FactValue]
    info: _containers.MessageMap[str, _facts_pb2.FactInfo]
    def __init__(self, purpose: _Optional[str] = ..., procurement_regime: _Optional[str] = ..., service_criticality: _Optional[str] = ..., privileged_access: _Optional[bool] = ..., personal_data: _Optional[bool] = ..., industry: _Optional[str] = ..., customer_account: _Optional[str] = ..., annual_contract_value: _Optional[_Union[_facts_pb2.Amount, _Mapping]] = ..., required_specialties: _Optional[_Union[TextList, _Mapping]] = ..., required_support_hours: _Optional[str] = ..., facts: _Optional[_Mapping[str, _facts_pb2.FactValue]] = ..., info: _Optional[_Mapping[str, _facts_pb2.FactInfo]] = ...) -> None: ...

class Supplier(_message.Message):
    __slots__ = ("id", "supplier_id", "group_company_ids", "capital_regime", "registered_capital", "paid_in_share", "net_assets", "annual_revenue", "headcount", "degree_share", "specialty_share", "specialties_covered", "active_customers", "largest_customer_share", "industry_references", "certificates", "process_level", "process_level_basis", "processes", "support_hours", "support_tiers", "ticket_system", "engineers_assigned", "certified_share", "senior_share", "average_years", "skill_test", "skill_test_n", "key_engineers_agreed", "surge_capacity", "surge_basis", "mobilisation_hours", "reserve_kind", "scope_extensible", "overlap_share", "complement_share", "competes_for_account", "conflict_declared", "ratings", "lost_service_disputes_36m", "penalties_36m", "list_hits", "register_status", "supplier_residual_level", "facts", "info", "approvals", "requester")
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
    SUPPLIER_ID_FIELD_NUMBER: _ClassVar[int]
    GROUP_COMPANY_IDS_FIELD_NUMBER: _ClassVar[int]
    CAPITAL_REGIME_FIELD_NUMBER: _ClassVar[int]
    REGISTERED_CAPITAL_FIELD_NUMBER: _ClassVar[int]
    PAID_IN_SHARE_FIELD_NUMBER: _ClassVar[int]
    NET_ASSETS_FIELD_NUMBER: _ClassVar[int]
    ANNUAL_REVENUE_FIELD_NUMBER: _ClassVar[int]
    HEADCOUNT_FIELD_NUMBER: _ClassVar[int]
    DEGREE_SHARE_FIELD_NUMBER: _ClassVar[int]
    SPECIALTY_SHARE_FIELD_NUMBER: _ClassVar[int]
    SPECIALTIES_COVERED_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_CUSTOMERS_FIELD_NUMBER: _ClassVar[int]
    LARGEST_CUSTOMER_SHARE_FIELD_NUMBER: _ClassVar[int]
    INDUSTRY_REFERENCES_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATES_FIELD_NUMBER: _ClassVar[int]
    PROCESS_LEVEL_FIELD_NUMBER: _ClassVar[int]
    PROCESS_LEVEL_BASIS_FIELD_NUMBER: _ClassVar[int]
    PROCESSES_FIELD_NUMBER: _ClassVar[int]
    SUPPORT_HOURS_FIELD_NUMBER: _ClassVar[int]
    SUPPORT_TIERS_FIELD_NUMBER: _ClassVar[int]
    TICKET_SYSTEM_FIELD_NUMBER: _ClassVar[int]
    ENGINEERS_ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    CERTIFIED_SHARE_FIELD_NUMBER: _ClassVar[int]
    SENIOR_SHARE_FIELD_NUMBER: _ClassVar[int]
    AVERAGE_YEARS_FIELD_NUMBER: _ClassVar[int]
    SKILL_TEST_FIELD_NUMBER: _ClassVar[int]
    SKILL_TEST_N_FIELD_NUMBER: _ClassVar[int]
    KEY_ENGINEERS_AGREED_FIELD_NUMBER: _ClassVar[int]
    SURGE_CAPACITY_FIELD_NUMBER: _ClassVar[int]
    SURGE_BASIS_FIELD_NUMBER: _ClassVar[int]
    MOBILISATION_HOURS_FIELD_NUMBER: _ClassVar[int]
    RESERVE_KIND_FIELD_NUMBER: _ClassVar[int]
    SCOPE_EXTENSIBLE_FIELD_NUMBER: _ClassVar[int]
    OVERLAP_SHARE_FIELD_NUMBER: _ClassVar[int]
    COMPLEMENT_SHARE_FIELD_NUMBER: _ClassVar[int]
    COMPETES_FOR_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    CONFLICT_DECLARED_FIELD_NUMBER: _ClassVar[int]
    RATINGS_FIELD_NUMBER: _ClassVar[int]
    LOST_SERVICE_DISPUTES_36M_FIELD_NUMBER: _ClassVar[int]
    PENALTIES_36M_FIELD_NUMBER: _ClassVar[int]
    LIST_HITS_FIELD_NUMBER: _ClassVar[int]
    REGISTER_STATUS_FIELD_NUMBER: _ClassVar[int]
    SUPPLIER_RESIDUAL_LEVEL_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    INFO_FIELD_NUMBER: _ClassVar[int]
    APPROVALS_FIELD_NUMBER: _ClassVar[int]
    REQUESTER_FIELD_NUMBER: _ClassVar[int]
    id: str
    supplier_id: str
    group_company_ids: TextList
    capital_regime: str
    registered_capital: _facts_pb2.Amount
    paid_in_share: float
    net_assets: _facts_pb2.Amount
    annual_revenue: _facts_pb2.Amount
    headcount: int
    degree_share: float
    specialty_share: float
    specialties_covered: Specialties
    active_customers: int
    largest_customer_share: float
    industry_references: References
    certificates: Certificates
    process_level: int
    process_level_basis: str
    processes: Processes
    support_hours: str
    support_tiers: int
    ticket_system: bool
    engineers_assigned: int
    certified_share: float
    senior_share: float
    average_years: float
    skill_test: float
    skill_test_n: int
    key_engineers_agreed: bool
    surge_capacity: float
    surge_basis: str
    mobilisation_hours: float
    reserve_kind: str
    scope_extensible: TextList
    overlap_share: float
    complement_share: float
    competes_for_account: bool
    conflict_declared: bool
    ratings: Ratings
    lost_service_disputes_36m: int
    penalties_36m: int
    list_hits: ListHits
    register_status: str
    supplier_residual_level: str
    facts: _containers.MessageMap[str, _facts_pb2.FactValue]
    info: _containers.MessageMap[str, _facts_pb2.FactInfo]
    approvals: _containers.RepeatedCompositeFieldContainer[_facts_pb2.GivenApproval]
    requester: str
    def __init__(self, id: _Optional[str] = ..., supplier_id: _Optional[str] = ..., group_company_ids: _Optional[_Union[TextList, _Mapping]] = ..., capital_regime: _Optional[str] = ..., registered_capital: _Optional[_Union[_facts_pb2.Amount, _Mapping]] = ..., paid_in_share: _Optional[float] = ..., net_assets: _Optional[_Union[_facts_pb2.Amount, _Mapping]] = ..., annual_revenue: _Optional[_Union[_facts_pb2.Amount, _Mapping]] = ..., headcount: _Optional[int] = ..., degree_share: _Optional[float] = ..., specialty_share: _Optional[float] = ..., specialties_covered: _Optional[_Union[Specialties, _Mapping]] = ..., active_customers: _Optional[int] = ..., largest_customer_share: _Optional[float] = ..., industry_references: _Optional[_Union[References, _Mapping]] = ..., certificates: _Optional[_Union[Certificates, _Mapping]] = ..., process_level: _Optional[int] = ..., process_level_basis: _Optional[str] = ..., processes: _Optional[_Union[Processes, _Mapping]] = ..., support_hours: _Optional[str] = ..., support_tiers: _Optional[int] = ..., ticket_system: _Optional[bool] = ..., engineers_assigned: _Optional[int] = ..., certified_share: _Optional[float] = ..., senior_share: _Optional[float] = ..., average_years: _Optional[float] = ..., skill_test: _Optional[float] = ..., skill_test_n: _Optional[int] = ..., key_engineers_agreed: _Optional[bool] = ..., surge_capacity: _Optional[float] = ..., surge_basis: _Optional[str] = ..., mobilisation_hours: _Optional[float] = ..., reserve_kind: _Optional[str] = ..., scope_extensible: _Optional[_Union[TextList, _Mapping]] = ..., overlap_share: _Optional[float] = ..., complement_share: _Optional[float] = ..., competes_for_account: _Optional[bool] = ..., conflict_declared: _Optional[bool] = ..., ratings: _Optional[_Union[Ratings, _Mapping]] = ..., lost_service_disputes_36m: _Optional[int] = ..., penalties_36m: _Optional[int] = ..., list_hits: _Optional[_Union[ListHits, _Mapping]] = ..., register_status: _Optional[str] = ..., supplier_residual_level: _Optional[str] = ..., facts: _Optional[_Mapping[str, _facts_pb2.FactValue]] = ..., info: _Optional[_Mapping[str, _facts_pb2.FactInfo]] = ..., approvals: _Optional[_Iterable[_Union[_facts_pb2.GivenApproval, _Mapping]]] = ..., requester: _Optional[str] = ...) -> None: ...

class TextList(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, items: _Optional[_Iterable[str]] = ...) -> None: ...

class Specialties(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Specialty]
    def __init__(self, items: _Optional[_Iterable[_Union[Specialty, _Mapping]]] = ...) -> None: ...

class Specialty(_message.Message):
    __slots__ = ("specialty", "people")
    SPECIALTY_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_FIELD_NUMBER: _ClassVar[int]
    specialty: str
    people: int
    def __init__(self, specialty: _Optional[str] = ..., people: _Optional[int] = ...) -> None: ...

class References(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Reference]
    def __init__(self, items: _Optional[_Iterable[_Union[Reference, _Mapping]]] = ...) -> None: ...

class Reference(_message.Message):
    __slots__ = ("customer", "industry", "to", "value", "evidence", "contact_confirmed")
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    INDUSTRY_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_CONFIRMED_FIELD_NUMBER: _ClassVar[int]
    customer: str
    industry: str
    to: _date_pb2.Date
    value: _facts_pb2.Amount
    evidence: str
    contact_confirmed: bool
    def __init__(self, customer: _Optional[str] = ..., industry: _Optional[str] = ..., to: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., value: _Optional[_Union[_facts_pb2.Amount, _Mapping]] = ..., evidence: _Optional[str] = ..., contact_confirmed: _Optional[bool] = ..., **kwargs) -> None: ...

class Certificates(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Certificate]
    def __init__(self, items: _Optional[_Iterable[_Union[Certificate, _Mapping]]] = ...) -> None: ...

class Certificate(_message.Message):
    __slots__ = ("scheme", "edition", "level", "category", "number", "issuer", "accreditation", "holder_id", "scope_text", "covers_service", "valid_from", "valid_until", "status", "evidence", "verified_with", "verified_on")
    SCHEME_FIELD_NUMBER: _ClassVar[int]
    EDITION_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    ACCREDITATION_FIELD_NUMBER: _ClassVar[int]
    HOLDER_ID_FIELD_NUMBER: _ClassVar[int]
    SCOPE_TEXT_FIELD_NUMBER: _ClassVar[int]
    COVERS_SERVICE_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    VERIFIED_WITH_FIELD_NUMBER: _ClassVar[int]
    VERIFIED_ON_FIELD_NUMBER: _ClassVar[int]
    scheme: str
    edition: str
    level: str
    category: str
    number: str
    issuer: str
    accreditation: str
    holder_id: str
    scope_text: str
    covers_service: bool
    valid_from: _date_pb2.Date
    valid_until: _date_pb2.Date
    status: str
    evidence: str
    verified_with: str
    verified_on: _date_pb2.Date
    def __init__(self, scheme: _Optional[str] = ..., edition: _Optional[str] = ..., level: _Optional[str] = ..., category: _Optional[str] = ..., number: _Optional[str] = ..., issuer: _Optional[str] = ..., accreditation: _Optional[str] = ..., holder_id: _Optional[str] = ..., scope_text: _Optional[str] = ..., covers_service: _Optional[bool] = ..., valid_from: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., valid_until: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., status: _Optional[str] = ..., evidence: _Optional[str] = ..., verified_with: _Optional[str] = ..., verified_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class Processes(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Process]
    def __init__(self, items: _Optional[_Iterable[_Union[Process, _Mapping]]] = ...) -> None: ...

class Process(_message.Message):
    __slots__ = ("process", "documented", "records_seen", "audited", "audited_on")
    PROCESS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTED_FIELD_NUMBER: _ClassVar[int]
    RECORDS_SEEN_FIELD_NUMBER: _ClassVar[int]
    AUDITED_FIELD_NUMBER: _ClassVar[int]
    AUDITED_ON_FIELD_NUMBER: _ClassVar[int]
    process: str
    documented: bool
    records_seen: bool
    audited: bool
    audited_on: _date_pb2.Date
    def __init__(self, process: _Optional[str] = ..., documented: _Optional[bool] = ..., records_seen: _Optional[bool] = ..., audited: _Optional[bool] = ..., audited_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class Ratings(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[Rating]
    def __init__(self, items: _Optional[_Iterable[_Union[Rating, _Mapping]]] = ...) -> None: ...

class Rating(_message.Message):
    __slots__ = ("source", "scale_min", "scale_max", "value", "n", "date", "solicited")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SCALE_MIN_FIELD_NUMBER: _ClassVar[int]
    SCALE_MAX_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    N_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    SOLICITED_FIELD_NUMBER: _ClassVar[int]
    source: str
    scale_min: float
    scale_max: float
    value: float
    n: int
    date: _date_pb2.Date
    solicited: bool
    def __init__(self, source: _Optional[str] = ..., scale_min: _Optional[float] = ..., scale_max: _Optional[float] = ..., value: _Optional[float] = ..., n: _Optional[int] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., solicited: _Optional[bool] = ...) -> None: ...

class ListHits(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[ListHit]
    def __init__(self, items: _Optional[_Iterable[_Union[ListHit, _Mapping]]] = ...) -> None: ...

class ListHit(_message.Message):
    __slots__ = ("list", "match", "date")
    LIST_FIELD_NUMBER: _ClassVar[int]
    MATCH_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    list: str
    match: str
    date: _date_pb2.Date
    def __init__(self, list: _Optional[str] = ..., match: _Optional[str] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...
