"""Recipients who work for no mandate: of a State, of publication, of a selection; the Committee."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, or_, select

from portal.casefile import reprisals
from portal.casefile.replies.sight import of_states
from portal.casefile.replies.tables import cases
from portal.homes.notices.informants import providers
from portal.homes.notices.met import OF_COMMITTEE
from portal.homes.notices.pages import Page
from portal.homes.notices.told import REASONS, Told, told
from portal.selection.given import late
from portal.selection.read_model import candidates, seats, vacancies
from portal.selection.recused import recused, serves
from portal.stakeholders.consultations.read_model import proposals
from portal.stakeholders.organisations import merged
from portal.stakeholders.sessions.queries import LIVE
from portal.stakeholders.sessions.read_model import seats as seats_in_sessions
from portal.stakeholders.sessions.whose import speaks_for
from portal.web.accounts import account as accounts
from portal.web.accounts import offices
from portal.web.accounts.account import Account, actor_of
from shared.core.roles import Role

OF_CALLS: Final = frozenset({"call-extended", "call-reissued"})
"""What the President hears of a call before there is anything to decide (A5)."""
OF_FILES: Final = frozenset({"panel-established", "members-reminded", "lobbying-disclosed"})
"""What a member finds on the page of their files."""
OF_TERMS: Final = frozenset({"seat-term-ended", "seat-term-extended"})
"""What of a panel its chair alone is told, beside whose seat it is."""


def _of_state(
    conn: Connection, role: Role, reason: str, communication_id: str
) -> list[Told] | None:
    """Return who answers for the recipient, without whom R15 keeps from the letter."""
    c = cases.c
    this = c.communication_id == communication_id
    known = conn.scalar(select(c.recipient).where(this, c.reference.is_not(None)))
    if known is None or not reprisals.is_known(conn, communication_id):
        return None

    def sees(one: Account) -> bool:
        acting = actor_of(one)
        return conn.scalar(select(c.communication_id).where(this, of_states(acting))) is not None

    found = [one for one in accounts.holding(conn, role) if known in one.state_codes and sees(one)]
    return told(found, reason, Page.CASE_OF_STATE, communication_id)


def governments(conn: Connection, row: Any) -> list[Told] | None:
    return _of_state(conn, Role.GOVERNMENT, "government", row.communication_id)


def state_officers(conn: Connection, row: Any) -> list[Told] | None:
    return _of_state(conn, Role.DESK_OFFICER, "state", row.communication_id)


def publishers(conn: Connection, row: Any) -> list[Told]:
    found = accounts.holding(conn, Role.PUBLICATION_OFFICER)
    return told(found, "publishers", Page.PUBLICATION, row.communication_id)


def committee(conn: Connection, row: Any, on: date) -> list[Told]:
    found = offices.holding(conn, on, Role.COORDINATION_COMMITTEE)
    if row.kind == "standard-set-adopted":
        return told(found, "committee", Page.COVERAGE, "set")
    return told(found, "committee", Page.VACANCY, row.vacancy_id)


def president(conn: Connection, row: Any) -> list[Told]:
    """The page for a decision is there once a panel has reported; a call is read by everybody."""
    found = accounts.holding(conn, Role.PRESIDENT)
    page = Page.VACANCY if row.kind in OF_CALLS else Page.DECISION
    return told(found, "president", page, row.vacancy_id)


def selectors(conn: Connection, row: Any) -> list[Told]:
    found = accounts.holding(conn, Role.SELECTION_OFFICER)
    page = Page.FORESEEN if row.kind == "vacancy-foreseen" else Page.SELECTION
    return told(found, "selectors", page, row.vacancy_id)


def administrators(conn: Connection, row: Any) -> list[Told]:
    found = accounts.holding(conn, Role.SYSTEM_ADMIN)
    return told(found, "admins", Page.APPOINTED, row.vacancy_id)


def panel(conn: Connection, row: Any) -> list[Told]:
    """Return the members; of a reminder those who are late now, of a seat's term the chair."""
    if row.kind in OF_TERMS:
        return told(chairs(conn, row.vacancy_id), "panel", Page.REVIEW, row.vacancy_id)
    people = members(conn, row.vacancy_id)
    if row.kind == "members-reminded":
        waited_for = late(conn, row.vacancy_id)
        people = [one for one in people if one.account_id in waited_for]
    page = Page.FILES if row.kind in OF_FILES else Page.REVIEW
    return told(people, "panel", page, row.vacancy_id)


