from assize.v1 import answer_pb2 as _answer_pb2
from assize.v1 import decision_pb2 as _decision_pb2
from assize.v1 import options_pb2 as _options_pb2
from assize.v1 import risk_pb2 as _risk_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AssessRisksRequest(_message.Message):
    __slots__ = ("subjects", "options")
    SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    subjects: _containers.RepeatedCompositeFieldContainer[_risk_pb2.RiskSubject]
    options: _options_pb2.Options
    def __init__(self, subjects: _Optional[_Iterable[_Union[_risk_pb2.RiskSubject, _Mapping]]] = ..., options: _Optional[_Union[_options_pb2.Options, _Mapping]] = ...) -> None: ...

class AssessRisksResponse(_message.Message):
    __slots__ = ("answers", "roll_up")
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    ROLL_UP_FIELD_NUMBER: _ClassVar[int]
    answers: _containers.RepeatedCompositeFieldContainer[_answer_pb2.Answer]
    roll_up: RiskRollUp
    def __init__(self, answers: _Optional[_Iterable[_Union[_answer_pb2.Answer, _Mapping]]] = ..., roll_up: _Optional[_Union[RiskRollUp, _Mapping]] = ...) -> None: ...

class RiskRollUp(_message.Message):
    __slots__ = ("complete", "risks", "worst_inherent", "worst_residual", "worst", "mean_residual", "by_level", "effects")
    class EffectsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _decision_pb2.Effect
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_decision_pb2.Effect, str]] = ...) -> None: ...
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    RISKS_FIELD_NUMBER: _ClassVar[int]
    WORST_INHERENT_FIELD_NUMBER: _ClassVar[int]
    WORST_RESIDUAL_FIELD_NUMBER: _ClassVar[int]
    WORST_FIELD_NUMBER: _ClassVar[int]
    MEAN_RESIDUAL_FIELD_NUMBER: _ClassVar[int]
    BY_LEVEL_FIELD_NUMBER: _ClassVar[int]
    EFFECTS_FIELD_NUMBER: _ClassVar[int]
    complete: bool
    risks: int
    worst_inherent: _decision_pb2.Range
    worst_residual: _decision_pb2.Range
    worst: WorstRisk
    mean_residual: _decision_pb2.Range
    by_level: _containers.RepeatedCompositeFieldContainer[LevelCount]
    effects: _containers.ScalarMap[str, _decision_pb2.Effect]
    def __init__(self, complete: _Optional[bool] = ..., risks: _Optional[int] = ..., worst_inherent: _Optional[_Union[_decision_pb2.Range, _Mapping]] = ..., worst_residual: _Optional[_Union[_decision_pb2.Range, _Mapping]] = ..., worst: _Optional[_Union[WorstRisk, _Mapping]] = ..., mean_residual: _Optional[_Union[_decision_pb2.Range, _Mapping]] = ..., by_level: _Optional[_Iterable[_Union[LevelCount, _Mapping]]] = ..., effects: _Optional[_Mapping[str, _decision_pb2.Effect]] = ...) -> None: ...

class WorstRisk(_message.Message):
    __slots__ = ("id", "risk", "title", "level", "possible_levels")
    ID_FIELD_NUMBER: _ClassVar[int]
    RISK_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    POSSIBLE_LEVELS_FIELD_NUMBER: _ClassVar[int]
    id: str
    risk: str
    title: str
    level: str
    possible_levels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., risk: _Optional[str] = ..., title: _Optional[str] = ..., level: _Optional[str] = ..., possible_levels: _Optional[_Iterable[str]] = ...) -> None: ...

class LevelCount(_message.Message):
    __slots__ = ("level", "risks")
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    RISKS_FIELD_NUMBER: _ClassVar[int]
    level: str
    risks: int
    def __init__(self, level: _Optional[str] = ..., risks: _Optional[int] = ...) -> None: ...
