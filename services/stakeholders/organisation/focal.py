"""Who speaks for an organisation, and until when: F1 to F6 of section B.3.

An account that was designated here acts for the organisation only while its designation holds, so
its access is void at the next command whatever its roles say. Accounts that were never designated
are older than this, and their access ends in the portal (decision 0059).
"""

from collections.abc import Iterator, Sequence
from typing import assert_never

from services.stakeholders.organisation.focal_state import Focal, Step
from services.stakeholders.organisation.state import Organisation, Stage
from services.stakeholders.organisation.whose import (
    OWN_CASE,
    is_officer,
    of_it,
    officer,
    own,
    own_or_officer,
)
from shared.contracts.stakeholders_focal_point_commands import (
    AcceptFocalPoint,
    Command,
    DesignateFocalPoint,
    EndFocalPoint,
    PassFocalPointDay,
    ProposeFocalPoint,
    ReassignFocalPointWork,
    ReinstateFocalPoint,
    SuspendFocalPoint,
)
from shared.contracts.stakeholders_focal_points import (
    Ending,
    Fact,
    FocalPointAccepted,
    FocalPointDesignated,
    FocalPointEnded,
    FocalPointExpiryNoticed,
    FocalPointProposed,
    FocalPointReinstated,
    FocalPointSuspended,
    FocalPointWorkReassigned,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.organisations import EXPIRY_NOTICES, REGISTER_CLOCK, longest

_WORKS = frozenset({Step.ACTIVE, Step.SUSPENDED})


def decide(command: Command, asked: Asked, state: Organisation) -> Sequence[Fact]:
    if isinstance(command, ProposeFocalPoint):
        return _propose(command, asked, state)
    this = state.focal_points.get(command.focal_point_id)
    if isinstance(command, PassFocalPointDay) and asked.by != REGISTER_CLOCK:
        raise Forbidden("Only the clock lets a day pass.")
    if this is None:
        raise Refused("There is no such focal point.")
    match command:
        case AcceptFocalPoint():
            return _accept(command, asked, state, this)
        case DesignateFocalPoint():
            return _designate(command, asked, state, this)
        case PassFocalPointDay():
            return list(_pass_day(command, asked, this))
        case EndFocalPoint():
            return _end(command, asked, state, this)
        case ReassignFocalPointWork():
            return _reassign(command, asked, state, this)
        case SuspendFocalPoint():
            return _suspend(command, asked, this)
        case ReinstateFocalPoint():
            return _reinstate(command, asked, state, this)
    assert_never(command)


def void(asked: Asked, state: Organisation) -> bool:
    """Whether this person was a focal point of the organisation, and is none now."""
    if is_officer(asked) or not asked.by.has(Role.FOCAL_POINT):
        return False
    known = (*state.focal_points.values(), *state.elsewhere.values())
    theirs = [one for one in known if one.account_id == asked.by.actor_id]
    were = [one for one in theirs if one.designated]
    return bool(were) and not any(_holds(one, asked) for one in were)


def dissolved(organisation_id: str, asked: Asked, state: Organisation) -> Iterator[Fact]:
    """End all of them the same day (O11)."""
    for focal_point_id, one in state.focal_points.items():
        if one.step is not Step.ENDED:
            yield _ended(organisation_id, focal_point_id, one, "dissolved", asked)


def with_real(organisation_id: str, asked: Asked, state: Organisation) -> Iterator[Fact]:
    """End those of a merged entry with the real one; after an undo it goes its own way."""
    if state.merged:
        yield from dissolved(organisation_id, asked, state)


def _propose(command: ProposeFocalPoint, asked: Asked, state: Organisation) -> Sequence[Fact]:
    if command.by_letter:
        officer(asked, no="Only a stakeholder officer may enter what a signed letter says.")
    else:
        own(
            asked,
            command.organisation_id,
            state,
            no="Only a focal point of the organisation may propose another one.",
        )
    if command.focal_point_id in state.focal_points:
        return []
    if state.stage is not Stage.CONFIRMED:
        raise Refused("Only an organisation that is confirmed has focal points.")
    today = day_of(asked.at)
    if not today < command.last_day <= longest(today):
        raise Refused("Choose a last day within 24 months.")
    others = [one for one in state.focal_points.values() if one.account_id == command.account_id]
    if any(one.step in {Step.PROPOSED, Step.ACCEPTED} for one in others):
        raise Refused("This person was proposed already.")
    if any(one.step is Step.SUSPENDED for one in others):
        raise Refused("This person cannot be proposed at present. Ask a stakeholder officer.")
    return [
        FocalPointProposed(
            organisation_id=command.organisation_id,
            focal_point_id=command.focal_point_id,
            account_id=command.account_id,
            about=command.about,
            by_letter=command.by_letter,
            last_day=command.last_day,
            proposed_by=asked.by.actor_id,
            proposed_at=asked.at,
        )
    ]


def _accept(
    command: AcceptFocalPoint, asked: Asked, state: Organisation, this: Focal
) -> Sequence[Fact]:
    theirs = of_it(asked, command.organisation_id, state)
    if asked.by.actor_id != this.account_id or not theirs:
        raise Forbidden("Only the person who was proposed may accept.")
    if this.step is Step.ENDED:
        raise Refused("This proposal is over.")
    if this.step is not Step.PROPOSED:
        return []
    return [
        FocalPointAccepted(
            organisation_id=command.organisation_id,
            focal_point_id=command.focal_point_id,
            accepted_at=asked.at,
        )
    ]


def _designate(
    command: DesignateFocalPoint, asked: Asked, state: Organisation, this: Focal
) -> Sequence[Fact]:
    """Designate the person; what the same person had before is renewed by it."""
    officer(asked, no="Only a stakeholder officer may designate a focal point.")
    if this.step is Step.ACTIVE:
        return []
    _of_somebody_else(command.organisation_id, asked, state, this)
    if this.step is Step.PROPOSED:
        raise Refused("The person accepts first.")
    if this.step is not Step.ACCEPTED or this.last_day <= day_of(asked.at):
        raise Refused("This proposal is over.")
    if any(one.step is Step.SUSPENDED for one in _others(state, this)):
        raise Refused("This person is suspended. Another stakeholder officer reinstates them.")
    before = [
        _ended(command.organisation_id, key, one, "renewed", asked)
        for key, one in state.focal_points.items()
        if one.account_id == this.account_id and one.step is Step.ACTIVE
    ]
    return [
        *before,
        FocalPointDesignated(
            organisation_id=command.organisation_id,
            focal_point_id=command.focal_point_id,
            account_id=this.account_id,
            last_day=this.last_day,
            designated_by=asked.by.actor_id,
            designated_at=asked.at,
        ),
    ]


def _pass_day(command: PassFocalPointDay, asked: Asked, this: Focal) -> Iterator[Fact]:
    """Notice the end once at each step, and end what is over; a suspension stops no time."""
    left = (this.last_day - day_of(asked.at)).days
    if this.step in {Step.PROPOSED, Step.ACCEPTED, *_WORKS} and left < 0:
        yield _ended(command.organisation_id, command.focal_point_id, this, "expired", asked)
        return
    due = min((days for days in EXPIRY_NOTICES if left <= days), default=None)
    if this.step in _WORKS and due is not None and due not in this.noticed:
        yield FocalPointExpiryNoticed(
            organisation_id=command.organisation_id,
            focal_point_id=command.focal_point_id,
            days=due,
            noticed_at=asked.at,
        )


def _end(command: EndFocalPoint, asked: Asked, state: Organisation, this: Focal) -> Sequence[Fact]:
    """End it, and with a designation what the same person was proposed for beside it."""
    themselves = asked.by.actor_id == this.account_id
    if not themselves:
        own_or_officer(
            asked,
            command.organisation_id,
            state,
            no="Only the organisation, the person or a stakeholder officer may end this.",
        )
    if this.step is Step.ENDED:
        return []
    reason: Ending = "officer" if is_officer(asked) else "organisation"
    if themselves:
        reason = "left" if this.designated else "declined"
    ends = {command.focal_point_id: this}
    if this.designated:
        ends |= {
            key: one
            for key, one in state.focal_points.items()
            if one.account_id == this.account_id and one.step is not Step.ENDED
        }
    return [_ended(command.organisation_id, key, one, reason, asked) for key, one in ends.items()]


def _reassign(
    command: ReassignFocalPointWork, asked: Asked, state: Organisation, this: Focal
) -> Sequence[Fact]:
    own_or_officer(
        asked,
        command.organisation_id,
        state,
        no="Only the organisation or a stakeholder officer may hand on what is open.",
    )
    active = {one.account_id for one in state.focal_points.values() if one.step is Step.ACTIVE} - {
        this.account_id
    }
    if command.to_account not in active:
        raise Refused("Choose another focal point of the organisation.")
    if this.handed_to == command.to_account:
        return []
    return [
        FocalPointWorkReassigned(
            organisation_id=command.organisation_id,
            focal_point_id=command.focal_point_id,
            to_account=command.to_account,
            reassigned_by=asked.by.actor_id,
            reassigned_at=asked.at,
        )
    ]


def _suspend(command: SuspendFocalPoint, asked: Asked, this: Focal) -> Sequence[Fact]:
    officer(asked, no="Only a stakeholder officer may suspend a focal point.")
    if this.step is Step.SUSPENDED:
        return []
    if this.step is not Step.ACTIVE:
        raise Refused("Only an active focal point can be suspended.")
    return [
        FocalPointSuspended(
            organisation_id=command.organisation_id,
            focal_point_id=command.focal_point_id,
            account_id=this.account_id,
            reason=command.reason,
            suspended_by=asked.by.actor_id,
            suspended_at=asked.at,
        )
    ]


def _reinstate(
    command: ReinstateFocalPoint, asked: Asked, state: Organisation, this: Focal
) -> Sequence[Fact]:
    officer(asked, no="Only a stakeholder officer may reinstate a focal point.")
    if this.step is Step.ACTIVE:
        return []
    if this.step is not Step.SUSPENDED or this.last_day < day_of(asked.at):
        raise Refused("Only a focal point who is suspended can be reinstated.")
    _of_somebody_else(command.organisation_id, asked, state, this)
    if this.suspended_by == asked.by.actor_id:
        raise Refused("You suspended this person. Another stakeholder officer reinstates them.")
    return [
        FocalPointReinstated(
            organisation_id=command.organisation_id,
            focal_point_id=command.focal_point_id,
            account_id=this.account_id,
            reinstated_by=asked.by.actor_id,
            reinstated_at=asked.at,
        )
    ]


def _of_somebody_else(organisation_id: str, asked: Asked, state: Organisation, this: Focal) -> None:
    """An officer may be of an organisation too, and decides nothing there."""
    if asked.by.actor_id == this.account_id:
        raise Refused("This is about you. Another stakeholder officer decides it.")
    if of_it(asked, organisation_id, state):
        raise Refused(OWN_CASE)


def _others(state: Organisation, this: Focal) -> list[Focal]:
    """Return what else the same person was or is proposed for."""
    every = state.focal_points.values()
    return [one for one in every if one.account_id == this.account_id and one is not this]


def _holds(one: Focal, asked: Asked) -> bool:
    return one.step is Step.ACTIVE and day_of(asked.at) <= one.last_day


def _ended(
    organisation_id: str, focal_point_id: str, one: Focal, reason: Ending, asked: Asked
) -> FocalPointEnded:
    return FocalPointEnded(
        organisation_id=organisation_id,
        focal_point_id=focal_point_id,
        account_id=one.account_id,
        reason=reason,
        ended_by=asked.by.actor_id,
        ended_at=asked.at,
    )
