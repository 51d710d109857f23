"""Set how much the tests try: short and repeatable by default, long and random with SOAK=1."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SOAKING = os.environ.get("SOAK") == "1"

settings.register_profile("default", deadline=None, max_examples=60, derandomize=True, database=None)
settings.register_profile("soak", deadline=None, max_examples=3_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("soak" if SOAKING else "default")


def pytest_configure(config):
    config.addinivalue_line("markers", "soak: takes minutes; runs in `make soak` only")
    config.state_folder = tempfile.TemporaryDirectory(prefix="state-")
    os.environ["XDG_STATE_HOME"] = config.state_folder.name  # no test writes to the real home


def pytest_unconfigure(config):
    config.state_folder.cleanup()


def pytest_collection_modifyitems(config, items):
    """Leave the long tests out of a normal run; pytest counts them as deselected."""
    if SOAKING:
        return
    long = [item for item in items if item.get_closest_marker("soak")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory) -> Path:
    """Return the made-up council's store, made once for all workers of a run. Copy it; never write to it."""
    from data.sample.store import build_sample

    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    place = shared / "made-up-council" / "sample.db"
    with (shared / "made-up-council.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            place.parent.mkdir()
            build_sample(place)
    return place


@pytest.fixture
def sample_home(sample_store, tmp_path) -> Path:
    """Return a separate home folder with a copy of the made-up council's store."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(sample_store, home / "sample.db")
    return home
