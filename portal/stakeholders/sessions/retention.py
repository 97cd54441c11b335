"""How long it is kept who had a seat: until so many days after the session (decision 0123)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Final, Protocol

from sqlalchemy import Engine

from portal.stakeholders.sessions import queries
from shared.core.message import derive_id

_MOST: Final = 100
"""So often nobody erases a seat in one session and asks again."""


class Forgetting(Protocol):
    def forget(self, subject: str, *, at: datetime) -> bool: ...
    def forgotten_of(self, kind: str) -> set[str]: ...


def subjects(registration_id: str) -> Iterator[str]:
    """Yield the subjects of a person's place: after one that was erased comes the next."""
    yield f"seat-{registration_id}"
    for again in count(1):
        yield f"seat-{derive_id('seat', registration_id, again)}"


def earlier(registration_id: str, subject: str) -> list[str]:
    """Return those before this one: each of them was erased."""
    some = list(islice(subjects(registration_id), _MOST))
    return some[: some.index(subject)] if subject in some else []


def discard(engine: Engine, vault: Forgetting, *, days: int, at: datetime) -> int:
    """Destroy the keys of seats whose time is over; return how many there were.

    Of those of which a person asked it the page has destroyed the key: unless it stopped before, or
    the vault comes from a backup. Then who asked again has the old key, too.
    """
    due: set[str] = set()
    with engine.connect() as conn:
        for registration_id, subject, goes in queries.keys(conn, at - timedelta(days=days)):
            if subject != next(subjects(registration_id)):
                due.update(earlier(registration_id, subject))
            if goes:
                due.add(subject)
    left = due - vault.forgotten_of("seat")
    return sum(vault.forget(one, at=at) for one in sorted(left))
