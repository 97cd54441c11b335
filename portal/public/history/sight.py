"""Who reads rows of history that are of visits: the visits themselves, reports and statements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, false, or_, true

from portal.public.history import queries
from portal.web import policy
from portal.web.policy import Kind, Scope
from shared.core.actor import Actor

READERS = policy.readers(Kind.VISIT)


def public(table: Table) -> ColumnElement[bool]:
    return table.c.published_on.is_not(None)


def visible(table: Table, actor: Actor) -> ColumnElement[bool]:
    """The rows that this person may read: those that are public, and those of files they read."""
    theirs = sorted({one for state in actor.states for one in queries.names_of(state)})
    of_state = table.c.state.in_(theirs)
    means = {
        Scope.ANY: true(),
        Scope.MANDATE: of(table, actor.mandates),
        Scope.STATE: of_state,
        Scope.DATED: of_state,
    }
    return or_(public(table), policy.rows(actor, Kind.VISIT, means))


def of(table: Table, mandates: Sequence[str] | frozenset[str]) -> ColumnElement[bool]:
    """Whether one of the mandates stands in the list of a row."""
    written: ColumnElement[Any] = cast(table.c.mandates, String)
    return or_(false(), *(written.contains(f'"{code}"', autoescape=True) for code in mandates))
