"""The floor of the pages: one select box and a line, behind the same start-up as the dashboard. FROZEN=no leaves the start-up out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from pages.shared.session.startup import lifespan

app = st.App("empty_page_main.py", lifespan=None if os.environ.get("FROZEN") == "no" else lifespan)
