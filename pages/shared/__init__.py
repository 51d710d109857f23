"""Streamlit parts that several pages use."""
