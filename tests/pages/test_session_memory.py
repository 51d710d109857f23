"""The memory of a session: files are released one by one, and an ended session does not come
back."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.shared.session import session_memory
from pages.shared.session.browser_messages import Guard


@pytest.fixture(autouse=True)
def nothing_held(monkeypatch):
    monkeypatch.setattr(session_memory, "_sessions", {})


def test_a_file_that_has_just_arrived_stays_when_others_are_released():
    session_memory.uploader_is_drawn()
    session_memory.hand_out("", ["a", "b"])
    assert [session_memory.refused_upload("", file, "5") for file in "ab"] == [None, None]
    session_memory.give_back(["a"])
    assert session_memory.refused_upload("", "a", "5") == session_memory.NO_UPLOADER
    assert session_memory.refused_upload("", "b", "5") is None


@pytest.mark.parametrize("active", [True, False])
def test_a_run_that_outlives_its_session_does_not_bring_it_back(monkeypatch, active):
    running = SimpleNamespace(is_active_session=lambda session: active)
    monkeypatch.setattr(session_memory.runtime, "exists", lambda: True)
    monkeypatch.setattr(session_memory.runtime, "get_instance", lambda: running)
    session_memory.uploader_is_drawn()
    assert session_memory.may_upload("") == active


def guard(session: str, *messages: BackMsg) -> Guard:
    come = iter(
        [{"type": "websocket.receive", "bytes": one.SerializeToString()} for one in messages]
        + [{"type": "websocket.disconnect", "code": 1001}]
    )

    async def receive():
        return next(come)

    async def send(message):
        pass

    protocols = f"streamlit, token, {session}".encode()
    return Guard({"headers": [(b"sec-websocket-protocol", protocols)]}, receive, send)


@pytest.mark.parametrize(("session", "passes"), [("mine", True), ("unknown", False), ("", False)])
def test_a_page_that_reconnects_can_upload(session, passes):
    session_memory.begins("mine", "")
    session_memory._sessions["mine"].can_upload = True
    request = BackMsg()
    request.file_urls_request.request_id = "1"
    came = asyncio.run(guard(session, request).receive())
    assert (came["type"] == "websocket.receive") == passes


def test_a_new_session_replaces_the_one_a_page_had_before():
    for one in ("mine", "new"):
        session_memory.begins(one, "")
    session_memory._sessions["mine"].can_upload = True
    request, told = BackMsg(), ForwardMsg()
    request.file_urls_request.request_id = "1"
    told.new_session.initialize.session_id = "new"

    async def both():
        both_ways = guard("mine", request, request)
        first = await both_ways.receive()
        await both_ways.send({"type": "websocket.send", "bytes": told.SerializeToString()})
        return first["type"], (await both_ways.receive())["type"]

    assert asyncio.run(both()) == ("websocket.receive", "websocket.disconnect")


def test_a_page_that_reconnected_releases_its_files_when_it_is_closed(monkeypatch):
    closed, active = [], [True]
    running = SimpleNamespace(
        is_active_session=lambda session: active[0], close_session=closed.append
    )
    monkeypatch.setattr(session_memory.runtime, "exists", lambda: True)
    monkeypatch.setattr(session_memory.runtime, "get_instance", lambda: running)
    session_memory.begins("mine", "")
    session_memory.hand_out("mine", ["a"])

    async def closing():
        page = guard("mine")
        await page.receive()
        active[0] = False  # Streamlit disconnects the session before the socket is closed
        page.ended()

    asyncio.run(closing())
    assert (closed, session_memory._sessions) == (["mine"], {})
