import datetime

from assize.v1 import decision_pb2 as _decision_pb2
from assize.v1 import errors_pb2 as _errors_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RankState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RANK_STATE_UNSPECIFIED: _ClassVar[RankState]
    RANK_STATE_RANKED: _ClassVar[RankState]
    RANK_STATE_UNDETERMINED: _ClassVar[RankState]
    RANK_STATE_INELIGIBLE: _ClassVar[RankState]
    RANK_STATE_ERROR: _ClassVar[RankState]
RANK_STATE_UNSPECIFIED: RankState
RANK_STATE_RANKED: RankState
RANK_STATE_UNDETERMINED: RankState
RANK_STATE_INELIGIBLE: RankState
RANK_STATE_ERROR: RankState

class Answer(_message.Message):
    __slots__ = ("id", "record", "error", "rank")
    ID_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    RANK_FIELD_NUMBER: _ClassVar[int]
    id: str
    record: DecisionRecord
    error: ItemError
    rank: Rank
    def __init__(self, id: _Optional[str] = ..., record: _Optional[_Union[DecisionRecord, _Mapping]] = ..., error: _Optional[_Union[ItemError, _Mapping]] = ..., rank: _Optional[_Union[Rank, _Mapping]] = ...) -> None: ...

class DecisionRecord(_message.Message):
    __slots__ = ("decision_id", "decided_at", "duration", "digest", "decision")
    DECISION_ID_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    decision_id: str
    decided_at: _timestamp_pb2.Timestamp
    duration: _duration_pb2.Duration
    digest: str
    decision: _decision_pb2.Decision
    def __init__(self, decision_id: _Optional[str] = ..., decided_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., digest: _Optional[str] = ..., decision: _Optional[_Union[_decision_pb2.Decision, _Mapping]] = ...) -> None: ...

class ItemError(_message.Message):
    __slots__ = ("reason", "message", "violations")
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    VIOLATIONS_FIELD_NUMBER: _ClassVar[int]
    reason: _errors_pb2.ErrorReason
    message: str
    violations: _containers.RepeatedCompositeFieldContainer[Violation]
    def __init__(self, reason: _Optional[_Union[_errors_pb2.ErrorReason, str]] = ..., message: _Optional[str] = ..., violations: _Optional[_Iterable[_Union[Violation, _Mapping]]] = ...) -> None: ...

class Violation(_message.Message):
    __slots__ = ("path", "code", "what", "got", "hint")
    PATH_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    WHAT_FIELD_NUMBER: _ClassVar[int]
    GOT_FIELD_NUMBER: _ClassVar[int]
    HINT_FIELD_NUMBER: _ClassVar[int]
    path: str
    code: str
    what: str
    got: str
    hint: str
    def __init__(self, path: _Optional[str] = ..., code: _Optional[str] = ..., what: _Optional[str] = ..., got: _Optional[str] = ..., hint: _Optional[str] = ...) -> None: ...

class Rank(_message.Message):
    __slots__ = ("state", "place", "best", "worst", "tied")
    STATE_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    BEST_FIELD_NUMBER: _ClassVar[int]
    WORST_FIELD_NUMBER: _ClassVar[int]
    TIED_FIELD_NUMBER: _ClassVar[int]
    state: RankState
    place: int
    best: int
    worst: int
    tied: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, state: _Optional[_Union[RankState, str]] = ..., place: _Optional[int] = ..., best: _Optional[int] = ..., worst: _Optional[int] = ..., tied: _Optional[_Iterable[str]] = ...) -> None: ...

class Ranking(_message.Message):
    __slots__ = ("complete", "order", "ineligible")
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    INELIGIBLE_FIELD_NUMBER: _ClassVar[int]
    complete: bool
    order: _containers.RepeatedScalarFieldContainer[str]
    ineligible: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, complete: _Optional[bool] = ..., order: _Optional[_Iterable[str]] = ..., ineligible: _Optional[_Iterable[str]] = ...) -> None: ...
