"""From spreadsheet to trusted tables. No Streamlit and no statistics in here."""
