"""Who may do what with an organisation: its own focal points, and the stakeholder officers."""

from typing import Final

from services.stakeholders.organisation.state import Organisation, State
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.reference.organisations import register_id


def is_officer(asked: Asked) -> bool:
    return asked.by.has(Role.STAKEHOLDER_OFFICER)


def officer(asked: Asked, *, no: str) -> None:
    require(asked, Role.STAKEHOLDER_OFFICER, no=no)


OWN_CASE: Final = "This is about your own organisation. Another stakeholder officer decides it."


def decides(asked: Asked, organisation_id: str, state: State, *, no: str) -> None:
    """Let officers alone, and none of them about an organisation that is theirs."""
    officer(asked, no=no)
    if of_it(asked, organisation_id, state):
        raise Refused(OWN_CASE)


def own(asked: Asked, organisation_id: str, state: State, *, no: str) -> None:
    """Let its focal points alone: an officer cannot speak for it.

    Whoever speaks for an entry that is the same organisation by a merger speaks for this one too.
    """
    require(asked, Role.FOCAL_POINT, no=no)
    if not of_it(asked, organisation_id, state):
        raise Forbidden(no)


def own_or_officer(asked: Asked, organisation_id: str, state: State, *, no: str) -> None:
    if not is_officer(asked):
        own(asked, organisation_id, state, no=no)


def of_it(asked: Asked, organisation_id: str, state: State) -> bool:
    """Whether this person is of the organisation."""
    if asked.by.organisation_id is None:
        return False
    whose = register_id(asked.by.organisation_id)
    return whose == organisation_id or (
        isinstance(state, Organisation) and state.is_one_with(whose)
    )
