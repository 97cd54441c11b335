"""What a nominator began before the candidate: one sealed text that waits in the portal alone.

Two letters go: to the nominator, who opens a link and sends it on, and then to the candidate. Both
links are made when their letter goes out, and only digests are kept. No fact tells of an offer
until the candidate accepts it. Addresses are compared by pseudonym. How many letters go to one
address is limited, and nobody learns of a limit: it is answered alike.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal, Protocol, TypeAlias

from pydantic_core import from_json, to_json
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Row,
    String,
    Table,
    UniqueConstraint,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from portal.homes.nominations.inviting import invitations
from portal.selection.nominating_model import nominations
from portal.selection.read_model import vacancies
from portal.web.accounts import token
from shared.core.message import Sealed
from shared.platform.tables import Instant, SealedText
from shared.platform.vault import Forgotten

LIFE: Final = timedelta(days=90)
"""Of an offer, and never beyond the close of the call."""
TO_BEGIN: Final = timedelta(days=7)
"""For a nominator to send on what they began."""
MOST_BEGUN: Final = 20
"""Offers of one nominator's address that are kept at once."""
MOST_AN_HOUR: Final = 5
"""Letters to a nominator's address in an hour."""
MOST_FOR_ONE: Final = 5
"""Letters to one candidate's address in a selection that go at once; as many go a day later."""
_TAKEN = timedelta(minutes=5)  # longer than any attempt lasts
_LATER = timedelta(minutes=5)
_DAY = timedelta(days=1)
_AT_ONCE = 50  # letters
_USE: Final = "nomination-addresses"

Step: TypeAlias = Literal["begun", "sent", "accepting", "refused", "accepted", "taken-back"]
"""``accepting``: a service is being asked, so nobody takes it back or refuses it meanwhile."""

tables = MetaData()
offers = Table(
    "nomination_offers",
    tables,
    Column("offer_id", String(36), primary_key=True),  # the nomination's id, once it is accepted
    Column("vacancy_id", String(36), nullable=False, index=True),
    Column("step", String(20), nullable=False),
    Column("content", SealedText),  # null once it is over
    Column("language", String(8)),  # of the page on which it was begun
    Column("nominator_mark", String(64), nullable=False, index=True),
    Column("candidate_mark", String(64), nullable=False, index=True),
    Column("asked_at", Instant, nullable=False, index=True),
    Column("sent_at", Instant),  # on to the candidate
    Column("due_at", Instant),  # a letter, to whom the step says
    Column("taken_until", Instant),  # one process at a time sends it
    Column("nominator_hash", String(64), unique=True),
    Column("candidate_hash", String(64), unique=True),
    UniqueConstraint("vacancy_id", "nominator_mark", "candidate_mark"),
)
_c = offers.c


class Vaulted(Protocol):
    """The vault, as far as it is needed here and in the process that sends letters."""

    def seal(self, subject: str, text: str) -> Sealed: ...
    def pseudonym(self, use: str, value: str) -> str: ...


class Opening(Protocol):
    def reveal(self, sealed: Sealed | None) -> str | None: ...


class Forgetting(Protocol):
    def forget(self, subject: str, *, at: datetime) -> bool: ...


class Posting(Vaulted, Opening, Forgetting, Protocol):
    """All of it: an offer is opened to compare its address, and shown to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """``nominator``: as ``selection.nominations.written`` has it, with the grade of the day.

    ``claimed_by``: who is accepting it, or last did.
    """

    kind: str
    nominator: str
    nominator_email: str
    candidate_email: str
    claimed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    offer_id: str
    vacancy_id: str
    step: Step
    content: Sealed | None
    asked_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out: ``link`` is the token of the link. ``to_candidate``: else the nominator."""

    email: str
    language: str | None
    link: str
    to_candidate: bool


def subject_of(offer_id: str) -> str:
    return f"offer-{offer_id}"


def begin(
    engine: Engine,
    vault: Vaulted,
    offer_id: str,
    vacancy_id: str,
    content: Content,
    language: str | None,
    *,
    at: datetime,
) -> None:
    """Keep an offer, and let a letter go to the nominator; nothing where a limit is reached.

    Until it is sent on its mark of the candidate is its own: a stranger who begins a nomination in
    somebody's name keeps nobody from beginning the same one. It is one of a pair once it is sent.
    """
    nominator = _mark(vault, content.nominator_email)
    new = {
        "offer_id": offer_id,
        "vacancy_id": vacancy_id,
        "step": "begun",
        "language": language,
        "nominator_mark": nominator,
        "candidate_mark": vault.pseudonym(_USE, offer_id),
        "asked_at": at,
        "due_at": at,
    }
    with engine.connect() as conn:
        mine = select(func.count()).where(_c.nominator_mark == nominator)
        lately = conn.scalar(mine.where(_c.asked_at > at - timedelta(hours=1))) or 0
        if lately >= MOST_AN_HOUR or (conn.scalar(mine) or 0) >= MOST_BEGUN:
            return
    sealed = vault.seal(subject_of(offer_id), to_json(content).decode())
    with suppress(IntegrityError), engine.begin() as conn:  # a double click
        conn.execute(insert(offers).values(**new, content=sealed))


