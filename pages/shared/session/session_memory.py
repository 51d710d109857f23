"""What a session holds in memory: who may upload, how much, and how it is given back when the session ends."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import cast

import streamlit as st
from streamlit import config, runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string

from pages.shared.session.callers import Refusal

MOST_FILES = 100
MOST_BYTES = 104_857_600  # of one session
MOST_BYTES_OF_ALL = 524_288_000
CLOSED_BY_THE_PAGE = (1000, 1001)  # the tab was closed or loaded again: nobody comes back to this session
LATE = 10  # seconds after which a download that was just asked for has been fetched
REMEMBERED = 600  # seconds in which a new session of the same browser is told of the files that went

NO_UPLOADER = Refusal(403, "There is no place for a file on this page.")
NO_LENGTH = Refusal(411, "Say how long the file is.")
TOO_MUCH = Refusal(413, "Too many files at once. Leave or import those that are chosen first.")
_COOKIE = re.compile(r'(?:^|;)\s*_streamlit_xsrf="?([^;"]+)')


@dataclass
class _Held:
    """The files of one session by their id, each with the bytes that were announced for it."""

    can_upload: bool = False
    files: dict[str, int] = field(default_factory=dict)
    browser: bytes | None = None
    end: asyncio.TimerHandle | None = None


_lock = Lock()
_sessions: dict[str, _Held] = {}
_cut_off: dict[bytes, float] = {}  # browser -> when a session of it ended with files that were not imported


def begins(session: str, cookie: str) -> None:
    """Know a session from its first message on; if it came back within its time, its end is called off."""
    with _lock:
        held = _sessions.setdefault(session, _Held())
        held.browser = _browser(cookie) or held.browser
        if held.end:
            held.end.cancel()
            held.end = None


def is_known(session: str) -> bool:
    """Whether a session is connected now and has begun on a socket of ours."""
    with _lock:
        known = session in _sessions
    return known and not _is_over(session)


def uploader_is_drawn() -> None:
    """Let the page of this run take files."""
    with _lock:
        session = _this_session()
        if session in _sessions or not _is_over(session):
            _sessions.setdefault(session, _Held()).can_upload = True


def _is_over(session: str) -> bool:
    """Whether a run goes on after its session has ended."""
    return runtime.exists() and not runtime.get_instance().is_active_session(session)


def no_uploader() -> None:
    """Take no more files: this session looks at a page without a place for them."""
    with _lock:
        if held := _sessions.get(_this_session()):
            held.can_upload = False


def may_upload(session: str) -> bool:
    """Whether the page of a session has a place for files now."""
    with _lock:
        return session in _sessions and _sessions[session].can_upload


def hand_out(session: str, files: Iterable[str]) -> None:
    """Let these files come in; what is more than the most a session may hold is not let in."""
    with _lock:
        held = _sessions.setdefault(session, _Held())
        for file in files:
            if len(held.files) < MOST_FILES:
                held.files[file] = 0


def refused_upload(session: str, file: str, length: str) -> Refusal | None:
    """Return why a file may not come in, or None and count its bytes."""
    with _lock:
        held = _sessions.get(session)
        if held is None or not held.can_upload:
            return NO_UPLOADER
        if file not in held.files:
            return TOO_MUCH if len(held.files) >= MOST_FILES else NO_UPLOADER
        if not length.isdecimal():
            return NO_LENGTH
        held.files[file] = 0
        here = sum(held.files.values())
        everywhere = sum(sum(one.files.values()) for one in _sessions.values())
        if here + int(length) > MOST_BYTES or everywhere + int(length) > MOST_BYTES_OF_ALL:
            return TOO_MUCH
        held.files[file] = int(length)
        return None


def removed(session: str, file: str) -> bool:
    """Forget a file that its person took away; False for a session that is not known."""
    with _lock:
        if session in _sessions:
            _sessions[session].files.pop(file, None)
        return session in _sessions


def arrived(session: str) -> None:
    """Drop what came in for a session that ended meanwhile."""
    with _lock:
        known = session in _sessions
    if not known and runtime.exists():
        runtime.get_instance().uploaded_file_mgr.remove_session_files(session)


def give_back(files: Iterable[str]) -> None:
    """Let these files of this session go: they were imported or left. Another may have just come in."""
    session = _this_session()
    for file in files:
        removed(session, file)
        if runtime.exists():
            manager = cast(MemoryUploadedFileManager, runtime.get_instance().uploaded_file_mgr)
            manager.remove_file(session, file)


def was_cut_off() -> bool:
    """Whether an earlier session of this browser ended a short while ago with files in it; said once."""
    browser = _browser(f"_streamlit_xsrf={st.context.cookies.get('_streamlit_xsrf', '')}")
    with _lock:
        return browser is not None and time.monotonic() < _cut_off.pop(browser, 0.0)


def ends(session: str, code: int) -> None:
    """End a session whose page was closed at once; after a break of the line, shortly before Streamlit forgets it."""
    loop = asyncio.get_running_loop()
    if code in CLOSED_BY_THE_PAGE:
        _close(session)
        return
    with _lock:
        if held := _sessions.get(session):
            held.end = loop.call_later(config.get_option("server.disconnectedSessionTTL") - 1, _close, session)


def _close(session: str) -> None:
    """Shut a session down unless it is connected again, and give back what it held."""
    running = runtime.get_instance()
    if running.is_active_session(session):
        return
    running.close_session(session)
    with _lock:
        held = _sessions.pop(session, None)
        if held and held.files and held.browser:
            now = time.monotonic()
            for browser in [known for known, until in _cut_off.items() if until < now]:
                del _cut_off[browser]
            _cut_off[held.browser] = now + REMEMBERED
    asyncio.get_running_loop().call_later(LATE, _sweep)


def _sweep() -> None:
    """Drop downloads that nobody holds any more, which takes Streamlit two turns, and hand freed memory back to the system."""
    runtime.get_instance().media_file_mgr.remove_orphaned_files()
    gc.collect()
    with suppress(AttributeError, OSError, TypeError):  # only the C library of Linux can be asked for it
        ctypes.CDLL(None).malloc_trim(0)


def _this_session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


def _browser(cookie: str) -> bytes | None:
    """The token by which Streamlit knows a browser; it is the same in every tab and after a reload."""
    found = _COOKIE.search(cookie)
    return decode_xsrf_token_string(found[1])[0] if found else None
