"""Drafts of messages: one for each person and place, sealed, and gone with the message.

A place is a thread, a message to be answered, or a space in which a thread is started. Whatever is
typed is kept when it is first sent, also what is refused; its key goes once the message is posted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from pydantic_core import from_json, to_json
from sqlalchemy import (
    Column,
    Engine,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from portal.casefile.drafts import expiry
from portal.casefile.drafts.expiry import Forgetting, subject_of
from portal.web.accounts.access import current_account
from portal.web.context import now, vault
from portal.web.db import engine
from shared.platform.tables import Instant, SealedText
from shared.platform.vault import Forgotten

LIFE: Final = timedelta(days=180)
"""Without a change."""
LONGEST: Final = 20_000
"""Characters that are kept of a field: twice what a message may have."""

tables = MetaData()
drafts = Table(
    "forum_drafts",
    tables,
    Column("draft_id", String(36), primary_key=True),
    Column("account_id", String(36), nullable=False),
    Column("place", String(90), nullable=False),
    Column("content", SealedText, nullable=False),
    Column("changed_at", Instant, nullable=False, index=True),
    UniqueConstraint("account_id", "place"),
)
_c = drafts.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """``typed``: what was entered into each field."""

    draft_id: str
    place: Sequence[str]
    changed_at: datetime
    typed: Mapping[str, str]


def find(*place: str) -> Draft | None:
    """Return the own draft of this place."""
    this = (_c.account_id == current_account().account_id, _c.place == _written(place))
    with engine().connect() as conn:
        row = conn.execute(select(drafts).where(*this)).one_or_none()
    text = vault().unfinished(row.content) if row else None
    if row is None or text is None:
        return None
    return Draft(
        draft_id=row.draft_id, place=place, changed_at=row.changed_at, typed=from_json(text)
    )


def mine() -> list[Draft]:
    """Return the own drafts without what is in them, the last one first."""
    these = select(_c.draft_id, _c.place, _c.changed_at)
    own = these.where(_c.account_id == current_account().account_id)
    with engine().connect() as conn:
        rows = conn.execute(own.order_by(_c.changed_at.desc(), _c.draft_id)).all()
    return [
        Draft(
            draft_id=row.draft_id,
            place=row.place.split(" "),
            changed_at=row.changed_at,
            typed={},
        )
        for row in rows
    ]


def save(typed: Mapping[str, str], *place: str) -> None:
    """Keep what was typed last, on whatever device; nothing of what is empty."""
    cut = {name: text[:LONGEST] for name, text in typed.items()}
    if not any(text.strip() for text in cut.values()):
        return
    keys = {"account_id": current_account().account_id, "place": _written(place)}
    this = (_c.account_id == keys["account_id"], _c.place == keys["place"])
    with engine().connect() as conn:
        known = conn.scalar(select(_c.draft_id).where(*this))
    text = to_json(cut).decode()
    if known and _changed(known, text):
        return
    draft_id = str(uuid4())  # the key of one that is gone is gone for good
    new = {"content": vault().seal(subject_of(draft_id), text), "changed_at": now()}
    try:
        with engine().begin() as conn:
            conn.execute(delete(drafts).where(_c.draft_id == known))
            conn.execute(insert(drafts).values(draft_id=draft_id, **keys, **new))
    except IntegrityError:  # another device began it at the same moment, and its draft counts
        vault().discard(subject_of(draft_id), at=now())


def _changed(draft_id: str, text: str) -> bool:
    """Change a draft; False if it was posted or thrown away at this moment."""
    try:
        new = {"content": vault().seal(subject_of(draft_id), text), "changed_at": now()}
    except Forgotten:
        return False
    with engine().begin() as conn:
        return bool(
            conn.execute(update(drafts).where(_c.draft_id == draft_id).values(new)).rowcount
        )


def discard(draft_id: str) -> None:
    """Throw an own draft away for good: its key is destroyed."""
    this = (_c.draft_id == draft_id, _c.account_id == current_account().account_id)
    with engine().begin() as conn:
        gone = conn.execute(delete(drafts).where(*this)).rowcount
    if gone:
        vault().discard(subject_of(draft_id), at=now())


def done(*place: str) -> None:
    """Throw away the own draft of this place: what it was for is posted."""
    this = (_c.account_id == current_account().account_id, _c.place == _written(place))
    with engine().connect() as conn:
        draft_id = conn.scalar(select(_c.draft_id).where(*this))
    if draft_id is not None:
        discard(draft_id)


def purge(engine: Engine, vault: Forgetting, *, at: datetime) -> None:
    """Throw away every draft that nobody changed for long."""
    expiry.purge(engine, vault, at=at, lifetime=LIFE, of=drafts)


def _written(place: Sequence[str]) -> str:
    return " ".join(place)
