"""Storage of drafts: keep, change, delete. Only the person who began a draft reads it.

A draft belongs to an account, or to whoever has its code: then its account is ``None``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.taking import give_back
from portal.casefile.drafts import expiry
from portal.casefile.drafts.expiry import subject_of
from portal.casefile.drafts.tables import drafts
from portal.casefile.submissions import receipts
from portal.casefile.submissions.receipts import Receipt
from portal.source.drafts import code
from portal.web.context import now, settings, vault
from portal.web.db import engine
from shared.core.message import Sealed, derive_id

Typed: TypeAlias = dict[str, Any]
"""What was typed into a form, by the name of the field."""
_TRIES = 5


@dataclass(slots=True)
class Content:
    """``sections``: what was typed into each; ``lists``: what was typed for each entry, by its id.

    ``waiting``: rows of an uploaded list that are good, while others of it are not. ``files``: what
    is told of each kept file (``Kept``), by its id. ``removed``: bytes of files that were removed.
    """

    sections: dict[str, Typed] = field(default_factory=dict)
    lists: dict[str, dict[str, Typed]] = field(default_factory=dict)
    waiting: list[Typed] = field(default_factory=list)
    files: dict[str, Typed] = field(default_factory=dict)
    removed: int = 0

    @property
    def came(self) -> int:
        """Bytes of all files that came, also of those that were taken out again."""
        return self.removed + sum(int(file["size"]) for file in self.files.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    draft_id: str
    account_id: str | None
    version: int
    changed_at: datetime
    content: Content

    @property
    def command_id(self) -> UUID:
        """The command that will file it: however often it is sent, it is one submission."""
        return command_of(self.draft_id)

    @property
    def expires_at(self) -> datetime:
        return self.changed_at + lifetime()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A draft in a list. ``state``: the State that it is about, once that was entered."""

    draft_id: str
    state: str
    changed_at: datetime
    expires_at: datetime


class Busy(Exception):
    """It was changed from several devices at once, again and again."""


def command_of(draft_id: str) -> UUID:
    """Return the command that files it: nobody but the vault leads on from the draft's id."""
    return derive_id("draft", vault().pseudonym("draft", draft_id))


def receipt_of(conn: Connection, draft_id: str) -> Receipt | None:
    """Return the receipt of what it became; releases before this one led on without the vault."""
    found = receipts.by_command(conn, command_of(draft_id))
    return found or receipts.by_command(conn, derive_id("draft", draft_id))


def begin(account_id: str | None, draft_id: str, content: Content) -> None:
    """Begin a draft; beginning it again changes nothing. Throws away what has expired.

    Without an account it gets a code.
    """
    purge()
    row = {
        "draft_id": draft_id,
        "account_id": account_id,
        "version": 1,
        "content": vault().seal(subject_of(draft_id), _dumped(content)),
        "created_at": now(),
        "changed_at": now(),
    }
    try:
        with engine().begin() as conn:
            conn.execute(insert(drafts).values(row))
            if account_id is None:
                code.add(conn, draft_id)
    except IntegrityError:
        return


def began_at(conn: Connection, draft_id: str) -> datetime | None:
    """Return when a draft began; None if it never did, or is gone."""
    found: datetime | None = conn.scalar(
        select(drafts.c.created_at).where(drafts.c.draft_id == draft_id)
    )
    return found


def lines(conn: Connection, account_id: str) -> Sequence[Line]:
    """Return this person's drafts, the last changed first."""
    c = drafts.c
    rows = conn.execute(
        select(c.draft_id, c.changed_at, c.content)
        .where(c.account_id == account_id, c.changed_at > now() - lifetime())
        .order_by(c.changed_at.desc(), c.draft_id)
    )
    return [
        Line(
            draft_id=row.draft_id,
            state=_state(row.content),
            changed_at=row.changed_at,
            expires_at=row.changed_at + lifetime(),
        )
        for row in rows
    ]


def _state(content: Sealed) -> str:
    text = vault().unfinished(content)
    story = from_json(text)["sections"].get("story", {}) if text else {}
    return str(story.get("state") or "")


def find(account_id: str | None, draft_id: str) -> Draft | None:
    """Return a draft of this person; None for everybody else, and once it has expired.

    Without an account: ask before whether the person has the draft's code.
    """
    c = drafts.c
    with engine().connect() as conn:
        row = conn.execute(
            select(drafts).where(
                c.draft_id == draft_id,
                c.account_id == account_id,
                c.changed_at > now() - lifetime(),
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


def change(draft: Draft, how: Callable[[Content], None]) -> bool:
    """Change it, also when another device changes another part of it at the same moment.

    False: it was sent or thrown away meanwhile.
    """
    this: Draft | None = draft
    for _ in range(_TRIES):
        if this is None:
            return False
        how(this.content)
        sealed = vault().seal(subject_of(this.draft_id), _dumped(this.content))
        with engine().begin() as conn:
            done = conn.execute(
                update(drafts)
                .where(drafts.c.draft_id == this.draft_id, drafts.c.version == this.version)
                .values(version=this.version + 1, content=sealed, changed_at=now())
            )
        if done.rowcount:
            return True
        this = find(this.account_id, this.draft_id)
    raise Busy


def became(conn: Connection, draft: Draft) -> None:
    """Throw the row away, in the transaction that keeps what it became. Raises ``Busy``.

    What another device added since ``draft`` was read must not go with it.
    """
    this = (drafts.c.draft_id == draft.draft_id) & (drafts.c.version == draft.version)
    if not conn.execute(delete(drafts).where(this)).rowcount:
        raise Busy
    code.sent(conn, draft.draft_id)
    unclaimed.claim(conn, object_names(draft.content))


def object_names(content: Content) -> list[str]:
    return [file["object_name"] for file in content.files.values()]


def discard(draft_id: str) -> None:
    """Throw away for good what is left of a draft: its key is destroyed, and so are its files."""
    with engine().begin() as conn:
        conn.execute(delete(drafts).where(drafts.c.draft_id == draft_id))
        code.discard(conn, draft_id)
    vault().discard(subject_of(draft_id), at=now())


def discard_with_files(draft: Draft) -> None:
    """The same, and the objects at once; of a draft that expired the sweep removes them."""
    discard(draft.draft_id)
    give_back(*object_names(draft.content))


def purge() -> None:
    """Throw away every draft that has expired."""
    expiry.purge(engine(), vault().vault, at=now(), lifetime=lifetime())
    with engine().begin() as conn:
        code.sweep(conn)


def lifetime() -> timedelta:
    return timedelta(days=settings().draft_days)


def _dumped(content: Content) -> str:
    kept: Mapping[str, Any] = {
        "sections": content.sections,
        "lists": content.lists,
        "waiting": content.waiting,
        "files": content.files,
        # Without any it is as the version before reads it.
        **({"removed": content.removed} if content.removed else {}),
    }
    return to_json(kept).decode()
