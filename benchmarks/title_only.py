"""The floor of the first paint: Streamlit with one title and none of our code."""

from __future__ import annotations

import streamlit as st

app = st.App("title_only_main.py")
