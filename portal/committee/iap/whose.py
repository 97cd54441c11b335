"""Who leads the Committee in an internal advisory procedure, as the service rules on it (SD5)."""

from datetime import date

from sqlalchemy import Connection

from portal.committee.iap import queries
from portal.committee.iap.queries import Procedure
from portal.committee.members import queries as members
from portal.web.accounts import offices
from portal.web.accounts.account import Account, actor_of
from shared.core.roles import Role
from shared.reference import iap
from shared.reference.committee import stands_in


def leading(conn: Connection, this: Procedure, on: date) -> list[Account]:
    """Return the chair, or who stands in; where that is nobody, all whom it does not concern."""
    able, now = able_for(conn, this, on), members.on_day(conn, on)
    first = stands_in(
        now,
        on,
        states=iap.states_of(this.mandate, this.state),
        mandates=iap.mandates_of(this.mandate, this.state),
        unable=unable(conn, this, on),
    )
    return [one for one in able if first is None or one.account_id == first.holder_id]


def able_for(conn: Connection, this: Procedure, on: date) -> list[Account]:
    """Return who works for the Committee and is not concerned, by the record or the account."""
    return [
        each
        for each in offices.holding(conn, on, Role.COORDINATION_COMMITTEE)
        if queries.one(conn, this.iap_id, queries.for_committee(conn, actor_of(each), on))
    ]


def unable(conn: Connection, this: Procedure, on: date) -> tuple[str, ...]:
    """Return the members who cannot act, for whom the next by seniority stands in."""
    able = {one.account_id for one in able_for(conn, this, on)}
    now = members.on_day(conn, on)
    serving = [one.holder_id for one in now.serving(on) if one.holder_id] if now else []
    return tuple(one for one in serving if one not in able)


def holders(conn: Connection, this: Procedure, on: date) -> tuple[str, ...]:
    """Return the accounts that have the mandate on this day, but for who asked."""
    return tuple(
        one.account_id
        for one in offices.holding(conn, on, Role.MANDATE_HOLDER)
        if this.mandate in one.mandates and one.account_id != this.received_from
    )
