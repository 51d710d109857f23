"""The made-up council's improvement plan: for each action its lead, due date and monthly rating."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

HEAD, SERVICE, TEAMS = (
    "Head of Service, Leaving Care",
    "Service Manager, Leaving Care",
    "Team Managers' Lead, Leaving Care",
)
PERFORMANCE, QUALITY, SOCIAL_WORK = (
    "Head of Performance",
    "Quality Assurance Manager",
    "Principal Social Worker",
)
HOUSING, COMMISSIONING, SAFEGUARDING = (
    "Head of Housing Options",
    "Head of Commissioning",
    "Safeguarding Service Manager",
)
CHILDREN, PEOPLE, SKILLS = (
    "Head of Service, Children in Care",
    "HR Business Partner",
    "Head of Skills and Employment",
)

EVIDENCE = {
    1: "Monthly performance report; Improvement Board minutes",
    2: "Monthly extract; contact log; young people's views",
    3: "Supervision records; workforce return; staff survey",
    4: "Thematic audits of plans; monthly extract",
    5: "Visit records; dip samples by team managers",
    6: "Placement requests; sufficiency dashboard",
    7: "Escalation log; reviewing officers' monitoring forms",
}


@dataclass(frozen=True, slots=True)
class Action:
    """One action.

    `rated` has a letter for each month from April 2024: n not started, g green, a amber, r red, b blue, a
    dot before it is on the plan and a dash once it has left the sheet. `moved` has (number of the month,
    due date from then on).
    """

    id: str
    section: str
    words: str
    lead: str
    start: date
    due: date
    rated: str
    completed: date | None = None
    measures: str = ""
    moved: tuple[tuple[int, date], ...] = ()

    @property
    def area(self) -> int:
        """Return the area from the ID: IP-203 is the third action of area 2."""
        return int(self.id[3])


def _on(day: str) -> date:
    return date.fromisoformat(day)


def _action(
    about: str,
    words: str,
    lead: str,
    dates: str,
    rated: str,
    measures: str = "",
    completed: str = "",
    **moved: str,
) -> Action:
    """Make an action. `about` is 'IP-101 Section', `dates` the start and due date.

    `dec='2025-03-31'` moves the due date in December.
    """
    name, section = about.split(" ", 1)
    start, due = map(_on, dates.split())
    later = tuple((_MONTHS.index(month), _on(day)) for month, day in moved.items())
    return Action(
        name,
        section,
        words,
        lead,
        start,
        due,
        rated,
        _on(completed) if completed else None,
        measures,
        later,
    )


_MONTHS = ("apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar")

ACTIONS: tuple[Action, ...] = (
    _action("IP-101 Performance", "Report every month on all care leavers to the leadership team, those without a service first", PERFORMANCE, "2024-04-08 2024-06-28", "ggbbbbbbbbbb", "coverage_21_plus, check_ins_in_date", "2024-06-21"),
    _action("IP-102 Leadership", "Run a leadership programme of our own for every manager", SOCIAL_WORK, "2024-04-22 2025-01-31", "ggggggggabbb", "supervised", "2025-01-24"),
    _action("IP-103 Quality assurance", "Rewrite the quality assurance framework around thematic audits", QUALITY, "2024-04-01 2024-05-31", "gbbbbbbbbbbb", "audits_good", "2024-05-24"),
    _action("IP-104 Quality assurance", "Log the learning of every audit with a date, and close it on time", QUALITY, "2024-05-01 2024-09-30", ".gggaraaaagg", "learning_on_time", sep="2024-12-20", dec="2025-03-31"),
    _action("IP-105 Governance", "Set up the new Improvement Board with an independent chair", "Executive Director, Children's Services", "2024-05-20 2024-07-31", ".ggbbbbbbbbb", "", "2024-07-25"),
    _action("IP-106 Governance", "Begin the Corporate Parent Working Group, led by the chief executive", "Chief Executive", "2024-06-03 2024-10-31", "..ggggbbbbbb", "", "2024-10-17"),
    _action("IP-107 Performance", "Redraw the scorecard so that each average shows whom it leaves out", PERFORMANCE, "2024-10-01 2025-02-28", ".....nggggab", "not_spoken_to", "2025-03-20"),
    _action("IP-201 Over 21", "Reach all 209 young adults of 21 and over without a service, and offer each an adviser", SERVICE, "2024-03-04 2024-05-31", "gbbbbbbbbbbb", "coverage_21_plus reach_21_plus", "2024-05-31"),
    _action("IP-202 Over 21", "Make the offer at 21 one to opt out of, with a call every quarter", SERVICE, "2024-04-01 2024-06-30", "ggbbbbbbbbbb", "check_ins_in_date; quarter_completed", "2024-06-14"),
    _action("IP-203 Standards", "Write practice standards for the service and go through them with every team", HEAD, "2024-04-02 2024-05-31", "gbbbbbbbbbbb", "within_agreed_frequency, plan_reviewed", "2024-05-17"),
    _action("IP-204 Training", "Give every worker the mandatory training that the inspection pointed to", SOCIAL_WORK, "2024-04-15 2024-09-30", "gggggaaggggg", "training_complete", sep="2025-03-31"),
    _action("IP-205 Hubs", "Open the two hubs, Ashgate and Millbrook, in July 2024", SERVICE, "2024-04-22 2024-07-31", "gggbbbbbbbbb", "hubs_month, used_nothing", "2024-07-08"),
    _action("IP-206 Homelessness", "Agree a joint protocol with housing for young people who are homeless", HOUSING, "2024-05-07 2024-09-30", ".ggggbbbbbbb", "homeless, bed_and_breakfast", "2024-09-27"),
    _action("IP-207 Homelessness", "Go through everyone in emergency housing at a weekly meeting", HOUSING, "2024-05-07 2024-06-28", ".gbbbbbbbbbb", "emergency_accommodation", "2024-06-14"),
    _action("IP-208 Homelessness", "Confirm the home address at every contact", TEAMS, "2024-05-01 2024-12-31", ".ggggagaabbb", "address_confirmed", "2025-01-17", dec="2025-01-31"),
    _action("IP-209 Local offer", "Rewrite the local offer with young people and send it to everyone", SERVICE, "2024-06-03 2024-10-31", "..ggaaraaaab", "local_offer", "2025-02-21", oct="2024-12-31", dec="2025-02-28"),
    _action("IP-210 Health", "Give every young person their health history by 18", "Designated Nurse", "2024-07-01 2025-03-31", "..nggggggggg", "health_history"),
    _action("IP-211 Health", "Agree a direct way into adult mental health services", "Integrated Care Board Commissioner", "2024-09-02 2025-01-31", "...nnggaaarr", "mental_health_helped", feb="2025-06-30"),
    _action("IP-212 Work and learning", "Keep apprenticeships and work trials in the council for care leavers", SKILLS, "2024-06-17 2025-03-31", "..gggggggggg", "neet_19_21 eet_19_21"),
    _action("IP-213 Staying Close", "Offer Staying Close to everyone who leaves a children's home", COMMISSIONING, "2024-08-01 2025-03-31", "...ngggggggg", "staying_close"),
    _action("IP-214 Homelessness", "Ask about the risk of losing a home at each call, and plan for it", TEAMS, "2024-10-01 2025-02-28", "......gggaar", "risk_of_homelessness"),
    _action("IP-215 Over 21", "Open a telephone line in the evening and at weekends", SERVICE, "2025-04-07 2025-07-31", ".......nnnnn"),
    _action("IP-301 Management", "Bring in the new management structure: every front-line worker supervised by a qualified social worker", HEAD, "2024-04-01 2024-06-30", "ggbbbbbbbbbb", "qualified_supervisor", "2024-06-03"),
    _action("IP-302 Supervision", "Supervise every worker each month and write down what was decided", SERVICE, "2024-05-01 2024-10-31", ".gggaaaggggg", "supervised", oct="2025-03-31"),
    _action("IP-303 Workforce", "Recruit advisers so that no caseload is above 20", PEOPLE, "2024-04-15 2024-12-31", "gggaaaaabbbb", "caseload_mean, vacancies", "2024-12-13"),
    _action("IP-304 Workforce", "Fill posts held by agency workers for good", PEOPLE, "2024-07-01 2025-03-31", "...gaaarrrrr", "agency_share"),
    _action("IP-305 Management", "Have each manager read four case files a month and write what they found", TEAMS, "2024-06-03 2024-12-20", "..ggggggbbbb", "audits_good", "2024-12-18"),
    _action("IP-401 Pathway plans", "Rewrite the form of the pathway plan with young people", SOCIAL_WORK, "2024-04-29 2024-07-31", "gggbbbbbbbbb", "plan_reviewed", "2024-07-19"),
    _action("IP-402 Pathway plans", "Review every pathway plan that is out of date", TEAMS, "2024-05-07 2024-09-30", ".grraabbbbbb", "plan_reviewed", "2024-10-25", aug="2024-11-29"),
    _action("IP-403 Needs assessments", "Finish each assessment of need within three months of the 16th birthday", CHILDREN, "2024-07-01 2025-01-31", "..ngggggaagg", "needs_assessed", jan="2025-03-31"),
    _action("IP-404 Children's plans", "Test by audit that plans say who does what by when", QUALITY, "2024-07-01 2025-03-31", "...ggggggggg", "IM-41"),
    _action("IP-501 Visits", "Set the standard of a visit every eight weeks and tell every team", SERVICE, "2024-04-22 2024-08-30", "gggabbbbbbbb", "visited", "2024-08-23"),
    _action("IP-502 Visits", "Write down at each visit what it was for and what comes next", TEAMS, "2024-06-03 2024-12-31", "..ggggaaggbb", "IM-51", "2025-02-14", dec="2025-02-28"),
    _action("IP-503 Visits", "Plan a quarter ahead the visits to young people who live out of area", TEAMS, "2024-11-04 2025-03-31", "......ngggaa", "visited"),
    _action("IP-504 Visits", "Show team managers each week which children's visits are late", PERFORMANCE, "2024-05-01 2025-03-31", ".ggggggggggg", "IM-52"),
    _action("IP-601 Sufficiency", "Renew the sufficiency strategy with partners", COMMISSIONING, "2024-04-15 2024-09-30", "ggggaarraarr", "IM-61", sep="2024-12-31", dec="2025-03-31", mar="2025-06-30"),
    _action("IP-602 Move-on homes", "Open twelve move-on flats with a housing association", HOUSING, "2024-09-02 2025-02-28", "...nggaaarrr", "suitable_17_18 bed_and_breakfast", feb="2025-05-30"),
    _action("IP-603 Supported lodgings", "Buy supported lodgings under a framework", COMMISSIONING, "2024-05-20 2024-12-31", ".gggaaaa----", "IM-61"),
    _action("IP-604 Supported accommodation", "Check that every provider for 16 and 17 year olds is registered", COMMISSIONING, "2024-04-22 2024-10-31", "ggggggbbbbbb", "IM-62", "2024-10-28"),
    _action("IP-605 Supported lodgings", "Find twenty hosts of supported lodgings of our own", COMMISSIONING, "2024-12-02 2025-06-30", "........gggg", "IM-61"),
    _action("IP-701 Escalation", "Set time limits for each step of an escalation", SAFEGUARDING, "2024-04-22 2024-06-28", "ggbbbbbbbbbb", "IM-71", "2024-06-26"),
    _action("IP-702 Reviews", "Have the reviewing officer look at each 17-year-old's plan midway", SAFEGUARDING, "2024-06-03 2024-11-29", "..ggggabbbbb", "IM-72", "2024-11-22"),
    _action("IP-703 Escalation", "Report every month what chairs and reviewing officers challenge", SAFEGUARDING, "2024-07-01 2024-12-20", "...ggggggaaa", "IM-71", jan="2025-03-31"),
    _action("IP-704 Reviews", "Follow up each practice alert until it is answered", SAFEGUARDING, "2025-02-03 2025-07-31", ".........ngg", "IM-72"),
)  # fmt: skip
