"""A page without anything, and pages of 1 to 12 plotly charts that never change, each under a heading."""

from functools import partial

import plotly.graph_objects as go
import streamlit as st

MOST = 12


@st.cache_resource
def chart() -> go.Figure:
    """Eighteen columns."""
    return go.Figure(go.Bar(x=list(range(18)), y=[number % 7 + 3 for number in range(18)]), {"height": 330})


def page(charts: int) -> None:
    """So many charts."""
    st.title("Nothing else." if not charts else f"{charts} charts")
    for number in range(charts):
        st.plotly_chart(chart(), key=f"chart_{number}")


PAGES = [
    st.Page(partial(page, number), title=f"Page of {number}", url_path=f"page_of_{number}" if number else None, default=not number)
    for number in range(MOST + 1)
]
st.navigation(PAGES).run()
