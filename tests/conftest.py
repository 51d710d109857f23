"""How much the tests try: modest and repeatable by default, long and random with SOAK=1."""

import os

from hypothesis import HealthCheck, settings

SOAKING = os.environ.get("SOAK") == "1"

settings.register_profile("default", deadline=None, max_examples=60, derandomize=True, database=None)
settings.register_profile("soak", deadline=None, max_examples=3_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("soak" if SOAKING else "default")


def pytest_configure(config):
    config.addinivalue_line("markers", "soak: takes minutes; runs in `make soak` only")


def pytest_collection_modifyitems(config, items):
    """Leave the long tests out of an ordinary run; pytest counts them as deselected."""
    if SOAKING:
        return
    long = [item for item in items if item.get_closest_marker("soak")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
