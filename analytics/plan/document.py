"""The plan as one document, which `manage.py plan` writes as JSON or text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from analytics.month.month import Month
from analytics.plan.contradictions import KINDS, contradictions
from analytics.plan.delivery_impact import CELLS, name_of
from analytics.plan.impact import PLACES, VERDICTS, Moved
from analytics.plan.whole_plan import Plan, Planned, without_action, without_measure
from analytics.publish.ratings import titled


def document(of: Plan, month: Month) -> dict[str, Any]:
    """Return the plan as plain data; dates are ISO text, blank cells are null."""
    cells = of.cells
    return {
        "month": of.month,
        "snapshot": of.snapshot,
        "plan": of.year,
        "sheet_before": of.before,
        "grid": [
            {
                "delivery": pair[0],
                "impact": pair[1],
                "actions": [one.id for one in cells[pair]],
                "means": cell.means,
                "ask": cell.ask,
            }
            for pair, cell in CELLS.items()
        ],
        "actions": [_action(one) for one in of.actions],
        "left": [
            {"id": one.id, "last_month": one.record.now.month, "delivery": one.record.now.rating}
            for one in of.gone
        ],
        "completed_in_an_earlier_plan": [one.id for one in of.earlier],
        "contradictions": [
            {"kind": one.kind, "actions": list(one.actions), "sentence": one.sentence}
            for one in contradictions(of)
        ],
        "without_measure": [one.id for one in without_measure(of)],
        "without_action": list(without_action(of, month)),
        "notes": list(of.notes),
    }


def _action(one: Planned) -> dict[str, Any]:
    record, now = one.record, one.record.now
    return {
        "id": one.id,
        "area": now.area,
        "action": now.action,
        "lead": now.lead or None,
        "start": _day(now.start),
        "due": _day(now.due),
        "completed": _day(now.completed),
        "delivery": now.rating,
        "previous": record.previous_rating,
        "months_at_rating": record.months_at_rating,
        "impact": one.impact.place,
        "verdict": one.impact.verdict,
        "impact_by_lead": now.impact_rag,
        "late": now.late,
        "slipped_this_month": record.slipped_now is not None,
        "slips": [
            {"month": slip.month, "from": _day(slip.was), "to": _day(slip.now)}
            for slip in record.slips
        ],
        "added": record.added,
        "closed": record.closed,
        "measures": [_measure(moved) for moved in one.impact.measures],
    }


def _measure(moved: Moved) -> dict[str, Any]:
    said = {
        "id": moved.id,
        "counted": not moved.own,
        "verdict": moved.verdict,
        "claim": moved.words,
    }
    return said | {"distance": moved.distance or None, "early_view": moved.early or None}


def _day(when: date | None) -> str | None:
    return when.isoformat() if when else None


def plan_text(of: Plan, table: Callable[[list[dict[str, Any]]], str]) -> str:
    """Return the cells that hold an action, every action and the contradictions; `table` aligns
    rows.
    """
    sentences = [f"  {KINDS[one.kind].lower()}: {one.sentence}" for one in contradictions(of)] or [
        "  nothing"
    ]
    return "\n".join(
        [table(_grid_rows(of)), "", table(_action_rows(of)), "", "Contradictions:", *sentences]
    )


def _grid_rows(of: Plan) -> list[dict[str, Any]]:
    """Return the grid as text: a row for each cell that has an action."""
    return [
        {"place": name_of(pair), "actions": len(some), "ids": " ".join(one.id for one in some)}
        for pair, some in of.cells.items()
        if some
    ]


def _action_rows(of: Plan) -> list[dict[str, Any]]:
    """Return the actions as text, one row each."""
    return [
        {
            "id": one.id,
            "delivery": titled(one.record.now.rating),
            "before": titled(one.record.previous_rating) if one.record.before else "",
            "months": one.record.months_at_rating,
            "impact": VERDICTS[one.impact.verdict] if one.impact.verdict in PLACES else "Mixed",
            "due": _day(one.record.now.due) or "",
            "late": "late" if one.record.now.late else "",
            "slipped": "slipped" if one.record.slipped_now else "",
            "lead": one.record.now.lead,
        }
        for one in of.actions
    ]
