"""Streamlit pieces that two pages need."""
