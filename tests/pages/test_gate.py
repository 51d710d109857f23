"""The gate: which callers it accepts, its headers on every response, and metrics closed in any
spelling.
"""

from __future__ import annotations

import asyncio
from copy import copy

import pytest

from pages.shared.session.callers import refused
from pages.shared.session.gate import HEADERS, is_closed, middleware


async def behind(scope, receive, send):
    """Answer every request with 200."""
    await send(
        {
            "type": "http.response.start" if scope["type"] == "http" else "websocket.accept",
            "status": 200,
            "headers": [],
        }
    )
    await send({"type": "http.response.body", "body": b"open"})


OWN = (("host", "localhost:8501"),)


def ask(
    path: str, kind: str = "http", headers=OWN, method: str = "GET", address: str = "127.0.0.1"
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of the response to a path, through the whole middleware."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b""}

    app = behind
    for layer in reversed(middleware):
        app = layer.cls(app, *layer.args, **layer.kwargs)
    raw = [(name.encode(), value.encode()) for name, value in headers]
    asked = {
        "type": kind,
        "scheme": "http" if kind == "http" else "ws",
        "method": method,
        "path": path,
        "headers": raw,
    }
    asyncio.run(app(asked | {"server": (address, 8501)}, receive, send))
    if sent[0]["type"] == "websocket.close":  # not accepted yet, so the server answers 403
        return 403, {}, b""
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], answered, sent[-1]["body"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8501", 200),
        ("127.0.0.1:8501", 200),
        ("[::1]:8501", 200),
        ("LocalHost:8501", 200),
        (
            "dashboard.council.test",
            200,
        ),  # in server.allowedHosts, at any port, because a proxy has its own port
        ("dashboard.council.test:443", 200),
        ("evil.council.test", 421),
        ("localhost", 421),  # port 80
        ("localhost:8502", 421),
        ("localhost.:8501", 421),
        ("localhost:8501.", 421),
        ("localhost:8501:8501", 421),
        ("localhost:+8501", 421),
        ("localhost:８５０１", 421),
        ("localhost@evil.test:8501", 421),
        ("me:word@localhost:8501", 421),
        ("localhost:8501/evil.test", 421),
        ("localhost:8501, evil.test", 421),
        (" localhost:8501", 421),
        ("localhost.evil.test:8501", 421),
        ("127.0.0.1.nip.test:8501", 421),
        ("evil.test", 421),
        ("evil.test:8501", 421),
        ("127.1:8501", 421),
        ("2130706433:8501", 421),
        ("0.0.0.0:8501", 421),
        ("[::ffff:127.0.0.1]:8501", 421),
        ("", 421),
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_only_the_servers_own_host_is_accepted(host, status, kind, monkeypatch):
    from streamlit import config

    monkeypatch.setitem(
        config._config_options,
        "server.allowedHosts",
        copy(config._config_options["server.allowedHosts"]),
    )
    config._config_options["server.allowedHosts"].set_value(["dashboard.council.test"], "this test")
    found, _, body = ask("/", kind, [("host", host)])
    assert found == (403 if kind == "websocket" and status != 200 else status)
    assert (body == b"open") == (status == 200)


@pytest.mark.parametrize("headers", [(), (*OWN, *OWN), (*OWN, ("Host", "evil.test:8501"))])
def test_a_request_must_name_its_host_exactly_once(headers):
    assert ask("/", headers=headers)[0] == 421


@pytest.mark.parametrize(("headers", "status"), [(OWN, 200), ((("host", "evil.test:8501"),), 421)])
def test_forwarded_host_headers_are_ignored(headers, status):
    for forwarded in ("localhost:8501", "evil.test"):
        assert (
            ask(
                "/",
                headers=[
                    *headers,
                    ("x-forwarded-host", forwarded),
                    ("forwarded", f"host={forwarded}"),
                ],
            )[0]
            == status
        )


def test_the_address_of_the_connection_counts_as_the_servers_own():
    assert ask("/", headers=[("host", "192.168.1.5:8501")], address="192.168.1.5")[0] == 200
    assert ask("/", headers=[("host", "192.168.1.5:8501")], address="::ffff:192.168.1.5")[0] == 200
    assert ask("/", headers=[("host", "192.168.1.6:8501")], address="192.168.1.5")[0] == 421


@pytest.mark.parametrize(
    ("host", "origin", "passes"),
    [
        (
            "dashboard.council.test:443",
            "https://dashboard.council.test",
            True,
        ),  # the proxy adds the port
        ("dashboard.council.test:80", "http://dashboard.council.test", True),
        ("dashboard.council.test", "https://dashboard.council.test:443", True),
        ("dashboard.council.test:80", "https://dashboard.council.test", False),
        ("dashboard.council.test:443", "http://dashboard.council.test", False),
        ("dashboard.council.test:8443", "https://dashboard.council.test", False),
    ],
)
def test_the_default_port_of_a_scheme_is_optional(host, origin, passes):
    scope = {"path": "/", "headers": [(b"host", host.encode()), (b"origin", origin.encode())]}
    assert (refused(scope, ["dashboard.council.test"]) is None) == passes


@pytest.mark.parametrize(
    ("origins", "passes"),
    [
        ([], True),  # a program: browsers always send an Origin for a websocket or an upload
        (["http://localhost:8501"], True),
        (["https://localhost:8501"], True),  # behind an https proxy
        (["HTTP://LOCALHOST:8501"], True),
        (["http://localhost:3000"], False),
        (["http://127.0.0.1:8501"], False),  # not the origin of the page at this Host
        (["http://localhost"], False),
        (["http://evil.test"], False),
        (["http://localhost:8501.evil.test"], False),
        (["http://evil.test#localhost:8501"], False),
        (["http://localhost:8501@evil.test"], False),
        (["http://evil.test@localhost:8501"], False),
        (["file://"], False),
        (["chrome-extension://localhost:8501"], False),
        (["null"], False),
        ([""], False),
        (["http://localhost:8501", "http://evil.test"], False),
    ],
)
@pytest.mark.parametrize(
    ("kind", "path"),
    [("http", "/"), ("http", "/media/people.xlsx"), ("websocket", "/_stcore/stream")],
)
def test_only_the_servers_own_pages_are_accepted(kind, path, origins, passes):
    assert (
        ask(path, kind, [*OWN, *(("origin", origin) for origin in origins)])[0] == 200
    ) == passes


OPENED = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
FRAMED = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}
SHOWN = {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}


