"""Asking to follow what is published, and confirming it by the link of a letter.

Whoever asks learns nothing: the same letter goes to every address, whether it is known or not. How
many letters go to one mailbox in a day is limited, and nobody learns of the limit.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import uuid4

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from portal.public.following.tables import followings, news, requests
from portal.public.following.wishes import Wishes, next_mail, read
from portal.web.accounts import token
from shared.core.message import Sealed

MOST_A_DAY: Final = 3
"""Letters to one mailbox in a day."""
STOPPED: Final = timedelta(days=90)
"""For which a following is kept whose address refuses mail."""
_TAKEN = timedelta(minutes=5)  # longer than any attempt lasts
_LATER = timedelta(minutes=5)
_DAY = timedelta(days=1)
_AT_ONCE = 50  # letters
_WITHOUT_DOTS = ("gmail.com", "googlemail.com")
"""One provider, to whom a dot before the @ means nothing."""
_USE, _LINKS = "following-addresses", "following-links"
_r, _f = requests.c, followings.c


class Pseudonyms(Protocol):
    def pseudonym(self, use: str, value: str) -> str: ...


class Sealing(Pseudonyms, Protocol):
    def seal(self, subject: str, text: str) -> Sealed: ...


class Opening(Protocol):
    def reveal(self, sealed: Sealed | None) -> str | None: ...

    def reveal_all(self, sealed: Sequence[Sealed]) -> list[str | None]: ...


class Forgetting(Protocol):
    def forget(self, subject: str, *, at: datetime) -> bool: ...


class Confirming(Pseudonyms, Protocol):
    """The vault behind the one that records: to forget is its own."""

    def forget(self, subject: str, *, at: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """``link``: the token of the link that confirms."""

    address: str
    language: str
    link: str


def subject_of(following_id: str) -> str:
    return f"following-{following_id}"


def link_of(vault: Pseudonyms, following_id: str) -> str:
    """Return the token in every mail of a following: 128 bits, the same each time."""
    return vault.pseudonym(_LINKS, following_id)


def mark_of(vault: Pseudonyms, address: str) -> str:
    """Return the pseudonym under which an address is compared."""
    return vault.pseudonym(_USE, _marks(address.strip())[0])


def ask(
    engine: Engine, vault: Sealing, form_id: str, address: str, wishes: Wishes, *, at: datetime
) -> None:
    """Let a letter go to this address; none where a limit is reached.

    One form asks once for one address: while the letter waits, only what it asks for is changed.
    """
    written = address.strip()
    mark, mailbox = (vault.pseudonym(_USE, one) for one in _marks(written))
    lately = select(func.count()).where(_r.mailbox == mailbox, _r.asked_at > at - _DAY)
    with engine.begin() as conn:
        again = update(requests).where(_r.form_id == form_id, _r.mark == mark)
        if conn.execute(again.values(wishes.columns())).rowcount:
            return
        if (conn.scalar(lately) or 0) >= MOST_A_DAY:
            return
    request_id = str(uuid4())  # no form's: by it keys are destroyed
    marks = {"request_id": request_id, "form_id": form_id, "mark": mark, "mailbox": mailbox}
    new = {**marks, **wishes.columns(), "asked_at": at, "due_at": at}
    sealed = vault.seal(subject_of(request_id), written)
    try:
        with engine.begin() as conn:
            conn.execute(insert(requests).values(**new, address=sealed))
    except IntegrityError:
        return  # a double click


def due(engine: Engine, *, at: datetime) -> list[str]:
    query = select(_r.request_id).where(_due(at)).order_by(_r.due_at).limit(_AT_ONCE)
    with engine.connect() as conn:
        return list(conn.scalars(query))


def take(engine: Engine, vault: Opening, request_id: str, *, at: datetime) -> Letter | None:
    """Make the link to send; None: another process was faster."""
    link = token.mint()
    this = _r.request_id == request_id
    with engine.begin() as conn:
        new = {"taken_until": at + _TAKEN, "token_hash": token.digest(link)}
        if not conn.execute(update(requests).where(this, _due(at)).values(new)).rowcount:
            return None
        row = conn.execute(select(_r.address, _r.language).where(this)).one()
    address = vault.reveal(row.address)
    if address is None:
        sent(engine, request_id)
        return None
    return Letter(address, row.language, link)


def sent(engine: Engine, request_id: str) -> None:
    """The letter went out, or its address takes no mail."""
    _change(engine, request_id, due_at=None, taken_until=None)


def put_off(engine: Engine, request_id: str, *, at: datetime) -> None:
    _change(engine, request_id, due_at=at + _LATER, taken_until=None)


def asked(conn: Connection, link: str) -> Wishes | None:
    """Return what is asked for under this link, to be confirmed; None of an unknown one."""
    row = conn.execute(select(requests).where(_r.token_hash == token.digest(link))).one_or_none()
    return read(row) if row else None


def confirm(engine: Engine, vault: Confirming, link: str, *, at: datetime) -> str | None:
    """Begin to follow, or follow something else from now on; return the link of the following.

    Only what is published from now on is told. None of a link that is unknown or used.
    """
    with engine.begin() as conn:
        which = _r.token_hash == token.digest(link)
        row = conn.execute(select(requests).where(which)).one_or_none()
        if row is None or not conn.execute(delete(requests).where(which)).rowcount:
            return None
        known = conn.scalar(select(_f.following_id).where(_f.mark == row.mark))
        following_id, wishes = known or row.request_id, read(row)
        told = conn.scalar(select(func.max(news.c.number))) or 0
        new = {
            **wishes.columns(),
            "told": told,
            "upto": None,
            "due_at": at if wishes.rhythm == "at_once" else next_mail(wishes.rhythm, at),
            "attempts": 0,
            "refusals": 0,
            "taken_until": None,
            "stopped_at": None,
            "returned": told,
            "returned_at": None,
        }
        own = link_of(vault, following_id)
        if known:
            conn.execute(update(followings).where(_f.following_id == known).values(new))
        else:
            also = {"following_id": following_id, "mark": row.mark, "address": row.address}
            digest = token.digest(own)
            conn.execute(insert(followings).values(**new, **also, token_hash=digest))
        if following_id != row.request_id:
            vault.forget(subject_of(row.request_id), at=at)
    return own


def purge(engine: Engine, vault: Forgetting, *, days: int, at: datetime) -> int:
    """Forget who did not confirm within ``days``, and whose address refused mail long ago.

    One that fails skips none of the rest: all are tried, and then it is raised.
    """
    late = _r.asked_at <= at - timedelta(days=days)
    over = _f.stopped_at <= at - STOPPED
    gone: list[str] = []

    def forget(key: Column[str], one: str, ended: ColumnElement[bool]) -> None:
        if _purge(engine, vault, key, one, ended, at=at):
            gone.append(one)

    with ExitStack() as each:
        for key, ended in ((_r.request_id, late), (_f.following_id, over)):
            with engine.connect() as conn:
                found = conn.scalars(select(key).where(ended)).all()
            for one in found:
                each.callback(forget, key, one, ended)
    return len(gone)


def _purge(
    engine: Engine,
    vault: Forgetting,
    key: Column[str],
    one: str,
    over: ColumnElement[bool],
    *,
    at: datetime,
) -> bool:
    """Delete it unless it was confirmed, or begun again, meanwhile.

    Its row and its key go together: one whose key stays is found again.
    """
    with engine.begin() as conn:
        if not conn.execute(delete(key.table).where(key == one, over)).rowcount:
            return False
        vault.forget(subject_of(one), at=at)
    return True


def _marks(address: str) -> tuple[str, str]:
    """Return an address to compare, and its mailbox: that of a ``+tag`` has the same."""
    local, _, domain = address.lower().rpartition("@")
    owner, place = local.partition("+")[0] or local, domain
    if domain in _WITHOUT_DOTS:
        owner, place = owner.replace(".", ""), _WITHOUT_DOTS[0]
    return f"{local}@{domain}", f"mailbox {owner}@{place}"


def _change(engine: Engine, request_id: str, **new: object) -> None:
    with engine.begin() as conn:
        conn.execute(update(requests).where(_r.request_id == request_id).values(new))


def _due(at: datetime) -> ColumnElement[bool]:
    free = or_(_r.taken_until.is_(None), _r.taken_until < at)
    return and_(_r.due_at <= at, free)
