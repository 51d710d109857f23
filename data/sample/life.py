"""A young person's situation month by month: home, activity, and the people who work with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from data.sample.days import BEFORE_THE_LOG, When, age
from data.sample.people import Person

ANSWERS = frozenset(
    {"wants support", "no support needed", "declined service", "no further contact"}
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to reach someone; `outcome` is a code of the contact_outcome list."""

    on: date
    purpose: str
    method: str
    outcome: str
    by: str

    @property
    def answered(self) -> bool:
        return self.outcome in ANSWERS


@dataclass
class Use:
    """One use of a service: a hub visit on its day, or an episode with the day it will end."""

    service: str
    began: date
    ends: date | None
    referred: date | None = None
    outcome: str | None = None


@dataclass
class Life:
    """A person's current situation. Codes are from the code lists."""

    person: Person
    home: str = "U"
    suitable: bool = True
    activity: str = "F2"
    area: str = ""
    stage: int = 0  # the last of the ages 16, 18, 21, 22 that they have reached
    support: str = "supported"
    support_since: date | None = None
    unwilling: str = ""  # REFU or NREQ
    team: str | None = None
    adviser: str | None = None
    social_worker: str | None = None
    frequency: int | None = None
    missing: int = 0
    plan: date | None = None
    address: date | None = None
    health: date | None = None
    offer: date | None = None
    assessed: date | None = None
    spoken_before: date | None = None  # last spoken to before the contact log began
    attempts: list[Attempt] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    shown_to: date = BEFORE_THE_LOG  # the last sheet they were on

    def age(self, when: When) -> int:
        return age(self.person.born_on(when.index), when.as_at)

    def died(self, when: When) -> bool:
        return self.person.died is not None and self.person.died <= when.as_at

    def at_home(self, when: When) -> bool:
        """Return whether they have returned to their family permanently (RHOM)."""
        return self.person.returned_home is not None and self.person.returned_home <= when.as_at

    def until(self, when: When) -> date:
        """Return the last day of the month on which something can happen to them."""
        ends = [when.as_at, self.person.died, self.person.returned_home]
        return min(day for day in ends if day)

    def since(self, when: When) -> date:
        """Return the day after which something can happen to them this month."""
        return max(when.since, date.fromordinal(self.person.joined.toordinal() - 1))

    def in_service(self, when: When) -> bool:
        """Return whether they have a service: under 21, or supported; not away, returned home or
        closed.
        """
        gone = self.support in ("closed", "declined", "offered", "not receiving") or self.home in (
            "G",
            "H",
        )
        return not gone and not self.died(when) and not self.at_home(when)

    def last_answer(self) -> Attempt | None:
        return next((attempt for attempt in reversed(self.attempts) if attempt.answered), None)

    def set_support(self, status: str, day: date) -> None:
        self.support, self.support_since = status, day