@pytest.mark.parametrize(
    ("site", "how", "method", "path", "passes"),
    [
        ("same-origin", SHOWN, "GET", "/media/people.xlsx", True),
        ("none", OPENED, "GET", "/check_ins", True),
        ("cross-site", OPENED, "GET", "/check_ins", True),  # a link in an email
        ("same-site", OPENED, "GET", "/", True),
        ("cross-site", OPENED, "GET", "/media/people.xlsx", False),
        ("cross-site", OPENED, "GET", "//media/people.xlsx", False),
        ("cross-site", OPENED, "GET", "/_stcore/health", False),
        ("cross-site", OPENED, "POST", "/check_ins", False),
        ("cross-site", FRAMED, "GET", "/check_ins", False),
        ("cross-site", SHOWN, "GET", "/media/people.xlsx", False),
        ("same-site", SHOWN, "GET", "/media/people.xlsx", False),  # another port of this machine
        ("cross-site", SHOWN, "GET", "/static/a.js", False),
        ("none, cross-site", OPENED, "GET", "/", True),
        ("none, cross-site", SHOWN, "GET", "/media/people.xlsx", False),
    ],
)
def test_another_site_may_only_link_to_a_page(site, how, method, path, passes):
    assert (
        ask(path, headers=[*OWN, ("sec-fetch-site", site), *how.items()], method=method)[0] == 200
    ) == passes


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "POST", "GET"])
@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/upload_file/a/b",
        "/_stcore/upload_file/a",
        "/_stcore/UPLOAD_FILE/a/b",
        "/x/_stcore/upload_file/a/b",
    ],
)
def test_an_upload_to_an_unknown_session_is_refused(method, path):
    assert ask(path, headers=[*OWN, ("content-length", "3")], method=method)[0] == 403


@pytest.mark.parametrize(
    "path",
    ["/", "/check_ins", "/_stcore/health", "/media/x.xlsx", "/static/a.js", "/_stcore/metrics"],
)
def test_every_response_has_the_headers(path):
    _, headers, _ = ask(path)
    assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "//_stcore//metrics",
        "/_stcore/./metrics",
        "/check_ins/_stcore/metrics",
    ],
)
def test_metrics_are_closed(path):
    assert ask(path)[0] == 403


def test_other_paths_are_open():
    status, _, body = ask("/_stcore/health")
    assert (status, body) == (200, b"open")
    assert not is_closed("/metrics_of_ours")


def test_a_file_made_for_one_person_is_not_cached():
    assert ask("/media/people.xlsx")[1]["cache-control"] == "no-store"
    assert "cache-control" not in ask("/static/a.js")[1]


def test_a_websocket_passes():
    assert ask("/_stcore/stream", "websocket")[2] == b"open"
