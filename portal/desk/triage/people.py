"""The people to whom a submission can be assigned: the desk, and officers of its mandates."""

from collections.abc import Collection

from sqlalchemy import Connection, String, cast, not_, or_, select

from portal.web.accounts.tables import accounts
from shared.core.roles import Role

_TEXT = cast(accounts.c.roles, String)


def workers(conn: Connection, seized: Collection[str], *, demo: bool) -> dict[str, str]:
    """Return account → name, by name. ``demo``: accounts of the demonstration count too."""
    c = accounts.c
    either = or_(*(_TEXT.contains(f'"{role}"') for role in _ROLES))
    enters = not_(c.disabled) if demo else not_(or_(c.disabled, c.demo))
    rows = conn.execute(
        select(c.account_id, c.name, c.roles, c.mandates).where(either, enters).order_by(c.name)
    )
    return {
        row.account_id: row.name
        for row in rows
        if Role.QUICK_RESPONSE_DESK in row.roles or not set(seized).isdisjoint(row.mandates)
    }


_ROLES = (Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER)
