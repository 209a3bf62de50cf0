from assize.v1 import answer_pb2 as _answer_pb2
from assize.v1 import facts_pb2 as _facts_pb2
from assize.v1 import options_pb2 as _options_pb2
from google.rpc import status_pb2 as _status_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Compression(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COMPRESSION_UNSPECIFIED: _ClassVar[Compression]
    COMPRESSION_LZ4: _ClassVar[Compression]
    COMPRESSION_ZSTD: _ClassVar[Compression]
COMPRESSION_UNSPECIFIED: Compression
COMPRESSION_LZ4: Compression
COMPRESSION_ZSTD: Compression

class DecideRequest(_message.Message):
    __slots__ = ("rulebook", "cases", "options", "rank")
    RULEBOOK_FIELD_NUMBER: _ClassVar[int]
    CASES_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    RANK_FIELD_NUMBER: _ClassVar[int]
    rulebook: str
    cases: _containers.RepeatedCompositeFieldContainer[Case]
    options: _options_pb2.Options
    rank: bool
    def __init__(self, rulebook: _Optional[str] = ..., cases: _Optional[_Iterable[_Union[Case, _Mapping]]] = ..., options: _Optional[_Union[_options_pb2.Options, _Mapping]] = ..., rank: _Optional[bool] = ...) -> None: ...

class Case(_message.Message):
    __slots__ = ("id", "facts", "info", "approvals", "requester")
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
    FACTS_FIELD_NUMBER: _ClassVar[int]
    INFO_FIELD_NUMBER: _ClassVar[int]
    APPROVALS_FIELD_NUMBER: _ClassVar[int]
    REQUESTER_FIELD_NUMBER: _ClassVar[int]
    id: str
    facts: _containers.MessageMap[str, _facts_pb2.FactValue]
    info: _containers.MessageMap[str, _facts_pb2.FactInfo]
    approvals: _containers.RepeatedCompositeFieldContainer[_facts_pb2.GivenApproval]
    requester: str
    def __init__(self, id: _Optional[str] = ..., facts: _Optional[_Mapping[str, _facts_pb2.FactValue]] = ..., info: _Optional[_Mapping[str, _facts_pb2.FactInfo]] = ..., approvals: _Optional[_Iterable[_Union[_facts_pb2.GivenApproval, _Mapping]]] = ..., requester: _Optional[str] = ...) -> None: ...

class DecideResponse(_message.Message):
    __slots__ = ("answers", "ranking")
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    RANKING_FIELD_NUMBER: _ClassVar[int]
    answers: _containers.RepeatedCompositeFieldContainer[_answer_pb2.Answer]
    ranking: _answer_pb2.Ranking
    def __init__(self, answers: _Optional[_Iterable[_Union[_answer_pb2.Answer, _Mapping]]] = ..., ranking: _Optional[_Union[_answer_pb2.Ranking, _Mapping]] = ...) -> None: ...

class DecideStreamRequest(_message.Message):
    __slots__ = ("opening", "batch")
    OPENING_FIELD_NUMBER: _ClassVar[int]
    BATCH_FIELD_NUMBER: _ClassVar[int]
    opening: StreamOpening
    batch: CaseBatch
    def __init__(self, opening: _Optional[_Union[StreamOpening, _Mapping]] = ..., batch: _Optional[_Union[CaseBatch, _Mapping]] = ...) -> None: ...

class StreamOpening(_message.Message):
    __slots__ = ("rulebook", "options", "as_of_column", "contributions", "keep", "leave_out", "compression", "answers")
    RULEBOOK_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    AS_OF_COLUMN_FIELD_NUMBER: _ClassVar[int]
    CONTRIBUTIONS_FIELD_NUMBER: _ClassVar[int]
    KEEP_FIELD_NUMBER: _ClassVar[int]
    LEAVE_OUT_FIELD_NUMBER: _ClassVar[int]
    COMPRESSION_FIELD_NUMBER: _ClassVar[int]
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    rulebook: str
    options: _options_pb2.Options
    as_of_column: str
    contributions: bool
    keep: _containers.RepeatedScalarFieldContainer[str]
    leave_out: _containers.RepeatedScalarFieldContainer[str]
    compression: Compression
    answers: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, rulebook: _Optional[str] = ..., options: _Optional[_Union[_options_pb2.Options, _Mapping]] = ..., as_of_column: _Optional[str] = ..., contributions: _Optional[bool] = ..., keep: _Optional[_Iterable[str]] = ..., leave_out: _Optional[_Iterable[str]] = ..., compression: _Optional[_Union[Compression, str]] = ..., answers: _Optional[_Iterable[str]] = ...) -> None: ...

class CaseBatch(_message.Message):
    __slots__ = ("batch_id", "arrow", "items")
    BATCH_ID_FIELD_NUMBER: _ClassVar[int]
    ARROW_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    batch_id: str
    arrow: bytes
    items: CaseList
    def __init__(self, batch_id: _Optional[str] = ..., arrow: _Optional[bytes] = ..., items: _Optional[_Union[CaseList, _Mapping]] = ...) -> None: ...

class CaseList(_message.Message):
    __slots__ = ("cases",)
    CASES_FIELD_NUMBER: _ClassVar[int]
    cases: _containers.RepeatedCompositeFieldContainer[Case]
    def __init__(self, cases: _Optional[_Iterable[_Union[Case, _Mapping]]] = ...) -> None: ...

class DecideStreamResponse(_message.Message):
    __slots__ = ("batch_id", "arrow", "items", "error", "more")
    BATCH_ID_FIELD_NUMBER: _ClassVar[int]
    ARROW_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    batch_id: str
    arrow: bytes
    items: AnswerList
    error: _status_pb2.Status
    more: bool
    def __init__(self, batch_id: _Optional[str] = ..., arrow: _Optional[bytes] = ..., items: _Optional[_Union[AnswerList, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ..., more: _Optional[bool] = ...) -> None: ...

class AnswerList(_message.Message):
    __slots__ = ("answers",)
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    answers: _containers.RepeatedCompositeFieldContainer[_answer_pb2.Answer]
    def __init__(self, answers: _Optional[_Iterable[_Union[_answer_pb2.Answer, _Mapping]]] = ...) -> None: ...
