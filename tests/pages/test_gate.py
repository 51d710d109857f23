"""The gate: its headers on every answer, the metrics closed however they are asked for."""

from __future__ import annotations

import asyncio

import pytest

from pages.shared.gate import HEADERS, is_closed, middleware


async def behind(scope, receive, send):
    """An application that answers everything with 200."""
    await send({"type": "http.response.start" if scope["type"] == "http" else "websocket.accept", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"open"})


def ask(path: str, kind: str = "http") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer to a path, through the whole middleware."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b""}

    app = behind
    for layer in reversed(middleware):
        app = layer.cls(app, *layer.args, **layer.kwargs)
    asyncio.run(app({"type": kind, "method": "GET", "path": path, "headers": []}, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, sent[-1]["body"]


@pytest.mark.parametrize("path", ["/", "/check_ins", "/_stcore/health", "/media/x.xlsx", "/static/a.js", "/_stcore/metrics"])
def test_every_answer_carries_the_headers(path):
    _, headers, _ = ask(path)
    assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/metrics/", "//_stcore//metrics", "/_stcore/./metrics", "/check_ins/_stcore/metrics"]
)
def test_metrics_are_closed(path):
    assert ask(path)[0] == 403


def test_other_paths_are_open():
    status, _, body = ask("/_stcore/health")
    assert (status, body) == (200, b"open")
    assert not is_closed("/metrics_of_ours")


def test_a_file_made_for_one_person_is_not_kept():
    assert ask("/media/people.xlsx")[1]["cache-control"] == "no-store"
    assert "cache-control" not in ask("/static/a.js")[1]


def test_a_websocket_passes():
    assert ask("/_stcore/stream", "websocket")[2] == b"open"
