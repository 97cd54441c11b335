"""Asking for a seat, answering an offer, giving it back: R2 to R6 of section B.3."""

from collections.abc import Sequence

from services.stakeholders.session.state import ACTIVE, Registration, Session, Stage
from services.stakeholders.session.turns import after, offered
from shared.contracts.stakeholders_session_commands import (
    AcceptOffer,
    AppealRefusal,
    CancelRegistration,
    DecideAppeal,
    DeclineOffer,
    RefuseSessionRegistration,
    RequestSeat,
)
from shared.contracts.stakeholders_sessions import (
    AppealDecided,
    Fact,
    PlacedOnWaitingList,
    RefusalAppealed,
    RegistrationCancelled,
    RegistrationRequested,
    SeatConfirmed,
    SeatOfferDeclined,
    SessionRegistrationRefused,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference import REGIONS
from shared.reference.sessions import CATEGORIES, MOST_SEATS, REFUSALS, ZONES, seat_id

_FOR_MEMBERS = (Role.FOCAL_POINT, Role.CONTACT_POINT)
_OWN = "Only whom this seat is for, or who asked for it, may do that."


def request(command: RequestSeat, asked: Asked, state: Session) -> Sequence[Fact]:
    _may_ask(command, asked, state)
    _sound(command)
    registration_id = seat_id(command.session_id, command.holder_id)
    before = state.registrations.get(registration_id)
    if before is not None and before.stage in ACTIVE:
        raise Refused("A seat was asked for already for this person.")
    if before is not None and before.stage is Stage.REFUSED:
        if before.erased or before.appeal is not None:
            raise Refused("A seat was refused to this person.")
        raise Refused("A seat was refused to this person. You can appeal.")
    # The order of this stream is the order of asking, whatever the clocks of two servers say.
    queued_at = max(asked.at, state.last_at or asked.at)
    new = RegistrationRequested(
        session_id=command.session_id,
        registration_id=registration_id,
        holder_id=command.holder_id,
        organisation=command.organisation,
        category=command.category,
        region=command.region,
        zone=command.zone,
        kind=command.kind,
        seats=command.seats,
        person=command.person,
        needs=command.needs,
        # Nobody chooses for somebody else that others read their name.
        shows_name=command.shows_name and command.holder_id == asked.by.actor_id,
        asked_by=asked.by.actor_id,
        queued_at=queued_at,
    )
    # What is free here nobody who waits can take: it would have been offered to them.
    if state.free(command.kind, command.region) >= command.seats:
        confirmed = SeatConfirmed(
            session_id=command.session_id,
            registration_id=registration_id,
            kind=command.kind,
            seats=command.seats,
            confirmed_at=asked.at,
        )
        return [new, confirmed]
    placed = PlacedOnWaitingList(
        session_id=command.session_id, registration_id=registration_id, queued_at=queued_at
    )
    facts: list[Fact] = [new, placed]
    if not state.any_free():
        return facts
    return [*facts, *offered(command.session_id, after(state, facts), asked.at)]


def accept(command: AcceptOffer, asked: Asked, state: Session) -> Sequence[Fact]:
    one = own(state, command.registration_id, asked)
    if one.stage is Stage.CONFIRMED:
        return []
    if one.stage is not Stage.OFFERED or one.has is None:
        raise Refused("No seat is offered to this person now.")
    if state.called_off:
        raise Refused("This session was called off.")
    kind, seats = one.has
    return [
        SeatConfirmed(
            session_id=command.session_id,
            registration_id=one.registration_id,
            kind=kind,
            seats=seats,
            confirmed_at=asked.at,
        )
    ]


def decline(command: DeclineOffer, asked: Asked, state: Session) -> Sequence[Fact]:
    """Say no: to all that was asked for it leaves the list, to less it keeps the place."""
    one = own(state, command.registration_id, asked)
    if one.stage is not Stage.OFFERED or one.has is None:
        raise Refused("No seat is offered to this person now.")
    if one.whole:
        return _then(command.session_id, state, [_cancelled(command.session_id, one, asked)], asked)
    kind, seats = one.has
    no = SeatOfferDeclined(
        session_id=command.session_id,
        registration_id=one.registration_id,
        kind=kind,
        seats=seats,
        declined_by=asked.by.actor_id,
        declined_at=asked.at,
    )
    return _then(command.session_id, state, [no], asked)


def cancel(command: CancelRegistration, asked: Asked, state: Session) -> Sequence[Fact]:
    one = found(state, command.registration_id)
    if not asked.by.has(Role.STAKEHOLDER_OFFICER):
        own(state, command.registration_id, asked)
    if one.stage is Stage.CANCELLED:
        return []
    if one.stage not in ACTIVE:
        raise Refused("There is no seat to give back.")
    _not_begun(asked, state)
    return _then(command.session_id, state, [_cancelled(command.session_id, one, asked)], asked)


def refuse(command: RefuseSessionRegistration, asked: Asked, state: Session) -> Sequence[Fact]:
    require(asked, Role.STAKEHOLDER_OFFICER, no="Only a stakeholder officer may refuse a seat.")
    one = found(state, command.registration_id)
    if command.code not in REFUSALS:
        raise Refused("Choose a reason from the list.")
    if one.stage is Stage.REFUSED:
        return []
    if one.stage not in ACTIVE:
        raise Refused("There is no seat to refuse.")
    _not_begun(asked, state)
    no = SessionRegistrationRefused(
        session_id=command.session_id,
        registration_id=one.registration_id,
        code=command.code,
        refused_by=asked.by.actor_id,
        refused_at=asked.at,
    )
    return _then(command.session_id, state, [no], asked)


def appeal(command: AppealRefusal, asked: Asked, state: Session) -> Sequence[Fact]:
    one = own(state, command.registration_id, asked)
    if one.stage is not Stage.REFUSED:
        raise Refused("Only against a refusal you can appeal.")
    if one.appeal is not None:
        raise Refused("An appeal was made already.")
    if one.erased:
        raise Refused("This registration was erased.")
    return [
        RefusalAppealed(
            session_id=command.session_id,
            registration_id=one.registration_id,
            reason=command.reason,
            appealed_by=asked.by.actor_id,
            appealed_at=asked.at,
        )
    ]


def decide_appeal(command: DecideAppeal, asked: Asked, state: Session) -> Sequence[Fact]:
    """Another officer decides. What was refused wrongly gets its place in the line back."""
    require(asked, Role.STAKEHOLDER_OFFICER, no="Only a stakeholder officer may decide an appeal.")
    one = found(state, command.registration_id)
    if one.appeal is not True:
        raise Refused("No appeal waits for a decision.")
    if one.refused_by == asked.by.actor_id:
        raise Forbidden("You refused this seat. Another stakeholder officer decides the appeal.")
    if asked.by.actor_id in {one.holder_id, one.asked_by}:
        raise Forbidden("This is about you. Another stakeholder officer decides it.")
    decided = AppealDecided(
        session_id=command.session_id,
        registration_id=one.registration_id,
        granted=command.granted,
        decided_by=asked.by.actor_id,
        decided_at=asked.at,
    )
    return _then(command.session_id, state, [decided], asked)


def _may_ask(command: RequestSeat, asked: Asked, state: Session) -> None:
    role = CATEGORIES.get(command.category)
    if command.category not in state.details.audience or role is None:
        raise Refused("This session is for others.")
    require(asked, role, no="You may not ask for a seat in this session.")
    if command.holder_id != asked.by.actor_id:
        require(asked, *_FOR_MEMBERS, no="Only a focal point may ask for a seat for somebody else.")
    if state.closed:
        raise Refused("Seats in this session can no longer be asked for.")
    _not_begun(asked, state)


def _not_begun(asked: Asked, state: Session) -> None:
    if asked.at >= state.details.starts_at:
        raise Refused("The session began: seats stay as they are.")


def _sound(command: RequestSeat) -> None:
    if command.zone not in ZONES:
        raise Refused("Choose the time zone from the list.")
    if command.region is not None and command.region not in REGIONS:
        raise Refused("There is no such regional group.")
    if not 1 <= command.seats <= MOST_SEATS:
        raise Refused("A person can ask for at most {most} seats.", most=Number(MOST_SEATS))


def found(state: Session, registration_id: str) -> Registration:
    one = state.registrations.get(registration_id)
    if one is None:
        raise Refused("Nobody asked for this seat.")
    return one


def own(state: Session, registration_id: str, asked: Asked) -> Registration:
    """Return the seat of whoever asks, or that a focal point asked for while they are one."""
    one = state.registrations.get(registration_id)
    by = asked.by
    for_them = one is not None and by.actor_id == one.asked_by and by.has(*_FOR_MEMBERS)
    if one is None or not (by.actor_id == one.holder_id or for_them):
        raise Forbidden(_OWN)
    return one


def _cancelled(session_id: str, one: Registration, asked: Asked) -> RegistrationCancelled:
    return RegistrationCancelled(
        session_id=session_id,
        registration_id=one.registration_id,
        cancelled_by=asked.by.actor_id,
        cancelled_at=asked.at,
    )


def _then(session_id: str, state: Session, facts: list[Fact], asked: Asked) -> Sequence[Fact]:
    """Return the facts, and offers of what is free after them."""
    return [*facts, *offered(session_id, after(state, facts), asked.at)]
