from assize.v1 import answer_pb2 as _answer_pb2
from assize.v1 import options_pb2 as _options_pb2
from assize.v1 import value_added_service_pb2 as _value_added_service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CheckValueAddedServicesRequest(_message.Message):
    __slots__ = ("services", "options")
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    services: _containers.RepeatedCompositeFieldContainer[_value_added_service_pb2.ValueAddedService]
    options: _options_pb2.Options
    def __init__(self, services: _Optional[_Iterable[_Union[_value_added_service_pb2.ValueAddedService, _Mapping]]] = ..., options: _Optional[_Union[_options_pb2.Options, _Mapping]] = ...) -> None: ...

class CheckValueAddedServicesResponse(_message.Message):
    __slots__ = ("answers",)
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    answers: _containers.RepeatedCompositeFieldContainer[_answer_pb2.Answer]
    def __init__(self, answers: _Optional[_Iterable[_Union[_answer_pb2.Answer, _Mapping]]] = ...) -> None: ...
