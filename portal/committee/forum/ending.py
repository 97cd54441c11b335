"""When the time of a thread is over: ten years after its last message its texts are destroyed."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine, select

from portal.committee.forum.found import KEYS, subject_of
from portal.committee.forum.read_model import messages, threads


class Forgetting(Protocol):
    def forget(self, subject: str, *, at: datetime) -> bool: ...
    def forgotten_of(self, kind: str) -> set[str]: ...


def end(engine: Engine, vault: Forgetting, *, at: datetime) -> int:
    """Destroy the keys of all messages of threads whose time is over; return how many there were.

    A vault from a backup loses them again. Their files are swept (``stored``).
    """
    these = select(messages.c.message_id).join(threads, threads.c.thread_id == messages.c.thread_id)
    with engine.connect() as conn:
        due = {subject_of(one) for one in conn.scalars(these.where(threads.c.ends_at <= at))}
    left = due - vault.forgotten_of(KEYS) if due else due
    return sum(vault.forget(one, at=at) for one in sorted(left))
