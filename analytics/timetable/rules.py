"""Dates that follow from other dates: the improvement plan's deadline, and the DfE's next
review."""

from __future__ import annotations

from datetime import date

from analytics.publish.dated_entry import DONE, HELD, PLANNED, Entry, Kind
from analytics.publish.phrases import day
from analytics.timetable.anchors import NOTICE, NOTICE_ENDED, PLAN_SENT, PUBLICATION, REVIEW, Record
from analytics.timetable.milestones import DFE, OFSTED, Milestone
from analytics.timetable.working_days import working_days_after
from data.dates import add_months

PLAN_WORKING_DAYS = 70
REVIEW_MONTHS = 6

Ruled = tuple[list[Entry], list[str]]  # entries, and what is missing in words


def plan_due(record: Record) -> Ruled:
    """Return when the improvement plan is due: within 70 working days of the report's
    publication."""
    published = record.one(PUBLICATION)
    if published is None:
        return [], [PUBLICATION.lacking("The deadline for the improvement plan")]
    last = working_days_after(published.starts, PLAN_WORKING_DAYS)
    rule = (
        f"{PLAN_WORKING_DAYS} working days after the report of {day(published.starts)}: "
        "day 1 is the day after. "
        "Saturdays, Sundays and bank holidays do not count."
    )
    sent = record.of(PLAN_SENT, since=published.starts)
    what, key = "Improvement plan due with Ofsted", f"plan due|{published.starts}"
    return [
        Entry(
            last,
            last,
            what,
            OFSTED,
            Kind.COMPUTED,
            rule,
            *_sent(sent, last),
            key=key,
            published=True,
        )
    ], []


def _sent(sent: list[Milestone], last: date) -> tuple[str, str, str]:
    """Return (status, outcome, conflict) of the deadline, from what is recorded of the plan's
    submission.
    """
    for one in sent:
        if one.status in HELD:
            late = "after the deadline" if one.starts > last else "in time"
            return DONE, f"Submitted on {day(one.starts)}, {late}.", ""
    if sent and sent[0].starts > last:
        return (
            PLANNED,
            "",
            f"Submission is recorded for {day(sent[0].starts)}, after this deadline.",
        )
    return PLANNED, "", ""


def review_due(record: Record) -> Ruled:
    """Return when the DfE's next review is due: at least every 6 months from the notice until it is
    lifted.
    """
    notice = record.one(NOTICE)
    if notice is None:
        return [], [NOTICE.lacking("The DfE's next review")]
    if any(one.starts <= record.as_at for one in record.of(NOTICE_ENDED, since=notice.starts)):
        return [], []
    reviews = record.of(REVIEW, since=notice.starts)
    held = [one for one in reviews if one.status in HELD]
    last, since = (
        (held[-1].last, "the last review") if held else (notice.starts, "the improvement notice")
    )
    by = add_months(last, REVIEW_MONTHS)
    rule = (
        f"At least every {REVIEW_MONTHS} months: {REVIEW_MONTHS} calendar months after {since} "
        f"of {day(last)}."
    )
    ahead = [one for one in reviews if one.status not in HELD]
    late = (
        f"The next review is recorded for {day(ahead[0].starts)}, after this deadline."
        if ahead and ahead[0].starts > by
        else ""
    )
    return [
        Entry(
            by,
            by,
            "DfE review due by",
            DFE,
            Kind.COMPUTED,
            rule,
            conflict=late,
            key=f"review due|{last}",
        )
    ], []
