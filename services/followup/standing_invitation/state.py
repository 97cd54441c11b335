"""The register of a State, folded from its events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from shared.contracts.followup_invitations import (
    CouncilPledgeRecorded,
    Fact,
    InvitationEntryStruck,
    StandingInvitationExtended,
    StandingInvitationLimited,
    StandingInvitationWithdrawn,
)
from shared.reference.invitations import Change, standing

Changed: TypeAlias = (
    StandingInvitationExtended | StandingInvitationLimited | StandingInvitationWithdrawn
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """``known``: every entry by its id, as it was recorded and in that order; struck ones too.

    ``steps``: all facts.
    """

    known: Mapping[str, Changed | CouncilPledgeRecorded] = field(
        default_factory=lambda: MappingProxyType({})
    )
    struck: frozenset[str] = frozenset()
    steps: int = 0

    @property
    def changes(self) -> Sequence[Change]:
        """Return what counts, in the order in which it was recorded."""
        return [
            change(one)
            for entry_id, one in self.known.items()
            if entry_id not in self.struck and not isinstance(one, CouncilPledgeRecorded)
        ]

    def on(self, day: date) -> Change | None:
        return standing(self.changes, day)


def evolve(state: Register, event: Fact) -> Register:
    state = replace(state, steps=state.steps + 1)
    if isinstance(event, InvitationEntryStruck):
        return replace(state, struck=state.struck | {event.entry_id})
    return replace(state, known=MappingProxyType({**state.known, event.entry_id: event}))


def change(event: Changed) -> Change:
    match event:
        case StandingInvitationExtended():
            return Change(dated_on=event.dated_on, scope="extended")
        case StandingInvitationLimited():
            return Change(dated_on=event.dated_on, scope="limited", mandates=event.mandates)
        case _:
            return Change(dated_on=event.dated_on, scope="withdrawn")
