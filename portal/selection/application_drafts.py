"""Drafts of applications: one for each person and vacancy, sealed under a key of its own.

A draft stays when the call closes: it may be extended. The key goes with the draft.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from pydantic_core import from_json, to_json
from sqlalchemy import (
    Column,
    Engine,
    Integer,
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

from portal.casefile.attachments import unclaimed
from portal.casefile.drafts import expiry
from portal.casefile.drafts.expiry import Forgetting, subject_of
from portal.selection.applying import Typed
from portal.web.context import now, vault
from portal.web.db import engine
from shared.platform.tables import Instant, SealedText

LIFE = timedelta(days=180)
"""Without a change; a call that is extended is over long before."""

tables = MetaData()
drafts = Table(
    "application_drafts",
    tables,
    Column("draft_id", String(36), primary_key=True),  # the candidate's id, once it is sent
    Column("account_id", String(36), nullable=False),
    Column("vacancy_id", String(36), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", SealedText, nullable=False),
    Column("changed_at", Instant, nullable=False, index=True),
    UniqueConstraint("account_id", "vacancy_id"),
)
_c = drafts.c
_LETTERS: Final = "letters"
"""Beside the sections in a draft's content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """``sections``: what was typed into each; ``version``: None before anything was.

    ``letters``: the reference letters that are kept for it, by id (``letters``).
    """

    draft_id: str
    vacancy_id: str
    version: int | None
    changed_at: datetime | None
    sections: Mapping[str, Typed]
    letters: Mapping[str, Any]


class Busy(Exception):
    """Another device changed it at the same moment."""


def find(account_id: str, vacancy_id: str) -> Draft:
    """Return this person's draft for this vacancy; a new one where nothing was kept."""
    this = (_c.account_id == account_id, _c.vacancy_id == vacancy_id, _c.changed_at > now() - LIFE)
    with engine().connect() as conn:
        row = conn.execute(select(drafts).where(*this)).one_or_none()
    text = vault().unfinished(row.content) if row else None
    if row is None or text is None:
        return Draft(
            draft_id=str(uuid4()),
            vacancy_id=vacancy_id,
            version=None,
            changed_at=None,
            sections={},
            letters={},
        )
    kept = from_json(text)
    letters = kept.pop(_LETTERS, {})
    return Draft(
        draft_id=row.draft_id,
        vacancy_id=row.vacancy_id,
        version=row.version,
        changed_at=row.changed_at,
        sections=kept,
        letters=letters,
    )


def of(account_id: str) -> set[str]:
    """Return the vacancies for which this person has begun an application."""
    mine = (_c.account_id == account_id, _c.changed_at > now() - LIFE)
    with engine().connect() as conn:
        return set(conn.scalars(select(_c.vacancy_id).where(*mine)))


def save(account_id: str, draft: Draft, section: str, typed: Typed) -> None:
    """Keep what was typed into a section. Raises ``Busy``."""
    _write(account_id, draft, {**draft.sections, section: typed, _LETTERS: draft.letters})


def keep_letters(account_id: str, draft: Draft, letters: Mapping[str, Any]) -> None:
    """Keep these reference letters in place of those of the draft. Raises ``Busy``."""
    _write(account_id, draft, {**draft.sections, _LETTERS: letters})


def _write(account_id: str, draft: Draft, content: Mapping[str, Any]) -> None:
    new = {
        "content": vault().seal(subject_of(draft.draft_id), to_json(content).decode()),
        "version": (draft.version or 0) + 1,
        "changed_at": now(),
    }
    if draft.version is None:
        purge(engine(), vault().vault, at=now())
        _begin(account_id, draft, new)
        return
    this = (_c.draft_id == draft.draft_id, _c.version == draft.version)
    with engine().begin() as conn:
        if not conn.execute(update(drafts).where(*this).values(new)).rowcount:
            raise Busy


def _begin(account_id: str, draft: Draft, new: Mapping[str, object]) -> None:
    keys = {
        "draft_id": draft.draft_id,
        "account_id": account_id,
        "vacancy_id": draft.vacancy_id,
    }
    try:
        with engine().begin() as conn:
            conn.execute(insert(drafts).values(**keys, **new))
    except IntegrityError:
        vault().discard(subject_of(draft.draft_id), at=now())
        raise Busy from None


def hand_over(names: Iterable[str]) -> None:
    """Leave these objects to the application that tells of them."""
    with engine().begin() as conn:
        unclaimed.strike(conn, list(names))


def discard(draft_id: str, told: Sequence[str] = ()) -> None:
    """Throw a draft away for good: its key is destroyed, and its letters go with it.

    ``told``: objects of which the application tells, which stay.
    """
    with engine().begin() as conn:
        unclaimed.strike(conn, told)
        gone = conn.execute(delete(drafts).where(_c.draft_id == draft_id)).rowcount
    if gone:
        vault().discard(subject_of(draft_id), at=now())


def purge(engine: Engine, vault: Forgetting, *, at: datetime) -> None:
    """Throw away every draft that nobody changed for long."""
    expiry.purge(engine, vault, at=at, lifetime=LIFE, of=drafts)
