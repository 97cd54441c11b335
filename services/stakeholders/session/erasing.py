"""Erasing who a seat was for: the record of it, before the key is destroyed."""

from collections.abc import Sequence

from services.stakeholders.session.seats import own
from services.stakeholders.session.state import ACTIVE, Session
from shared.contracts.stakeholders_session_commands import EraseRegistration
from shared.contracts.stakeholders_sessions import Fact, RegistrationErased
from shared.core.actor import Asked
from shared.core.decider import Refused


def erase(command: EraseRegistration, asked: Asked, state: Session) -> Sequence[Fact]:
    """A seat that stands, and an appeal that waits, need to say whose they are."""
    one = own(state, command.registration_id, asked)
    if one.erased:
        return []
    if not (state.called_off or asked.at >= state.details.ends_at):
        if one.stage in ACTIVE:
            raise Refused("Give the seat back first, or wait until the session is over.")
        if one.appeal is True:
            raise Refused("An appeal waits for a decision. It can be erased after it.")
    return [
        RegistrationErased(
            session_id=command.session_id,
            registration_id=one.registration_id,
            erased_by=asked.by.actor_id,
            erased_at=asked.at,
        )
    ]
