from assize.v1 import answer_pb2 as _answer_pb2
from assize.v1 import options_pb2 as _options_pb2
from assize.v1 import supplier_pb2 as _supplier_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ScoreSuppliersRequest(_message.Message):
    __slots__ = ("suppliers", "need", "options", "rank")
    SUPPLIERS_FIELD_NUMBER: _ClassVar[int]
    NEED_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    RANK_FIELD_NUMBER: _ClassVar[int]
    suppliers: _containers.RepeatedCompositeFieldContainer[_supplier_pb2.Supplier]
    need: _supplier_pb2.Need
    options: _options_pb2.Options
    rank: bool
    def __init__(self, suppliers: _Optional[_Iterable[_Union[_supplier_pb2.Supplier, _Mapping]]] = ..., need: _Optional[_Union[_supplier_pb2.Need, _Mapping]] = ..., options: _Optional[_Union[_options_pb2.Options, _Mapping]] = ..., rank: _Optional[bool] = ...) -> None: ...

class ScoreSuppliersResponse(_message.Message):
    __slots__ = ("answers", "ranking")
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    RANKING_FIELD_NUMBER: _ClassVar[int]
    answers: _containers.RepeatedCompositeFieldContainer[_answer_pb2.Answer]
    ranking: _answer_pb2.Ranking
    def __init__(self, answers: _Optional[_Iterable[_Union[_answer_pb2.Answer, _Mapping]]] = ..., ranking: _Optional[_Union[_answer_pb2.Ranking, _Mapping]] = ...) -> None: ...
