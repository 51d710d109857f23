"""Every measure, column, code and rule, in words."""

from __future__ import annotations

import streamlit as st

from data.schema import TABLES
from pages.shared import glossary
from pages.shared.look import headline

headline(
    "What every figure counts, and what every column and code means.",
    "Written from the same declarations that the program counts and checks by.",
)
measures, places, columns, codes, checks = st.tabs(["Measures", "21+ ledger and check-ins", "Columns of the extract", "Codes", "Checks"])
with measures:
    glossary.words_table(glossary.measures())
with places:
    glossary.words_table(glossary.buckets())
    glossary.words_table(glossary.states())
with columns:
    for key, table in TABLES.items():
        headline(table.title, level=2)
        glossary.words_table(glossary.columns(key))
with codes:
    glossary.words_table(glossary.codes())
with checks:
    glossary.words_table(glossary.checks())
