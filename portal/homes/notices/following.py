"""Sending to who follows what is published: letters to confirm, and the news.

How far somebody was told is recorded before a mail goes and after it went. After a crash in between
the same mail may go once more, under the same Message-ID, and never again once it is recorded.
What was taken back meanwhile is not in it.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, Protocol

from sqlalchemy import ColumnElement, Engine, Row, and_, delete, or_, select, update

from portal.homes.notices import bounces, choosing, pace
from portal.homes.notices.following_mail import confirmation, news_mail
from portal.homes.notices.mail import Post
from portal.homes.notices.posting import REFUSED, Clock, Mail, Mailing, of_letters, post_each
from portal.public.following import asking, defaults, news, returns, wishes
from portal.public.following.asking import Forgetting, Opening, Pseudonyms, Sealing, link_of
from portal.public.following.tables import followings
from portal.public.register.titled import titled
from portal.web.accounts import offices, token
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings

MOST_REFUSALS: Final = 2
"""Mails that an address refuses for good, one after the other, until nothing more goes there."""
MOST_ATTEMPTS: Final = 129
"""For about 30 days nothing could be sent there: it counts as an address that refuses."""
_AGAIN = timedelta(days=1)
_TAKEN = timedelta(minutes=5)  # longer than any attempt lasts
_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=6)
_DOUBLINGS = 9
_MOST = 50  # people at a time
_c = followings.c


class Keys(Opening, Pseudonyms, Protocol):
    """The vault, as far as it is needed here."""


def begin(engine: Engine, vault: Sealing, settings: Settings, *, at: datetime) -> None:
    """Let United Nations partners follow their States, unless they want no e-mail."""
    if not defaults.can_be(settings):
        return
    with engine.connect() as conn:
        some = offices.holding(conn, day_of(at), Role.UN_PARTNER)
        wants = choosing.of_all(conn, some)
    these = [one for one in some if wants[one.account_id] != choosing.NONE]
    defaults.begin(engine, vault, these, at=at)


def send_confirmations(
    engine: Engine, vault: Opening, settings: Settings, post: Post, *, now: Clock
) -> int:
    """Send what is due to who asked to follow. Raises ``MailAway``: the rest goes later."""
    mailing = of_letters(
        "confirmations",
        partial(asking.take, engine, vault),
        partial(confirmation, settings=settings, days=settings.following_confirm_days),
        sent=partial(asking.sent, engine),
        refused=partial(asking.sent, engine),
        put_off=partial(asking.put_off, engine),
        for_good=REFUSED,
    )
    return post_each(mailing, asking.due(engine, at=now()), post, now=now)


def send_news(engine: Engine, vault: Keys, settings: Settings, post: Post, *, now: Clock) -> int:
    """Send what was published; return to how many. Raises ``MailAway``, too."""
    at = now()
    last = news.find(engine, at=at)
    with engine.connect() as conn:
        query = select(_c.following_id).where(_due(last, at)).order_by(_c.due_at).limit(_MOST)
        due = conn.scalars(query).all()
    take = partial(_mail, engine, vault, settings, last)
    mailing = Mailing("followings", take, partial(_put_off, engine), REFUSED)
    return post_each(mailing, due, post, now=now)


def clean(engine: Engine, vault: Forgetting, settings: Settings, *, at: datetime) -> None:
    """Forget who did not confirm in time, whose address refuses mail, and old numbers of news."""
    try:
        asking.purge(engine, vault, days=settings.following_confirm_days, at=at)
    finally:
        news.prune(engine, at=at)


def _mail(
    engine: Engine, vault: Keys, settings: Settings, last: int, following_id: str, *, at: datetime
) -> Mail | None:
    """Return what is new for a following, taken for this process alone; None: nothing goes."""
    row = _take(engine, following_id, last, at=at)
    if row is None:  # another process was faster
        return None
    wanted = wishes.read(row)
    with engine.connect() as conn:
        found = news.between(conn, row.told, row.upto, wanted)
        items = titled(conn, found, vault.reveal_all, wanted.language)
    if not items:
        later = row.due_at if wanted.rhythm == "at_once" else wishes.next_mail(wanted.rhythm, at)
        _close(engine, row, due_at=later)
        return None
    address = vault.reveal(row.address)
    if address is None:  # it was erased
        with engine.begin() as conn:
            conn.execute(delete(followings).where(_c.following_id == following_id))
        return None
    if (later := pace.of(engine).later(address, settings.mails_a_minute, at)) is not None:
        _change(engine, following_id, row.upto, due_at=later, taken_until=None)
        return None
    mail_id = derive_id("following", following_id, str(row.upto))
    link, language = link_of(vault, following_id), wanted.language
    next_at = wishes.next_mail(wanted.rhythm, at)
    back = _comes_back(engine, vault, settings, row)
    return Mail(
        write=partial(
            news_mail, address, items, link, mail_id, settings, back=back, speaks=language, at=at
        ),
        sent=lambda: _close(engine, row, refusals=0, due_at=next_at),
        refused=lambda: _refused(engine, row, at=at),
    )


def _comes_back(engine: Engine, vault: Pseudonyms, settings: Settings, row: Row[Any]) -> str:
    """Return where the mail comes back, by which it is known again; empty: nobody reads it here."""
    if not settings.reads_bounces:
        return ""
    own = returns.own_of(vault, row.following_id)
    if row.return_hash is None:
        _change(engine, row.following_id, row.upto, return_hash=token.digest(own))
    return returns.sender(own, row.upto, bounces.mailbox(settings))


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
    _change(engine, row.following_id, row.upto, **told, **new)


def _refused(engine: Engine, row: Row[Any], *, at: datetime) -> None:
    refusals = row.refusals + 1
    stopped = _stopped(at) if refusals >= MOST_REFUSALS else {}
    again = {"refusals": refusals, "due_at": at + _AGAIN, "taken_until": None}
    _change(engine, row.following_id, row.upto, **again, **stopped)


def _put_off(engine: Engine, following_id: str, *, at: datetime) -> None:
    this = (_c.following_id == following_id, _c.upto.is_not(None))
    with engine.connect() as conn:
        row = conn.execute(select(_c.attempts, _c.upto).where(*this)).one_or_none()
    if row is None:  # it ended, or its owner chose something else
        return
    later = at + min(_FIRST * 2 ** min(row.attempts, _DOUBLINGS), _LONGEST)
    stopped = _stopped(at) if row.attempts + 1 >= MOST_ATTEMPTS else {}
    again = {"attempts": row.attempts + 1, "due_at": later, "taken_until": None}
    _change(engine, following_id, row.upto, **again, **stopped)


def _stopped(at: datetime) -> dict[str, object]:
    return {"stopped_at": at, "upto": None}


def _change(engine: Engine, following_id: str, told: int, /, **new: object) -> None:
    """Change it, unless its owner chose something else while the mail was on its way."""
    this = (_c.following_id == following_id, _c.upto == told)
    with engine.begin() as conn:
        conn.execute(update(followings).where(*this).values(new))
