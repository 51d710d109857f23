"""The fair floor of the pages: charts that never change, with the same start-up as the
dashboard."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from pages.shared.session.startup import lifespan

app = st.App("static_pages_main.py", lifespan=lifespan)
