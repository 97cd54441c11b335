"""Who reads rows of history that are of visits: the visits themselves, reports and statements."""

from sqlalchemy import ColumnElement, Table, or_, true

from portal.public.history import queries
from portal.web import policy
from portal.web.policy import Kind, Scope
from shared.core.actor import Actor
from shared.platform.tables import any_of

READERS = policy.readers(Kind.VISIT)


def public(table: Table) -> ColumnElement[bool]:
    return table.c.published_on.is_not(None)


def visible(table: Table, actor: Actor) -> ColumnElement[bool]:
    """The rows that this person may read: those that are public, and those of files they read."""
    theirs = sorted({one for state in actor.states for one in queries.names_of(state)})
    of_state = table.c.state.in_(theirs)
    means = {
        Scope.ANY: true(),
        Scope.MANDATE: any_of(table.c.mandates, actor.mandates),
        Scope.STATE: of_state,
        Scope.DATED: of_state,
    }
    return or_(public(table), policy.rows(actor, Kind.VISIT, means))
