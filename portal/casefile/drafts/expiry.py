"""Deletion of old drafts: the row and the key. The sweep removes their files."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine, Table, delete, select

from portal.casefile.drafts.tables import drafts


class Forgetting(Protocol):
    def forget(self, subject: str, *, at: datetime) -> bool: ...


def subject_of(draft_id: str) -> str:
    return f"draft-{draft_id}"


def purge(
    engine: Engine,
    vault: Forgetting,
    *,
    at: datetime,
    lifetime: timedelta,
    of: Table = drafts,
    subject: Callable[[str], str] = subject_of,
) -> None:
    """Throw away every draft that has expired.

    ``of``: the table of the drafts, by ``draft_id`` and ``changed_at``; ``subject``: of their keys.
    """
    c = of.c
    old = c.changed_at <= at - lifetime
    with engine.connect() as conn:
        gone = conn.scalars(select(c.draft_id).where(old)).all()
    for draft_id in gone:
        with engine.begin() as conn:
            # unless somebody went on with it at this moment
            removed = conn.execute(delete(of).where(c.draft_id == draft_id, old)).rowcount
        if removed:
            vault.forget(subject(draft_id), at=at)
