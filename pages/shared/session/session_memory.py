"""The memory of a session: who may upload, how much, and how it is freed when the session ends."""

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
MOST_BYTES = 104_857_600  # in one session
MOST_BYTES_OF_ALL = 524_288_000
CLOSED_BY_THE_PAGE = (
    1000,
    1001,
)  # the tab was closed or reloaded: this session will not be resumed
LATE = 10  # seconds after which a requested download has been fetched
REMEMBERED = 600  # seconds in which a new session of the browser is told about lost files

NO_UPLOADER = Refusal(403, "This page does not accept files.")
NO_LENGTH = Refusal(411, "The request must give the length of the file.")
TOO_MUCH = Refusal(413, "Too many files at once. First import or remove the files that are chosen.")
_COOKIE = re.compile(r'(?:^|;)\s*_streamlit_xsrf="?([^;"]+)')


@dataclass
class _Held:
    """The files of one session: id -> announced size in bytes."""

    can_upload: bool = False
    files: dict[str, int] = field(default_factory=dict)
    browser: bytes | None = None
    end: asyncio.TimerHandle | None = None


_lock = Lock()
_sessions: dict[str, _Held] = {}
_cut_off: dict[
    bytes, float
] = {}  # browser -> until when to tell it that a session ended with files not imported


def begins(session: str, cookie: str) -> None:
    """Register a session at its first message; if it reconnected in time, cancel its planned
    end."""
    with _lock:
        held = _sessions.setdefault(session, _Held())
        held.browser = _browser(cookie) or held.browser
        if held.end:
            held.end.cancel()
            held.end = None


def is_known(session: str) -> bool:
    """Return whether a session is connected now and began on a socket that passed the gate."""
    with _lock:
        known = session in _sessions
    return known and not _is_over(session)


def uploader_is_drawn() -> None:
    """Allow uploads on the page of this run."""
    with _lock:
        session = _this_session()
        if session in _sessions or not _is_over(session):
            _sessions.setdefault(session, _Held()).can_upload = True


def _is_over(session: str) -> bool:
    """Return whether a session has ended (its run may still go on)."""
    return runtime.exists() and not runtime.get_instance().is_active_session(session)


def no_uploader() -> None:
    """Refuse uploads: this session now shows a page without an uploader."""
    with _lock:
        if held := _sessions.get(_this_session()):
            held.can_upload = False


def may_upload(session: str) -> bool:
    """Return whether the current page of a session accepts files."""
    with _lock:
        return session in _sessions and _sessions[session].can_upload


def hand_out(session: str, files: Iterable[str]) -> None:
    """Allow uploads for these file ids, up to the most files a session may hold."""
    with _lock:
        held = _sessions.setdefault(session, _Held())
        for file in files:
            if len(held.files) < MOST_FILES:
                held.files[file] = 0


def refused_upload(session: str, file: str, length: str) -> Refusal | None:
    """Return why an upload is refused; otherwise count its bytes and return None."""
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
    """Forget a removed file; return False if the session is not known."""
    with _lock:
        if session in _sessions:
            _sessions[session].files.pop(file, None)
        return session in _sessions


def arrived(session: str) -> None:
    """Drop an upload that arrived after its session ended."""
    with _lock:
        known = session in _sessions
    if not known and runtime.exists():
        runtime.get_instance().uploaded_file_mgr.remove_session_files(session)


def give_back(files: Iterable[str]) -> None:
    """Release these files of this session, imported or cancelled, but not one that has just
    arrived.
    """
    session = _this_session()
    for file in files:
        removed(session, file)
        if runtime.exists():
            manager = cast(MemoryUploadedFileManager, runtime.get_instance().uploaded_file_mgr)
            manager.remove_file(session, file)


def was_cut_off() -> bool:
    """Return, once, whether a recent session of this browser ended with files that were not
    imported.
    """
    browser = _browser(f"_streamlit_xsrf={st.context.cookies.get('_streamlit_xsrf', '')}")
    with _lock:
        return browser is not None and time.monotonic() < _cut_off.pop(browser, 0.0)


def ends(session: str, code: int) -> None:
    """End a session: at once if its page was closed; otherwise shortly before Streamlit forgets
    it."""
    loop = asyncio.get_running_loop()
    if code in CLOSED_BY_THE_PAGE:
        _close(session)
        return
    with _lock:
        if held := _sessions.get(session):
            held.end = loop.call_later(
                config.get_option("server.disconnectedSessionTTL") - 1, _close, session
            )


def _close(session: str) -> None:
    """Shut a session down unless it has reconnected, and release what it held."""
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
    """Drop downloads no longer in use (Streamlit needs two turns), and return freed memory to the
    system.
    """
    runtime.get_instance().media_file_mgr.remove_orphaned_files()
    gc.collect()
    with suppress(AttributeError, OSError, TypeError):  # only the C library on Linux has it
        ctypes.CDLL(None).malloc_trim(0)


def _this_session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


def _browser(cookie: str) -> bytes | None:
    """Return the token of a browser from its cookie; it is the same in every tab and after a
    reload.
    """
    found = _COOKIE.search(cookie)
    return decode_xsrf_token_string(found[1])[0] if found else None
