"""The roster: a person joins with a consent of 24 months, renews it, changes the entry, leaves.

Selection-stakeholders-committee.md section A.2, "Roster person". An entry is a stream of its own,
whose id is the pseudonym under which its person asks: nobody else may do anything with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from shared.contracts.stakeholders_roster import (
    Fact,
    RosterConsentRenewed,
    RosterDetailsChanged,
    RosterJoined,
    RosterLeft,
)
from shared.contracts.stakeholders_roster_commands import (
    ChangeRosterDetails,
    Command,
    JoinRoster,
    LeaveRoster,
    RenewRosterConsent,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.geneva import day_of, end_of
from shared.core.roles import Role
from shared.reference.roster import consent_ends


@dataclass(frozen=True, slots=True)
class Entry:
    """``consent_until``: None where nobody ever joined under this id."""

    consent_until: datetime | None = None
    left: bool = False

    def stands(self, at: datetime) -> bool:
        return not self.left and self.consent_until is not None and at <= self.consent_until


def decide(command: Command, asked: Asked, state: Entry) -> Sequence[Fact]:
    require(asked, Role.CANDIDATE, no="Only the Candidate may be on the roster.")
    if asked.by.actor_id != command.entry_id:
        raise Forbidden("This entry is somebody else's.")
    if isinstance(command, JoinRoster):
        return _join(command, asked, state)
    if isinstance(command, LeaveRoster):
        return _leave(command, asked, state)
    if not state.stands(asked.at):
        raise Refused("You are not on the roster, or your consent has ended. Join again.")
    match command:
        case ChangeRosterDetails():
            return [
                RosterDetailsChanged(
                    entry_id=command.entry_id, details=command.details, changed_at=asked.at
                )
            ]
        case RenewRosterConsent():
            return _renew(command, asked, state)
    assert_never(command)


def evolve(state: Entry, event: Fact) -> Entry:
    match event:
        case RosterJoined() | RosterConsentRenewed():
            return replace(state, consent_until=event.consent_until)
        case RosterDetailsChanged():
            return state
        case RosterLeft():
            return replace(state, left=True)
    assert_never(event)


def _join(command: JoinRoster, asked: Asked, state: Entry) -> Sequence[Fact]:
    if state.stands(asked.at):
        return []
    if state.consent_until is not None:
        raise Refused("This entry has ended. Join again under a new one.")
    return [
        RosterJoined(
            entry_id=command.entry_id,
            details=command.details,
            consent_until=_until(asked.at),
            joined_at=asked.at,
        )
    ]


def _renew(command: RenewRosterConsent, asked: Asked, state: Entry) -> Sequence[Fact]:
    if state.consent_until == (until := _until(asked.at)):
        return []
    return [
        RosterConsentRenewed(entry_id=command.entry_id, consent_until=until, renewed_at=asked.at)
    ]


def _leave(command: LeaveRoster, asked: Asked, state: Entry) -> Sequence[Fact]:
    """Also after the consent has ended: leaving is never refused."""
    if state.left or state.consent_until is None:
        return []
    return [RosterLeft(entry_id=command.entry_id, left_at=asked.at)]


def _until(at: datetime) -> datetime:
    """Return the last moment of the consent, in Geneva."""
    return end_of(consent_ends(day_of(at)), like=at)


ROSTER: Decider[Command, Fact, Entry] = Decider(
    category="roster",
    key=lambda command: command.entry_id,
    initial=Entry(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, JoinRoster),
)
