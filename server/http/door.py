"""The HTTP application: each endpoint, health, the document and its page; all errors as problem details."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from http import HTTPStatus
from threading import Event
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from assize.rules.errors import AssizeError
from assize.server.config import Config
from assize.server.grpc.register import fitting, our_fault
from assize.server.grpc.stamps import Sources
from assize.server.http.endpoints import Endpoint
from assize.server.http.intake import RequestIds, read_body
from assize.server.http.parsing import load_json, unique
from assize.server.http.problems import to_plain_problem, to_problem

JSON = "application/json"
_SAFE = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
_FRESH = {"Cache-Control": "no-store"}


class Door:
    """Answers requests by the endpoints. What takes time runs in `pool`: health is told at once."""

    def __init__(self, config: Config, sources: Sources, pool: Executor, stopping: Event) -> None:
        self._config = config
        self._sources = sources
        self._pool = pool
        self._stopping = stopping
        self._calls = 0  # counted on the event loop only

    def application(self, endpoints: Sequence[Endpoint], document: bytes, page: str) -> Starlette:
        """The ASGI application. `document` describes the endpoints to programs, `page` to people."""
        routes = [route for endpoint in endpoints for route in self._routes(endpoint)]
        routes += [
            Route("/healthz", self._alive),
            Route("/readyz", self._is_ready),
            Route("/openapi.json", partial(_fixed, Response(document, media_type=JSON))),
            Route("/docs", partial(_fixed, HTMLResponse(page, headers=_SAFE))),
        ]
        handlers: dict[Any, Any] = {HTTPException: _http_problem, ClientDisconnect: _gone}
        application = Starlette(
            routes=routes, middleware=[Middleware(RequestIds, self._sources)], exception_handlers=handlers
        )
        application.router.redirect_slashes = False
        return application

    def _routes(self, endpoint: Endpoint) -> list[Route]:
        by_post = partial(self._by_post, endpoint)
        if not endpoint.by_get:
            return [Route(endpoint.path, by_post, methods=["POST"])]
        by_get = partial(self._by_get, endpoint)

        async def by_either(request: Request) -> Response:
            return await (by_post if request.method == "POST" else by_get)(request)

        return [Route(endpoint.path, by_either, methods=["GET", "POST"])]

    async def _by_post(self, endpoint: Endpoint, request: Request) -> Response:
        body = await read_body(request, self._config.max_request_bytes)
        return await self._run(endpoint, request, partial(load_json, body))

    async def _by_get(self, endpoint: Endpoint, request: Request) -> Response:
        return await self._run(endpoint, request, partial(unique, request.query_params.multi_items()))

    async def _run(self, endpoint: Endpoint, request: Request, plain: Callable[[], object]) -> Response:
        """Answer in the pool, unless too many wait already."""
        if self._calls >= self._config.max_calls:
            detail = f"{self._calls} calls run or wait already; try again later"
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, detail, {"Retry-After": "1"})
        self._calls += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._pool, self._answer, endpoint, request, plain)
        finally:
            self._calls -= 1

    def _answer(self, endpoint: Endpoint, request: Request, plain: Callable[[], object]) -> Response:
        """The answer, or the problem. Nothing is raised."""
        path, number = request.url.path, request.state.id
        try:
            answer = fitting(endpoint.ask(plain), self._config.max_answer_bytes)
            return Response(answer, headers=_FRESH, media_type=JSON)
        except AssizeError as error:
            return to_problem(error, path, number)
        except Exception as error:  # noqa: BLE001  # the last place that can tell it to the caller and the log
            return to_problem(our_fault(error, endpoint.method, self._sources), path, number)

    async def _alive(self, request: Request) -> Response:
        return Response(b'{"status":"alive"}', headers=_FRESH, media_type=JSON)

    async def _is_ready(self, request: Request) -> Response:
        if self._stopping.is_set():
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, "the service is about to stop")
        return Response(b'{"status":"ready"}', headers=_FRESH, media_type=JSON)


async def _fixed(response: Response, _request: Request) -> Response:
    return response


async def _http_problem(request: Request, error: HTTPException) -> Response:
    status = HTTPStatus(error.status_code)
    path, number = request.url.path, request.state.id
    detail = error.detail if error.detail != status.phrase else f"{request.method} {path[:200]}"
    return to_plain_problem(status, detail, path, number, error.headers)


async def _gone(_request: Request, _error: ClientDisconnect) -> Response:
    """The caller hung up; nobody reads this."""
    return Response(status_code=HTTPStatus.BAD_REQUEST)
