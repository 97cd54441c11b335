"""What the pages of seats share: what is sealed about a person, and who may have a seat."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from pydantic_core import from_json, to_json

from portal.stakeholders.organisations import joining, merged
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations import queries as organisations
from portal.stakeholders.sessions import queries, retention
from portal.stakeholders.sessions.forms import AskForm
from portal.stakeholders.sessions.queries import Seat, Session
from portal.stakeholders.sessions.whose import FOR_OTHERS, speaks_for
from portal.web.accounts.account import Account
from portal.web.context import now, vault
from portal.web.db import engine
from shared.contracts.stakeholders_session_commands import RequestSeat
from shared.contracts.stakeholders_sessions import Category
from shared.core.message import Sealed, derive_id
from shared.reference import states
from shared.reference.organisations import register_id
from shared.reference.sessions import CATEGORIES, seat_id

AUDIENCE = frozenset(CATEGORIES.values())


def case_of(session_id: str) -> UUID:
    return derive_id("session case", session_id)


def link_subject(session_id: str) -> str:
    return f"session-{session_id}"


def seat_subject(registration_id: str) -> str:
    """Return the subject of a person's place: name, needs and appeal go with its key."""
    return next(retention.subjects(registration_id))


def forget(seat: Seat) -> None:
    """Destroy the key of whom this seat was for."""
    vault().discard(seat.person.subject, at=now())


def erased_at(seat: Seat) -> datetime | None:
    """Return when the key of whom this seat was for was destroyed, whatever for."""
    subject = seat.person.subject
    return vault().vault.forgotten([subject]).get(subject)


def categories_of(account: Account) -> list[Category]:
    """Return as what this person can take part in sessions."""
    return [category for category, role in CATEGORIES.items() if account.has(role)]


def category_of(account: Account, session: Session) -> Category | None:
    """Return as what this person can take part in this one."""
    return next((one for one in categories_of(account) if one in session.audience), None)


def may_have_seats(account: Account, session: Session) -> dict[str, Account]:
    """Return the people for whom this person can ask: themselves, or any of the organisation.

    Whoever was invited and did not come yet is none of them: that an invitation made an account, or
    none, would tell whether the address has one already.
    """
    found = {account.account_id: account}
    category = category_of(account, session)
    role = CATEGORIES[category] if category else None
    if role is None or not account.has(*FOR_OTHERS):
        return found
    if account.organisation_id is None:
        return found
    with engine().connect() as conn:
        entries = merged.pointers(conn)
        ours = merged.real(entries, register_id(account.organisation_id))
        everybody = joining.people(conn, ours)
    return found | {
        one.account_id: one
        for one in everybody
        if one.begun and one.has(role) and speaks_for(account, one, entries)
    }


def request(
    account: Account, session: Session, category: Category, holder: Account, form: AskForm
) -> RequestSeat:
    """Return the command: it says neither who the person is nor of which organisation."""
    subject = _next_subject(session.session_id, seat_id(session.session_id, holder.account_id))
    companion, needs = form.companion.data or "", form.needs.data or ""
    seal = vault().sealer(subject)
    return RequestSeat(
        session_id=session.session_id,
        holder_id=holder.account_id,
        organisation=pseudonym(session.session_id, account.organisation_id),
        category=category,
        region=_region(account.organisation_id),
        zone=form.zone.data,
        kind="remote" if form.kind.data == "remote" else "room",
        seats=2 if companion else 1,
        person=seal(written({"name": holder.name, "companion": companion})),
        needs=seal(needs) if needs else None,
        shows_name=bool(form.shows_name.data) and holder.account_id == account.account_id,
    )


def people(seats: Sequence[Seat]) -> list[Mapping[str, str] | None]:
    """Return who these are; None where it was erased. The reading is on record."""
    texts = vault().reveal_all([one.person for one in seats])
    return [None if text is None else from_json(text) for text in texts]


def written(person: Mapping[str, str]) -> str:
    return to_json(dict(person)).decode()


def pseudonym(session_id: str, organisation_id: str | None) -> str | None:
    """Return what tells the organisations of one session apart, and no more."""
    if organisation_id is None:
        return None
    with engine().connect() as conn:
        whose = merged.real_of(conn, organisation_id)
    return vault().pseudonym("seats", f"{session_id}/{whose}")


def ours(seat: Seat, organisation_id: str | None) -> str | None:
    """Return the pseudonym under which the seat is of this organisation; None if it is not.

    It was asked for under that of one entry, which may be merged into another one by now.
    """
    if organisation_id is None or seat.organisation is None:
        return None
    with engine().connect() as conn:
        family = merged.family(conn, merged.real_of(conn, organisation_id))
    names = {vault().pseudonym("seats", f"{seat.session_id}/{one}") for one in family}
    return seat.organisation if seat.organisation in names else None


def _next_subject(session_id: str, registration_id: str) -> str:
    """Return the subject of a new registration: after one that was erased it is another one."""
    with engine().connect() as conn:
        before = queries.seat(conn, session_id, registration_id)
    if before is not None and before.erased_at is not None:
        forget(before)
    gone = retention.earlier(registration_id, before.person.subject) if before else []
    some = (one for one in retention.subjects(registration_id) if one not in gone)
    return next(one for one in some if not vault().vault.forgotten([one]))


def _region(organisation_id: str | None) -> str | None:
    """Return the regional group of the organisation's seat, as its entry says."""
    if organisation_id is None:
        return None
    with engine().connect() as conn:
        entry = organisations.one(conn, merged.real_of(conn, organisation_id))
    sealed: list[Sealed] = [entry.sealed] if entry else []
    for text in vault().compared(sealed):
        if text is not None:
            country = states().get(profiles.read(text).country)
            return country.group if country else None
    return None
