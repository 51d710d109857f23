"""The tables and columns of a monthly extract, from which reading, checking, storing and the
template follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """The type of value in a column."""

    ID = "id"
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    CODE = "code"


class Blank(StrEnum):
    """What an empty cell means for the young person."""

    UNKNOWN = "unknown"  # a coded fact that nobody recorded: neither yes nor no
    NOT_DONE = "not done"  # an allocation or a dated event: the missing entry is the finding


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the heading that the sector uses, its type, and what a blank means."""

    heading: str
    kind: Kind = Kind.TEXT
    codes: str = ""  # name of the code list, for Kind.CODE
    required: bool = False  # the column must be there
    needed_in_row: bool | None = None  # a row cannot be used without it; None: as `required`
    blank: Blank = Blank.UNKNOWN
    aliases: tuple[str, ...] = ()  # other headings seen in real extracts
    names_staff: bool = False  # holds the name of a member of staff
    future_allowed: bool = False
    days_after_allowed: int = (
        0  # an event may be this many days after the as-at date: it counts from its own month
    )
    lowest: float = 0  # for Kind.NUMBER
    highest: float = 1_000_000
    note: str = ""

    @property
    def decides_row(self) -> bool:
        """Return whether a row cannot be used without a value in this column."""
        return self.required if self.needed_in_row is None else self.needed_in_row

    @property
    def key(self) -> str:
        """Return the heading as a name for code: 'Child Unique ID' -> 'child_unique_id'."""
        return re.sub(r"[^a-z0-9]+", "_", self.heading.lower()).strip("_")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the extract, each on its own sheet."""

    key: str
    title: str
    columns: tuple[Column, ...]
    row_noun: str = ""  # what one row is, in words
    aliases: tuple[str, ...] = ()  # other sheet names
    # the column with the young person's ID; "" if rows are not about a person
    person: str = "child_unique_id"
    min_headings: int = 2  # headings that a sheet with another name must have

    def column(self, key: str) -> Column:
        """Return the column with this key. Raises KeyError if the table has no such column."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    @property
    def keys(self) -> list[str]:
        return [column.key for column in self.columns]

    @property
    def required(self) -> list[Column]:
        return [column for column in self.columns if column.required]


ID = Column(
    "Child Unique ID",
    Kind.ID,
    required=True,
    aliases=(
        *("Child ID", "Unique ID", "Person ID", "Child Unique Identifier", "Client ID"),
        *(
            "Child ID No",
            "Child ID Number",
            "Child Unique ID No",
            "Child Unique ID Number",
            "Unique Child ID",
        ),
    ),
    note="The service's own number for the young person. Leading zeros are kept.",
)

DATE, CODE, NUMBER = Kind.DATE, Kind.CODE, Kind.NUMBER
NOT_DONE = Blank.NOT_DONE
EVENT_GRACE = 31


def _need(heading: str, *aliases: str) -> Column:
    return Column(
        heading, CODE, codes="yes_no", aliases=aliases, note="Yes, no, or blank if not known."
    )


