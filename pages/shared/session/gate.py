"""Checks on every request before Streamlit: caller, closed paths, uploads, headers. Sign-in belongs
here.
"""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from pages.shared.session import session_memory
from pages.shared.session.browser_messages import Guard
from pages.shared.session.callers import Refusal, refused
from pages.shared.session.warm_up_turns import page_asked

CLOSED = ("_stcore/metrics",)
IS_CLOSED = Refusal(403, "Closed.")
_UPLOAD = re.compile(r".*/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)")
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
        """Refuse forbidden requests, pass on the rest, and add the headers to each response."""
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 to a foreign page before the socket opens; otherwise pass on only what our
        pages send.
        """
        if refused(scope, config.get_option("server.allowedHosts")):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        page_asked()
        guard = Guard(scope, receive, send)
        try:
            await self.app(scope, guard.receive, guard.send)
        finally:
            guard.ended()

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_headers_for(scope["path"]))
            await send(message)

        if refusal := refused(scope, config.get_option("server.allowedHosts")) or _closed_to(scope):
            await PlainTextResponse(refusal.words, status_code=refusal.status)(
                scope, receive, with_headers
            )
            return
        if not scope["path"].endswith("/health"):
            page_asked()
        await self.app(scope, receive, with_headers)
        if upload := _UPLOAD.fullmatch(scope["path"]):
            session_memory.arrived(upload["session"])


def _closed_to(scope: Scope) -> Refusal | None:
    """Return why a path is closed or an upload is refused, otherwise None."""
    if is_closed(scope["path"]):
        return IS_CLOSED
    if "upload_file" not in scope["path"].lower():
        return None
    upload = _UPLOAD.fullmatch(scope["path"])
    if not upload or scope["method"] not in ("PUT", "DELETE"):
        return session_memory.NO_UPLOADER
    if scope["method"] == "PUT":
        return session_memory.refused_upload(
            upload["session"], upload["file"], Headers(scope=scope).get("content-length", "")
        )
    return (
        None
        if session_memory.removed(upload["session"], upload["file"])
        else session_memory.NO_UPLOADER
    )


def is_closed(path: str) -> bool:
    """Return whether a path, in any spelling, leads to something that no browser may open."""
    parts = "/".join(
        part for part in path.replace("\\", "/").lower().split("/") if part not in ("", ".")
    )
    return parts.endswith(CLOSED)


def _headers_for(path: str) -> dict[str, str]:
    """Return the headers of every response; the browser must not cache a file made for one
    person."""
    return {**HEADERS, "Cache-Control": "no-store"} if "/media/" in path else HEADERS


middleware = [Middleware(Gate)]
