"""Facts of stakeholders: the contact log, which says that somebody spoke with an organisation.

Being in contact is nobody else's to know (SB8 of selection-stakeholders-committee.md), so the
organisation is a keyed pseudonym, and who it was is sealed under a key of that person.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Channel: TypeAlias = Literal["meeting", "call", "video", "email", "letter", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLogged:
    """``who``: sealed, the organisation and the person. ``note``: sealed, never case substance.

    ``purpose``: one of shared.reference.contacts.PURPOSES. ``mandate``: None: of none.
    ``on``: the day of the contact; ``follow_up_on``: until when something is to be done.
    """

    entry_id: str
    organisation: str
    mandate: str | None
    channel: Channel
    purpose: str
    on: date
    follow_up_on: date | None
    who: Sealed
    note: Sealed | None
    logged_by: str
    logged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFollowedUp:
    """What was to be done after it is done."""

    entry_id: str
    followed_up_by: str
    followed_up_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactTakenBack:
    """It was entered in error, and counts nowhere any more."""

    entry_id: str
    taken_back_by: str
    taken_back_at: datetime


Fact: TypeAlias = ContactLogged | ContactFollowedUp | ContactTakenBack

TYPES: dict[str, type] = {
    "contact-logged": ContactLogged,
    "contact-followed-up": ContactFollowedUp,
    "contact-taken-back": ContactTakenBack,
}
