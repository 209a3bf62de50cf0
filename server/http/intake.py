"""What comes before a request is read: its id, its content type, and its body within limits."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assize.server.grpc.stamps import Sources, uuid7

REQUEST_ID = "X-Request-ID"
ID_PATTERN = "[!-~]{1,200}"
"""What an id of the caller may be: visible ASCII."""

SLOWEST_BODY = 30.0
"""Seconds in which a body must have come."""

_ID = re.compile(ID_PATTERN)


class RequestIds:
    """Gives every request an id, its own or the one that it brought, and every answer the same."""

    def __init__(self, app: ASGIApp, sources: Sources) -> None:
        self._app = app
        self._sources = sources

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; `request.state.id` is its id."""
        number = self._id(scope)
        scope.setdefault("state", {})["id"] = number
        added = [(REQUEST_ID.lower().encode(), number.encode()), (b"x-content-type-options", b"nosniff")]

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, stamped)

    def _id(self, scope: Scope) -> str:
        name = REQUEST_ID.lower().encode()
        sent: list[bytes] = [value for header, value in scope["headers"] if header == name]
        if len(sent) == 1 and _ID.fullmatch(text := sent[0].decode("latin-1")):
            return text
        return uuid7(self._sources.now(), self._sources.entropy(10))


async def read_body(request: Request, most_bytes: int) -> bytes:
    """The JSON text of a request. Raises HTTPException: 415, 413, 408."""
    check_type(request)
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > most_bytes:
        raise _too_large(most_bytes)
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            return await _within(request, most_bytes)
    except TimeoutError:
        detail = f"the body did not come within {SLOWEST_BODY:.0f} seconds"
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, detail, {"Connection": "close"}) from None


def check_type(request: Request) -> None:
    """That the body is JSON, and not packed. Raises HTTPException."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        detail = f"send Content-Type: application/json, got `{kind[:80]}`"
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)
    packed = request.headers.get("content-encoding", "identity").strip().lower()
    if packed != "identity":
        detail = f"send the JSON as it is, without Content-Encoding, got `{packed[:80]}`"
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)


async def _within(request: Request, most_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise _too_large(most_bytes)
    return bytes(body)


def _too_large(most_bytes: int) -> HTTPException:
    detail = f"a request may have {most_bytes} bytes; send several"
    return HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, {"Connection": "close"})
