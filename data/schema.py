"""THE tables and columns of a monthly extract: reading, checking, storing and the template all follow from these lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """What a cell of a column holds."""

    ID = "id"
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    CODE = "code"


class Blank(StrEnum):
    """What an empty cell says about the young person."""

    UNKNOWN = "unknown"  # a coded fact nobody recorded: neither yes nor no
    NOT_DONE = "not done"  # an allocation or a dated event: the missing entry is the finding


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the heading the sector uses, what it holds, and what a blank means."""

    heading: str
    kind: Kind = Kind.TEXT
    codes: str = ""  # name of the code list, for Kind.CODE
    required: bool = False  # the column must be there
    needed_in_row: bool | None = None  # a row cannot be used without it; None: as `required`
    blank: Blank = Blank.UNKNOWN
    also: tuple[str, ...] = ()  # other headings seen in real extracts
    staff: bool = False  # holds the name of a member of staff
    future_allowed: bool = False
    grace_days: int = 0  # an event may be dated this long after the as-at date: it counts from its own month on
    lowest: float = 0  # for Kind.NUMBER
    highest: float = 1_000_000
    note: str = ""

    @property
    def decides_row(self) -> bool:
        """Whether a row without a usable value here cannot be used."""
        return self.required if self.needed_in_row is None else self.needed_in_row

    @property
    def key(self) -> str:
        """The heading as a name for code: 'Child Unique ID' -> 'child_unique_id'."""
        return re.sub(r"[^a-z0-9]+", "_", self.heading.lower()).strip("_")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the extract, a sheet each."""

    key: str
    title: str
    columns: tuple[Column, ...]
    one_row_a: str = ""  # what a row stands for, in words
    also: tuple[str, ...] = ()  # other sheet names
    person: str = "child_unique_id"  # the column that says which young person a row is about; "" where it is about none
    least: int = 2  # headings that a sheet which is not named for it must have

    def column(self, key: str) -> Column:
        """The column with this key; KeyError if the table has none."""
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
    also=(
        *("Child ID", "Unique ID", "Person ID", "Child Unique Identifier", "Client ID"),
        *("Child ID No", "Child ID Number", "Child Unique ID No", "Child Unique ID Number", "Unique Child ID"),
    ),
    note="The service's own number for the young person. Leading zeros are kept.",
)

DATE, CODE, NUMBER = Kind.DATE, Kind.CODE, Kind.NUMBER
NOT_DONE = Blank.NOT_DONE
EVENT_GRACE = 31


def _need(heading: str, *also: str) -> Column:
    return Column(heading, CODE, codes="yes_no", also=also, note="Yes, no, or blank where nobody knows.")


CARE_LEAVERS = Table(
    "care_leavers",
    "Care leavers",
    one_row_a="young person",
    also=("List 9", "List_9", "Leaving care", "Leaving care services"),
    columns=(
        ID,
        Column("Gender", CODE, codes="gender", also=("Sex",)),
        Column("Ethnicity", CODE, codes="ethnicity", also=("Ethnic Group",)),
        Column("Date of Birth", DATE, required=True, also=("DOB", "Birth Date"), note="Age is always worked out from this."),
        Column(
            "Age",
            NUMBER,
            lowest=0,
            highest=130,
            also=("Age of Child", "Age of Child (Years)", "Age of Young Person"),
            note="Only checked against the date of birth.",
        ),
        Column(
            "UASC",
            CODE,
            codes="yes_no",
            also=(
                "Unaccompanied Asylum Seeking Child",
                "Unaccompanied Asylum Seeking Child (UASC)",
                "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over",
                "UASC Status",
            ),
        ),
        Column("Disability", CODE, codes="disability", also=("Does the Child have a Disability", "Disabled")),
        Column("Allocated Team", also=("Team",), staff=False, blank=NOT_DONE),
        Column("Allocated Worker", also=("Allocated Social Worker",), staff=True, blank=NOT_DONE),
        Column("Allocated Personal Adviser", also=("Personal Adviser", "PA", "Allocated PA"), staff=True, blank=NOT_DONE),
        Column(
            "Eligibility Category",
            CODE,
            codes="eligibility",
            required=True,
            needed_in_row=False,
            also=("Eligibility", "Care Leaver Eligibility"),
        ),
        Column("Latest Pathway Plan Review Date", DATE, blank=NOT_DONE, also=("Pathway Plan Review Date", "Latest Pathway Plan")),
        Column("LA in Touch", CODE, codes="in_touch", also=("In Touch", "LA in Contact", "Is LA in Touch")),
        Column("Latest Date of Contact", DATE, blank=NOT_DONE, also=("Last Contact Date", "Latest Contact Date")),
        Column("Type of Accommodation", CODE, codes="accommodation", also=("Accommodation Type", "Accommodation")),
        Column("Suitability of Accommodation", CODE, codes="suitability", also=("Accommodation Suitability", "Suitability")),
        Column("Activity Status", CODE, codes="activity", also=("Activity", "EET Status")),
        Column("Support Status", CODE, codes="support_status", also=("21+ Support Status",)),
        Column("Support Status Date", DATE, also=("21+ Support Status Date",)),
        Column("Accommodation Confirmed Date", DATE, blank=NOT_DONE, also=("Address Confirmed Date",)),
        Column("Latest Visit Date", DATE, blank=NOT_DONE, also=("Last Visit Date", "PA Visit Date")),
        Column("Contact Frequency (weeks)", NUMBER, lowest=1, highest=104, also=("Contact Frequency", "Agreed Contact Frequency")),
        Column("Health History Given Date", DATE, blank=NOT_DONE, also=("Health Passport Date", "Health History Date")),
        Column("Local Offer Shared Date", DATE, blank=NOT_DONE, also=("Local Offer Date",)),
        Column("Needs Assessment Date", DATE, blank=NOT_DONE, also=("Assessment of Need Date",)),
        _need("Staying Put"),
        _need("Staying Close"),
        _need("Homelessness Risk", "At Risk of Homelessness"),
        _need("Custody", "In Custody"),
        _need("Mental Health Need", "Mental Health"),
        _need("Exploitation Risk", "At Risk of Exploitation"),
        Column("Missing Episodes", NUMBER, lowest=0, highest=1000, also=("Missing", "Number of Missing Episodes")),
        _need("Parent or Expecting", "Parent", "Pregnant or Parenting"),
        _need("Substance Misuse", "Substance Use"),
        Column("Area", CODE, codes="area", also=("Locality", "Area of Residence")),
    ),
)

CONTACTS = Table(
    "contacts",
    "Contacts",
    one_row_a="attempt to reach a young person",
    also=("Contact", "Contact Log", "Calls"),
    columns=(
        ID,
        Column("Contact Date", DATE, required=True, grace_days=EVENT_GRACE, also=("Date of Contact", "Date of Attempt")),
        Column("Purpose", CODE, codes="contact_purpose", required=True, also=("Contact Purpose", "Reason for Contact")),
        Column("Method", CODE, codes="contact_method", also=("Contact Method", "How")),
        Column("Outcome", CODE, codes="contact_outcome", required=True, also=("Contact Outcome", "Result")),
        Column("Made By", also=("Contact Made By", "Worker"), staff=True),
    ),
)

SERVICE_USE = Table(
    "service_use",
    "Service use",
    one_row_a="use of a service by a young person",
    also=("Services", "Service usage", "Service Uptake"),
    columns=(
        ID,
        Column("Service", CODE, codes="service", required=True, also=("Service Name",)),
        Column("Start Date", DATE, required=True, grace_days=EVENT_GRACE, also=("Date Attended", "Attendance Date", "Service Start Date")),
        Column("End Date", DATE, future_allowed=True, also=("Service End Date",)),
        Column("Referral Date", DATE, also=("Referred On", "Date Referred")),
        Column("Outcome", also=("Service Outcome",)),
    ),
)


def _yes_no(heading: str, *also: str, note: str = "") -> Column:
    return Column(heading, CODE, codes="yes_no", also=also, note=note)


def _worker(needed_in_row: bool, note: str) -> Column:
    also = ("Staff ID", "Employee ID", "Employee Number")
    return Column("Worker ID", Kind.ID, required=True, needed_in_row=needed_in_row, also=also, staff=True, note=note)


# The practice tables are a month's state: each is restated whole with every month.

AUDITS = Table(
    "audits",
    "Audits",
    one_row_a="audit of practice",
    also=("Audit", "Practice audits", "Case audits"),
    columns=(
        Column("Audit ID", Kind.ID, required=True, also=("Audit Number", "Audit Reference")),
        Column("Date", DATE, required=True, also=("Audit Date", "Date of Audit")),
        Column("Theme", required=True, also=("Audit Theme",)),
        Column("Grade", CODE, codes="audit_grade", required=True, also=("Audit Grade", "Overall Grade", "Judgement")),
        Column("Child Unique ID", Kind.ID, also=ID.also, note="Blank where the audit is of more than one young person."),
        _yes_no("Moderated", "Moderated by a second auditor"),
        Column("Learning Action", also=("Action",), note="Blank where the audit asks for none. No names of young people."),
        Column("Learning Due Date", DATE, future_allowed=True, also=("Action Due Date", "Learning Due")),
        Column("Learning Closed Date", DATE, blank=NOT_DONE, also=("Action Closed Date", "Learning Closed")),
    ),
)

WORKFORCE = Table(
    "workforce",
    "Workforce",
    one_row_a="post",
    also=("Staffing", "Staff list", "Workers"),
    person="",
    columns=(
        _worker(needed_in_row=False, note="Blank only where the post is vacant."),
        Column("Role", CODE, codes="worker_role", required=True, also=("Job Title", "Job Role")),
        Column("Team"),
        Column("FTE", NUMBER, lowest=0, highest=1.5, also=("Full Time Equivalent",)),
        _yes_no("Vacant", "Vacancy", "Vacant Post"),
        Column("Start", DATE, future_allowed=True, also=("Start Date", "Date Started")),
        Column(
            "End", DATE, blank=NOT_DONE, future_allowed=True, also=("End Date", "Date Left", "Leaving Date"), note="The last day in post."
        ),
        _yes_no("Agency", "Agency Worker"),
        Column("Caseload", NUMBER, lowest=0, highest=500, also=("Cases",), note="Only used where the care leavers have no adviser column."),
        _yes_no("Supervisor Is Qualified Social Worker", "Supervisor Qualified", "Supervisor Is Social Worker"),
        Column("Latest Supervision Date", DATE, blank=NOT_DONE, also=("Last Supervision Date", "Supervision Date")),
    ),
)

TRAINING = Table(
    "training",
    "Training",
    one_row_a="course that a worker is to take",
    also=("Training record", "Training matrix"),
    person="",
    columns=(
        _worker(needed_in_row=True, note="As in the table Workforce."),
        Column("Course", required=True, also=("Course Name", "Training Course")),
        _yes_no("Mandatory", "Mandatory Course", "Required"),
        Column("Due", DATE, required=True, future_allowed=True, also=("Due Date", "Training Due")),
        Column("Completed", DATE, blank=NOT_DONE, also=("Completed Date", "Date Completed", "Completion Date")),
    ),
)

VOICE = Table(
    "voice",
    "Voice",
    one_row_a="question asked, or group heard",
    also=("Voice of young people", "Young people's voice"),
    person="",
    columns=(
        Column("Date", DATE, required=True, also=("Feedback Date", "Date of Feedback")),
        Column("Source", CODE, codes="voice_source", also=("Feedback Source",)),
        Column("Theme", required=True, also=("Topic", "Feedback Theme")),
        Column("Response", also=("What We Did",), note="What was said, or what was done about it. No names of young people."),
        Column("Respondents", NUMBER, lowest=0, highest=100_000, also=("Number of Respondents",)),
        Column(
            "Positive",
            NUMBER,
            lowest=0,
            highest=100_000,
            also=("Number Positive", "Positive Responses"),
            note="How many of the respondents.",
        ),
    ),
)

PRACTICE = (AUDITS, WORKFORCE, TRAINING, VOICE)

# So are the tables of the improvement plan and its governance. They need a column more often than a row needs its value: a row
# is left out only where nobody could say what it is; whatever else is missing is said and stays unknown.


def _area() -> Column:
    also = ("Area", "Improvement Area", "Area of Improvement")
    return Column("Area for Improvement", CODE, codes="improvement_area", also=also, note="1 to 7.")


def _wanted(column: Column) -> Column:
    """The column must be there; a row without its value is used, and said."""
    return replace(column, required=True, needed_in_row=False)


def _size(heading: str, *also: str, note: str = "") -> Column:
    return Column(heading, NUMBER, lowest=-_LARGE, highest=_LARGE, also=also, note=note)


_LARGE = 1_000_000_000

PLAN_ACTIONS = Table(
    "plan_actions",
    "Plan actions",
    one_row_a="action of the improvement plan",
    also=("Improvement plan", "Action plan"),
    person="",
    columns=(
        Column("Action ID", Kind.ID, required=True, also=("Action Ref", "Action Reference", "Action Number")),
        _wanted(_area()),
        Column("Section", also=("Plan Section", "Theme")),
        Column("Action", required=True, also=("Action Description", "What We Will Do")),
        _wanted(Column("Lead", also=("Action Lead", "Lead Officer", "Responsible Officer"), note="A post, not a name.")),
        Column("Start", DATE, future_allowed=True, also=("Start Date",)),
        _wanted(Column("Due", DATE, future_allowed=True, also=("Due Date", "Target Date", "Deadline"))),
        Column("Completed", DATE, blank=NOT_DONE, also=("Completed Date", "Date Completed", "Completion Date")),
        _wanted(Column("Delivery RAG", CODE, codes="delivery_rag", also=("RAG", "Action RAG", "RAG Rating", "Delivery Rating"))),
        Column(
            "Impact RAG", CODE, codes="impact_rag", also=("Impact Rating",), note="The lead's own view; the measures are counted beside it."
        ),
        Column("Progress This Month", also=("Progress", "Progress Update", "Update")),
        Column("Reason for RAG Change", also=("Reason for Change", "Reason for Change in RAG")),
        Column(
            "Impact Measure IDs",
            also=("Impact Measures", "Impact Measure", "Measures", "Measure IDs"),
            note="Ids of computed measures or of the table Impact measures, parted by commas, semicolons or spaces.",
        ),
        Column("Evidence Source", also=("Evidence", "Source of Evidence", "Evidence Sources")),
    ),
)

IMPACT_MEASURES = Table(
    "impact_measures",
    "Impact measures",
    one_row_a="measure of impact that is counted elsewhere",
    also=("Impact measure", "Plan measures"),
    person="",
    least=3,
    columns=(
        Column("Measure ID", Kind.ID, required=True, also=("Measure Ref", "Measure Reference", "Impact Measure ID")),
        Column("Measure", also=("Measure Title", "Measure Name", "Impact Measure")),
        _area(),
        _size("Numerator"),
        _size("Denominator"),
        _size("Value", "Actual", "Latest Value", note="Where there is no numerator and denominator."),
        Column("Unit", also=("Units",), note="Blank or % where the numerator is a part of the denominator."),
        Column("Better Is", CODE, codes="better_is", also=("Good Is", "Polarity", "Better")),
        _size("Baseline"),
        _size("Target"),
        Column("Target Date", DATE, future_allowed=True, also=("Target By",)),
        Column("Source", also=("Data Source",)),
        Column("Commentary", also=("Comment", "Comments")),
    ),
)

RISKS = Table(
    "risks",
    "Risks",
    one_row_a="risk",
    also=("Risk register",),
    person="",
    columns=(
        Column("Risk ID", Kind.ID, required=True, also=("Risk Ref", "Risk Reference", "Risk Number")),
        Column("Risk", required=True, also=("Risk Description", "Risk Title")),
        _wanted(Column("Owner", also=("Risk Owner",), note="A post, not a name.")),
        _wanted(Column("Likelihood", NUMBER, lowest=1, highest=5, also=("Likelihood Score", "Likelihood 1-5"), note="1 to 5.")),
        _wanted(Column("Impact", NUMBER, lowest=1, highest=5, also=("Impact Score", "Impact 1-5"), note="1 to 5.")),
        Column("Previous Score", NUMBER, lowest=1, highest=25, also=("Last Score", "Previous Rating"), note="Likelihood times impact."),
        Column("Mitigation", also=("Mitigations", "Controls", "Mitigating Actions")),
        Column("Review Date", DATE, future_allowed=True, also=("Next Review", "Next Review Date")),
    ),
)

PRESSURES = Table(
    "pressures",
    "Pressures",
    one_row_a="pressure on the budget, or proposal",
    also=("Cost pressures", "Budget pressures"),
    person="",
    least=3,
    columns=(
        Column("Item", required=True, also=("Pressure", "Proposal")),
        Column("Kind", CODE, codes="pressure_kind", also=("Type",)),
        _size("Amount", "Amount (£)", "Cost", note="In pounds; a saving is below nought."),
        _yes_no("Approved", "Agreed"),
        Column("Year", also=("Financial Year",)),
        Column("Note", also=("Notes",)),
    ),
)

MILESTONES = Table(
    "milestones",
    "Milestones",
    one_row_a="event, dated or expected",
    also=("Milestone", "Governance milestones"),
    person="",
    least=3,
    columns=(
        Column(
            "Date",
            DATE,
            future_allowed=True,
            also=("Event Date", "Milestone Date"),
            note="Or From and To, where it is a window or lasts days.",
        ),
        Column("From", DATE, future_allowed=True, also=("From Date", "Earliest")),
        Column("To", DATE, future_allowed=True, also=("To Date", "Latest")),
        Column("Event", required=True, also=("Milestone", "Event Name")),
        _wanted(Column("Body", CODE, codes="milestone_body", also=("Organisation", "To Whom", "Meeting"))),
        Column("Status", CODE, codes="milestone_status", also=("Event Status",)),
        Column("Outcome", also=("Result",)),
        _yes_no("Published", "Is It Published", note="Whether what came of it was published."),
    ),
)

PLAN = (PLAN_ACTIONS, IMPACT_MEASURES, RISKS, PRESSURES, MILESTONES)
TABLES: dict[str, Table] = {table.key: table for table in (CARE_LEAVERS, CONTACTS, SERVICE_USE, *PRACTICE, *PLAN)}
NEEDS = (
    "homelessness_risk",
    "custody",
    "mental_health_need",
    "exploitation_risk",
    "missing_episodes",
    "parent_or_expecting",
    "substance_misuse",
)
