"""Invitations to the debrief of a mission (M13): given, answered, called off, given again."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from services.followup.mission.debrief_state import Debrief, step_of
from services.followup.mission.state import goes_on
from shared.contracts.followup_debrief_commands import (
    AnswerDebriefInvitation,
    CallDebriefAgain,
    CallOffDebrief,
    InviteToDebrief,
)
from shared.contracts.followup_debriefs import (
    DebriefCalledAgain,
    DebriefCalledOff,
    DebriefInvitationAnswered,
    DebriefInvited,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.reference.debriefs import INVITED, MOST_ANSWERS, MOST_INVITATIONS, is_of

_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LONGEST: Final = timedelta(days=366)


def invite(command: InviteToDebrief, asked: Asked, state: Debrief) -> Sequence[DebriefInvited]:
    number = state.invited.number if state.invited else 0
    if state.number:
        raise Refused("The debrief is on record, and nobody is invited to it any more.")
    if command.seen != number:
        raise Refused("The debrief has changed. Look at it again.")
    if number >= MOST_INVITATIONS:
        raise Refused("People were invited as often as they can be.")
    if not command.invited or not set(command.invited) <= set(INVITED):
        raise Refused("Choose from the list who is invited.")
    today = day_of(asked.at)
    if not today <= command.on <= today + _LONGEST:
        raise Refused("Enter a day from today on, at most a year ahead.")
    if not _TIME.fullmatch(command.begins):
        raise Refused("Enter a time such as 09:30.")
    before = state.invited.invited if state.invited and not state.off else ()
    return [
        DebriefInvited(
            **step_of(command, asked, state, state.invite_steps),
            number=number + 1,
            on=command.on,
            begins=command.begins,
            place=command.place,
            invited=tuple(office for office in INVITED if office in command.invited),
            no_more=tuple(office for office in before if office not in command.invited),
        )
    ]


def call_off(command: CallOffDebrief, asked: Asked, state: Debrief) -> Sequence[DebriefCalledOff]:
    """Nothing but its own end keeps an invitation, wherever the mission stands."""
    number = _last(command, state)
    if state.off:
        return []
    step = step_of(command, asked, state, state.invite_steps)
    return [DebriefCalledOff(**step, number=number)]


def call_again(
    command: CallDebriefAgain, asked: Asked, state: Debrief
) -> Sequence[DebriefCalledAgain]:
    number = _last(command, state)
    if not state.off:
        return []
    if state.invited and state.invited.on < day_of(asked.at):
        raise Refused("The day of this invitation is over. Invite anew.")
    if state.invite_steps >= MOST_ANSWERS:
        raise Refused("It was changed as often as it can be. Invite anew.")
    step = step_of(command, asked, state, state.invite_steps)
    return [DebriefCalledAgain(**step, number=number)]


def _last(command: CallOffDebrief | CallDebriefAgain, state: Debrief) -> int:
    """Return the number of the invitation, which is the one that was seen."""
    if state.number:
        raise Refused("The debrief was held.")
    if state.invited is None or command.seen != state.invited.number:
        raise Refused("The invitation has changed. Look at it again.")
    return state.invited.number


def answer(
    command: AnswerDebriefInvitation, asked: Asked, state: Debrief
) -> Sequence[DebriefInvitationAnswered]:
    """Who is not invited learns of no debrief, and nobody is to one that was called off."""
    one, mission = state.invited, state.mission
    if (
        one is None
        or state.off
        or command.mandate != mission.mandate
        or command.office not in one.invited
        or not is_of(asked.by, command.office, mission.state)
    ):
        raise Refused("There is no such invitation.")
    goes_on(mission)
    if state.number:
        raise Refused("The debrief was held.")
    if command.seen != one.number:
        raise Refused("The invitation has changed. Look at it again.")
    if state.answers.get(asked.by.actor_id) == command.comes:
        return []
    if state.invite_steps >= MOST_ANSWERS:
        raise Refused("It was answered as often as it can be. Tell the mandate.")
    return [
        DebriefInvitationAnswered(
            **step_of(command, asked, state, state.invite_steps),
            number=one.number,
            office=command.office,
            comes=command.comes,
        )
    ]
