"""Who works for the Committee, for the decisions of its meetings and action items."""

from services.stakeholders.committee.members.state import Committee
from shared.core.actor import Asked
from shared.core.decider import Forbidden
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.committee import has_left, on_day


def works(asked: Asked, committee: Committee) -> bool:
    """Whether this person works for the Committee: by the role, until they leave it as a member."""
    if not asked.by.has(Role.COORDINATION_COMMITTEE):
        return False
    return not has_left(committee.every, asked.by.actor_id, day_of(asked.at))


def leads(asked: Asked, committee: Committee) -> bool:
    """Whether this person may do what the chair does.

    While nobody is the chair, or the chair has no account, everybody of the Committee may.
    """
    if not works(asked, committee):
        return False
    on = day_of(asked.at)
    now = on_day(committee.every, on)
    chair = now.chair(on) if now else None
    return chair is None or chair.holder_id is None or chair.holder_id == asked.by.actor_id


def of_committee(asked: Asked, committee: Committee) -> None:
    if not works(asked, committee):
        raise Forbidden("Only the Coordination Committee may do this.")


def of_chair(asked: Asked, committee: Committee) -> None:
    if not leads(asked, committee):
        raise Forbidden("Only the chair of the Coordination Committee may do this.")
