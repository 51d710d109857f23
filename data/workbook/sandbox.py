"""Restrict the reading process: limited memory and time, no writing; on Linux no network and no
other programs.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

from data.workbook.limits import Limits

# socket, io_uring_setup (a way round it), execve, execveat, ptrace
_FORBIDDEN = {
    "x86_64": (0xC000003E, (41, 425, 59, 322, 101)),
    "aarch64": (0xC00000B7, (198, 425, 221, 281, 117)),
}
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _ANSWER = 0x20, 0x15, 0x35, 0x06
_ALLOW, _NOT_PERMITTED = 0x7FFF0000, 0x00050000 | 1
_X32 = 0x40000000  # the first number of x86's second set of calls


def shut_in(limits: Limits) -> None:
    """Restrict this process permanently, as far as the system allows."""
    _bound(limits)
    if sys.platform == "linux" and platform.machine() in _FORBIDDEN:
        _forbid(*_FORBIDDEN[platform.machine()])


def _bound(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        # When time is up, the kernel sends SIGXCPU at the first limit and kills the process at the
        # second.
        last = most + 1 if what == resource.RLIMIT_CPU else most
        hard = resource.getrlimit(what)[1]
        if hard != resource.RLIM_INFINITY:
            most, last = min(most, hard), min(last, hard)
        resource.setrlimit(what, (most, last))


def _forbid(architecture: int, calls: tuple[int, ...]) -> None:
    """Make the kernel answer these calls with 'not permitted', if it supports that."""
    program = _program(architecture, calls)
    kept = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(kept))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
    if prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0:
        held = ctypes.create_string_buffer(header, len(header))
        prctl(_SECCOMP, _FILTER, ctypes.addressof(held), 0, 0)


def _program(architecture: int, calls: tuple[int, ...]) -> bytes:
    """Return the filter in the kernel's instructions: (code, jump if true, jump if false, value)
    each.
    """
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, len(calls) + 3, architecture),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, len(calls) + 1, 0, _X32),
    ]
    steps += [(_EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    steps += [(_ANSWER, 0, 0, _ALLOW), (_ANSWER, 0, 0, _NOT_PERMITTED)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
