"""Additions by sources after filing, for the people who read the submissions behind a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Connection, func, select

from portal.casefile.submissions import told
from portal.casefile.submissions.texts import opened
from portal.letters.communications import contents, queries
from portal.letters.communications.contents import Version
from portal.letters.communications.letter import Letter, Sight
from portal.letters.communications.tables import additions
from portal.web.accounts.access import signed_in
from portal.web.accounts.account import actor_of
from portal.web.db import engine
from portal.web.i18n.texts import lazy
from shared.core.actor import Actor

_TITLES = MappingProxyType(
    {
        "development": lazy("What is new"),
        "incident": lazy("Another incident"),
        "perpetrator": lazy("Another one responsible"),
        "victim": lazy("Another person or group affected"),
        "answer": lazy("An answer to a question"),
        "file": lazy("A file"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """``text``: None once it was erased; empty of a file. ``new``: since the text was written.

    ``opens``: whether this person may open the files of the submission; a mandate that joined
    the letter reads the texts alone. By whom it was added is nowhere here.
    """

    submission_id: str
    kind: str
    media_type: str | None
    added_at: datetime
    text: str | None
    new: bool
    opens: bool

    @property
    def title(self) -> str:
        return str(_TITLES.get(self.kind, self.kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Additions since ``version`` of the letter was written; None: since the letter was sent."""

    version: int | None
    additions: Sequence[Addition]


def news(
    conn: Connection,
    actor: Actor,
    letter: Letter,
    sight: Sight,
    present: Version,
    base: Version | None = None,
) -> News:
    """Return the additions. ``base``: the version with which the present one is compared."""
    version = None if letter.transmitted_at else base or present
    since = version.written_at if version else letter.transmitted_at
    ids = contents.read_whole(conn, actor, letter, sight)
    return News(
        version=version.version if version else None,
        additions=added_to(conn, actor, ids, since=since, new_since=written(letter, present)),
    )


def written(letter: Letter, present: Version) -> datetime:
    """Return the time after which what comes is not in the letter."""
    return letter.transmitted_at or present.written_at


def added_to(
    conn: Connection,
    actor: Actor,
    submission_ids: Sequence[str],
    *,
    since: datetime | None = None,
    new_since: datetime | None = None,
) -> list[Addition]:
    """Return additions after ``since``, oldest first and revealed. Check access before this."""
    c = additions.c
    query = select(additions).where(c.submission_id.in_(submission_ids))
    if since is not None:
        query = query.where(c.added_at > since)
    rows = conn.execute(query.order_by(c.added_at, c.item_id)).all()
    texts = opened([row.text for row in rows]) if rows else []
    open_to = contents.shared_among(conn, actor, submission_ids)
    return [
        Addition(
            submission_id=row.submission_id,
            kind=row.kind,
            media_type=row.media_type,
            added_at=row.added_at,
            text=None if text is None else told.added(row.kind, text),
            new=new_since is not None and row.added_at > new_since,
            opens=row.submission_id in open_to,
        )
        for row, text in zip(rows, texts, strict=True)
    ]


def number_of(conn: Connection, submission_ids: Sequence[str]) -> int:
    """Return how much was added so far."""
    these = additions.c.submission_id.in_(submission_ids)
    return conn.scalar(select(func.count()).select_from(additions).where(these)) or 0


def news_since_sent(communication_id: str) -> News | None:
    """Return additions since a letter was sent; None if it is not, or not for this person.

    For the page of its case.
    """
    account = signed_in()
    if account is None:
        return None
    actor = actor_of(account)
    with engine().connect() as conn:
        found = queries.find(conn, actor, communication_id)
        if found is None or found[0].transmitted_at is None or not found[1].body:
            return None
        letter, sight = found
        return news(conn, actor, letter, sight, contents.versions_of(conn, letter, sight)[0])
