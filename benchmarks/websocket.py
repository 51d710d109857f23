"""Time reruns over the websocket without a browser, which is the server's share alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

PATIENCE = 60  # seconds


@contextmanager
def session(port: int) -> Iterator[ClientConnection]:
    """Yield one visitor's connection."""
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
    ) as connection:
        yield connection


def rerun(connection: ClientConnection, page: str = "") -> tuple[float, int]:
    """Ask for a run of a page; return its milliseconds and bytes. `page` is its address, '' the
    first.
    """
    asked = BackMsg()
    asked.rerun_script.page_name = page
    asked.rerun_script.query_string = ""
    began, received = time.perf_counter(), 0
    connection.send(asked.SerializeToString())
    while True:
        answer = connection.recv(timeout=PATIENCE, decode=False)
        received += len(answer)
        message = ForwardMsg.FromString(answer)
        if message.WhichOneof("type") == "script_finished":
            return 1000 * (time.perf_counter() - began), received
