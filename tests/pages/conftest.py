"""Page tests see whole error messages, which the app itself never shows."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def whole_error_messages():
    """Streamlit is imported here, so that other tests do without it."""
    from streamlit import config

    config.set_option("client.showErrorDetails", "full")


@pytest.fixture(scope="session")
def seen_home(sample_store, tmp_path_factory) -> Path:
    """A home folder with the made-up council that tests only look at: its months are opened and counted once."""
    home = tmp_path_factory.mktemp("seen")
    shutil.copy(sample_store, home / "sample.db")
    return home