def read(text: str) -> Content:
    return Content(**from_json(text))


def due(engine: Engine, *, at: datetime) -> list[str]:
    """Return the offers whose letter is to go, as many as go at a time."""
    query = select(_c.offer_id).join(vacancies, vacancies.c.vacancy_id == _c.vacancy_id)
    first = query.where(_stands(at), _due(at)).order_by(_c.due_at, _c.offer_id).limit(_AT_ONCE)
    with engine.connect() as conn:
        return list(conn.scalars(first))


def take(engine: Engine, vault: Opening, offer_id: str, *, at: datetime) -> Letter | None:
    """Make the link to send; None: another process was faster, or it is over."""
    link = token.mint()
    with engine.begin() as conn:
        this = _c.offer_id == offer_id
        row = conn.execute(select(offers).where(this, _due(at))).one_or_none()
        if row is None:
            return None
        to_candidate = row.step == "sent"
        new = {
            "taken_until": at + _TAKEN,
            "candidate_hash" if to_candidate else "nominator_hash": token.digest(link),
        }
        if not conn.execute(update(offers).where(this, _due(at)).values(new)).rowcount:
            return None
    text = vault.reveal(row.content)
    if text is None:
        sent(engine, offer_id)
        return None
    content = read(text)
    email = content.candidate_email if to_candidate else content.nominator_email
    return Letter(email, row.language, link, to_candidate)


def sent(engine: Engine, offer_id: str) -> None:
    """The letter went out, or its address takes no mail: nobody who asked learns which."""
    _change(engine, offer_id, due_at=None, taken_until=None)


def put_off(engine: Engine, offer_id: str, *, at: datetime) -> None:
    _change(engine, offer_id, due_at=at + _LATER, taken_until=None)


def of_nominator(conn: Connection, link: str, at: datetime) -> Offer | None:
    """Return what a nominator began and has not taken back, while the call is open."""
    shown = _c.step.in_(("begun", "sent", "accepting", "refused"))
    return _found(conn, and_(_c.nominator_hash == token.digest(link), shown, _stands(at)))


def of_candidate(conn: Connection, link: str, at: datetime) -> Offer | None:
    """Return what waits for the candidate's answer, while the call is open."""
    waits = and_(_c.step.in_(("sent", "accepting")), _c.content.is_not(None), _stands(at))
    return _found(conn, and_(_c.candidate_hash == token.digest(link), waits))


def send_on(engine: Engine, vault: Posting, offer_id: str, *, at: datetime) -> None:
    """Let a letter go to the candidate: a day later for each ``MOST_FOR_ONE`` before it.

    At the latest one day before the call closes, so that nobody's nomination is kept from them.
    Where the same nominator sent one on to the same candidate already, this one is thrown away.
    """
    closes_at = vacancies.c.closes_at
    this = and_(_c.offer_id == offer_id, _c.step == "begun")
    its = vacancies.c.vacancy_id == _c.vacancy_id
    with engine.connect() as conn:
        query = select(_c.vacancy_id, _c.content, closes_at).where(this).join(vacancies, its)
        row = conn.execute(query).one_or_none()
    text = vault.reveal(row.content) if row is not None else None
    if row is None or text is None:
        return
    mark = _mark(vault, read(text).candidate_email)
    try:
        with engine.begin() as conn:
            before = select(func.count()).where(
                _c.vacancy_id == row.vacancy_id,
                _c.candidate_mark == mark,
                _c.sent_at.is_not(None),
            )
            later = (conn.scalar(before) or 0) // MOST_FOR_ONE * _DAY
            due_at = max(at, min(at + later, row.closes_at - _DAY))
            new = {"step": "sent", "sent_at": at, "due_at": due_at, "candidate_mark": mark}
            conn.execute(update(offers).where(this).values(new))
    except IntegrityError:  # one for each pair
        _drop(engine, vault, offer_id, at=at)


def end(
    engine: Engine,
    vault: Forgetting,
    offer_id: str,
    step: Literal["refused", "taken-back"],
    *,
    at: datetime,
) -> bool:
    """Throw away what it says. That there was one is kept, so that none is sent on anew.

    What was refused looks to the nominator like what still waits. False: it is being accepted.
    """
    kept = {"nominator_hash"} if step == "refused" else set()
    new = {name: value for name, value in _EMPTY.items() if name not in kept}
    before: tuple[Step, ...] = ("sent",) if step == "refused" else ("begun", "sent", "refused")
    with engine.begin() as conn:
        this = and_(_c.offer_id == offer_id, _c.step.in_(before))
        conn.execute(update(offers).where(this).values(**new, step=step))
        if conn.scalar(select(_c.step).where(_c.offer_id == offer_id)) == "accepting":
            return False
    vault.forget(subject_of(offer_id), at=at)
    return True


