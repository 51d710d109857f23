"""The dashboard opens with a real server and browser; servers are independent."""


def test_the_front_page_opens_without_an_error(serve, page_on, sample_home):
    server = serve(store_dir=sample_home)
    page = page_on(server)
    assert page.title()
    assert page.get_by_test_id("stException").count() == 0
    assert "Traceback" not in server.log()


def test_servers_are_independent_and_can_be_stopped(serve):
    first, second = serve(), serve()
    assert first.url != second.url
    assert first.home != second.home
    first.stop()
    assert first.process.poll() is not None
    assert second.process.poll() is None
