"""The messages a websocket may send: only what our pages need, and nothing that reaches another
session.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.shared.session import session_memory

Message = MutableMapping[str, Any]
PASS = ("rerun_script", "stop_script", "app_heartbeat")
ASKED_FOR = ("deferred_file", "dataframe_chunk")  # a download, or more rows of a table


class Guard:
    """Both directions of one websocket: drops forbidden messages and learns which session it
    serves.
    """

    def __init__(
        self,
        scope: Mapping[str, Any],
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ):
        self._receive, self._send = receive, send
        self._cookie = b"; ".join(
            value for name, value in scope["headers"] if name == b"cookie"
        ).decode("latin-1")
        self._session, self._code = "", 1006
        self._before = _session_before(scope)
        self._asked: set[str] = set()  # requests for upload places not answered yet

    async def receive(self) -> Message:
        """Return the next allowed message from the browser."""
        while True:
            message = await self._receive()
            self._come_back()  # also for its last message: after that its session is disconnected
            if message["type"] == "websocket.disconnect":
                self._code = message.get("code") or self._code
            if message["type"] != "websocket.receive" or self._may_pass(message.get("bytes")):
                return message

    async def send(self, message: Message) -> None:
        """Send a message, and note if it names the session or hands out upload places."""
        if message["type"] == "websocket.send" and (
            self._asked or self._session in ("", self._before)
        ):
            self._learn(ForwardMsg.FromString(message.get("bytes") or b""))
        await self._send(message)

    def ended(self) -> None:
        """Release what the session held, if one began on this socket."""
        if self._session:
            session_memory.ends(self._session, self._code)

    def _come_back(self) -> None:
        """Resume the session of a page that reconnected: the server does not send its name
        again."""
        if not self._session and session_memory.is_known(self._before):
            self._session = self._before
            session_memory.begins(self._session, self._cookie)

    def _may_pass(self, data: bytes | None) -> bool:
        if not data:
            return False
        try:
            message = BackMsg.FromString(data)
        except DecodeError:
            return True  # Streamlit closes the socket if the data is not a message
        kind = message.WhichOneof("type")
        if kind == "file_urls_request":
            passes = session_memory.may_upload(self._session)
            if passes:
                self._asked.add(message.file_urls_request.request_id)
        elif kind == "backend_operation_request":
            passes = message.backend_operation_request.WhichOneof("payload") in ASKED_FOR
        else:
            passes = kind in PASS
        if not passes:
            logging.getLogger(__name__).warning("A message was refused: %s", kind)
        return passes

    def _learn(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session" and self._session in ("", self._before):
            self._session, self._before = message.new_session.initialize.session_id, ""
            session_memory.begins(self._session, self._cookie)
        elif kind == "file_urls_response":
            self._asked.discard(message.file_urls_response.response_id)
            session_memory.hand_out(
                self._session, [place.file_id for place in message.file_urls_response.file_urls]
            )


def _session_before(scope: Mapping[str, Any]) -> str:
    """Return the session that the page says it had (the third subprotocol), or ''."""
    written = [value for name, value in scope["headers"] if name == b"sec-websocket-protocol"]
    entries = written[0].decode("latin-1").split(",") if len(written) == 1 else []
    return entries[2].strip() if len(entries) > 2 else ""
