"""Who of the staff has the weekly briefing sent to them: state of the portal, and no fact.

It says nothing of what is in an issue. Somebody asks on a page, a letter goes to the address of the
account, and its link confirms it. An address that changed is confirmed anew before anything goes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from portal.public.briefings.queries import STAFF
from portal.public.briefings.read_model import issues
from portal.web.accounts import account as accounts
from portal.web.accounts import offices, token
from portal.web.accounts.account import Account
from shared.core.geneva import day_of
from shared.platform.tables import Instant

BETWEEN: Final = timedelta(hours=1)
"""Between two letters to the same person, however often they ask."""
STOPPED: Final = timedelta(days=90)
"""For which a subscription is kept whose address refused mail."""
WINDOW: Final = timedelta(days=35)
"""What was sent before is no news to anybody."""
TAKEN: Final = timedelta(minutes=5)  # longer than any attempt lasts
_USE, _LINKS = "briefing-addresses", "briefing-links"

tables = MetaData()
# Kept: no fact tells of it. mark: pseudonym of the address that is confirmed or asked. upto: the
# issue whose mail is on its way, kept before it goes. told: when the last one that went was sent.
subscriptions = Table(
    "briefing_subscriptions",
    tables,
    Column("account_id", String(36), primary_key=True),
    Column("mark", String(64), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("letter_due_at", Instant),  # null: the letter went out
    Column("letter_hash", String(64), unique=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("confirmed_at", Instant),
    Column("told", Instant),
    Column("upto", String(10)),
    Column("due_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("refusals", Integer, nullable=False),
    Column("taken_until", Instant),
    Column("stopped_at", Instant),
)
_c, _i = subscriptions.c, issues.c


class Pseudonyms(Protocol):
    def pseudonym(self, use: str, value: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """``link``: the token of the link that confirms."""

    account: Account
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """``confirmed``, ``waits``: of the address that the account has now; it may have another."""

    confirmed: bool
    waits: bool
    stopped: bool


def link_of(vault: Pseudonyms, account_id: str) -> str:
    """Return the token in every mail to this person: 128 bits, the same each time."""
    return vault.pseudonym(_LINKS, account_id)


def mark_of(vault: Pseudonyms, address: str) -> str:
    return vault.pseudonym(_USE, address.strip().lower())


def of(conn: Connection, vault: Pseudonyms, account: Account) -> Subscription | None:
    row = _row(conn, account.account_id)
    if row is None:
        return None
    same, once = row.mark == mark_of(vault, account.email), row.confirmed_at is not None
    return Subscription(
        confirmed=same and once, waits=same and not once, stopped=row.stopped_at is not None
    )


def ask(engine: Engine, vault: Pseudonyms, account: Account, *, at: datetime) -> None:
    """Let a letter go to the address of this account; one of the last hour counts for it."""
    mark = mark_of(vault, account.email)
    new = {**_asked(mark, at), "stopped_at": None}
    this = _c.account_id == account.account_id
    waits = and_(_c.confirmed_at.is_(None), _c.asked_at <= at - BETWEEN)
    late = or_(waits, _c.mark != mark, _c.stopped_at.is_not(None))
    with engine.begin() as conn:
        if conn.execute(update(subscriptions).where(this, late).values(new)).rowcount:
            return
        if conn.scalar(select(_c.account_id).where(this)):
            return
    digest = token.digest(link_of(vault, account.account_id))
    try:
        with engine.begin() as conn:
            conn.execute(
                insert(subscriptions).values(
                    account_id=account.account_id, token_hash=digest, **new
                )
            )
    except IntegrityError:  # a double click
        return


def asked(conn: Connection, account_id: str, link: str) -> bool:
    """Whether this link waits to be confirmed by this person."""
    these = (_c.account_id == account_id, _c.letter_hash == token.digest(link))
    return conn.scalar(select(_c.account_id).where(*these)) is not None


def confirm(engine: Engine, account_id: str, link: str, *, at: datetime) -> bool:
    """Begin to send: what is sent from now on. False of a link that is unknown or used."""
    these = (_c.account_id == account_id, _c.letter_hash == token.digest(link))
    new = {"confirmed_at": at, "letter_hash": None, "told": at, "due_at": at, "upto": None}
    with engine.begin() as conn:
        return bool(conn.execute(update(subscriptions).where(*these).values(new)).rowcount)


def end(engine: Engine, account_id: str) -> None:
    with engine.begin() as conn:
        conn.execute(delete(subscriptions).where(_c.account_id == account_id))


def end_by(engine: Engine, link: str) -> None:
    """End it by the link in a mail; an unknown one ends nothing, and twice does it once."""
    with engine.begin() as conn:
        conn.execute(delete(subscriptions).where(_c.token_hash == token.digest(link)))


def confirmed(conn: Connection) -> Mapping[str, str]:
    """Return the accounts to which an issue goes by mail, each with the mark of its address."""
    these = select(_c.account_id, _c.mark)
    rows = conn.execute(these.where(_c.confirmed_at.is_not(None), _c.stopped_at.is_(None)))
    return {row.account_id: row.mark for row in rows}


def reader(conn: Connection, account_id: str, at: datetime) -> Account | None:
    """Return the account as it is at this moment, if it may read the staff's edition."""
    account = accounts.by_id(conn, account_id)
    if account is None or account.disabled:
        return None
    today = offices.as_of(conn, account, day_of(at))
    return today if today.has(*STAFF) else None


