from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class ErrorReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERROR_REASON_UNSPECIFIED: _ClassVar[ErrorReason]
    ERROR_REASON_MALFORMED: _ClassVar[ErrorReason]
    ERROR_REASON_EMPTY_REQUEST: _ClassVar[ErrorReason]
    ERROR_REASON_TOO_MANY_ITEMS: _ClassVar[ErrorReason]
    ERROR_REASON_BAD_ID: _ClassVar[ErrorReason]
    ERROR_REASON_DUPLICATE_ID: _ClassVar[ErrorReason]
    ERROR_REASON_BAD_OPTION: _ClassVar[ErrorReason]
    ERROR_REASON_UNKNOWN_RULEBOOK: _ClassVar[ErrorReason]
    ERROR_REASON_UNKNOWN_VERSION: _ClassVar[ErrorReason]
    ERROR_REASON_NOT_EFFECTIVE: _ClassVar[ErrorReason]
    ERROR_REASON_CONTENT_CHANGED: _ClassVar[ErrorReason]
    ERROR_REASON_BAD_FACTS: _ClassVar[ErrorReason]
    ERROR_REASON_ANSWER_TOO_LARGE: _ClassVar[ErrorReason]
    ERROR_REASON_INTERNAL: _ClassVar[ErrorReason]
    ERROR_REASON_BAD_COLUMNS: _ClassVar[ErrorReason]
    ERROR_REASON_BATCH_TOO_LARGE: _ClassVar[ErrorReason]
    ERROR_REASON_TOO_MANY_STREAMS: _ClassVar[ErrorReason]
ERROR_REASON_UNSPECIFIED: ErrorReason
ERROR_REASON_MALFORMED: ErrorReason
ERROR_REASON_EMPTY_REQUEST: ErrorReason
ERROR_REASON_TOO_MANY_ITEMS: ErrorReason
ERROR_REASON_BAD_ID: ErrorReason
ERROR_REASON_DUPLICATE_ID: ErrorReason
ERROR_REASON_BAD_OPTION: ErrorReason
ERROR_REASON_UNKNOWN_RULEBOOK: ErrorReason
ERROR_REASON_UNKNOWN_VERSION: ErrorReason
ERROR_REASON_NOT_EFFECTIVE: ErrorReason
ERROR_REASON_CONTENT_CHANGED: ErrorReason
ERROR_REASON_BAD_FACTS: ErrorReason
ERROR_REASON_ANSWER_TOO_LARGE: ErrorReason
ERROR_REASON_INTERNAL: ErrorReason
ERROR_REASON_BAD_COLUMNS: ErrorReason
ERROR_REASON_BATCH_TOO_LARGE: ErrorReason
ERROR_REASON_TOO_MANY_STREAMS: ErrorReason
