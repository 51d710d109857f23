"""Every entrance of a running server, tried without a browser: page, websocket, upload, download,
health.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.browser.raw import ask, handshake, put, session
from tests.browser.waiting import PATIENCE, until

OURS = "council=Our+own+data"
AT_ONCE = 10  # seconds for an answer on a busy machine; to ask an outside service took 20
MB = 2**20
ROOT = Path("/proc")
# First on the server's path: records every address looked up or called and, on a signal, the memory
# held.
WATCH = """
import json, os, signal, sys
CALLS = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0, "socket.getnameinfo": 0, "socket.connect": 1, "socket.sendto": 1}
def note(event, arguments):
    if event in CALLS:
        called = arguments[CALLS[event]]
        with open(os.environ["WATCHED"], "a") as file:
            print(event, called[0] if isinstance(called, tuple) else called, file=file)
def held(*_):
    from streamlit import runtime
    running = runtime.get_instance()
    media = running.media_file_mgr._storage._files_by_id.values()
    uploads = [file for files in running.uploaded_file_mgr.file_storage.values() for file in files.values()]
    found = {"uploads": sum(len(file.data) for file in uploads), "downloads": sum(len(file.content) for file in media)}
    with open(os.environ["HELD"] + ".new", "w") as file:
        json.dump(found | {"sessions": len(running._session_mgr.list_sessions())}, file)
    os.replace(os.environ["HELD"] + ".new", os.environ["HELD"])
sys.addaudithook(note)
if "streamlit" in " ".join(sys.orig_argv):
    signal.signal(signal.SIGUSR1, held)
"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """Return the folder with the server's notes about itself."""
    folder = tmp_path_factory.mktemp("watch")
    (folder / "sitecustomize.py").write_text(WATCH)
    (folder / "calls").touch()
    return folder


@pytest.fixture(scope="module")
def server(serve, watched, tmp_path_factory, short_store):
    """Yield a watched server with the made-up council and an empty store of its own."""
    home = tmp_path_factory.mktemp("home")
    shutil.copy(short_store, home / "sample.db")
    env = {
        "PYTHONPATH": str(watched),
        "WATCHED": str(watched / "calls"),
        "HELD": str(watched / "held"),
    }
    return serve(env=env | {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "4"}, store_dir=home)


@pytest.fixture(autouse=True)
def nothing_outside_is_asked(server, watched):
    """Check after each test that the server called only this machine and looked up only its own
    name.
    """
    yield
    own = {"127.0.0.1", "::1", "localhost", socket.gethostname(), "None", ""}
    called = {line.split(" ", 1)[1] for line in (watched / "calls").read_text().splitlines()}
    assert {place for place in called if not place.startswith(("/", "b'"))} <= own


def test_the_watcher_sees_a_call(watched, tmp_path):
    code = (
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    )
    env = os.environ | {"PYTHONPATH": str(watched), "WATCHED": str(tmp_path / "calls")}
    subprocess.run([sys.executable, "-c", code], env=env, check=False)
    assert "socket.connect 192.0.2.1" in (tmp_path / "calls").read_text()


def test_a_server_on_all_addresses_starts_without_asking_for_its_own_address(
    server, watched, tmp_path
):
    env = os.environ | {
        "PYTHONPATH": str(watched),
        "WATCHED": str(watched / "calls"),
        "DASHBOARD_HOME": str(tmp_path),
    }
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.port",
        "0",
        "--server.address",
        "0.0.0.0",
    ]
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=Path(__file__).parents[2], env=env, stdin=subprocess.DEVNULL, stdout=out
        )
    try:
        until(lambda: "URL: http://127.0.0.1:" in log.read_text())
    finally:
        process.terminate()
        process.wait(PATIENCE)


def told(**headers: str) -> list[tuple[str, str]]:
    return [(name.replace("_", "-"), value) for name, value in headers.items()]


def own(server) -> list[list[tuple[str, str]]]:
    """Return the headers that the server's own page and local programs send."""
    port = server.url.rpartition(":")[2]
    hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
    return [told(Host=host) for host in hosts] + [
        told(Host=host, Origin=f"http://{host}") for host in hosts
    ]


def foreign(server) -> list[list[tuple[str, str]]]:
    """Return the headers for another host name that leads here, and for a page on another site."""
    port = server.url.rpartition(":")[2]
    host = f"127.0.0.1:{port}"
    return [
        told(Host=f"evil.test:{port}"),
        told(Host=f"evil.test:{port}", Origin=f"http://evil.test:{port}"),
        told(Host=f"localhost.:{port}"),
        told(Host=host, Origin="http://evil.test"),
        told(Host=host, Origin="null"),
        told(Host=host, Origin=f"http://localhost:{port}"),
        told(
            Host=host,
            Sec_Fetch_Site="cross-site",
            Sec_Fetch_Mode="no-cors",
            Sec_Fetch_Dest="script",
        ),
    ]