CARE_LEAVERS = Table(
    "care_leavers",
    "Care leavers",
    row_noun="young person",
    aliases=("List 9", "List_9", "Leaving care", "Leaving care services"),
    columns=(
        ID,
        Column("Gender", CODE, codes="gender", aliases=("Sex",)),
        Column("Ethnicity", CODE, codes="ethnicity", aliases=("Ethnic Group",)),
        Column(
            "Date of Birth",
            DATE,
            required=True,
            aliases=("DOB", "Birth Date"),
            note="Age is always worked out from this.",
        ),
        Column(
            "Age",
            NUMBER,
            lowest=0,
            highest=130,
            aliases=("Age of Child", "Age of Child (Years)", "Age of Young Person"),
            note="Only checked against the date of birth.",
        ),
        Column(
            "UASC",
            CODE,
            codes="yes_no",
            aliases=(
                "Unaccompanied Asylum Seeking Child",
                "Unaccompanied Asylum Seeking Child (UASC)",
                "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over",
                "UASC Status",
            ),
        ),
        Column(
            "Disability",
            CODE,
            codes="disability",
            aliases=("Does the Child have a Disability", "Disabled"),
        ),
        Column("Allocated Team", aliases=("Team",), names_staff=False, blank=NOT_DONE),
        Column(
            "Allocated Worker",
            aliases=("Allocated Social Worker",),
            names_staff=True,
            blank=NOT_DONE,
        ),
        Column(
            "Allocated Personal Adviser",
            aliases=("Personal Adviser", "PA", "Allocated PA"),
            names_staff=True,
            blank=NOT_DONE,
        ),
        Column(
            "Eligibility Category",
            CODE,
            codes="eligibility",
            required=True,
            needed_in_row=False,
            aliases=("Eligibility", "Care Leaver Eligibility"),
        ),
        Column(
            "Latest Pathway Plan Review Date",
            DATE,
            blank=NOT_DONE,
            aliases=("Pathway Plan Review Date", "Latest Pathway Plan"),
        ),
        Column(
            "LA in Touch",
            CODE,
            codes="in_touch",
            aliases=("In Touch", "LA in Contact", "Is LA in Touch"),
        ),
        Column(
            "Latest Date of Contact",
            DATE,
            blank=NOT_DONE,
            aliases=("Last Contact Date", "Latest Contact Date"),
        ),
        Column(
            "Type of Accommodation",
            CODE,
            codes="accommodation",
            aliases=("Accommodation Type", "Accommodation"),
        ),
        Column(
            "Suitability of Accommodation",
            CODE,
            codes="suitability",
            aliases=("Accommodation Suitability", "Suitability"),
        ),
        Column("Activity Status", CODE, codes="activity", aliases=("Activity", "EET Status")),
        Column("Support Status", CODE, codes="support_status", aliases=("21+ Support Status",)),
        Column("Support Status Date", DATE, aliases=("21+ Support Status Date",)),
        Column(
            "Accommodation Confirmed Date",
            DATE,
            blank=NOT_DONE,
            aliases=("Address Confirmed Date",),
        ),
        Column(
            "Latest Visit Date", DATE, blank=NOT_DONE, aliases=("Last Visit Date", "PA Visit Date")
        ),
        Column(
            "Contact Frequency (weeks)",
            NUMBER,
            lowest=1,
            highest=104,
            aliases=("Contact Frequency", "Agreed Contact Frequency"),
        ),
        Column(
            "Health History Given Date",
            DATE,
            blank=NOT_DONE,
            aliases=("Health Passport Date", "Health History Date"),
        ),
        Column("Local Offer Shared Date", DATE, blank=NOT_DONE, aliases=("Local Offer Date",)),
        Column("Needs Assessment Date", DATE, blank=NOT_DONE, aliases=("Assessment of Need Date",)),
        _need("Staying Put"),
        _need("Staying Close"),
        _need("Homelessness Risk", "At Risk of Homelessness"),
        _need("Custody", "In Custody"),
        _need("Mental Health Need", "Mental Health"),
        _need("Exploitation Risk", "At Risk of Exploitation"),
        Column(
            "Missing Episodes",
            NUMBER,
            lowest=0,
            highest=1000,
            aliases=("Missing", "Number of Missing Episodes"),
        ),
        _need("Parent or Expecting", "Parent", "Pregnant or Parenting"),
        _need("Substance Misuse", "Substance Use"),
        Column("Area", CODE, codes="area", aliases=("Locality", "Area of Residence")),
    ),
)

CONTACTS = Table(
    "contacts",
    "Contacts",
    row_noun="attempt to reach a young person",
    aliases=("Contact", "Contact Log", "Calls"),
    columns=(
        ID,
        Column(
            "Contact Date",
            DATE,
            required=True,
            days_after_allowed=EVENT_GRACE,
            aliases=("Date of Contact", "Date of Attempt"),
        ),
        Column(
            "Purpose",
            CODE,
            codes="contact_purpose",
            required=True,
            aliases=("Contact Purpose", "Reason for Contact"),
        ),
        Column("Method", CODE, codes="contact_method", aliases=("Contact Method", "How")),
        Column(
            "Outcome",
            CODE,
            codes="contact_outcome",
            required=True,
            aliases=("Contact Outcome", "Result"),
        ),
        Column("Made By", aliases=("Contact Made By", "Worker"), names_staff=True),
    ),
)

