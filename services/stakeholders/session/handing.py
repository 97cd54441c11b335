"""Who answers for a seat that somebody asked for another: F5 of section B.3."""

from collections.abc import Sequence

from services.stakeholders.session.state import Session
from shared.contracts.stakeholders_session_commands import HandOnSeat
from shared.contracts.stakeholders_sessions import Fact, SeatHandedOn
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role

_NO = "Only the organisation or a stakeholder officer may hand on a seat."


def hand_on(command: HandOnSeat, asked: Asked, state: Session) -> Sequence[Fact]:
    """The place on the list stays, and so does whom the seat is for."""
    one = state.registrations.get(command.registration_id)
    if one is None:
        raise Refused("Nobody asked for this seat.")
    ours = command.organisation is not None and command.organisation == one.organisation
    speaks = ours and asked.by.has(Role.FOCAL_POINT)
    if not (speaks or asked.by.has(Role.STAKEHOLDER_OFFICER)):
        raise Forbidden(_NO)
    if one.holder_id == one.asked_by:
        raise Refused("This seat is the person's own.")
    if one.asked_by == command.to_account:
        return []
    return [
        SeatHandedOn(
            session_id=command.session_id,
            registration_id=command.registration_id,
            to_account=command.to_account,
            handed_by=asked.by.actor_id,
            handed_at=asked.at,
        )
    ]
