"""What every request passes: closed addresses and the headers that keep the page to itself. Sign-in will stand here."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CLOSED = ("_stcore/metrics",)
_CONTENT = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'wasm-unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "frame-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{what} {whence}" for what, whence in _CONTENT.items()),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Gate:
    """ASGI middleware before every path: page, websocket, upload, download."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is closed, hand on the rest, and add the headers to each answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_headers_for(scope["path"]))
            await send(message)

        handler = PlainTextResponse("Closed.", status_code=403) if is_closed(scope["path"]) else self.app
        await handler(scope, receive, with_headers)


def is_closed(path: str) -> bool:
    """Whether a path, however it is written, leads to something nobody may open from a browser."""
    parts = "/".join(part for part in path.replace("\\", "/").lower().split("/") if part not in ("", "."))
    return parts.endswith(CLOSED)


def _headers_for(path: str) -> dict[str, str]:
    """The headers of every answer; a file made for one person is never kept by the browser."""
    return {**HEADERS, "Cache-Control": "no-store"} if "/media/" in path else HEADERS


middleware = [Middleware(Gate)]