def claim(
    engine: Engine, vault: Vaulted, offer: Offer, content: Content, by: str, *, at: datetime
) -> bool:
    """Keep everybody from taking it back, or accepting it too, while a service is asked.

    False: it is not as it was read any more, or somebody else with this link accepts it.
    """
    if offer.step == "accepting" and content.claimed_by != by:
        return False
    mine = to_json(replace(content, claimed_by=by)).decode()
    try:
        sealed = vault.seal(subject_of(offer.offer_id), mine)
    except Forgotten:  # thrown away at this moment
        return False
    new = {"step": "accepting", "taken_until": at + _TAKEN, "due_at": None, "content": sealed}
    read_so = and_(_c.step == offer.step, _c.content == offer.content)
    this = and_(_c.offer_id == offer.offer_id, read_so)
    with engine.begin() as conn:
        return bool(conn.execute(update(offers).where(this).values(new)).rowcount)


def release(engine: Engine, offer_id: str) -> None:
    """The service refused: it waits for the candidate again."""
    this = and_(_c.offer_id == offer_id, _c.step == "accepting")
    with engine.begin() as conn:
        conn.execute(update(offers).where(this).values(step="sent", taken_until=None))


def settle(engine: Engine, vault: Forgetting, *, at: datetime) -> None:
    """Finish what a process that ended left half done: by what the facts say of it."""
    n = nominations.c
    told = select(n.nomination_id).where(n.nomination_id == _c.offer_id).exists()
    stale = select(_c.offer_id, told).where(_c.step == "accepting", _c.taken_until < at)
    with engine.connect() as conn:
        left = conn.execute(stale).all()
    for offer_id, known in left:
        if known:
            accepted(engine, vault, offer_id, at=at)
        else:
            release(engine, offer_id)


def accepted(engine: Engine, vault: Forgetting, offer_id: str, *, at: datetime) -> None:
    """From now on the nominator's link opens the nomination. Doing it twice does it once."""
    this = and_(_c.offer_id == offer_id, _c.step.in_(("sent", "accepting")))
    with engine.begin() as conn:
        hash_ = conn.scalar(select(_c.nominator_hash).where(this))
        if conn.execute(update(offers).where(this).values(**_EMPTY, step="accepted")).rowcount:
            conn.execute(
                insert(invitations).values(nomination_id=offer_id, asked_at=at, token_hash=hash_)
            )
    vault.forget(subject_of(offer_id), at=at)


def purge(engine: Engine, vault: Forgetting, *, at: datetime) -> int:
    """Throw away what is over, with its keys; return how much it was."""
    settle(engine, vault, at=at)
    closed = select(vacancies.c.vacancy_id).where(
        or_(vacancies.c.closes_at <= at, vacancies.c.lapsed_at.is_not(None))
    )
    unsent = and_(_c.step == "begun", _c.asked_at <= at - TO_BEGIN)
    late = or_(_c.vacancy_id.in_(closed), _c.asked_at <= at - LIFE, unsent)
    over = and_(late, _c.step != "accepting")  # a service is asked: ``settle`` ends it
    with engine.connect() as conn:
        gone = conn.scalars(select(_c.offer_id).where(over)).all()
    for offer_id in gone:
        _drop(engine, vault, offer_id, at=at)
    return len(gone)


def _drop(engine: Engine, vault: Forgetting, offer_id: str, *, at: datetime) -> None:
    """The key goes first: a row that is still there is found again, and a key alone never is."""
    vault.forget(subject_of(offer_id), at=at)
    with engine.begin() as conn:
        conn.execute(delete(offers).where(_c.offer_id == offer_id))


_EMPTY: dict[str, Any] = {
    "content": None,
    "due_at": None,
    "taken_until": None,
    "nominator_hash": None,
    "candidate_hash": None,
}


def _change(engine: Engine, offer_id: str, **new: object) -> None:
    with engine.begin() as conn:
        conn.execute(update(offers).where(_c.offer_id == offer_id).values(new))


def _found(conn: Connection, which: ColumnElement[bool]) -> Offer | None:
    query = select(offers).join(vacancies, vacancies.c.vacancy_id == _c.vacancy_id)
    row = conn.execute(query.where(which)).one_or_none()
    return None if row is None else _offer(row)


def _offer(row: Row[Any]) -> Offer:
    return Offer(**{name: getattr(row, name) for name in Offer.__dataclass_fields__})


def _mark(vault: Vaulted, email: str) -> str:
    """Return the pseudonym of an address; those of one mailbox by ``+tag`` have the same."""
    local, _, domain = email.strip().lower().rpartition("@")
    return vault.pseudonym(_USE, f"{local.partition('+')[0] or local}@{domain}")


def _stands(at: datetime) -> ColumnElement[bool]:
    """Whether it has not lapsed: the call is open, and its own time is not over."""
    v = vacancies.c
    begun = or_(_c.step != "begun", _c.asked_at > at - TO_BEGIN)
    return and_(v.closes_at > at, v.lapsed_at.is_(None), _c.asked_at > at - LIFE, begun)


def _due(at: datetime) -> ColumnElement[bool]:
    free = or_(_c.taken_until.is_(None), _c.taken_until < at)
    return and_(_c.due_at <= at, free)
