"""Whose an internal advisory procedure is (SD5, D.8).

For a member whom it concerns, by nationality or by an own mandate, it is not there. Where that is
the chair, the next member by seniority does what the chair does.
"""

from services.stakeholders.committee.iap.state import Procedure
from services.stakeholders.committee.members.state import Committee
from services.stakeholders.committee.sitting import of_committee
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.committee import concerned, on_day, stands_in
from shared.reference.iap import mandates_of, states_of

NONE = "There is no such procedure."


def presides(asked: Asked, committee: Committee, this: Procedure) -> None:
    """Let through who leads the Committee in this; for who is concerned it does not exist."""
    of_committee(asked, committee)
    today = day_of(asked.at)
    states = states_of(this.mandate, this.state)
    mandates = mandates_of(this.mandate, this.state)
    now = on_day(committee.every, today)
    member = now.member(asked.by.actor_id, today) if now else None
    own = concerned(member, states=states, mandates=mandates)
    if own or asked.by.actor_id == this.received_from or not mandates.isdisjoint(asked.by.mandates):
        raise Refused(NONE)
    first = stands_in(now, today, states=states, mandates=mandates, unable=(this.received_from,))
    if first is not None and first.holder_id != asked.by.actor_id:
        raise Forbidden("Only the chair, or who stands in for the chair, may do this.")


def is_holder(asked: Asked, this: Procedure) -> bool:
    return asked.by.has(Role.MANDATE_HOLDER) and this.mandate in asked.by.mandates
