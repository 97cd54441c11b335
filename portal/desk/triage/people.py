"""The people to whom a submission can be assigned: the desk, and officers of its mandates."""

from collections.abc import Collection

from sqlalchemy import Connection, not_, or_, select

from portal.web.accounts.tables import accounts
from shared.core.roles import Role
from shared.platform.tables import any_of


def workers(conn: Connection, seized: Collection[str], *, demo: bool) -> dict[str, str]:
    """Return account → name, by name. ``demo``: accounts of the demonstration count too."""
    c = accounts.c
    enters = not_(c.disabled) if demo else not_(or_(c.disabled, c.demo))
    rows = conn.execute(
        select(c.account_id, c.name, c.roles, c.mandates)
        .where(any_of(c.roles, _ROLES), enters)
        .order_by(c.name)
    )
    return {
        row.account_id: row.name
        for row in rows
        if Role.QUICK_RESPONSE_DESK in row.roles or not set(seized).isdisjoint(row.mandates)
    }


_ROLES = (Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER)
