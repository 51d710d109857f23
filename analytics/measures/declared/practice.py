"""Practice measures: visits, supervision, training, caseloads, staff and audits against our
standards.
"""

from __future__ import annotations

from analytics.measures import practice_conditions
from analytics.measures.conditions import owed_visits_and_plans, within_weeks
from analytics.measures.declared.rights_and_planning import READS
from analytics.measures.measure import Measure
from analytics.month.cohort import in_cohort
from analytics.statistics.polarity import HIGHER, LOWER

THEME = "practice"
_ADVISER = ("allocated_personal_adviser|workforce.caseload",)
_POSTS = ("workforce.role",)


def _caseload(
    name: str, title: str, definition: str, number, unit: str, target_key: str = ""
) -> Measure:
    return Measure(
        name,
        title,
        THEME,
        definition,
        "An adviser with too many young people cannot get to know any of them.",
        in_cohort,
        _ADVISER,
        number=number,
        unit_of_number=unit,
        reads=("la_in_touch", "date_of_birth"),
        polarity=LOWER,
        target_key=target_key,
    )


MEASURES = (
    Measure(
        "visited",
        "Visited in the last 8 weeks",
        THEME,
        "Of those in service aged 16 to 20, and aged 21 to 24 if supported, those whom "
        "their adviser visited in the eight weeks to the date. A local standard; the law's "
        "two months applies only to accommodation the authority provides.",
        "A visit shows what a call can hide.",
        owed_visits_and_plans,
        ("date_of_birth", "latest_visit_date"),
        numerator=within_weeks("latest_visit_date", 8),
        reads=READS,
        polarity=HIGHER,
        target_key="visited",
    ),
    Measure(
        "supervised",
        "Supervised in the last month",
        THEME,
        "Of workers in post whose role holds cases, those supervised in the calendar month "
        "to the date.",
        "Hard decisions need a second opinion.",
        practice_conditions.holds_cases,
        ("workforce.role", "workforce.latest_supervision_date"),
        numerator=practice_conditions.supervised,
        of="workforce",
        polarity=HIGHER,
        target_key="supervised",
    ),
    Measure(
        "qualified_supervisor",
        "Supervisor is a qualified social worker",
        THEME,
        "Of workers in post whose role holds cases, those whose supervisor is a qualified "
        "social worker. A blank is unknown.",
        "The inspection found that advisers lacked this.",
        practice_conditions.holds_cases,
        ("workforce.role", "workforce.supervisor_is_qualified_social_worker"),
        numerator=practice_conditions.supervisor_qualified,
        of="workforce",
        polarity=HIGHER,
        target_key="qualified_supervisor",
    ),
    Measure(
        "training_complete",
        "Mandatory training complete",
        THEME,
        "Of mandatory courses due by the date or completed early, of workers in post, "
        "those completed.",
        "The training responds to what inspectors found.",
        practice_conditions.training_due,
        ("training.due", "training.completed"),
        numerator=practice_conditions.training_completed,
        of="training",
        reads=("workforce",),
        polarity=HIGHER,
        target_key="training_complete",
    ),
    _caseload(
        "caseload_mean",
        "Caseload: mean for each adviser",
        "People in the cohort with an adviser, divided by the number of advisers with at "
        "least one person.",
        practice_conditions.caseload_mean,
        "people an adviser",
        "caseload_mean",
    ),
    _caseload(
        "caseload_highest",
        "Caseload: highest",
        "The largest number of people in the cohort with one adviser.",
        practice_conditions.caseload_highest,
        "people",
    ),
    _caseload(
        "caseload_over_25",
        "Advisers with more than 25 people",
        "Advisers with more than 25 people in the cohort.",
        practice_conditions.caseload_heavy,
        "advisers",
    ),
    Measure(
        "vacancies",
        "Vacant posts",
        THEME,
        "Rows of the Workforce table marked vacant.",
        "A vacant post cannot visit anyone.",
        practice_conditions.vacant,
        ("workforce.vacant",),
        of="workforce",
        polarity=LOWER,
    ),
    Measure(
        "agency_share",
        "Agency workers",
        THEME,
        "Of workers in post, those from an agency. A blank is unknown.",
        "Young people ask for workers who stay.",
        practice_conditions.in_post,
        ("workforce.agency", "workforce.role"),
        numerator=practice_conditions.agency,
        of="workforce",
        polarity=LOWER,
    ),
    Measure(
        "leavers",
        "Workers who left in 12 months",
        THEME,
        "Workers whose last day was in the twelve months to the date.",
        "Each time a worker leaves, about twenty young people lose their adviser.",
        practice_conditions.left_in_a_year,
        ("workforce.end",),
        of="workforce",
        unit_of_number="workers",
        polarity=LOWER,
    ),
    Measure(
        "audits_good",
        "Audits good or better, last 3 months",
        THEME,
        "Of audits dated in the three months to the date, those graded good or outstanding.",
        "Audits show the quality of the work, case by case.",
        practice_conditions.audited_lately,
        ("audits.date", "audits.grade"),
        numerator=practice_conditions.graded_good,
        of="audits",
        polarity=HIGHER,
        target_key="audits_good",
    ),
    Measure(
        "learning_on_time",
        "Learning from audits closed on time",
        THEME,
        "Of learning actions due in the last 12 months, those closed by their due date.",
        "An audit changes nothing until we act on what it found.",
        practice_conditions.learning_due,
        ("audits.learning_due_date", "audits.learning_closed_date"),
        numerator=practice_conditions.learning_on_time,
        of="audits",
        polarity=HIGHER,
        target_key="learning_on_time",
    ),
)
