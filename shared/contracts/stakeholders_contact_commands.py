"""The commands of the contact log."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.stakeholders_contacts import Channel
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class LogContact:
    """``organisation``: a keyed pseudonym. ``purpose``: of shared.reference.contacts.PURPOSES."""

    entry_id: str
    organisation: str
    mandate: str | None
    channel: Channel
    purpose: str
    on: date
    follow_up_on: date | None
    who: Sealed
    note: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpContact:
    entry_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackContact:
    entry_id: str


Command: TypeAlias = LogContact | FollowUpContact | TakeBackContact

TYPES: dict[str, type] = {
    "log-contact": LogContact,
    "follow-up-contact": FollowUpContact,
    "take-back-contact": TakeBackContact,
}
