"""The limit on searches for names, and their record, which never contains the name.

A person who finds a case by a name may read that name on its page. But a search asks all cases at
once, and opens no page: so each search is an entry of the audit log, and the daily limit is enough
for work and too low for a list of names (decision 0033).
"""

from datetime import timedelta

from portal.casefile.lint.comparing import keyed
from portal.oversight.audit.queries import counted
from portal.web.accounts.access import current_actor
from portal.web.audit import entries
from portal.web.audit.chain import Read, put
from portal.web.commands import CommandRefused
from portal.web.context import real_now, settings
from portal.web.db import alone, engine
from shared.core.said import Number

_DAY = timedelta(days=1)
_SUBJECT = "names"
_OFTEN = (
    "You looked for {most} names within a day, which is as many as can be. Look for the case by "
    "its number or State, or go on tomorrow."
)


def count() -> None:
    """Put this search on record. Raises ``CommandRefused`` where there were too many today."""
    actor, at, most = current_actor(), real_now(), settings().name_searches_a_day
    with engine().begin() as conn:
        alone(conn, keyed("names", actor.actor_id)[:1])
        before = counted(conn, actor.actor_id, entries.NAMES_SEARCHED, since=at - _DAY)
        allowed = before < most
        entry = Read(
            actor_id=actor.actor_id,
            roles=frozenset(actor.roles),
            what=entries.NAMES_SEARCHED if allowed else entries.NAME_SEARCH_REFUSED,
            subject=_SUBJECT,
            purpose="search",
        )
        put(conn, [entry], at=at)
    if not allowed:
        raise CommandRefused(429, _OFTEN, most=Number(most))
