"""The commands of the roster. Only the person sends them, under the pseudonym of the entry."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRoster:
    entry_id: str
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRosterDetails:
    """``details``: all of them."""

    entry_id: str
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewRosterConsent:
    entry_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRoster:
    entry_id: str


Command: TypeAlias = JoinRoster | ChangeRosterDetails | RenewRosterConsent | LeaveRoster

TYPES: dict[str, type] = {
    "join-roster": JoinRoster,
    "change-roster-details": ChangeRosterDetails,
    "renew-roster-consent": RenewRosterConsent,
    "leave-roster": LeaveRoster,
}
