"""The floor of the pages: a select box and a line, with the dashboard's start-up (not with
FROZEN=no).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from pages.shared.session.startup import lifespan

app = st.App("empty_page_main.py", lifespan=None if os.environ.get("FROZEN") == "no" else lifespan)
