"""Every measure, column, code and rule, in words."""

from __future__ import annotations

import streamlit as st

from data.schema import TABLES
from pages.shared import glossary
from pages.shared.begin import opened_settings
from pages.shared.look import headline, quiet

headline(
    "What every figure counts, and what every column and code means.",
    "Written from the same declarations that the program counts and checks by.",
)
settings = opened_settings()
measures, places, plan, columns, codes, checks = st.tabs(
    ["Measures", "21+ ledger and check-ins", "Improvement plan", "Columns of the extract", "Codes", "Checks"]
)
with measures:
    quiet(
        "The DfE's measures (aged 17 to 18 and 19 to 21) are counted on two bases, always labelled. Now: everyone of that age at the "
        "as-at date. 903: everyone whose 17th to 21st birthday fell in the financial year, each as at that birthday, as the yearly return has it."
    )
    for theme in glossary.themes():
        headline(theme.capitalize(), level=2)
        glossary.words_table(glossary.measures(theme, settings))
with places:
    glossary.words_table(glossary.buckets())
    glossary.words_table(glossary.states(settings))
with plan:
    quiet(
        "Impact is worked out from the measures that an action names. Moved the right or the wrong way: the latest month of a control chart "
        "is flagged so, and no other measure of the action the other way. Signals both ways are mixed and stand with no clear change. Fewer "
        "than 13 months: cannot tell yet."
    )
    glossary.words_table(glossary.ratings())
    glossary.words_table(glossary.places())
with columns:
    for key, table in TABLES.items():
        headline(table.title, level=2)
        glossary.words_table(glossary.columns(key))
with codes:
    glossary.words_table(glossary.codes())
with checks:
    glossary.words_table(glossary.checks())