def quickly(asked):
    began = time.monotonic()
    answer = asked()
    assert time.monotonic() - began < AT_ONCE
    return answer


def a_place(visitor) -> str:
    """Return an upload address, from a page that accepts files."""
    visitor.open("data_upload", OURS)
    return visitor.places("a.xlsx")[0]


def the_template(visitor) -> str:
    """Return the address of the Data page's empty workbook, made as by a click on its button."""
    messages = visitor.open("data_upload", OURS)
    elements = [
        message.delta.new_element for message in messages if message.WhichOneof("type") == "delta"
    ]
    button = next(
        element.download_button
        for element in elements
        if element.WhichOneof("type") == "download_button"
    )
    message = BackMsg()
    message.backend_operation_request.request_id = "a"
    message.backend_operation_request.session_id = visitor.id
    message.backend_operation_request.deferred_file.file_id = button.deferred_file_id
    visitor.send(message)
    return visitor.until("backend_operation_response")[
        -1
    ].backend_operation_response.deferred_file.url


def test_every_entrance_is_open_to_our_own_page_and_this_machine(server):
    with session(server) as visitor:
        for headers in own(server):
            assert quickly(lambda: ask(server, "GET", "/", headers))[0] == 200  # noqa: B023 called at once
            assert quickly(lambda: ask(server, "GET", "/check_ins", headers))[0] == 200  # noqa: B023
            assert quickly(lambda: ask(server, "GET", "/_stcore/health", headers))[0] == 200  # noqa: B023
            assert quickly(lambda: handshake(server, headers)) == 101  # noqa: B023
            place, file = a_place(visitor), the_template(visitor)
            assert quickly(lambda: put(server, place, b"x", headers=headers)) == 204  # noqa: B023
            status, _, body = quickly(lambda: ask(server, "GET", file, headers))  # noqa: B023
            assert (status, body[:2]) == (200, b"PK")


def test_every_entrance_refuses_a_foreign_host_and_page_at_once(server):
    with session(server) as visitor:
        place, file = a_place(visitor), the_template(visitor)
        for headers in foreign(server):
            for path in (
                "/",
                "/check_ins",
                "/_stcore/health",
                "/_stcore/host-config",
                "/_stcore/metrics",
                "/app/static/Inter-Bold.otf",
                file,
            ):
                status, _, body = quickly(lambda: ask(server, "GET", path, headers))  # noqa: B023
                assert 400 <= status < 500, (path, headers)
                assert len(body) < 100, (path, headers)
            assert quickly(lambda: put(server, place, b"x", headers=headers)) in (403, 421)  # noqa: B023
            assert 400 <= quickly(lambda: ask(server, "DELETE", place, headers))[0] < 500  # noqa: B023
            if "Sec-Fetch-Site" not in dict(headers) or "Origin" in dict(headers):
                assert quickly(lambda: handshake(server, headers)) == 403  # noqa: B023
        assert held(server)["uploads"] == 0


def test_ten_foreign_websockets_delay_nobody(server):
    began = time.monotonic()
    with ThreadPoolExecutor(10) as pool:
        answers = [
            pool.submit(handshake, server, told(Origin=f"http://evil{number}.test"))
            for number in range(10)
        ]
        assert quickly(lambda: ask(server, "GET", "/_stcore/health"))[0] == 200
        assert {answer.result() for answer in answers} == {403}
    assert time.monotonic() - began < AT_ONCE


@pytest.mark.parametrize(
    "kind",
    [
        "clear_cache",
        "set_run_on_save",
        "load_git_info",
        "debug_disconnect_websocket",
        "debug_shutdown_runtime",
    ],
)
def test_a_message_that_reaches_beyond_its_session_is_refused(server, kind):
    message = BackMsg()
    setattr(message, kind, True)
    with session(server) as visitor:
        visitor.open("data_upload", OURS)
        before = server.log().count("A message was refused")
        visitor.send(message)
        visitor.open("data_upload", OURS)  # the socket is still open and answers the next message
        assert server.log().count("A message was refused") == before + 1
        assert f"A message was refused: {kind}" in server.log()


