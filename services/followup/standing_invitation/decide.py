"""The register of standing invitations, one stream for each State: section E.3.

An invitation is extended, limited to some mandates, or withdrawn; pledges made for elections to the
Council stand beside it. What holds on a day follows from the entries in the order of their days.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypedDict, assert_never

from services.followup.standing_invitation.state import Changed, Register, evolve
from shared.contracts.followup_invitation_commands import (
    Command,
    Entry,
    ExtendStandingInvitation,
    LimitStandingInvitation,
    RecordCouncilPledge,
    StrikeInvitationEntry,
    WithdrawStandingInvitation,
)
from shared.contracts.followup_invitations import (
    CouncilPledgeRecorded,
    Fact,
    InvitationEntryStruck,
    StandingInvitationExtended,
    StandingInvitationLimited,
    StandingInvitationWithdrawn,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Day
from shared.reference import mandates
from shared.reference.coverage import source_is_sound
from shared.reference.invitations import PLEDGES
from shared.reference.visits import FIRST_DAY, visited


def decide(command: Command, asked: Asked, state: Register) -> Sequence[Fact]:
    _records(command, asked)
    if command.state not in visited():
        raise Refused("Choose the State from the list.")
    if isinstance(command, StrikeInvitationEntry):
        return _struck(command, asked, state)
    entered = _entered(command, asked, state)
    known = state.known.get(command.entry_id)
    if known is not None:
        if replace(entered, step=known.step, done_by=known.done_by, done_at=known.done_at) != known:
            raise Refused("This was recorded before with other answers. Look at the register.")
        return []
    _fresh(command, state)
    _dated(command, asked)
    _sensible(command, state)
    return [entered]


def _struck(command: StrikeInvitationEntry, asked: Asked, state: Register) -> Sequence[Fact]:
    if command.entry_id in state.struck:
        return []
    _fresh(command, state)
    if command.entry_id not in state.known:
        raise Refused("There is no such entry in the register of this State.")
    return [InvitationEntryStruck(**_step(command, asked, state))]


def _fresh(command: Command, state: Register) -> None:
    if command.seen != state.steps:
        raise Refused("The register of this State has changed. Look at it again.")


def _records(command: Command, asked: Asked) -> None:
    require(
        asked,
        Role.QUICK_RESPONSE_DESK,
        Role.DESK_OFFICER,
        no="Only the Quick Response Desk or the Desk officer of the State may record this.",
    )
    if not asked.by.has(Role.QUICK_RESPONSE_DESK) and command.state not in asked.by.states:
        raise Forbidden("You can record this only for a State that is yours.")


def _dated(command: Entry, asked: Asked) -> None:
    if command.dated_on < FIRST_DAY:
        raise Refused("No special procedure is older than {day}.", day=Day(FIRST_DAY))
    if command.dated_on > day_of(asked.at):
        raise Refused("Enter a day that is not in the future.")
    if not source_is_sound(command.source):
        raise Refused("Enter a document symbol or an address that begins with https.")


def _sensible(command: Entry, state: Register) -> None:
    then = state.on(command.dated_on)
    match command:
        case ExtendStandingInvitation():
            if then and then.scope == "extended":
                raise Refused("By that day the invitation is extended to every mandate.")
        case LimitStandingInvitation(mandates=named):
            if not named or not set(named) <= set(mandates()):
                raise Refused("Choose the mandates from the list.")
            if then and then.scope == "limited" and set(then.mandates) == set(named):
                raise Refused("By that day the invitation is for these mandates already.")
        case WithdrawStandingInvitation():
            if then is None or then.scope == "withdrawn":
                raise Refused("No standing invitation is on record by that day.")
        case RecordCouncilPledge():
            if command.pledge not in PLEDGES:
                raise Refused("Choose from the list what was pledged.")
        case _:
            assert_never(command)


def _entered(command: Entry, asked: Asked, state: Register) -> Changed | CouncilPledgeRecorded:
    step = _step(command, asked, state)
    dated_on, source = command.dated_on, command.source
    match command:
        case ExtendStandingInvitation():
            return StandingInvitationExtended(**step, dated_on=dated_on, source=source)
        case LimitStandingInvitation():
            named = tuple(dict.fromkeys(command.mandates))
            return StandingInvitationLimited(
                **step, dated_on=dated_on, source=source, mandates=named
            )
        case WithdrawStandingInvitation():
            return StandingInvitationWithdrawn(**step, dated_on=dated_on, source=source)
        case RecordCouncilPledge():
            return CouncilPledgeRecorded(
                **step, dated_on=dated_on, source=source, pledge=command.pledge
            )
    assert_never(command)


class _Step(TypedDict):
    """What every fact of the register says."""

    state: str
    entry_id: str
    step: int
    done_by: str
    done_at: datetime


def _step(command: Command, asked: Asked, state: Register) -> _Step:
    return _Step(
        state=command.state,
        entry_id=command.entry_id,
        step=state.steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )


STANDING_INVITATION: Decider[Command, Fact, Register] = Decider(
    category="standinginvitation",
    key=lambda command: command.state,
    initial=Register(),
    decide=decide,
    evolve=evolve,
)
