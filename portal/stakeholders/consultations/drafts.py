"""Drafts of proposals: one for each person and consultation, sealed under a key of its own.

A draft stays when the consultation closes: it may be extended. The key goes with the draft.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from portal.casefile.drafts.expiry import Forgetting
from portal.web.context import now, vault
from portal.web.db import engine
from shared.platform.tables import Instant, SealedText

LIFE = timedelta(days=180)
"""Without a change."""

tables = MetaData()
drafts = Table(
    "proposal_drafts",
    tables,
    Column("draft_id", String(36), primary_key=True),  # the proposal's id, once it is sent
    Column("account_id", String(36), nullable=False),
    Column("consultation_id", String(36), nullable=False),
    Column("content", SealedText, nullable=False),
    Column("changed_at", Instant, nullable=False, index=True),
    UniqueConstraint("account_id", "consultation_id"),
)
_c = drafts.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """``typed``: what was entered into each field; empty before anything was."""

    draft_id: str
    typed: Mapping[str, str]


def find(account_id: str, consultation_id: str) -> Draft:
    """Return this person's draft; a new one where nothing was kept."""
    this = (_c.account_id == account_id, _c.consultation_id == consultation_id)
    with engine().connect() as conn:
        row = conn.execute(select(drafts).where(*this)).one_or_none()
    text = vault().unfinished(row.content) if row else None
    if row is None or text is None:
        return Draft(draft_id=str(uuid4()), typed={})
    return Draft(draft_id=row.draft_id, typed=from_json(text))


def of(account_id: str) -> set[str]:
    """Return the consultations for which this person has begun a proposal."""
    mine = select(_c.consultation_id).where(_c.account_id == account_id)
    with engine().connect() as conn:
        return set(conn.scalars(mine))


def save(account_id: str, consultation_id: str, draft: Draft, typed: Mapping[str, str]) -> None:
    """Keep what was typed last, on whatever device."""
    purge(engine(), vault().vault, at=now())
    subject = _subject(draft.draft_id)
    new = {"content": vault().seal(subject, to_json(dict(typed)).decode()), "changed_at": now()}
    this = (_c.account_id == account_id, _c.consultation_id == consultation_id)
    keys = {"account_id": account_id, "consultation_id": consultation_id}
    with engine().begin() as conn:
        if conn.execute(update(drafts).where(_c.draft_id == draft.draft_id).values(new)).rowcount:
            return
    try:
        with engine().begin() as conn:
            conn.execute(insert(drafts).values(draft_id=draft.draft_id, **keys, **new))
    except IntegrityError:  # another device began it at the same moment
        vault().discard(subject, at=now())
        with engine().connect() as conn:
            other = conn.execute(select(drafts).where(*this)).one_or_none()
        if other is not None:
            save(account_id, consultation_id, Draft(draft_id=other.draft_id, typed={}), typed)


def discard(account_id: str, draft_id: str) -> None:
    """Throw one's own draft away for good: its key is destroyed."""
    this = (_c.draft_id == draft_id, _c.account_id == account_id)
    with engine().begin() as conn:
        gone = conn.execute(delete(drafts).where(*this)).rowcount
    if gone:
        vault().discard(_subject(draft_id), at=now())


def purge(engine: Engine, vault: Forgetting, *, at: datetime) -> None:
    """Throw away every draft that nobody changed for long."""
    expiry.purge(engine, vault, at=at, lifetime=LIFE, of=drafts, subject=_subject)


def _subject(draft_id: str) -> str:
    return f"draft-{draft_id}"
