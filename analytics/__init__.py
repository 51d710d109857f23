"""Pure functions of tables: no Streamlit, no files, no database."""
