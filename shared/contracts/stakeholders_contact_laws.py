"""Facts of stakeholders about a law or list of a State that punishes contact with the UN: SB6.

None of them says which entries of the register name the State, and none has a line in the feed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLawRecorded:
    """``text``: which law or list it is, and a note. Recorded again, it says it anew."""

    state: str
    since: date
    text: Sealed
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLawLiftingProposed:
    """The first of two officers says that it stands no more."""

    state: str
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLawLifted:
    """By a second officer. It opens no entry."""

    state: str
    lifted_by: str
    lifted_at: datetime


Fact: TypeAlias = ContactLawRecorded | ContactLawLiftingProposed | ContactLawLifted

TYPES: dict[str, type] = {
    "contact-law-recorded": ContactLawRecorded,
    "contact-law-lifting-proposed": ContactLawLiftingProposed,
    "contact-law-lifted": ContactLawLifted,
}
