"""The gate of value-added services: everything but the effect `none` means that it may not proceed."""

from __future__ import annotations

from typing import cast

from google.protobuf.descriptor import Descriptor, ServiceDescriptor

from assize.server.grpc.cases import ReadCase, read_typed
from assize.server.grpc.desk import Desk, Items
from assize.server.grpc.readers import Reader
from assize.server.grpc.register import Method
from assize.v1 import value_added_service_gate_pb2
from assize.v1.value_added_service_gate_pb2 import (
    CheckValueAddedServicesRequest,
    CheckValueAddedServicesResponse,
)
from assize.v1.value_added_service_pb2 import ValueAddedService

GATE_RULEBOOK = "value-added-service"
_READER = Reader(cast("Descriptor", ValueAddedService.DESCRIPTOR))


class ValueAddedServiceGate:
    """Says whether value-added services may be given."""

    descriptor: ServiceDescriptor = value_added_service_gate_pb2.DESCRIPTOR.services_by_name[
        "ValueAddedServiceGate"
    ]

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.methods: dict[str, Method] = {"CheckValueAddedServices": self.check_value_added_services}

    def check_value_added_services(
        self, request: CheckValueAddedServicesRequest
    ) -> CheckValueAddedServicesResponse:
        """Check each service."""
        response = CheckValueAddedServicesResponse()
        self._desk.answer(GATE_RULEBOOK, request, Items(request.services, "services", _read), response)
        return response


def _read(service: ValueAddedService) -> ReadCase:
    return read_typed(service, service, _READER)
