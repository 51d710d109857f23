"""Page tests see whole error messages, which the app itself never shows."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def whole_error_messages():
    """Streamlit is imported here, so that other tests do without it."""
    from streamlit import config

    config.set_option("client.showErrorDetails", "full")
