"""Who reads rows of history that are of visits: the visits themselves, reports and statements.

Their files are read with them; of what is public everybody reads those files alone of which the
desk said that they were published (decision 0223).
"""

from sqlalchemy import ColumnElement, Table, and_, false, or_, true

from portal.casefile.history import files
from portal.web import policy
from portal.web.policy import Kind, Scope
from shared.core.actor import Actor
from shared.platform.tables import any_of
from shared.reference.former_states import names_of

READERS = policy.readers(Kind.VISIT)


def public(table: Table) -> ColumnElement[bool]:
    return table.c.published_on.is_not(None)


def visible(table: Table, actor: Actor | None) -> ColumnElement[bool]:
    """The rows that this person may read: those that are public, and those of files they read.

    None: everybody.
    """
    return or_(public(table), _theirs(table, actor))


def visible_files(table: Table, actor: Actor | None) -> ColumnElement[bool]:
    """The files beside these rows that this person may read; None: that everybody may."""
    return or_(and_(public(table), files.c.public.is_(True)), _theirs(table, actor))


def _theirs(table: Table, actor: Actor | None) -> ColumnElement[bool]:
    if actor is None:
        return false()
    of_state = table.c.state.in_(sorted({one for state in actor.states for one in names_of(state)}))
    means = {
        Scope.ANY: true(),
        Scope.MANDATE: any_of(table.c.mandates, actor.mandates),
        Scope.STATE: of_state,
        Scope.DATED: of_state,
    }
    return policy.rows(actor, Kind.VISIT, means)