@pytest.mark.parametrize("payload", ["install_skills", "dismiss_skills_nudge"])
def test_nothing_is_installed_by_a_message(server, payload):
    message = BackMsg()
    getattr(message.backend_operation_request, payload).SetInParent()
    message.backend_operation_request.request_id = "a"
    with session(server) as visitor:
        visitor.open("data_upload", OURS)
        message.backend_operation_request.session_id = visitor.id
        visitor.send(message)
        with pytest.raises(TimeoutError):
            visitor.until("backend_operation_response", 1)


@pytest.mark.parametrize("junk", [b"", b"\xff\xff\xff", b"\x00" * 10_000, "a text"])
def test_an_invalid_message_affects_no_other_session(server, junk):
    with session(server) as other, session(server) as visitor:
        other.open("data_upload", OURS)
        visitor.open("data_upload", OURS)
        visitor.socket.send(junk)
        assert other.open("data_upload", OURS)[-1].WhichOneof("type") == "script_finished"


def test_a_page_without_an_uploader_accepts_no_files(server):
    with session(server) as visitor:
        visitor.open("definitions", OURS)
        assert visitor.places("a.xlsx", patience=1) == []
        assert put(server, f"/_stcore/upload_file/{visitor.id}/{visitor.id}", b"x") == 403
        place = a_place(visitor)
        assert put(server, place, b"x") == 204
        assert put(server, place[:-4] + "0000", b"x") == 403  # not one of the addresses handed out
        visitor.open("definitions", OURS)
        assert put(server, place, b"x") == 403
    with session(server) as other:
        assert put(server, place, b"x") == 403  # the session has ended
        other.open("data_upload", OURS)
        assert (
            put(server, f"/_stcore/upload_file/{other.id}/{place.rpartition('/')[2]}", b"x") == 403
        )


def test_uploads_are_limited_in_size(server):
    with session(server) as visitor:
        visitor.open("data_upload", OURS)
        places = visitor.places(*(f"{number}.csv" for number in range(120)))
        assert put(server, places[99], b"x") == 204
        assert put(server, places[100], b"x") == 413
        assert ask(
            server,
            "PUT",
            places[0],
            told(Transfer_Encoding="chunked", Content_Length="none"),
            b"0\r\n\r\n",
        )[0] in (400, 411)
        taken = [put(server, place, bytes(18 * MB)) for place in places[:6]]
        assert taken == [204] * 5 + [413]
        assert held(server)["uploads"] < 101 * MB


def test_memory_is_released_when_a_page_is_closed(server):
    with session(server) as first:
        the_template(first)  # its imports stay loaded
    until(lambda: held(server) == {"uploads": 0, "downloads": 0, "sessions": 0})
    before = memory(server)
    with session(server) as visitor:
        visitor.open("data_upload", OURS)
        for place in visitor.places("a", "b", "c", "d"):
            assert put(server, place, os.urandom(18 * MB)) == 204
        the_template(visitor)
        now = held(server)
        assert now["uploads"] == 4 * 18 * MB
        assert now["downloads"] > 0
        assert memory(server) > before + 60 * MB
    until(lambda: held(server) == {"uploads": 0, "downloads": 0, "sessions": 0})
    until(lambda: memory(server) < before + 36 * MB)


def test_memory_is_released_if_nobody_reconnects(server):
    with session(server) as visitor:
        assert put(server, a_place(visitor), bytes(MB)) == 204
        visitor.socket.socket.shutdown(socket.SHUT_RDWR)
    until(lambda: held(server)["uploads"] == 0)
    until(lambda: held(server)["sessions"] == 0)


def test_a_visitor_who_reconnects_in_time_finds_everything(server):
    with session(server) as visitor:
        place = a_place(visitor)
        assert put(server, place, bytes(MB)) == 204
        visitor.socket.socket.shutdown(socket.SHUT_RDWR)
    with session(server, known=visitor.id) as again:
        again.open("data_upload", OURS)
        assert again.id == visitor.id
        with session(server) as later:
            assert put(server, a_place(later), bytes(2 * MB)) == 204
            later.socket.socket.shutdown(socket.SHUT_RDWR)
        until(lambda: held(server)["uploads"] == MB)  # visitors who left later are forgotten by now
        assert put(server, place, b"x") == 204


def held(server) -> dict[str, int]:
    """Return the server's current bytes of uploads and downloads, and its number of sessions."""
    noted = server.noted = (
        getattr(server, "noted", None)
        or next(server.log_file.parent.parent.glob("watch*")) / "held"
    )
    noted.unlink(missing_ok=True)
    os.kill(server.process.pid, signal.SIGUSR1)
    until(noted.exists)
    return json.loads(noted.read_text())


def memory(server) -> int:
    """Return the server's current memory in bytes."""
    status = (ROOT / f"{server.process.pid}" / "status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024
