"""Ask an Assize server from Python: a few items, or a table of any length.

Needs grpc, pyarrow and the contract (`assize.v1`), nothing else of Assize.
"""

from assize.client.aio import AsyncClient
from assize.client.client import Client
from assize.client.errors import ClientError, Exhausted, Failed, Fault, Refused, TimedOut, Unavailable

__all__ = [
    "AsyncClient",
    "Client",
    "ClientError",
    "Exhausted",
    "Failed",
    "Fault",
    "Refused",
    "TimedOut",
    "Unavailable",
]
