"""For how long registrations are kept: then they are erased, and only their numbers stay (H.3).

The keys go first. Were the fact first, its rows would be gone, and nobody could find the keys.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from portal.stakeholders.sessions import queries
from portal.stakeholders.sessions.asking import case_of, seat_subject
from portal.web.delivery import outbox
from shared.contracts.commands import stored
from shared.contracts.stakeholders_session_commands import EraseRegistrations
from shared.core.message import derive_id
from shared.reference.organisations import REGISTER_CLOCK


class Forgetting(Protocol):
    def forget(self, subject: str, *, at: datetime) -> bool: ...
    def forgotten(self, subjects: Iterable[str]) -> dict[str, datetime]: ...


def erase(engine: Engine, vault: Forgetting, days: int, *, at: datetime) -> int:
    """Erase those of sessions that ended more than so many days ago; return of how many."""
    with engine.connect() as conn:
        due = queries.kept_since(conn, at - timedelta(days=days))
    for session_id, registrations in due.items():
        subjects = [seat_subject(one) for one in registrations]
        gone = vault.forgotten(subjects)
        for one in subjects:
            if one not in gone:
                vault.forget(one, at=at)
        _record(engine, session_id, at)
    return len(due)


def _record(engine: Engine, session_id: str, at: datetime) -> None:
    command_id = derive_id("registrations erased", session_id)
    try:
        with engine.begin() as conn:
            if outbox.find(conn, command_id) is None:
                outbox.add(
                    conn,
                    *stored(EraseRegistrations(session_id=session_id)),
                    by=REGISTER_CLOCK,
                    command_id=command_id,
                    correlation_id=case_of(session_id),
                    at=at,
                )
    except IntegrityError:
        return  # another process was faster