def members(conn: Connection, vacancy_id: str) -> list[Account]:
    """Return who sits on the panel of this vacancy, still may, and takes part in it."""
    return _sitting(conn, vacancy_id, serves())


def chairs(conn: Connection, vacancy_id: str) -> list[Account]:
    """Return who has the chair of this panel, if they take part in it; else nobody."""
    return _sitting(conn, vacancy_id, serves(), seats.c.chair.is_(True))


def on_seat(conn: Connection, vacancy_id: str, member_id: str) -> list[Account]:
    """Return whose seat it is, also once its term is over; nobody who is recused (SA3)."""
    return _sitting(conn, vacancy_id, seats.c.member_id == member_id)


def of_panel_seat(conn: Connection, row: Any) -> list[Told]:
    """Return whose seat on a panel it is: ``candidate_id`` is the account."""
    found = on_seat(conn, row.vacancy_id, row.candidate_id)
    return told(found, "panelseat", Page.PANEL_SEAT, row.vacancy_id)


def _sitting(conn: Connection, vacancy_id: str, *which: ColumnElement[bool]) -> list[Account]:
    c = seats.c
    there = ~recused(c.vacancy_id, c.member_id)
    rows = conn.scalars(select(c.member_id).where(c.vacancy_id == vacancy_id, there, *which))
    return _still(conn, rows, Role.PANEL_MEMBER, Role.PANEL_CHAIR)


def applicants(conn: Connection, row: Any) -> list[Told] | None:
    """Return the candidate whom a fact is about, or all of the vacancy; None if not known yet.

    Who withdrew is told no more; whose application lapsed with a call that is issued again is.
    """
    c, again = candidates.c, vacancies.c.round_at
    which: ColumnElement[bool] = c.vacancy_id == row.vacancy_id
    if row.candidate_id is not None:
        which = c.candidate_id == row.candidate_id
    known = or_(c.applicant_id.is_not(None), c.withdrawn_at.is_not(None))
    rows = conn.execute(
        select(c.candidate_id, c.applicant_id, c.withdrawn_at, c.lapsed, again)
        .join(vacancies, vacancies.c.vacancy_id == c.vacancy_id)
        .where(which, known)
    ).all()
    if row.candidate_id is not None and not rows:
        return None
    heard = [one for one in rows if one.withdrawn_at is None or _asked_again(one, row.kind)]
    heard.sort(key=lambda one: one.withdrawn_at is None)  # what was sent anew counts
    by = {one.applicant_id: one.candidate_id for one in heard}
    found = _still(conn, by, Role.CANDIDATE)
    return [
        Told(account=one, reason="candidate", page=Page.APPLICATION, item_id=by[one.account_id])
        for one in found
    ]


def invited(conn: Connection, row: Any) -> list[Told]:
    """Return whom the panel asks to apply: ``candidate_id`` is the account, which has no file."""
    found = _still(conn, (row.candidate_id,), Role.CANDIDATE)
    return told(found, "invited", Page.APPLYING, row.vacancy_id)


def of_needs(conn: Connection, row: Any) -> list[Told]:
    """Return who gave a view on what a mandate needs: ``candidate_id`` is the account."""
    found = _still(conn, (row.candidate_id,), *sorted(REASONS["needs"]))
    return told(found, "needs", Page.NEEDS, row.vacancy_id)


def _asked_again(one: Any, kind: str) -> bool:
    """Whether the application lapsed with the call that this fact is about."""
    return kind == "call-reissued" and bool(one.lapsed) and one.withdrawn_at == one.round_at


def of_a_seat(conn: Connection, row: Any) -> list[Told] | None:
    """Return whose seat it is, and who asked for it; None while the seat is not known."""
    c = seats_in_sessions.c
    this = conn.execute(
        select(c.holder_id, c.asked_by).where(
            c.session_id == row.session_id, c.registration_id == row.registration_id
        )
    ).one_or_none()
    if this is None or this.holder_id is None:
        return None
    found = _still(conn, (this.holder_id, this.asked_by), *_OF_SEATS)
    holder = accounts.by_id(conn, this.holder_id)
    entries = merged.pointers(conn)
    found = [one for one in found if holder and _has_part(one, holder, entries)]
    return told(found, "seat", Page.SEAT, row.registration_id)


def of_a_session(conn: Connection, row: Any) -> list[Told]:
    """Return everybody who has a seat in the session or waits for one, each once."""
    return [
        Told(account=account, reason="seats", page=Page.SEAT, item_id=item_id)
        for account, item_id in places(conn, row.session_id, LIVE)
    ]


