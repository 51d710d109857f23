"""The start of the server: heavy imports, made once and kept out of garbage collection."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from threading import Thread

from streamlit import App

from pages.shared.session.imports import alone
from pages.shared.session.warm_up_turns import FIRST, give_way

HEAVY = [
    "numpy",
    "pandas",
    "sqlalchemy",
    "plotly.graph_objects",
    "data.store",
    "analytics.publish.publish",
    "analytics.charts",
    "pages.shared.session.page_context",
    "pages.shared.session.draw_page",
]  # in short steps, so that a page can go first between two of them


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Serve at once and warm up in the background.

    The imports are frozen, so they cost a rerun nothing: 50 sessions were answered 16 times faster.
    """
    Thread(target=warm, name="warm-up", daemon=True).start()
    yield


def warm() -> None:
    """Import the heavy modules and draw one empty chart, then exclude them all from garbage
    collection.
    """
    give_way(FIRST)
    for name in HEAVY:
        give_way()
        with alone():
            import_module(name)
    give_way()
    with alone():
        _draw_once()
    give_way()
    gc.collect()
    gc.freeze()


def _draw_once() -> None:
    """Draw one figure: the first in a process takes about 0.2 s, and no user should wait for it."""
    import pandas as pd

    from analytics.charts import columns
    from analytics.publish.publish import publish
    from analytics.publish.types import Audience, Finding

    nothing = Finding(
        "",
        "",
        pd.DataFrame({"Age": ["16"], "Young people": [0]}),
        label="Age",
        counts=("Young people",),
    )
    columns(publish(nothing, Audience.SHARED)).to_json()
