from google.type import date_pb2 as _date_pb2
from google.type import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Evidence(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVIDENCE_UNSPECIFIED: _ClassVar[Evidence]
    EVIDENCE_DECLARED: _ClassVar[Evidence]
    EVIDENCE_DOCUMENTED: _ClassVar[Evidence]
    EVIDENCE_VERIFIED: _ClassVar[Evidence]
EVIDENCE_UNSPECIFIED: Evidence
EVIDENCE_DECLARED: Evidence
EVIDENCE_DOCUMENTED: Evidence
EVIDENCE_VERIFIED: Evidence

class FactValue(_message.Message):
    __slots__ = ("unknown", "boolean", "decimal", "text", "date", "amount", "list", "record")
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    BOOLEAN_FIELD_NUMBER: _ClassVar[int]
    DECIMAL_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    LIST_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    unknown: Unknown
    boolean: bool
    decimal: str
    text: str
    date: _date_pb2.Date
    amount: Amount
    list: FactList
    record: FactRecord
    def __init__(self, unknown: _Optional[_Union[Unknown, _Mapping]] = ..., boolean: _Optional[bool] = ..., decimal: _Optional[str] = ..., text: _Optional[str] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., amount: _Optional[_Union[Amount, _Mapping]] = ..., list: _Optional[_Union[FactList, _Mapping]] = ..., record: _Optional[_Union[FactRecord, _Mapping]] = ...) -> None: ...

class Unknown(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class FactList(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[FactValue]
    def __init__(self, items: _Optional[_Iterable[_Union[FactValue, _Mapping]]] = ...) -> None: ...

class FactRecord(_message.Message):
    __slots__ = ("fields",)
    class FieldsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: FactValue
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[FactValue, _Mapping]] = ...) -> None: ...
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    fields: _containers.MessageMap[str, FactValue]
    def __init__(self, fields: _Optional[_Mapping[str, FactValue]] = ...) -> None: ...

class Amount(_message.Message):
    __slots__ = ("money", "scale", "rate")
    MONEY_FIELD_NUMBER: _ClassVar[int]
    SCALE_FIELD_NUMBER: _ClassVar[int]
    RATE_FIELD_NUMBER: _ClassVar[int]
    money: _money_pb2.Money
    scale: int
    rate: Rate
    def __init__(self, money: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., scale: _Optional[int] = ..., rate: _Optional[_Union[Rate, _Mapping]] = ...) -> None: ...

class Rate(_message.Message):
    __slots__ = ("value", "date", "source")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    value: str
    date: _date_pb2.Date
    source: str
    def __init__(self, value: _Optional[str] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., source: _Optional[str] = ...) -> None: ...

class FactInfo(_message.Message):
    __slots__ = ("observed", "evidence", "source", "decision")
    OBSERVED_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    observed: _date_pb2.Date
    evidence: Evidence
    source: str
    decision: str
    def __init__(self, observed: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., evidence: _Optional[_Union[Evidence, str]] = ..., source: _Optional[str] = ..., decision: _Optional[str] = ...) -> None: ...

class GivenApproval(_message.Message):
    __slots__ = ("rule", "role", "by", "granted_on", "expires")
    RULE_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    GRANTED_ON_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_FIELD_NUMBER: _ClassVar[int]
    rule: str
    role: str
    by: str
    granted_on: _date_pb2.Date
    expires: _date_pb2.Date
    def __init__(self, rule: _Optional[str] = ..., role: _Optional[str] = ..., by: _Optional[str] = ..., granted_on: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., expires: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...
