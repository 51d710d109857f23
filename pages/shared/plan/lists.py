"""The plan in charts and lists: the grid, month by month, what is late and what does not agree."""

from __future__ import annotations

from functools import partial

from analytics import charts
from analytics.plan import Plan, findings
from analytics.plan.action_lists import LISTS, unlinked
from analytics.publish.phrases import listed
from pages.shared.layout.blocks import chart, listing
from pages.shared.layout.page_style import folded, headline, points, quiet, tabs
from pages.shared.session.page_context import View


def grid(view: View, of: Plan) -> None:
    """Draw the grid of delivery and impact, and list the actions in the chosen cell."""
    draw = partial(charts.grid_of_two, states=findings.STATES)
    if place := chart(
        view, findings.grid(of), draw, "plan-delivery-and-impact", "the actions in a cell"
    ):
        listing(
            view, findings.in_place(of, place), f"plan-{place.replace(':', '-').replace(' ', '-')}"
        )
    points(of.notes)


def disagreeing(view: View, of: Plan) -> None:
    """List what does not agree, one sentence each."""
    listing(view, findings.disagreeing(of), "plan-what-does-not-agree")


def by_month(view: View, of: Plan) -> None:
    """Draw the ratings of every action by month, and list the areas."""
    draw = partial(charts.heat_map, look=charts.rating_look, group=findings.AREA)
    chart(view, findings.heat_map(of), draw, "plan-ratings-by-month", None)
    listing(view, findings.by_area(of), "plan-areas")
    folded(
        "Ratings by area in every month",
        "areas_by_month",
        lambda: listing(view, findings.area_by_month(of), "plan-areas-by-month", heading=False),
    )


def lists(view: View, of: Plan) -> None:
    """Draw one tab per list (late, slipped, standing still, new, gone, unlinked); name the empty
    lists.
    """
    found = {name: make(of) for name, make in LISTS.items()} | {
        "No action": unlinked(of, view.month)
    }
    there = {name: finding for name, finding in found.items() if len(finding.table)}
    headline(
        "Lists of the month",
        "Actions that are late, moved, standing still, new, completed or gone. Actions "
        "without a measure, and measures without an action.",
        level=2,
    )
    if there:
        tabs(
            "plan_list",
            {
                f"{name} ({len(one.table)})": partial(
                    listing, view, one, f"plan-{name.lower().replace(' ', '-')}"
                )
                for name, one in there.items()
            },
        )
    if empty := [name.lower() for name in found if name not in there]:
        quiet(f"Nothing this month in: {listed(empty)}.")
