"""Facts of followup about standing invitations, one stream for each State: section E.3.

All of it is public: days, codes and public sources. What was recorded by mistake is struck, and
stays to be read. Pledges made for elections to the Council stand beside the invitation.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

Pledge: TypeAlias = Literal["extend", "honour", "cooperate"]
"""What a State pledged: an invitation, to honour one, or to cooperate with special procedures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InRegister:
    """``step``: how many steps the register of this State has with this one."""

    state: str
    entry_id: str
    step: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered(InRegister):
    """``dated_on``: from when it holds. ``source``: a document symbol or an address."""

    dated_on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingInvitationExtended(Entered):
    """To every mandate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingInvitationLimited(Entered):
    """It is for these mandates alone."""

    mandates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingInvitationWithdrawn(Entered):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilPledgeRecorded(Entered):
    pledge: Pledge


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationEntryStruck(InRegister):
    """It was recorded by mistake, and counts no more."""


Fact: TypeAlias = (
    StandingInvitationExtended
    | StandingInvitationLimited
    | StandingInvitationWithdrawn
    | CouncilPledgeRecorded
    | InvitationEntryStruck
)

TYPES: dict[str, type] = {
    "standing-invitation-extended": StandingInvitationExtended,
    "standing-invitation-limited": StandingInvitationLimited,
    "standing-invitation-withdrawn": StandingInvitationWithdrawn,
    "council-pledge-recorded": CouncilPledgeRecorded,
    "invitation-entry-struck": InvitationEntryStruck,
}
