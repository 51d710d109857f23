"""The entry point: starts the pages behind the gate. Run `streamlit run app.py`."""

from __future__ import annotations

import streamlit as st

from pages.shared.session.gate import middleware
from pages.shared.session.startup import lifespan

app = st.App("pages/main.py", lifespan=lifespan, middleware=middleware)
