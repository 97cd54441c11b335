"""Keep, change and throw away drafts. Nobody but who began one ever reads it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from portal.context import now, settings, vault
from portal.db import engine
from portal.drafts.tables import drafts
from shared.message import derive_id

Typed: TypeAlias = dict[str, Any]
"""What was typed into a form, by the name of the field."""
_TRIES = 5


@dataclass(slots=True)
class Content:
    """``sections``: what was typed into each; ``lists``: what was typed for each entry, by its id.

    ``waiting``: rows of an uploaded list that are good, while others of it are not.
    """

    sections: dict[str, Typed] = field(default_factory=dict)
    lists: dict[str, dict[str, Typed]] = field(default_factory=dict)
    waiting: list[Typed] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    draft_id: str
    account_id: str
    version: int
    changed_at: datetime
    content: Content

    @property
    def command_id(self) -> UUID:
        """The command that will file it: however often it is sent, it is one submission."""
        return command_of(self.draft_id)

    @property
    def expires_at(self) -> datetime:
        return self.changed_at + _lifetime()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A draft in a list, without what is in it."""

    draft_id: str
    changed_at: datetime
    expires_at: datetime


class Busy(Exception):
    """It was changed from several devices at once, again and again."""


def command_of(draft_id: str) -> UUID:
    return derive_id("draft", draft_id)


def begin(account_id: str, draft_id: str, content: Content) -> None:
    """Begin a draft; beginning it again changes nothing. Throws away what has expired."""
    purge()
    row = {
        "draft_id": draft_id,
        "account_id": account_id,
        "version": 1,
        "content": vault().seal(_subject(draft_id), _dumped(content)),
        "created_at": now(),
        "changed_at": now(),
    }
    try:
        with engine().begin() as conn:
            conn.execute(insert(drafts).values(row))
    except IntegrityError:
        return


def lines(conn: Connection, account_id: str) -> Sequence[Line]:
    """Return this person's drafts, the last changed first."""
    c = drafts.c
    rows = conn.execute(
        select(c.draft_id, c.changed_at)
        .where(c.account_id == account_id, c.changed_at > now() - _lifetime())
        .order_by(c.changed_at.desc(), c.draft_id)
    )
    return [
        Line(
            draft_id=row.draft_id,
            changed_at=row.changed_at,
            expires_at=row.changed_at + _lifetime(),
        )
        for row in rows
    ]


def find(account_id: str, draft_id: str) -> Draft | None:
    """Return a draft of this person; None for everybody else, and once it has expired."""
    c = drafts.c
    with engine().connect() as conn:
        row = conn.execute(
            select(drafts).where(
                c.draft_id == draft_id,
                c.account_id == account_id,
                c.changed_at > now() - _lifetime(),
            )
        ).one_or_none()
    text = vault().unfinished(row.content) if row else None
    if row is None or text is None:
        return None
    return Draft(
        draft_id=row.draft_id,
        account_id=row.account_id,
        version=row.version,
        changed_at=row.changed_at,
        content=Content(**from_json(text)),
    )


def change(draft: Draft, how: Callable[[Content], None]) -> None:
    """Change it, also when another device changes another part of it at the same moment."""
    this: Draft | None = draft
    for _ in range(_TRIES):
        if this is None:
            return  # it was sent or thrown away meanwhile
        how(this.content)
        sealed = vault().seal(_subject(this.draft_id), _dumped(this.content))
        with engine().begin() as conn:
            done = conn.execute(
                update(drafts)
                .where(drafts.c.draft_id == this.draft_id, drafts.c.version == this.version)
                .values(version=this.version + 1, content=sealed, changed_at=now())
            )
        if done.rowcount:
            return
        this = find(this.account_id, this.draft_id)
    raise Busy


def remove(conn: Connection, draft_id: str) -> None:
    """Throw the row away, in the transaction that keeps what it became."""
    conn.execute(delete(drafts).where(drafts.c.draft_id == draft_id))


def forget(draft_id: str) -> None:
    """Destroy the draft's key, once its row is gone."""
    vault().discard(_subject(draft_id), at=now())


def discard(draft_id: str) -> None:
    """Throw a draft away for good."""
    with engine().begin() as conn:
        remove(conn, draft_id)
    forget(draft_id)


def purge() -> None:
    """Throw away every draft that has expired."""
    c = drafts.c
    with engine().connect() as conn:
        gone = conn.scalars(select(c.draft_id).where(c.changed_at <= now() - _lifetime())).all()
    for draft_id in gone:
        discard(draft_id)


def _lifetime() -> timedelta:
    return timedelta(days=settings().draft_days)


def _subject(draft_id: str) -> str:
    return f"draft-{draft_id}"


def _dumped(content: Content) -> str:
    kept: Mapping[str, Any] = {
        "sections": content.sections,
        "lists": content.lists,
        "waiting": content.waiting,
    }
    return to_json(kept).decode()
