"""Sending to who follows what is published: letters to confirm, and the news.

How far somebody was told is recorded before a mail goes and after it went. After a crash in between
the same mail may go once more, under the same Message-ID, and never again once it is recorded.
What was taken back meanwhile is not in it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypeAlias

from sqlalchemy import ColumnElement, Engine, Row, and_, delete, or_, select, update

from portal.homes.notices.following_mail import confirmation, news_mail
from portal.homes.notices.mail import AddressAway, AddressRefused, MailAway, MailRefused, Post
from portal.public.following import asking, news, wishes
from portal.public.following.asking import Forgetting, Opening, Pseudonyms, link_of
from portal.public.following.tables import followings
from shared.core.message import derive_id
from shared.platform.settings import Settings

MOST_REFUSALS: Final = 2
"""Mails that an address refuses for good, one after the other, until nothing more goes there."""
_AGAIN = timedelta(days=1)
_TAKEN = timedelta(minutes=5)  # longer than any attempt lasts
_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=6)
_DOUBLINGS = 9
_MOST = 50  # people at a time
_c = followings.c


Clock: TypeAlias = Callable[[], datetime]


class Keys(Opening, Pseudonyms, Protocol):
    """The vault, as far as it is needed here."""


def send_confirmations(
    engine: Engine, vault: Opening, settings: Settings, post: Post, *, now: Clock
) -> int:
    """Send what is due to who asked to follow. Raises ``MailAway``: the rest goes later.

    ``now`` is asked before each: a slow server takes longer for all than one is taken for.
    """
    due = asking.due(engine, at=now())
    return sum(_confirmation(engine, vault, settings, post, one, at=now()) for one in due)


def send_news(engine: Engine, vault: Keys, settings: Settings, post: Post, *, now: Clock) -> int:
    """Send what was published; return to how many. Raises ``MailAway``, too."""
    at = now()
    last = news.find(engine, at=at)
    with engine.connect() as conn:
        query = select(_c.following_id).where(_due(last, at)).order_by(_c.due_at).limit(_MOST)
        due = conn.scalars(query).all()
    return sum(_send(engine, vault, settings, post, one, last, at=now()) for one in due)


def clean(engine: Engine, vault: Forgetting, settings: Settings, *, at: datetime) -> None:
    """Forget who did not confirm in time, whose address refuses mail, and old numbers of news."""
    asking.purge(engine, vault, days=settings.following_confirm_days, at=at)
    news.prune(engine, at=at)


def _confirmation(
    engine: Engine, vault: Opening, settings: Settings, post: Post, one: str, *, at: datetime
) -> bool:
    letter = asking.take(engine, vault, one, at=at)
    if letter is None:
        return False
    try:
        post(confirmation(letter, settings, days=settings.following_confirm_days, at=at))
    except (AddressRefused, MailRefused):
        asking.sent(engine, one)
        return False
    except MailAway as error:
        asking.put_off(engine, one, at=at)
        if isinstance(error, AddressAway):
            return False
        raise
    asking.sent(engine, one)
    return True


def _send(
    engine: Engine,
    vault: Keys,
    settings: Settings,
    post: Post,
    following_id: str,
    last: int,
    *,
    at: datetime,
) -> bool:
    row = _take(engine, following_id, last, at=at)
    if row is None:  # another process was faster
        return False
    wanted = wishes.read(row)
    with engine.connect() as conn:
        items = news.between(conn, row.told, row.upto, wanted)
    address = vault.reveal(row.address) if items else None
    if not items:
        later = row.due_at if wanted.rhythm == "at_once" else wishes.next_mail(wanted.rhythm, at)
        _close(engine, row, due_at=later)
        return False
    if address is None:  # it was erased
        with engine.begin() as conn:
            conn.execute(delete(followings).where(_c.following_id == following_id))
        return False
    mail_id = derive_id("following", following_id, str(row.upto))
    link = link_of(vault, following_id)
    try:
        post(news_mail(address, items, link, mail_id, settings, speaks=wanted.language, at=at))
    except (AddressRefused, MailRefused):
        _refused(engine, row, at=at)
        return False
    except MailAway as error:
        _put_off(engine, row, at=at)
        if isinstance(error, AddressAway):
            return False
        raise
    _close(engine, row, refusals=0, due_at=wishes.next_mail(wanted.rhythm, at))
    return True


def _due(last: int, at: datetime) -> ColumnElement[bool]:
    """Who hears at once is looked at when there is news; others when their time has come."""
    free = or_(_c.taken_until.is_(None), _c.taken_until < at)
    has = or_(_c.rhythm != "at_once", _c.told < last)
    return and_(_c.stopped_at.is_(None), _c.due_at <= at, free, has)


def _take(engine: Engine, following_id: str, last: int, *, at: datetime) -> Row[Any] | None:
    """Return it, taken for this process alone; up to which news it is told is kept from now on."""
    this = _c.following_id == following_id
    with engine.begin() as conn:
        free = update(followings).where(this, _due(last, at))
        if not conn.execute(free.values(taken_until=at + _TAKEN)).rowcount:
            return None
        conn.execute(update(followings).where(this, _c.upto.is_(None)).values(upto=last))
        return conn.execute(select(followings).where(this)).one()


def _close(engine: Engine, row: Row[Any], **new: object) -> None:
    told = {"told": row.upto, "upto": None, "attempts": 0, "taken_until": None}
    _change(engine, row, **told, **new)


def _refused(engine: Engine, row: Row[Any], *, at: datetime) -> None:
    refusals = row.refusals + 1
    stopped = {"stopped_at": at, "upto": None} if refusals >= MOST_REFUSALS else {}
    _change(engine, row, refusals=refusals, due_at=at + _AGAIN, taken_until=None, **stopped)


def _put_off(engine: Engine, row: Row[Any], *, at: datetime) -> None:
    later = at + min(_FIRST * 2 ** min(row.attempts, _DOUBLINGS), _LONGEST)
    _change(engine, row, attempts=row.attempts + 1, due_at=later, taken_until=None)


def _change(engine: Engine, row: Row[Any], **new: object) -> None:
    with engine.begin() as conn:
        this = update(followings).where(_c.following_id == row.following_id)
        conn.execute(this.values(new))
