"""The page with one title."""

import streamlit as st

st.title("Nothing else.")