SERVICE_USE = Table(
    "service_use",
    "Service use",
    row_noun="use of a service by a young person",
    aliases=("Services", "Service usage", "Service Uptake"),
    columns=(
        ID,
        Column("Service", CODE, codes="service", required=True, aliases=("Service Name",)),
        Column(
            "Start Date",
            DATE,
            required=True,
            days_after_allowed=EVENT_GRACE,
            aliases=("Date Attended", "Attendance Date", "Service Start Date"),
        ),
        Column("End Date", DATE, future_allowed=True, aliases=("Service End Date",)),
        Column("Referral Date", DATE, aliases=("Referred On", "Date Referred")),
        Column("Outcome", aliases=("Service Outcome",)),
    ),
)


def _yes_no(heading: str, *aliases: str, note: str = "") -> Column:
    return Column(heading, CODE, codes="yes_no", aliases=aliases, note=note)


def _worker(needed_in_row: bool, note: str) -> Column:
    aliases = ("Staff ID", "Employee ID", "Employee Number")
    return Column(
        "Worker ID",
        Kind.ID,
        required=True,
        needed_in_row=needed_in_row,
        aliases=aliases,
        names_staff=True,
        note=note,
    )


# The practice tables describe a month: every month replaces them completely.

AUDITS = Table(
    "audits",
    "Audits",
    row_noun="audit of practice",
    aliases=("Audit", "Practice audits", "Case audits"),
    columns=(
        Column("Audit ID", Kind.ID, required=True, aliases=("Audit Number", "Audit Reference")),
        Column("Date", DATE, required=True, aliases=("Audit Date", "Date of Audit")),
        Column("Theme", required=True, aliases=("Audit Theme",)),
        Column(
            "Grade",
            CODE,
            codes="audit_grade",
            required=True,
            aliases=("Audit Grade", "Overall Grade", "Judgement"),
        ),
        Column(
            "Child Unique ID",
            Kind.ID,
            aliases=ID.aliases,
            note="Blank if the audit covers more than one young person.",
        ),
        _yes_no("Moderated", "Moderated by a second auditor"),
        Column(
            "Learning Action",
            aliases=("Action",),
            note="Blank if the audit asks for no action. No names of young people.",
        ),
        Column(
            "Learning Due Date",
            DATE,
            future_allowed=True,
            aliases=("Action Due Date", "Learning Due"),
        ),
        Column(
            "Learning Closed Date",
            DATE,
            blank=NOT_DONE,
            aliases=("Action Closed Date", "Learning Closed"),
        ),
    ),
)

WORKFORCE = Table(
    "workforce",
    "Workforce",
    row_noun="post",
    aliases=("Staffing", "Staff list", "Workers"),
    person="",
    columns=(
        _worker(needed_in_row=False, note="Blank only if the post is vacant."),
        Column("Role", CODE, codes="worker_role", required=True, aliases=("Job Title", "Job Role")),
        Column("Team"),
        Column("FTE", NUMBER, lowest=0, highest=1.5, aliases=("Full Time Equivalent",)),
        _yes_no("Vacant", "Vacancy", "Vacant Post"),
        Column("Start", DATE, future_allowed=True, aliases=("Start Date", "Date Started")),
        Column(
            "End",
            DATE,
            blank=NOT_DONE,
            future_allowed=True,
            aliases=("End Date", "Date Left", "Leaving Date"),
            note="The last day in post.",
        ),
        _yes_no("Agency", "Agency Worker"),
        Column(
            "Caseload",
            NUMBER,
            lowest=0,
            highest=500,
            aliases=("Cases",),
            note="Only used if the care leavers table has no adviser column.",
        ),
        _yes_no(
            "Supervisor Is Qualified Social Worker",
            "Supervisor Qualified",
            "Supervisor Is Social Worker",
        ),
        Column(
            "Latest Supervision Date",
            DATE,
            blank=NOT_DONE,
            aliases=("Last Supervision Date", "Supervision Date"),
        ),
    ),
)

TRAINING = Table(
    "training",
    "Training",
    row_noun="course for a worker",
    aliases=("Training record", "Training matrix"),
    person="",
    columns=(
        _worker(needed_in_row=True, note="As in the table Workforce."),
        Column("Course", required=True, aliases=("Course Name", "Training Course")),
        _yes_no("Mandatory", "Mandatory Course", "Required"),
        Column(
            "Due", DATE, required=True, future_allowed=True, aliases=("Due Date", "Training Due")
        ),
        Column(
            "Completed",
            DATE,
            blank=NOT_DONE,
            aliases=("Completed Date", "Date Completed", "Completion Date"),
        ),
    ),
)

