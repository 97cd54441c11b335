"""Guests of a situation: partners of the United Nations who read it by invitation (D.5)."""

from collections.abc import Sequence
from typing import assert_never

from services.stakeholders.situations.state import Situation, State
from services.stakeholders.situations.whose import reviews
from shared.contracts.stakeholders_situation_commands import (
    InviteSituationGuest,
    OfGuests,
    WithdrawSituationGuest,
)
from shared.contracts.stakeholders_situations import (
    Fact,
    SituationGuestInvited,
    SituationGuestWithdrawn,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.said import Number
from shared.reference.situations import MOST_GUESTS


def act(command: OfGuests, asked: Asked, state: State, this: Situation) -> Sequence[Fact]:
    reviews(asked, state.committee, this.proposed)
    match command:
        case InviteSituationGuest():
            return _invite(command, asked, this)
        case WithdrawSituationGuest():
            gone = this.guests & {command.guest_id}
            return [_withdrawn(this, one, asked) for one in gone]
    assert_never(command)


def ended(asked: Asked, this: Situation) -> Sequence[Fact]:
    """Return the end of each invitation: what is closed, or rests on reprisals, has no guests."""
    return [_withdrawn(this, one, asked) for one in sorted(this.guests)]


def _invite(command: InviteSituationGuest, asked: Asked, this: Situation) -> Sequence[Fact]:
    if command.guest_id in this.guests:
        return []
    if this.stage != "open":
        raise Refused("This situation is not open.")
    if this.proposed.reprisals:
        raise Refused("It rests on reprisals, so nobody is invited to it.")
    if len(this.guests) >= MOST_GUESTS:
        raise Refused("Invite at most {most} people.", most=Number(MOST_GUESTS))
    return [
        SituationGuestInvited(
            situation_id=command.situation_id,
            guest_id=command.guest_id,
            invited_by=asked.by.actor_id,
            invited_at=asked.at,
        )
    ]


def _withdrawn(this: Situation, guest_id: str, asked: Asked) -> SituationGuestWithdrawn:
    return SituationGuestWithdrawn(
        situation_id=this.proposed.situation_id,
        guest_id=guest_id,
        withdrawn_by=asked.by.actor_id,
        withdrawn_at=asked.at,
    )
