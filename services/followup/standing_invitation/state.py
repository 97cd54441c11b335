"""The register of a State, folded from its events."""

from dataclasses import dataclass, replace
from datetime import date

from shared.contracts.followup_invitations import (
    CouncilPledgeRecorded,
    Fact,
    InvitationEntryStruck,
    StandingInvitationExtended,
    StandingInvitationLimited,
    StandingInvitationWithdrawn,
)
from shared.reference.invitations import Change, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """``changes``: by entry, in the order in which they were recorded; ``struck`` are not there.

    ``known``: every entry, pledges too. ``steps``: all facts.
    """

    changes: tuple[tuple[str, Change], ...] = ()
    known: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    steps: int = 0

    def on(self, day: date) -> Change | None:
        return standing((one for _, one in self.changes), day)


def evolve(state: Register, event: Fact) -> Register:
    state = replace(state, steps=state.steps + 1, known=state.known | {event.entry_id})
    match event:
        case InvitationEntryStruck():
            left = tuple(one for one in state.changes if one[0] != event.entry_id)
            return replace(state, changes=left, struck=state.struck | {event.entry_id})
        case CouncilPledgeRecorded():
            return state
        case _:
            return replace(state, changes=(*state.changes, (event.entry_id, change(event))))


def change(
    event: StandingInvitationExtended | StandingInvitationLimited | StandingInvitationWithdrawn,
) -> Change:
    match event:
        case StandingInvitationExtended():
            return Change(dated_on=event.dated_on, scope="extended")
        case StandingInvitationLimited():
            return Change(dated_on=event.dated_on, scope="limited", mandates=event.mandates)
        case _:
            return Change(dated_on=event.dated_on, scope="withdrawn")
