"""A client that is no browser: one request with the headers as given, and a websocket with messages as given."""

from __future__ import annotations

import http.client
import time
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

PATIENCE = 60


def ask(server, method="GET", path="/", headers=(), body=None) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer. Without a Host among the headers the server's own is sent; None sends none."""
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
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


def handshake(server, headers=()) -> int:
    """Status of the answer to a websocket's first request: 101 where it opens."""
    key = [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "13")]
    return ask(server, "GET", "/_stcore/stream", [*key, ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), *headers])[0]


class Session:
    """One visitor's websocket: its id, and all that came over it."""

    def __init__(self, socket):
        self.socket, self.id, self.seen = socket, "", []

    def send(self, message: BackMsg) -> None:
        self.socket.send(message.SerializeToString())

    def open(self, page: str = "", query: str = "") -> list[ForwardMsg]:
        """Run a page to its end; its messages."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        self.send(message)
        return self.until("script_finished")

    def until(self, kind: str, patience: float = PATIENCE) -> list[ForwardMsg]:
        """The messages up to one of a kind. TimeoutError where it does not come."""
        came, ends = [], time.monotonic() + patience
        while True:
            message = ForwardMsg.FromString(self.socket.recv(timeout=max(0.0, ends - time.monotonic())))
            came.append(message)
            if message.WhichOneof("type") == "new_session":
                self.id = message.new_session.initialize.session_id
            if message.WhichOneof("type") == kind:
                return came

    def places(self, *names: str, patience: float = 3) -> list[str]:
        """The addresses to upload files of these names to; none where the server does not answer."""
        message = BackMsg()
        message.file_urls_request.request_id = "one"
        message.file_urls_request.file_names.extend(names)
        message.file_urls_request.session_id = self.id
        self.send(message)
        try:
            return [place.upload_url for place in self.until("file_urls_response", patience)[-1].file_urls_response.file_urls]
        except TimeoutError:
            return []


@contextmanager
def session(server, known: str = ""):
    """A visitor who is no browser; `known`: comes back to a session."""
    url = server.url.replace("http://", "ws://") + "/_stcore/stream"
    wanted = ["streamlit", "none", known] if known else ["streamlit"]
    with connect(url, subprotocols=wanted, max_size=None, open_timeout=PATIENCE) as socket:
        yield Session(socket)


def put(server, path: str, content: bytes, headers=()) -> int:
    """Status of an upload as the page makes it, with the cookie and its token."""
    cookie = ask(server, path="/_stcore/health")[1]["set-cookie"].split(";")[0]
    token = cookie.partition("=")[2]
    edge = b"edge"
    head = b'--edge\r\nContent-Disposition: form-data; name="f"; filename="a.xlsx"\r\n\r\n'
    body = head + content + b"\r\n--" + edge + b"--\r\n"
    own = [("Cookie", cookie), ("X-Xsrftoken", token), ("Content-Type", "multipart/form-data; boundary=edge")]
    return ask(server, "PUT", path, [*own, *headers], body)[0]
