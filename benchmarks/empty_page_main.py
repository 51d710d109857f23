"""The empty page: a choice of month in the side bar, as on every page, and one line."""

import streamlit as st

with st.sidebar:
    st.selectbox("Month", ["Latest", "February 2025", "January 2025"])
st.write("Nothing else.")
