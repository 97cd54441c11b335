"""Who may do what with an organisation: its own focal points, and the stakeholder officers."""

from shared.core.actor import Asked
from shared.core.decider import Forbidden, require
from shared.core.roles import Role
from shared.reference.organisations import register_id


def is_officer(asked: Asked) -> bool:
    return asked.by.has(Role.STAKEHOLDER_OFFICER)


def officer(asked: Asked, *, no: str) -> None:
    require(asked, Role.STAKEHOLDER_OFFICER, no=no)


def own(asked: Asked, organisation_id: str, *, no: str) -> None:
    """Let its focal points alone: an officer cannot speak for it."""
    require(asked, Role.FOCAL_POINT, no=no)
    whose = asked.by.organisation_id
    if whose is None or register_id(whose) != organisation_id:
        raise Forbidden(no)


def own_or_officer(asked: Asked, organisation_id: str, *, no: str) -> None:
    if not is_officer(asked):
        own(asked, organisation_id, no=no)
