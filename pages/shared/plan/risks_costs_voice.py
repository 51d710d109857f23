"""Context for the plan: risks, pressures on the budget, and what people say."""

from __future__ import annotations

from functools import partial

from analytics import charts
from analytics.plan import risks_costs_voice as findings
from pages.shared.layout.blocks import chart, listing
from pages.shared.layout.page_style import folded, headline, quiet
from pages.shared.session.page_context import View

TITLES = {
    "risks": "Risks",
    "pressures": "Pressures on the budget",
    "voice": "What young people, partners and staff say",
}


def context(view: View) -> None:
    """Draw each of the three, or say what is missing and how to add it."""
    for (key, title), draw in zip(TITLES.items(), (_risks, _pressures, _voice), strict=True):
        if findings.held(view.month, key):
            draw(view)
        else:
            headline(title, level=2)
            quiet(findings.LACKING[key])


def _risks(view: View) -> None:
    months = view.history()
    chart(view, findings.risks(months), charts.risk_matrix, "plan-risks", None)
    chart(
        view,
        findings.risk_months(months),
        partial(charts.heat_map, look=charts.score_look),
        "plan-risks-by-month",
        None,
    )


def _pressures(view: View) -> None:
    listing(view, findings.pressures(view.month), "plan-pressures")
    folded(
        "Every item",
        "pressure_items",
        lambda: listing(
            view, findings.pressure_items(view.month), "plan-pressure-items", heading=False
        ),
    )


def _voice(view: View) -> None:
    by_month = partial(charts.line, part="Positive", whole="Respondents", height=260)
    chart(view, findings.voice_by_month(view.month), by_month, "plan-voice-by-month", None)
    chart(view, findings.voice_by_source(view.month), charts.split, "plan-voice-by-source", None)
    folded(
        "What was heard this month",
        "voice_heard",
        lambda: listing(view, findings.heard_lately(view.month), "plan-voice-heard", heading=False),
    )
