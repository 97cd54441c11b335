"""Followings: by the link that stands in each mail they are shown, changed and ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, select, update

from portal.public.following.asking import Forgetting, subject_of
from portal.public.following.tables import followings, news, requests
from portal.public.following.wishes import Wishes, next_mail, read
from portal.web.accounts import token

_c = followings.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """``returned``: it was stopped because mails came back."""

    following_id: str
    wishes: Wishes
    stopped: bool
    returned: bool


def by_link(conn: Connection, link: str) -> Following | None:
    row = conn.execute(select(followings).where(_c.token_hash == token.digest(link))).one_or_none()
    if row is None:
        return None
    stopped = row.stopped_at is not None
    return Following(
        following_id=row.following_id,
        wishes=read(row),
        stopped=stopped,
        returned=stopped and row.returned_at == row.stopped_at,
    )


def change(engine: Engine, following_id: str, wishes: Wishes, *, at: datetime) -> None:
    """Follow this from now on. One whose address took no mail is tried again."""
    with engine.begin() as conn:
        told = conn.scalar(select(func.max(news.c.number))) or 0
        due = at if wishes.rhythm == "at_once" else next_mail(wishes.rhythm, at)
        row = conn.execute(
            select(_c.stopped_at, _c.told).where(_c.following_id == following_id)
        ).one_or_none()
        if row is None:
            return
        begins = row.told if row.stopped_at is None else told
        new = {
            **wishes.columns(),
            "told": begins,
            "upto": None,
            "due_at": due,
            "attempts": 0,
            "refusals": 0,
            "stopped_at": None,
            "returned": begins,
            "returned_at": None,
        }
        conn.execute(update(followings).where(_c.following_id == following_id).values(new))


def end(engine: Engine, vault: Forgetting, link: str, *, at: datetime) -> None:
    """Forget who followed, and asked to follow something else.

    Doing it twice does it once, and an unknown link ends nothing. Row and key go together: while
    a key stays, so does its row, and the link with which it is ended.
    """
    with engine.begin() as conn:
        this = select(_c.following_id, _c.mark).where(_c.token_hash == token.digest(link))
        row = conn.execute(this).one_or_none()
        if row is None:
            return
        asked = select(requests.c.request_id).where(requests.c.mark == row.mark)
        some = [(_c.following_id, row.following_id)]
        some += [(requests.c.request_id, one) for one in conn.scalars(asked)]
        for key, one in some:
            if conn.execute(delete(key.table).where(key == one)).rowcount:
                vault.forget(subject_of(one), at=at)