VOICE = Table(
    "voice",
    "Voice",
    row_noun="question asked or group consulted",
    aliases=("Voice of young people", "Young people's voice"),
    person="",
    columns=(
        Column("Date", DATE, required=True, aliases=("Feedback Date", "Date of Feedback")),
        Column("Source", CODE, codes="voice_source", aliases=("Feedback Source",)),
        Column("Theme", required=True, aliases=("Topic", "Feedback Theme")),
        Column(
            "Response",
            aliases=("What We Did",),
            note="What people answered, or what was done about it. No names of young people.",
        ),
        Column(
            "Respondents", NUMBER, lowest=0, highest=100_000, aliases=("Number of Respondents",)
        ),
        Column(
            "Positive",
            NUMBER,
            lowest=0,
            highest=100_000,
            aliases=("Number Positive", "Positive Responses"),
            note="How many of the respondents.",
        ),
    ),
)

PRACTICE = (AUDITS, WORKFORCE, TRAINING, VOICE)

# The tables of the improvement plan and its governance too are replaced every month. More columns
# are required than values in a row: a row is left out only if nobody could say what it is.
# Any other missing value is reported and stays unknown.


def _area() -> Column:
    aliases = ("Area", "Improvement Area", "Area of Improvement")
    return Column(
        "Area for Improvement", CODE, codes="improvement_area", aliases=aliases, note="1 to 7."
    )


def _wanted(column: Column) -> Column:
    """Return a column that must be there; a row without its value is used and reported."""
    return replace(column, required=True, needed_in_row=False)


def _size(heading: str, *aliases: str, note: str = "") -> Column:
    return Column(heading, NUMBER, lowest=-_LARGE, highest=_LARGE, aliases=aliases, note=note)


_LARGE = 1_000_000_000

PLAN_ACTIONS = Table(
    "plan_actions",
    "Plan actions",
    row_noun="action of the improvement plan",
    aliases=("Improvement plan", "Action plan"),
    person="",
    columns=(
        Column(
            "Action ID",
            Kind.ID,
            required=True,
            aliases=("Action Ref", "Action Reference", "Action Number"),
        ),
        _wanted(_area()),
        Column("Section", aliases=("Plan Section", "Theme")),
        Column("Action", required=True, aliases=("Action Description", "What We Will Do")),
        _wanted(
            Column(
                "Lead",
                aliases=("Action Lead", "Lead Officer", "Responsible Officer"),
                note="A post, not a name.",
            )
        ),
        Column("Start", DATE, future_allowed=True, aliases=("Start Date",)),
        _wanted(
            Column(
                "Due", DATE, future_allowed=True, aliases=("Due Date", "Target Date", "Deadline")
            )
        ),
        Column(
            "Completed",
            DATE,
            blank=NOT_DONE,
            aliases=("Completed Date", "Date Completed", "Completion Date"),
        ),
        _wanted(
            Column(
                "Delivery RAG",
                CODE,
                codes="delivery_rag",
                aliases=("RAG", "Action RAG", "RAG Rating", "Delivery Rating"),
            )
        ),
        Column(
            "Impact RAG",
            CODE,
            codes="impact_rag",
            aliases=("Impact Rating",),
            note="The lead's own view. The measures are shown next to it.",
        ),
        Column("Progress This Month", aliases=("Progress", "Progress Update", "Update")),
        Column("Reason for RAG Change", aliases=("Reason for Change", "Reason for Change in RAG")),
        Column(
            "Impact Measure IDs",
            aliases=("Impact Measures", "Impact Measure", "Measures", "Measure IDs"),
            note="IDs of the dashboard's measures or of the table Impact measures, with commas, "
            "semicolons or spaces between them.",
        ),
        Column("Evidence Source", aliases=("Evidence", "Source of Evidence", "Evidence Sources")),
    ),
)

