"""How long it is kept who had a seat: until so many days after the session (decision 0123)."""

from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine

from portal.stakeholders.sessions import queries


class Forgetting(Protocol):
    def forget(self, subject: str, *, at: datetime) -> bool: ...
    def forgotten_of(self, kind: str) -> set[str]: ...


def discard(engine: Engine, vault: Forgetting, *, days: int, at: datetime) -> int:
    """Destroy the keys of seats whose time is over; return how many there were.

    Of those of which a person asked it the page has destroyed the key: unless it stopped before, or
    the vault comes from a backup.
    """
    with engine.connect() as conn:
        subjects = queries.to_forget(conn, at - timedelta(days=days))
    left = subjects - vault.forgotten_of("seat")
    return sum(vault.forget(one, at=at) for one in sorted(left))
