"""What somebody may do with a situation, as the service rules on it (D.5, SD5)."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, Connection

from portal.committee.members import queries as members
from portal.committee.situations import queries
from portal.committee.situations.queries import Situation
from portal.web.accounts import offices
from portal.web.accounts.access import current_actor
from portal.web.accounts.account import Account, actor_of
from portal.web.context import today
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.committee import stands_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``recused``: the State or a theme is a member's own. ``presides``: opens and closes it."""

    recused: bool = False
    decides: bool = False
    presides: bool = False
    reviews: bool = False
    notes: bool = False


def works(conn: Connection) -> bool:
    return members.works(conn, current_actor(), today())


def seen(conn: Connection) -> ColumnElement[bool]:
    """Which situations exist for whoever came."""
    return queries.visible(current_actor(), works=works(conn))


def part_of(conn: Connection, actor: Actor, this: Situation) -> Part:
    """Return all of it; who presides is asked of each member of the Committee."""
    part = part_in_list(conn, actor, this)
    return replace(part, presides=part.decides and presides(conn, actor.actor_id, this))


def part_in_list(conn: Connection, actor: Actor, this: Situation) -> Part:
    """Return it without whether this person presides."""
    on = today()
    desk = actor.has(Role.DESK_OFFICER) and this.state in actor.states and not this.reprisals
    officer = (
        actor.has(Role.HUMAN_RIGHTS_OFFICER)
        and this.opened_at is not None
        and not this.own.isdisjoint(actor.mandates)
    )
    if not actor.has(Role.COORDINATION_COMMITTEE):
        return Part(reviews=desk, notes=desk or officer)
    in_it = members.works(conn, actor, on)
    own = members.concerned(conn, actor, on, states=[this.state], mandates=this.own)
    decides = in_it and not own
    return Part(
        recused=in_it and own,
        decides=decides,
        reviews=decides,
        notes=decides or desk or officer,
    )


def presides(conn: Connection, actor_id: str, this: Situation) -> bool:
    """Whether a member who is not concerned is the chair, or stands in for the chair."""
    on = today()
    return actor_id in {one.account_id for one in presiding(conn, this, on)}


def presiding(conn: Connection, this: Situation, on: date) -> list[Account]:
    """Return the chair, or who stands in; where that is nobody, all who can."""
    able, now = able_for(conn, this, on), members.on_day(conn, on)
    cannot = unable(conn, this, on)
    first = stands_in(now, on, states=[this.state], mandates=this.own, unable=cannot)
    return [one for one in able if first is None or one.account_id == first.holder_id]


def able_for(conn: Connection, this: Situation, on: date) -> list[Account]:
    """Return who works for the Committee and is not concerned, by the record or the account."""
    return [
        each
        for each in offices.holding(conn, on, Role.COORDINATION_COMMITTEE)
        for actor in [actor_of(each)]
        if members.works(conn, actor, on)
        and not members.concerned(conn, actor, on, states=[this.state], mandates=this.own)
    ]


def unable(conn: Connection, this: Situation, on: date) -> tuple[str, ...]:
    """Return the members who cannot act, for whom the next by seniority stands in."""
    able = {one.account_id for one in able_for(conn, this, on)}
    now = members.on_day(conn, on)
    serving = [one.holder_id for one in now.serving(on) if one.holder_id] if now else []
    return tuple(one for one in serving if one not in able)
