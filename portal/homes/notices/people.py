"""The recipients of news: people with an account who may see its subject."""

from collections.abc import Collection
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Connection, select

from portal.casefile import reprisals
from portal.casefile.queue import sight
from portal.casefile.queue.tables import queue
from portal.casefile.submissions.read_model import submissions
from portal.homes.notices import advised, slots
from portal.homes.notices.calls import Opening, called
from portal.homes.notices.outside import WITHOUT_A_MANDATE, of_no_mandate
from portal.homes.notices.pages import Page
from portal.homes.notices.reports import subscribers
from portal.homes.notices.told import Told, told
from portal.letters.communications import queries
from portal.letters.communications import tables as communications
from portal.stakeholders.subscriptions.audience import Vaulted
from portal.web.accounts import account as accounts
from portal.web.accounts import filers, offices
from portal.web.accounts.account import Account, actor_of
from portal.web.accounts.filers import Pseudonyms
from shared.core.roles import Role

_OPEN = ("drafting", "awaiting", "approved", "ordered")
_ROLES = {"holders": Role.MANDATE_HOLDER, "officers": Role.HUMAN_RIGHTS_OFFICER}


class Keys(Vaulted, Opening, Protocol):
    """The vault, as far as it is needed to find people."""


def people(conn: Connection, vault: Keys, row: Any, on: date) -> list[Told] | None:
    """Return the recipients of a row of news; None while the tables do not know its subject.

    ``on``: the day on which they are told. Whose term is over by then hears of nothing.
    """
    match row.audience:
        case "desk":
            return _desk(conn, row.submission_id)
        case "source":
            return _filers(conn, vault, [row.submission_id])
        case "sources":
            return _sources(conn, vault, row.communication_id)
        case "subscriber":
            return subscribers(conn, vault, row)
        case "called":
            return called(conn, vault, row)
        case "slot":
            return slots.of_a_slot(conn, vault, row)
        case "cosponsor":
            return slots.of_co_sponsors(conn, vault, row)
        case "slots":
            return slots.of_a_dialogue(conn, vault, row)
        case "asker":
            return advised.institution(conn, vault, row)
        case "adviser":
            return advised.officer(conn, row)
        case "advisers":
            return advised.assigners(conn, row.advice_id)
        case "writers":
            return _writers(conn, row.submission_id, on)
        case "senders":
            return _senders(conn, row.communication_id)
        case audience if audience in WITHOUT_A_MANDATE:
            return of_no_mandate(conn, row, on)
        case audience:
            mandates = _mandates(conn, row)
            if mandates is None:
                return None
            item = (
                row.statement_id
                or row.communication_id
                or row.vacancy_id
                or row.report_id
                or row.submission_id
            )
            found = serving(conn, _ROLES[audience], mandates, on)
            return told(found, audience, Page(row.page), item)


def serving(conn: Connection, role: Role, mandates: Collection[str], on: date) -> list[Account]:
    """Return those who hold the role for one of the mandates on that day."""
    found = offices.holding(conn, on, role)
    return [one for one in found if not one.mandates.isdisjoint(mandates)]


def _mandates(conn: Connection, row: Any) -> Collection[str] | None:
    if row.mandates is not None:
        return list(row.mandates)
    if row.communication_id is not None:
        return _signing(conn, row.communication_id) or None
    return _shared_with(conn, row.submission_id)


def _shared_with(conn: Connection, submission_id: str) -> Collection[str]:
    s = submissions.c
    found: list[str] | None = conn.scalar(
        select(s.mandates).where(s.submission_id == submission_id)
    )
    # A question may be asked and answered before the submission is shared with anybody.
    return found or ()


def _signing(conn: Connection, communication_id: str) -> list[str]:
    s = communications.signatures.c
    rows = conn.execute(
        select(s.mandate).where(s.communication_id == communication_id, s.declined_at.is_(None))
    )
    return [row.mandate for row in rows]


