"""The page that shows only a title."""

import streamlit as st

st.title("Nothing else.")
