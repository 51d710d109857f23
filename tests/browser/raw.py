"""A client that is not a browser: one request with given headers, and a websocket with given
messages.
"""

from __future__ import annotations

import http.client
import time
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

PATIENCE = 60


def ask(server, method="GET", path="/", headers=(), body=None) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of the response.

    Without a Host in the headers, the server's own is sent; with Host None, none is sent.
    """
    address = server.url.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=PATIENCE)
    named = [name.lower() for name, _ in headers]
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in [*([] if "host" in named else [("Host", address)]), *headers]:
        if value is not None:
            connection.putheader(name, value)
    if body is not None and "content-length" not in named:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    found = (
        answer.status,
        {name.lower(): value for name, value in answer.getheaders()},
        answer.read(),
    )
    connection.close()
    return found


def handshake(server, headers=()) -> int:
    """Return the status of the response to a websocket's first request: 101 if it opens."""
    key = [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "13")]
    return ask(
        server,
        "GET",
        "/_stcore/stream",
        [*key, ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), *headers],
    )[0]


class Session:
    """One visitor's websocket: its session id, and all messages received."""

    def __init__(self, socket):
        self.socket, self.id, self.seen = socket, "", []

    def send(self, message: BackMsg) -> None:
        self.socket.send(message.SerializeToString())

    def open(self, page: str = "", query: str = "") -> list[ForwardMsg]:
        """Run a page to its end and return its messages."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        self.send(message)
        return self.until("script_finished")

    def until(self, kind: str, patience: float = PATIENCE) -> list[ForwardMsg]:
        """Return the messages up to one of a kind. Raises TimeoutError if it does not arrive."""
        came, ends = [], time.monotonic() + patience
        while True:
            message = ForwardMsg.FromString(
                self.socket.recv(timeout=max(0.0, ends - time.monotonic()))
            )
            came.append(message)
            if message.WhichOneof("type") == "new_session":
                self.id = message.new_session.initialize.session_id
            if message.WhichOneof("type") == kind:
                return came

    def places(self, *names: str, patience: float = PATIENCE) -> list[str]:
        """Return the addresses for uploading files with these names; none if the server does not
        answer.
        """
        message = BackMsg()
        message.file_urls_request.request_id = "one"
        message.file_urls_request.file_names.extend(names)
        message.file_urls_request.session_id = self.id
        self.send(message)
        try:
            return [
                place.upload_url
                for place in self.until("file_urls_response", patience)[
                    -1
                ].file_urls_response.file_urls
            ]
        except TimeoutError:
            return []


@contextmanager
def session(server, known: str = ""):
    """Yield a visitor without a browser; `known`: the session it comes back to."""
    url = server.url.replace("http://", "ws://") + "/_stcore/stream"
    wanted = ["streamlit", "none", known] if known else ["streamlit"]
    with connect(url, subprotocols=wanted, max_size=None, open_timeout=PATIENCE) as socket:
        yield Session(socket)


def put(server, path: str, content: bytes, headers=()) -> int:
    """Return the status of an upload sent as the page sends it, with the cookie and its token."""
    cookie = ask(server, path="/_stcore/health")[1]["set-cookie"].split(";")[0]
    token = cookie.partition("=")[2]
    edge = b"edge"
    head = b'--edge\r\nContent-Disposition: form-data; name="f"; filename="a.xlsx"\r\n\r\n'
    body = head + content + b"\r\n--" + edge + b"--\r\n"
    own = [
        ("Cookie", cookie),
        ("X-Xsrftoken", token),
        ("Content-Type", "multipart/form-data; boundary=edge"),
    ]
    return ask(server, "PUT", path, [*own, *headers], body)[0]
