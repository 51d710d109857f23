"""Show page tests whole error messages, which the app itself never shows."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def whole_error_messages():
    """Turn on whole error messages. Streamlit is imported here, so that other tests need not import
    it.
    """
    from streamlit import config

    config.set_option("client.showErrorDetails", "full")


@pytest.fixture(scope="session")
def seen_home(sample_store, tmp_path_factory) -> Path:
    """Return a home folder with the made-up council for read-only tests: its months are counted
    once.
    """
    home = tmp_path_factory.mktemp("seen")
    shutil.copy(sample_store, home / "sample.db")
    return home
