"""Every measure, column, code and rule, in words."""

from __future__ import annotations

from data.schema import TABLES
from pages.shared.layout.page_style import headline, quiet, tabs
from pages.shared.panels import definition_tables
from pages.shared.session.page_context import opened_settings

headline(
    "What every figure counts, and what every column and code means.",
    "The program counts and checks by these same definitions.",
)
settings = opened_settings()


def measures() -> None:
    """Draw every measure by theme, and explain the two bases of the DfE's measures."""
    quiet(
        "The DfE's measures (aged 17 to 18 and 19 to 21) are counted on two bases, always "
        "labelled. "
        "Now: everyone of that age on the as-at date. "
        "903: everyone whose 17th to 21st birthday fell in the financial year, each as at "
        "that birthday, as in the yearly return."
    )
    for theme in definition_tables.themes():
        headline(theme.capitalize(), level=2)
        definition_tables.words_table(definition_tables.measures(theme, settings))


def places() -> None:
    """Draw the buckets of the 21+ ledger and the states of the check-in clock."""
    definition_tables.words_table(definition_tables.buckets())
    definition_tables.words_table(definition_tables.states(settings))


def plan() -> None:
    """Explain where the plan's ratings come from, and draw its two axes."""
    quiet(
        "Impact is worked out from the measures that an action names. An action has moved "
        "the right way if the latest month of one of its "
        "measures shows an improvement and none shows a concern. It has moved the wrong "
        "way if one shows a concern and none an improvement. "
        "If some measures show an improvement and others a concern, it counts as no clear change. "
        "With fewer than 13 months, it counts as cannot tell yet."
    )
    definition_tables.words_table(definition_tables.ratings())
    definition_tables.words_table(definition_tables.places())


def columns() -> None:
    """Draw every column of every table."""
    for key, table in TABLES.items():
        headline(table.title, level=2)
        definition_tables.words_table(definition_tables.columns(key))


tabs(
    "definitions_list",
    {
        "Measures": measures,
        "21+ ledger and check-ins": places,
        "Improvement plan": plan,
        "Columns of the extract": columns,
        "Codes": lambda: definition_tables.words_table(definition_tables.codes()),
        "Checks": lambda: definition_tables.words_table(definition_tables.checks()),
    },
)
