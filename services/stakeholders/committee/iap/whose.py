"""Whose an internal advisory procedure is (SD5, D.8).

For a member whom it concerns, by nationality, by an own mandate or as invited, it is not there, as
for everybody who is no part of it. Where that is the chair, or the chair cannot act, the next
member by seniority does what the chair does.
"""

from services.stakeholders.committee.iap.state import Procedure
from services.stakeholders.committee.members.state import Committee
from services.stakeholders.committee.sitting import works
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.committee import concerned, on_day, stands_in
from shared.reference.iap import mandates_of, states_of

NONE = "There is no such procedure."


def presides(asked: Asked, committee: Committee, this: Procedure, unable: tuple[str, ...]) -> None:
    """Let through who leads the Committee in this; for who is concerned it does not exist."""
    if not works(asked, committee):
        raise Refused(NONE)
    today = day_of(asked.at)
    states = states_of(this.mandate, this.state)
    mandates = mandates_of(this.mandate, this.state)
    now = on_day(committee.every, today)
    member = now.member(asked.by.actor_id, today) if now else None
    parties = {this.received_from, *this.holders}
    own = concerned(member, states=states, mandates=mandates) or asked.by.actor_id in parties
    if own or not mandates.isdisjoint(asked.by.mandates):
        raise Refused(NONE)
    cannot = parties.union(unable)
    first = stands_in(now, today, states=states, mandates=mandates, unable=cannot)
    if first is not None and first.holder_id != asked.by.actor_id:
        raise Forbidden("Only the chair, or who stands in for the chair, may do this.")


def is_holder(asked: Asked, this: Procedure) -> bool:
    """Whether this is one of those who were invited, whoever has the mandate today."""
    return asked.by.has(Role.MANDATE_HOLDER) and asked.by.actor_id in this.holders
