"""From spreadsheet to trusted tables, without Streamlit and without statistics."""