def _desk(conn: Connection, submission_id: str) -> list[Told] | None:
    """Return the Quick Response Desk, without whom R15 keeps from this submission."""
    found = accounts.holding(conn, Role.QUICK_RESPONSE_DESK)
    if any(one.has(Role.DESK_OFFICER) for one in found):
        this = queue.c.submission_id == submission_id
        if conn.scalar(select(queue.c.received_at).where(this)) is None:
            return None
        found = [
            one
            for one in found
            if not one.has(Role.DESK_OFFICER)
            or sight.find(conn, actor_of(one), submission_id) is not None
        ]
    return told(found, "desk", Page.TRIAGE, submission_id)


def _writers(conn: Connection, submission_id: str, on: date) -> list[Told]:
    """Return officers and holders of what is open, and the lead's officers of what was sent.

    Of a mandate that is only invited nobody is told, unless the submission is shared with it.
    Who works on several letters is led to one of them, an open one first.
    """
    c, s, k = communications.letters.c, communications.signatures.c, communications.links.c
    shared = _shared_with(conn, submission_id)
    rows = conn.execute(
        select(c.communication_id, c.state, s.mandate, s.lead, s.joined_at, s.approved_at)
        .join(communications.links, k.communication_id == c.communication_id)
        .join(communications.signatures, s.communication_id == c.communication_id)
        .where(k.submission_id == submission_id, s.declined_at.is_(None))
        .order_by(c.drafted_at.desc(), c.communication_id)
    ).all()
    found: dict[str, Told] = {}
    for row in sorted(rows, key=lambda row: row.state not in _OPEN):
        works = row.state in _OPEN and (
            row.lead or row.joined_at or row.approved_at or row.mandate in shared
        )
        leads = row.state == "transmitted" and row.lead
        who = [
            *(serving(conn, Role.MANDATE_HOLDER, [row.mandate], on) if works else ()),
            *(
                serving(conn, Role.HUMAN_RIGHTS_OFFICER, [row.mandate], on)
                if works or leads
                else ()
            ),
        ]
        for one in told(who, "writers", Page.LETTER, row.communication_id):
            found.setdefault(one.account.account_id, one)
    return list(found.values())


def _senders(conn: Connection, communication_id: str) -> list[Told] | None:
    """Return who transmits it, without whom R15 keeps from this letter."""
    c = communications.letters.c
    type_ = conn.scalar(select(c.type).where(c.communication_id == communication_id))
    if type_ is None:
        return None
    found = accounts.holding(conn, Role.CHIEF if type_ == "UA" else Role.QUICK_RESPONSE_DESK)
    if any(one.has(Role.DESK_OFFICER) for one in found):
        if not reprisals.is_known(conn, communication_id):
            return None
        found = [
            one
            for one in found
            if not one.has(Role.DESK_OFFICER)
            or queries.find(conn, actor_of(one), communication_id) is not None
        ]
    return told(found, "senders", Page.LETTER, communication_id)


def _sources(conn: Connection, vault: Pseudonyms, communication_id: str) -> list[Told] | None:
    c = communications.letters.c
    behind = conn.scalar(select(c.submission_ids).where(c.communication_id == communication_id))
    return _filers(conn, vault, behind or ())


def _filers(
    conn: Connection, vault: Pseudonyms, submission_ids: Collection[str]
) -> list[Told] | None:
    """Return who filed these; None while one of them is not known yet. Accounts are tried once."""
    s = submissions.c
    these = s.submission_id.in_(submission_ids) & s.submitter_id.is_not(None)
    rows = conn.execute(select(s.submission_id, s.submitter_id).where(these))
    by = {row.submission_id: row.submitter_id for row in rows}
    if not by or not by.keys() >= set(submission_ids):
        return None
    found = filers.accounts_of(conn, vault, by.values())
    return [
        Told(
            account=account,
            reason="source",
            page=Page.SUBMISSION,
            item_id=one,
            filer=filers.person(vault, account.account_id),
            mark=vault.pseudonym("notice", f"{account.account_id}:{one}"),
        )
        for one in submission_ids
        if (account := found.get(by[one])) and not account.disabled
    ]
