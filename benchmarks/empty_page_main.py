"""The empty page itself: a choice of month in the side bar, as every page has, and one line."""

import streamlit as st

with st.sidebar:
    st.selectbox("Month", ["Latest", "February 2025", "January 2025"])
st.write("Nothing else.")
