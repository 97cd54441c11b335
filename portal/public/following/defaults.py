"""The following that begins by itself: once a week, what is published on somebody's own States.

It begins once for an account. Whoever ended it, changed it or had one before keeps what they chose.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from portal.public.following.asking import Pseudonyms, Sealing, link_of, mark_of, subject_of
from portal.public.following.tables import begun, followings, news
from portal.public.following.wishes import Wishes, next_mail, read
from portal.public.register.publication import Choice
from portal.web.accounts import token
from portal.web.accounts.account import Account
from portal.web.i18n.languages import ENGLISH
from shared.platform.settings import Settings

_f, _b = followings.c, begun.c


def can_be(settings: Settings) -> bool:
    return settings.sends_mail and bool(settings.public_url)


def begin(engine: Engine, vault: Sealing, people: Iterable[Account], *, at: datetime) -> None:
    """Begin it for each of these who has States and had none so far.

    Where the States of an account changed, an untouched one is of the new States from now on.
    """
    some = {one.account_id: one for one in people if one.state_codes}
    with engine.connect() as conn:
        rows = conn.execute(select(begun).where(_b.account_id.in_(some))).all()
    known = {row.account_id: tuple(row.states) for row in rows}
    for account_id, account in some.items():
        states = tuple(sorted(account.state_codes))
        if account_id not in known:
            _begin(engine, vault, account, states, at=at)
        elif known[account_id] != states:
            _move(engine, vault, account, known[account_id], states)


def link(conn: Connection, vault: Pseudonyms, address: str) -> str | None:
    """Return the token of the links of what this address follows; None: it follows nothing."""
    mark = mark_of(vault, address)
    found = conn.scalar(select(_f.following_id).where(_f.mark == mark))
    return link_of(vault, found) if found else None


def _begin(
    engine: Engine, vault: Sealing, account: Account, states: tuple[str, ...], *, at: datetime
) -> None:
    wishes, mark = _weekly(states, account.language or ENGLISH), mark_of(vault, account.email)
    with engine.connect() as conn:
        has = conn.scalar(select(_f.following_id).where(_f.mark == mark)) is not None
    following_id = str(uuid4())  # by it a key is destroyed, so it is nobody else's
    address = None if has else vault.seal(subject_of(following_id), account.email)
    hashed = token.digest(link_of(vault, following_id))
    try:
        with engine.begin() as conn:
            noted = {"account_id": account.account_id, "states": list(states), "begun_at": at}
            conn.execute(insert(begun).values(noted))
            if address is None:
                return
            new = {
                "following_id": following_id,
                "mark": mark,
                "address": address,
                **wishes.columns(),
                "token_hash": hashed,
                "told": conn.scalar(select(func.max(news.c.number))) or 0,
                "due_at": next_mail(wishes.rhythm, at),
                "attempts": 0,
                "refusals": 0,
            }
            conn.execute(insert(followings).values(new))
    except IntegrityError:
        return  # another process was faster, or its owner was


def _move(
    engine: Engine,
    vault: Pseudonyms,
    account: Account,
    before: tuple[str, ...],
    states: tuple[str, ...],
) -> None:
    this, mine = _b.account_id == account.account_id, _f.mark == mark_of(vault, account.email)
    with engine.begin() as conn:
        conn.execute(update(begun).where(this).values(states=list(states)))
        row = conn.execute(select(followings).where(mine)).one_or_none()
        if row is not None and read(row) == _weekly(before, row.language):
            conn.execute(update(followings).where(mine).values(states=list(states)))


def _weekly(states: tuple[str, ...], language: str) -> Wishes:
    choice = Choice(states=states, mandates=(), themes=(), kinds=())
    return Wishes(choice=choice, rhythm="weekly", language=language)