def places(conn: Connection, session_id: str, states: Collection[str]) -> list[tuple[Account, str]]:
    """Return who has a place in one of these states, or asked for it; each once, with the place."""
    c = seats_in_sessions.c
    rows = conn.execute(
        select(c.registration_id, c.holder_id, c.asked_by)
        .where(c.session_id == session_id, c.state.in_(states))
        .order_by(c.queued_at, c.number)
    ).all()
    found = accounts.by_ids(conn, {who for one in rows for who in (one.holder_id, one.asked_by)})
    able = {key: one for key, one in found.items() if not one.disabled and one.has(*_OF_SEATS)}
    by: dict[str, str] = {}
    entries = merged.pointers(conn)
    for one in rows:
        asked, holder = able.get(one.asked_by), found.get(one.holder_id)
        if asked and holder and _has_part(asked, holder, entries):
            by.setdefault(one.asked_by, one.registration_id)
    by |= {one.holder_id: one.registration_id for one in rows if one.holder_id in able}
    return [(able[key], item_id) for key, item_id in by.items()]


def _has_part(one: Account, holder: Account, entries: Mapping[str, str]) -> bool:
    """Whether somebody who asked for a seat still has to do with it."""
    return one.account_id == holder.account_id or speaks_for(one, holder, entries)


def officers_of_sessions(conn: Connection, row: Any) -> list[Told]:
    found = accounts.holding(conn, Role.STAKEHOLDER_OFFICER)
    return told(found, "sessions", Page.OF_SESSION, row.session_id)


def of_a_proposal(conn: Connection, row: Any) -> list[Told] | None:
    """Return its author; None while the proposal is not known."""
    c = proposals.c
    this = select(c.author_id).where(
        c.consultation_id == row.consultation_id, c.proposal_id == row.proposal_id
    )
    author = conn.scalar(this)
    if author is None:
        return None
    return told(_still(conn, (author,), *_OF_SEATS), "proposal", Page.PROPOSED, row.proposal_id)


def of_a_consultation(conn: Connection, row: Any) -> list[Told]:
    """Return everybody with a proposal in it that they did not take back, each once."""
    c = proposals.c
    these = select(c.author_id, c.proposal_id).where(
        c.consultation_id == row.consultation_id, c.withdrawn_at.is_(None)
    )
    ordered = these.order_by(c.submitted_at.desc(), c.proposal_id)
    by = {one.author_id: one.proposal_id for one in conn.execute(ordered)}
    return [
        Told(account=one, reason="proposals", page=Page.PROPOSED, item_id=by[one.account_id])
        for one in accounts.by_ids(conn, set(by)).values()
        if not one.disabled and one.has(*_OF_SEATS)
    ]


def _still(conn: Connection, ids: Any, *roles: Role) -> list[Account]:
    found = (accounts.by_id(conn, one) for one in sorted(set(ids)))
    return [one for one in found if one is not None and not one.disabled and one.has(*roles)]


_OF_SEATS = (Role.NGO_MEMBER, Role.CONTACT_POINT)

OUTSIDE: Final[Mapping[str, Callable[[Connection, Any], list[Told] | None]]] = MappingProxyType(
    {
        "government": governments,
        "state": state_officers,
        "publishers": publishers,
        "panel": panel,
        "panelseat": of_panel_seat,
        "candidate": applicants,
        "invited": invited,
        "needs": of_needs,
        "seat": of_a_seat,
        "seats": of_a_session,
        "sessions": officers_of_sessions,
        "proposal": of_a_proposal,
        "proposals": of_a_consultation,
        "provider": providers,
        "president": president,
        "selectors": selectors,
        "admins": administrators,
    }
)
"""By audience, which is the reason too."""
OF_A_DAY: Final[Mapping[str, Callable[[Connection, Any, date], list[Told] | None]]] = (
    MappingProxyType({"committee": committee, **OF_COMMITTEE})
)
"""Likewise: who is told depends on who works for the Committee on the day on which they are."""
WITHOUT_A_MANDATE: Final = OUTSIDE.keys() | OF_A_DAY.keys()


def of_no_mandate(conn: Connection, row: Any, on: date) -> list[Told] | None:
    """Return the recipients of such a row; None while its subject is not known."""
    if row.audience in OF_A_DAY:
        return OF_A_DAY[row.audience](conn, row, on)
    return OUTSIDE[row.audience](conn, row)
