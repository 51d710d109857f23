"""Pages that never change: an empty one, 1 to 12 plain charts, and the dashboard's own charts
(CHARTS).
"""

import json
import os
from functools import partial
from pathlib import Path

import plotly.graph_objects as go
import plotly.io as pio
import streamlit as st

MOST = 12


@st.cache_resource
def plain() -> go.Figure:
    """Return a chart with 18 columns."""
    return go.Figure(
        go.Bar(x=list(range(18)), y=[number % 7 + 3 for number in range(18)]), {"height": 330}
    )


@st.cache_resource
def kept() -> dict[str, list[go.Figure]]:
    """Return the charts of each dashboard page, read from the JSON file named by CHARTS."""
    charts = json.loads(Path(os.environ["CHARTS"]).read_text(encoding="utf-8"))
    return {
        title: [pio.from_json(chart, skip_invalid=False) for chart in of]
        for title, of in charts.items()
    }


def page(title: str, charts: list[go.Figure]) -> None:
    """Draw these charts below each other."""
    st.title(title)
    for number, chart in enumerate(charts):
        st.plotly_chart(chart, key=f"chart_{number}")


PLAIN = {f"Page of {number}": [plain()] * number for number in range(MOST + 1)}
PAGES = [
    st.Page(
        partial(page, title, charts),
        title=title,
        url_path=f"page_{place}" if place else None,
        default=not place,
    )
    for place, (title, charts) in enumerate((PLAIN | kept()).items())
]
st.navigation(PAGES).run()
