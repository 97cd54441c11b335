"""Whose a situation is: to propose, to open and close, to review, and to note actions on (D.5).

Nobody of the Committee whom it concerns, by nationality or by an own mandate (SD5). Where that is
the chair, or the chair cannot act, the next member by seniority stands in.
"""

from services.stakeholders.committee.members.state import Committee
from services.stakeholders.committee.sitting import of_committee
from services.stakeholders.situations.state import Situation
from shared.contracts.stakeholders_situations import SituationProposed
from shared.core.actor import Asked
from shared.core.decider import Forbidden
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.alerts import mandates_on
from shared.reference.committee import concerned, on_day, stands_in


def not_concerned(
    asked: Asked, committee: Committee, state: str, mandates: tuple[str, ...]
) -> None:
    """Let through who works for the Committee, and is not concerned."""
    of_committee(asked, committee)
    own = {*mandates, *mandates_on(state)}
    today = day_of(asked.at)
    now = on_day(committee.every, today)
    one = now.member(asked.by.actor_id, today) if now else None
    if concerned(one, states=[state], mandates=own) or not own.isdisjoint(asked.by.mandates):
        raise Forbidden("You are recused from what concerns this State.")


def reviews(asked: Asked, committee: Committee, of: SituationProposed) -> None:
    """Let through the desk of the State, and who works for the Committee and is not concerned."""
    if not is_desk(asked, of) or asked.by.has(Role.COORDINATION_COMMITTEE):
        not_concerned(asked, committee, of.state, of.mandates)


def presides(
    asked: Asked, committee: Committee, of: SituationProposed, unable: tuple[str, ...]
) -> None:
    """Let through who opens, declines, closes and reopens this situation."""
    not_concerned(asked, committee, of.state, of.mandates)
    today = day_of(asked.at)
    own = {*of.mandates, *mandates_on(of.state)}
    now = on_day(committee.every, today)
    one = stands_in(now, today, states=[of.state], mandates=own, unable=unable)
    if one is not None and one.holder_id != asked.by.actor_id:
        raise Forbidden("Only the chair, or who stands in for the chair, may do this.")


def is_desk(asked: Asked, of: SituationProposed) -> bool:
    """Whether this is a desk officer of the State, who reads of the situation (R15)."""
    return asked.by.has(Role.DESK_OFFICER) and of.state in asked.by.states and not of.reprisals


def is_officer(asked: Asked, this: Situation) -> bool:
    """Whether this is an officer of a mandate that the situation concerns, once it was opened."""
    of = this.proposed
    own = {*of.mandates, *mandates_on(of.state)}
    return (
        asked.by.has(Role.HUMAN_RIGHTS_OFFICER)
        and this.stage in {"open", "closed"}
        and not own.isdisjoint(asked.by.mandates)
    )
