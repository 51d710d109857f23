"""The house opens: a real server, a real browser, and nothing asked of any other host."""


def test_the_front_door_opens_without_a_fault(serve, page_on, sample_home):
    server = serve(store_dir=sample_home)
    page = page_on(server)
    assert page.title()
    assert page.get_by_test_id("stException").count() == 0
    assert "Traceback" not in server.log()


def test_the_browser_asks_no_other_host(serve, page_on, settled, sample_home):
    server = serve(store_dir=sample_home)
    page = page_on(server)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    settled(page)
    assert asked
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []


def test_servers_stand_apart_and_end_when_told(serve):
    first, second = serve(), serve()
    assert first.url != second.url
    assert first.home != second.home
    first.stop()
    assert first.process.poll() is not None
    assert second.process.poll() is None