IMPACT_MEASURES = Table(
    "impact_measures",
    "Impact measures",
    row_noun="impact measure counted elsewhere",
    aliases=("Impact measure", "Plan measures"),
    person="",
    min_headings=3,
    columns=(
        Column(
            "Measure ID",
            Kind.ID,
            required=True,
            aliases=("Measure Ref", "Measure Reference", "Impact Measure ID"),
        ),
        Column("Measure", aliases=("Measure Title", "Measure Name", "Impact Measure")),
        _area(),
        _size("Numerator"),
        _size("Denominator"),
        _size(
            "Value", "Actual", "Latest Value", note="Only if there is no numerator and denominator."
        ),
        Column(
            "Unit",
            aliases=("Units",),
            note="Blank or % if the numerator is a part of the denominator.",
        ),
        Column("Better Is", CODE, codes="better_is", aliases=("Good Is", "Polarity", "Better")),
        _size("Baseline"),
        _size("Target"),
        Column("Target Date", DATE, future_allowed=True, aliases=("Target By",)),
        Column("Source", aliases=("Data Source",)),
        Column("Commentary", aliases=("Comment", "Comments")),
    ),
)

RISKS = Table(
    "risks",
    "Risks",
    row_noun="risk",
    aliases=("Risk register",),
    person="",
    columns=(
        Column(
            "Risk ID", Kind.ID, required=True, aliases=("Risk Ref", "Risk Reference", "Risk Number")
        ),
        Column("Risk", required=True, aliases=("Risk Description", "Risk Title")),
        _wanted(Column("Owner", aliases=("Risk Owner",), note="A post, not a name.")),
        _wanted(
            Column(
                "Likelihood",
                NUMBER,
                lowest=1,
                highest=5,
                aliases=("Likelihood Score", "Likelihood 1-5"),
                note="1 to 5.",
            )
        ),
        _wanted(
            Column(
                "Impact",
                NUMBER,
                lowest=1,
                highest=5,
                aliases=("Impact Score", "Impact 1-5"),
                note="1 to 5.",
            )
        ),
        Column(
            "Previous Score",
            NUMBER,
            lowest=1,
            highest=25,
            aliases=("Last Score", "Previous Rating"),
            note="Likelihood times impact.",
        ),
        Column("Mitigation", aliases=("Mitigations", "Controls", "Mitigating Actions")),
        Column(
            "Review Date", DATE, future_allowed=True, aliases=("Next Review", "Next Review Date")
        ),
    ),
)

PRESSURES = Table(
    "pressures",
    "Pressures",
    row_noun="budget pressure or proposal",
    aliases=("Cost pressures", "Budget pressures"),
    person="",
    min_headings=3,
    columns=(
        Column("Item", required=True, aliases=("Pressure", "Proposal")),
        Column("Kind", CODE, codes="pressure_kind", aliases=("Type",)),
        _size("Amount", "Amount (£)", "Cost", note="In pounds; a saving is below zero."),
        _yes_no("Approved", "Agreed"),
        Column("Year", aliases=("Financial Year",)),
        Column("Note", aliases=("Notes",)),
    ),
)

MILESTONES = Table(
    "milestones",
    "Milestones",
    row_noun="dated or expected event",
    aliases=("Milestone", "Governance milestones"),
    person="",
    min_headings=3,
    columns=(
        Column(
            "Date",
            DATE,
            future_allowed=True,
            aliases=("Event Date", "Milestone Date"),
            note="Or From and To, if it is a window or lasts several days.",
        ),
        Column("From", DATE, future_allowed=True, aliases=("From Date", "Earliest")),
        Column("To", DATE, future_allowed=True, aliases=("To Date", "Latest")),
        Column("Event", required=True, aliases=("Milestone", "Event Name")),
        _wanted(
            Column(
                "Body", CODE, codes="milestone_body", aliases=("Organisation", "To Whom", "Meeting")
            )
        ),
        Column("Status", CODE, codes="milestone_status", aliases=("Event Status",)),
        Column("Outcome", aliases=("Result",)),
        _yes_no("Published", "Is It Published", note="Whether the result was published."),
    ),
)

PLAN = (PLAN_ACTIONS, IMPACT_MEASURES, RISKS, PRESSURES, MILESTONES)
TABLES: dict[str, Table] = {
    table.key: table for table in (CARE_LEAVERS, CONTACTS, SERVICE_USE, *PRACTICE, *PLAN)
}
NEEDS = (
    "homelessness_risk",
    "custody",
    "mental_health_need",
    "exploitation_risk",
    "missing_episodes",
    "parent_or_expecting",
    "substance_misuse",
)
