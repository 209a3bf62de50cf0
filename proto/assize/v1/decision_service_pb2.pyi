from assize.v1 import answer_pb2 as _answer_pb2
from assize.v1 import facts_pb2 as _facts_pb2
from assize.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

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
