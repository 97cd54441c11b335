"""The commands of the register of standing invitations.

The Quick Response Desk and the desk officer of the State ask for each of them. ``seen``: how many
steps of the register the page showed (decision 0063).
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.followup_invitations import Pledge


@dataclass(frozen=True, slots=True, kw_only=True)
class InRegister:
    state: str
    seen: int
    entry_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter(InRegister):
    dated_on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendStandingInvitation(Enter):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitStandingInvitation(Enter):
    mandates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawStandingInvitation(Enter):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCouncilPledge(Enter):
    pledge: Pledge


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeInvitationEntry(InRegister):
    pass


Entry: TypeAlias = (
    ExtendStandingInvitation
    | LimitStandingInvitation
    | WithdrawStandingInvitation
    | RecordCouncilPledge
)
Command: TypeAlias = Entry | StrikeInvitationEntry

TYPES: dict[str, type] = {
    "extend-standing-invitation": ExtendStandingInvitation,
    "limit-standing-invitation": LimitStandingInvitation,
    "withdraw-standing-invitation": WithdrawStandingInvitation,
    "record-council-pledge": RecordCouncilPledge,
    "strike-invitation-entry": StrikeInvitationEntry,
}