def letters_due(engine: Engine, *, at: datetime) -> list[str]:
    with engine.connect() as conn:
        return list(conn.scalars(select(_c.account_id).where(_letter(at)).order_by(_c.asked_at)))


def take_letter(
    engine: Engine, vault: Pseudonyms, account_id: str, *, at: datetime
) -> Letter | None:
    """Make the link to send; None: another process was faster, or this person may not read it."""
    link, this = token.mint(), _c.account_id == account_id
    new = {"taken_until": at + TAKEN, "letter_hash": token.digest(link)}
    with engine.begin() as conn:
        if not conn.execute(update(subscriptions).where(this, _letter(at)).values(new)).rowcount:
            return None
        account = reader(conn, account_id, at)
        if account is None:
            conn.execute(delete(subscriptions).where(this))
            return None
        conn.execute(update(subscriptions).where(this).values(mark=mark_of(vault, account.email)))
    return Letter(account, link)


def letter_went(engine: Engine, account_id: str) -> None:
    """The letter went out, or its address takes no mail."""
    _change(engine, account_id, letter_due_at=None, taken_until=None)


def put_letter_off(engine: Engine, account_id: str, *, at: datetime) -> None:
    _change(engine, account_id, letter_due_at=at + TAKEN, taken_until=None)


def due(engine: Engine, *, at: datetime) -> list[str]:
    """Return who may have an issue to be sent."""
    with engine.connect() as conn:
        last = conn.scalar(select(func.max(_i.ended_at)).where(_sent(at)))
        if last is None:
            return []
        these = select(_c.account_id).where(_free(at), _c.told < last)
        return list(conn.scalars(these.order_by(_c.due_at, _c.account_id)))


def take(engine: Engine, account_id: str, *, at: datetime) -> Row[Any] | None:
    """Take it for this process alone; which issue goes is kept from now on. None: none goes."""
    this = _c.account_id == account_id
    with engine.begin() as conn:
        taken = update(subscriptions).where(this, _free(at)).values(taken_until=at + TAKEN)
        if not conn.execute(taken).rowcount:
            return None
        row = conn.execute(select(subscriptions).where(this)).one()
        if row.upto is None:
            these = select(_i.period).where(_sent(at), _i.ended_at > row.told)
            first = conn.scalar(these.order_by(_i.ended_at, _i.period).limit(1))
            conn.execute(update(subscriptions).where(this).values(upto=first))
        return conn.execute(select(subscriptions).where(this)).one()


def on_its_way(engine: Engine, account_id: str) -> Row[Any] | None:
    """Return the subscription whose mail could not go."""
    these = (_c.account_id == account_id, _c.upto.is_not(None))
    with engine.connect() as conn:
        return conn.execute(select(subscriptions).where(*these)).one_or_none()


def change(engine: Engine, row: Row[Any], **new: object) -> None:
    """Change it, unless its owner ended it or began anew while the mail was on its way."""
    these = (_c.account_id == row.account_id, _c.confirmed_at == row.confirmed_at)
    with engine.begin() as conn:
        conn.execute(update(subscriptions).where(*these).values(**new))


def confirm_anew(engine: Engine, row: Row[Any], mark: str, *, at: datetime) -> None:
    """The account has another address: nothing goes there before it is confirmed."""
    change(engine, row, **_asked(mark, at), taken_until=None)


def purge(engine: Engine, *, days: int, at: datetime) -> None:
    """Forget who did not confirm within ``days``, and whose address refused mail long ago."""
    late = and_(_c.confirmed_at.is_(None), _c.asked_at <= at - timedelta(days=days))
    with engine.begin() as conn:
        over = or_(late, _c.stopped_at <= at - STOPPED)
        conn.execute(delete(subscriptions).where(over))


def _asked(mark: str, at: datetime) -> dict[str, object]:
    return {
        "mark": mark,
        "asked_at": at,
        "letter_due_at": at,
        "letter_hash": None,
        "confirmed_at": None,
        "upto": None,
        "attempts": 0,
        "refusals": 0,
    }


def _row(conn: Connection, account_id: str) -> Row[Any] | None:
    return conn.execute(select(subscriptions).where(_c.account_id == account_id)).one_or_none()


def _not_taken(at: datetime) -> ColumnElement[bool]:
    return or_(_c.taken_until.is_(None), _c.taken_until < at)


def _letter(at: datetime) -> ColumnElement[bool]:
    return and_(_c.letter_due_at <= at, _not_taken(at))


def _free(at: datetime) -> ColumnElement[bool]:
    goes_on = and_(_c.confirmed_at.is_not(None), _c.stopped_at.is_(None))
    return and_(goes_on, _c.due_at <= at, _not_taken(at))


def _sent(at: datetime) -> ColumnElement[bool]:
    return and_(_i.stage == "sent", _i.kind == "briefing", _i.ended_at > at - WINDOW)


def _change(engine: Engine, account_id: str, **new: object) -> None:
    with engine.begin() as conn:
        this = _c.account_id == account_id
        conn.execute(update(subscriptions).where(this).values(**new))
