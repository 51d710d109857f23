"""Set how much the tests try: short and repeatable by default, long and random with SOAK=1."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SOAKING = os.environ.get("SOAK") == "1"
SLOW = ("browser", "pages", "cli", "data")  # folders of tests, the slowest first

settings.register_profile(
    "default", deadline=None, max_examples=60, derandomize=True, database=None
)
settings.register_profile(
    "soak", deadline=None, max_examples=3_000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("soak" if SOAKING else "default")


def pytest_configure(config):
    config.addinivalue_line("markers", "soak: takes minutes; runs in `make soak` only")
    config.state_folder = tempfile.TemporaryDirectory(prefix="state-")
    os.environ["XDG_STATE_HOME"] = config.state_folder.name  # no test writes to the real home


def pytest_unconfigure(config):
    config.state_folder.cleanup()


def pytest_collection_modifyitems(config, items):
    """Run the slow folders first, so that both workers end together, and leave the long tests out
    of an ordinary run.

    pytest counts those as deselected.
    """
    items.sort(
        key=lambda item: next(
            (place for place, folder in enumerate(SLOW) if folder in item.path.parts), len(SLOW)
        )
    )
    long = [] if SOAKING else [item for item in items if item.get_closest_marker("soak")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory) -> Path:
    """Return the made-up council's store, made once for all workers of a run. Copy it; never write
    to it.
    """
    from data.sample.store import build_sample

    return made_once(tmp_path_factory, "made-up-council", build_sample)


@pytest.fixture(scope="session")
def short_store(tmp_path_factory) -> Path:
    """Return the store of the newest three months of the made-up council, quick to calculate. Copy
    it; never write to it.
    """
    from data.sample.store import build_sample

    return made_once(tmp_path_factory, "newest-months", partial(build_sample, newest=3))


@pytest.fixture
def sample_home(short_store, tmp_path) -> Path:
    """Return a home folder of its own with the newest three months of the made-up council."""
    return home_with(short_store, tmp_path)


@pytest.fixture
def full_home(sample_store, tmp_path) -> Path:
    """Return a home folder of its own with all eighteen months of the made-up council."""
    return home_with(sample_store, tmp_path)


def home_with(store: Path, folder: Path) -> Path:
    home = folder / "home"
    home.mkdir()
    shutil.copy(store, home / "sample.db")
    return home


def made_once(tmp_path_factory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a store that the first worker of a run makes and the others wait for."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    place = shared / name / "sample.db"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            make(place)
    return place
