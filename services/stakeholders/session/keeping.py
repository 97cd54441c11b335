"""Registrations are erased once they may be kept no more, and their numbers stay: section H.3."""

from collections.abc import Sequence

from services.stakeholders.session.state import HOLDING, Session, Stage
from shared.contracts.stakeholders_session_commands import EraseRegistrations
from shared.contracts.stakeholders_sessions import Fact, SeatKind, SessionRegistrationsErased
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.reference.organisations import REGISTER_CLOCK
from shared.reference.sessions import REMOTE, ROOM


def erase(command: EraseRegistrations, asked: Asked, state: Session) -> Sequence[Fact]:
    """When they may be kept no more is a setting of the portal; never before it is over."""
    if asked.by != REGISTER_CLOCK:
        raise Forbidden("Only the clock of the register erases registrations.")
    if state.erased:
        return []
    if asked.at <= state.details.ends_at:
        raise Refused("This session is not over yet.")
    some = state.registrations.values()
    return [
        SessionRegistrationsErased(
            session_id=command.session_id,
            room=_seated(state, ROOM),
            remote=_seated(state, REMOTE),
            waiting=sum(one.seats for one in some if one.stage is Stage.WAITING),
            came=sum(
                one.has[1]
                for one in some
                if one.stage is Stage.CONFIRMED and one.came and one.has is not None
            ),
            erased_at=asked.at,
        )
    ]


def _seated(state: Session, kind: SeatKind) -> int:
    return sum(
        one.has[1]
        for one in state.registrations.values()
        if one.stage in HOLDING and one.has is not None and one.has[0] == kind
    )
