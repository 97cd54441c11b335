"""Whether somebody may handle an alert, as the service rules on it (SD5)."""

from enum import Enum, auto

from sqlalchemy import Connection

from portal.committee.members import queries as members
from portal.committee.warning.queries import Alert
from portal.web.context import today
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.alerts import mandates_on


class Part(Enum):
    """``RECUSED``: the State is a member's own."""

    HANDLES = auto()
    RECUSED = auto()
    READS = auto()


def part_of(conn: Connection, actor: Actor, this: Alert) -> Part:
    if works(conn, actor):
        own = members.concerned(
            conn, actor, today(), states=[this.state], mandates=mandates_on(this.state)
        )
        return Part.RECUSED if own else Part.HANDLES
    if actor.has(Role.DESK_OFFICER) and this.state in actor.states:
        return Part.HANDLES
    return Part.READS


def works(conn: Connection, actor: Actor) -> bool:
    """Whether this person works for the Committee today."""
    return members.works(conn, actor, today())
