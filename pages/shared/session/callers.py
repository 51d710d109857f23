"""Which requests the server accepts: from its own pages at its own address, and from local
programs.

A page at another address is refused, even if its name leads to this machine or it sends no cookie.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

OWN_NAMES = ("localhost", "127.0.0.1", "::1")
PORTS = {"http": "80", "https": "443", "ws": "80", "wss": "443"}
NOT_PAGES = ("/_stcore/", "/media/", "/static/", "/component/")
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9][a-z0-9._-]*)(?::(?P<port>[0-9]{1,5}))?")
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[^/?#@\\]+)")


class Refusal(NamedTuple):
    """A refusal: an HTTP status that shows why, and words that repeat nothing from the request."""

    status: int
    words: str


FOREIGN_HOST = Refusal(421, "This server does not answer to that host name.")
FOREIGN_PAGE = Refusal(403, "Other sites may not send requests to this server.")


def refused(scope: Mapping[str, Any], allowed: Sequence[str] = ()) -> Refusal | None:
    """Return why a request is refused, or None. `allowed`: more host names; `*.name` covers
    subdomains.
    """
    host = _only(scope, b"host").lower()
    if not _is_own(host, scope, allowed):
        return FOREIGN_HOST
    origins = _all(scope, b"origin")
    if origins and not _is_same(origins, host):
        return FOREIGN_PAGE
    site = _only(scope, b"sec-fetch-site") if _all(scope, b"sec-fetch-site") else "none"
    if site not in ("none", "same-origin") and not _opens_a_page(scope):
        return FOREIGN_PAGE
    return None


def _is_own(host: str, scope: Mapping[str, Any], allowed: Sequence[str]) -> bool:
    """Return whether a Host is the address of this connection, or an allowed name at any port."""
    parts = _HOST.fullmatch(host)
    if not parts:
        return False
    name = parts["name"].strip("[]")
    if any(_fits(name, pattern.strip().lower()) for pattern in allowed):
        return True
    address, port = scope.get("server") or ("", None)
    written = parts["port"] or PORTS.get(scope.get("scheme", "http"), "")
    own = (
        *OWN_NAMES,
        address.removeprefix("::ffff:"),
    )  # an IPv4 address as a dual-stack socket writes it
    return name in own and written == str(port)


def _fits(name: str, pattern: str) -> bool:
    return pattern in ("*", name) or (pattern.startswith("*.") and name.endswith(pattern[1:]))


def _is_same(origins: list[str], host: str) -> bool:
    """Return whether the only Origin is this host and port. Browsers always send one; programs do
    not.
    """
    found = _ORIGIN.fullmatch(origins[0].lower()) if len(origins) == 1 else None
    if not found:
        return False
    usual = f":{PORTS[found['scheme']]}"  # browsers leave out the default port; a proxy may add it
    return found["host"].removesuffix(usual) == host.removesuffix(usual)


def _opens_a_page(scope: Mapping[str, Any]) -> bool:
    """Return whether a link on another site opens a whole page in a tab, which that site cannot
    read.
    """
    if scope.get("method") != "GET" or any(part in scope["path"] for part in NOT_PAGES):
        return False
    return (_only(scope, b"sec-fetch-mode"), _only(scope, b"sec-fetch-dest")) == (
        "navigate",
        "document",
    )


def _only(scope: Mapping[str, Any], name: bytes) -> str:
    """Return the header if it is there exactly once, otherwise ''."""
    found = _all(scope, name)
    return found[0] if len(found) == 1 else ""


def _all(scope: Mapping[str, Any], name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]
