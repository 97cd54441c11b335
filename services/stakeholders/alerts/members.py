"""Whose an alert is to handle: the Committee's, but for members who are concerned (SD5).

Who works for the Committee has its role, until they leave it as a member. The record of the
election has the nationalities of a member.
"""

from services.stakeholders.committee.members.state import Committee
from shared.contracts.stakeholders_committee import Member
from shared.core.actor import Asked
from shared.core.decider import Forbidden, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.alerts import mandates_on
from shared.reference.committee import concerned, has_left, on_day

_NO = "Only a member of the Coordination Committee may do this."


def of_committee(asked: Asked, committee: Committee) -> Member | None:
    """Return as which member this person acts, None without a record; refuse everybody else."""
    require(asked, Role.COORDINATION_COMMITTEE, no=_NO)
    today = day_of(asked.at)
    if has_left(committee.every, asked.by.actor_id, today):
        raise Forbidden(_NO)
    now = on_day(committee.every, today)
    return now.member(asked.by.actor_id, today) if now else None


def not_apart(state: str, asked: Asked, committee: Committee) -> None:
    """Refuse a member whose own the State is: by nationality, or by a mandate on it."""
    on_it = mandates_on(state)
    one = of_committee(asked, committee)
    own = concerned(one, states=[state], mandates=on_it)
    if own or not on_it.isdisjoint(asked.by.mandates):
        raise Forbidden("You are recused from what concerns this State.")
