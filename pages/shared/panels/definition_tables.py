"""Definitions as tables of words: measures, buckets, states, columns, codes and checks."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from analytics.measures.declared import MEASURES, Measure
from analytics.measures.measure import NOW
from analytics.month.check_in_clock import STATES
from analytics.month.ledger import BUCKETS
from analytics.month.settings import Settings
from analytics.plan import CELLS, RATINGS
from analytics.plan.delivery_impact import name_of
from analytics.publish.phrases import day, people, percent_of
from data.check.rules.people import REPEATED, RULES, TWO_BIRTHS
from data.codelists import codelist, names
from data.schema import TABLES, Blank, Kind

Rows = Sequence[dict[str, str]]
_BUCKET_RULES = {
    "outside": "Returned home for six months or more, or support status closed.",
    "supported": "Support status is supported. Only if the extract has no such column: a worker or "
    "adviser is allocated, and the young person has not refused contact or said help is no "
    "longer needed.",
    "declined": "Support status is declined, or the young person refuses contact or says help is "
    "no "
    "longer needed, or their latest answer was to decline or to ask for no further contact.",
    "in_contact": "Support status is offered, or their latest answer was that they want support "
    "or need "
    "none now.",
    "tried": "At least one attempt in the last 12 months since turning 21, and no answer.",
    "not_tried": "None of these.",
}
_STATE_RULES = {
    "first_call_not_yet_due": "Never answered, and the first call is not due: {months} after the "
    "later of the 21st "
    "birthday and {began}.",
    "never_reached": "Never answered, and the first call is due.",
    "in_date": "Answered, and the next call is due more than {days} ahead. It is due {months} "
    "after "
    "the last answer.",
    "due": "The next call is due within {days}.",
    "overdue_tried": "Past its due date, with at least one attempt from {days} before it.",
    "overdue_not_tried": "Past its due date, with no attempt.",
}


def words_table(rows: Rows) -> None:
    """Show rows of words as an HTML table, escaped; the first column is the row's heading."""
    if not rows:
        return
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in rows[0])
    lines = []
    for row in rows:
        first, *rest = row.values()
        lines.append(
            "<tr><th "
            f'scope="row">{escape(first)}</th>{"".join(f"<td>{escape(value)}</td>" for value in rest)}</tr>'  # noqa: E501
        )
    st.html(
        '<div class="cl-scroll"><table '
        f'class="cl-table"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'
    )


def themes() -> list[str]:
    """Return the themes of the measures in display order."""
    return list(dict.fromkeys(one.theme for one in MEASURES.values()))


def measures(theme: str, settings: Settings) -> Rows:
    """Return the measures of a theme on the basis 'now', with the targets from these settings."""
    return [
        {
            "Measure": one.title,
            "What it counts": one.definition,
            "Why it matters": one.why_it_matters,
            "Good is": str(one.polarity).removesuffix(" is better"),
            "Target": _target(one, settings),
            "Needs": ", ".join(needed_words(needed) for needed in one.needs),
            "Owner": one.owner,
            "Review by": f"{one.review_by:%d/%m/%Y}",
        }
        for one in MEASURES.values()
        if one.theme == theme and one.basis == NOW
    ]


def _target(one: Measure, settings: Settings) -> str:
    target = one.target(settings)
    if target is None:
        return "none"
    return percent_of(target) if one.unit == "%" else f"{target:g} {one.unit}"


def needed_words(needed: str) -> str:
    """Return a need as headings: 'Support Status or Allocated Worker', 'Role (Workforce)'."""
    if needed in TABLES:
        return f"the table {TABLES[needed].title}"
    return " or ".join(_heading(*key.rpartition(".")[::2]) for key in needed.split("|"))


def _heading(table: str, key: str) -> str:
    heading = TABLES[table or "care_leavers"].column(key).heading
    return f"{heading} ({TABLES[table].title})" if table else heading


def buckets() -> Rows:
    return [
        {"21+ ledger: the first rule that fits": title, "Rule": _BUCKET_RULES[key]}
        for key, title in BUCKETS.items()
    ]


def states(settings: Settings) -> Rows:
    """Return every state of the check-in clock, with the periods from these settings."""
    months = people(settings.check_in_months, "months", "month")
    said = {
        "months": months,
        "days": people(settings.notice_days, "days", "day"),
        "began": day(settings.offer_began),
    }
    return [
        {"Check-in: the first rule that fits": title, "Rule": _STATE_RULES[key].format(**said)}
        for key, title in STATES.items()
    ]


def ratings() -> Rows:
    """Return the ratings that a lead can give an action."""
    return [
        {"Delivery: the lead's rating": f"{one.title} ({one.letter})", "Rule": one.words}
        for one in RATINGS.values()
    ]


def places() -> Rows:
    """Return every cell of the grid of delivery and impact."""
    return [
        {"Delivery and impact": name_of(pair), "What it means": one.means, "What to ask": one.ask}
        for pair, one in CELLS.items()
    ]


def columns(table: str) -> Rows:
    """Return the columns of one table of the extract, one row per column."""
    return [
        {
            "Column": column.heading,
            "Holds": f"a code of the list {column.codes}"
            if column.kind is Kind.CODE
            else {"id": "the person's number"}.get(column.kind, str(column.kind)),
            "Needed": "yes" if column.required else "no",
            "A blank means": "not done" if column.blank is Blank.NOT_DONE else "not known",
            "Also read as": ", ".join(column.aliases),
            "Note": column.note,
        }
        for column in TABLES[table].columns
    ]


def codes() -> Rows:
    return [
        {"List": name, "Code": code, "Meaning": label, "Group": found.groups[code]}
        for name in names()
        for found in [codelist(name)]
        for code, label in found.labels.items()
    ]


def checks() -> Rows:
    """Return the checks across columns (each column also checks its own cells)."""
    return [
        {
            "Column": TABLES[rule.table].column(rule.column).heading,
            "What is found": f"It {rule.message}.",
            "How serious": {
                "error": "The row cannot be used",
                "warning": "Used, but please check",
                "note": "For information",
            }[rule.severity],
            "What to do": rule.advice,
        }
        for rule in (*RULES, TWO_BIRTHS, REPEATED)
    ]
