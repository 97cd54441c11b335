"""A person's inbox: it keeps all notices, and shows those that exist for the person now.

Which ones do is in ``reading``; the count of unread notices includes only these.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from portal.casefile.queue.tables import queue
from portal.followup.grading.read_model import delegations
from portal.followup.missions.read_model import missions
from portal.followup.rounds.read_model import rounds
from portal.followup.visits.letter_model import letters as letters_on_visits
from portal.followup.visits.read_model import files
from portal.homes.notices.pages import Page
from portal.homes.notices.reading import ERASED, Opens, exist, reaches, reader, shown
from portal.homes.notices.tables import inbox
from portal.homes.notices.there import TODAY, not_own
from portal.homes.notices.told import Told
from portal.letters.communications import queries as letters
from portal.letters.statements.tables import statements as statements_table
from portal.selection.read_model import candidates, vacancies
from portal.stakeholders.read_model import onboardings
from portal.web.accounts.access import known
from portal.web.accounts.account import Account
from portal.web.paging import Numbers, cut, first
from portal.web.paging import Page as Cut
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role

_c = inbox.c
OF_VACANCIES = {
    Page.VACANCY,
    Page.APPLYING,
    Page.NEEDS,
    Page.FILES,
    Page.REVIEW,
    Page.PANEL_SEAT,
    Page.DECISION,
    Page.SELECTION,
    Page.APPOINTED,
}
OF_VISITS = {Page.VISIT_FILE, Page.VISIT_LINE, Page.MISSION, Page.JOINT, Page.OUR_ROUND}
_OF_LETTERS = {Page.LETTER, Page.CASE, Page.CASE_OF_STATE, Page.PUBLICATION}
FILERS = "filers"
_UNREAD_PAGES = (
    select(_c.page)
    .where(_c.account_id.in_(bindparam(FILERS, expanding=True)), _c.read_at.is_(None))
    .distinct()
)
"""The pages of notices that are not read, whether they open or not."""


def add(
    conn: Connection, cause: UUID, kind: str, told: Collection[Told], *, at: datetime, now: datetime
) -> list[Told]:
    """Keep what these people are told of, once each; return who was not told of it before.

    ``at``: when it happened.
    """
    by_id = {derive_id("notice", cause, one.filer or one.account.account_id): one for one in told}
    for there in conn.scalars(select(_c.notice_id).where(_c.notice_id.in_(by_id))).all():
        del by_id[there]
    rows = [
        {
            "notice_id": notice_id,
            "account_id": one.filer or one.account.account_id,
            "kind": kind,
            "reason": one.reason,
            "page": one.page,
            "item_id": one.item_id,
            "at": at,
            "made_at": now,
        }
        for notice_id, one in by_id.items()
    ]
    if rows:
        conn.execute(insert(inbox), rows)
    return list(by_id.values())


def unread(conn: Connection, account: Account, opens: Opens) -> int:
    """Return how many notices the person has not read. Every page asks for it."""
    actor, pages, reach = reader(account, opens)
    there = set(conn.scalars(_UNREAD_PAGES, {FILERS: sorted(actor.filers)}))
    if not there:
        return 0  # as for most people at most times
    # Of all pages there are, few are among the unread: to ask for all takes longer than the rest.
    these = _unread(actor, pages & there, reach)
    if account.has(Role.COORDINATION_COMMITTEE):  # another statement is remembered anew
        these = these.where(not_own(conn, account))
    return conn.scalar(these) or 0


@lru_cache(maxsize=256)  # SQLAlchemy remembers how to write it
def _unread(actor: Actor, pages: frozenset[Page], reach: frozenset[str]) -> Select[tuple[int]]:
    these = and_(_c.read_at.is_(None), exist(actor, pages, reach))
    return select(func.count()).select_from(inbox).where(these)


def page_of(
    conn: Connection, account: Account, opens: Opens, at: Numbers = first, *, unread: bool = False
) -> Cut[Row[Any]]:
    """Return a page of the notices, the newest first."""
    these = and_(shown(account, opens), _c.read_at.is_(None) if unread else true())
    query = select(inbox).where(these, not_own(conn, account)).order_by(_c.at.desc(), _c.notice_id)
    return cut(conn, query, "page", at)


def find(conn: Connection, account: Account, opens: Opens, notice_id: UUID) -> Row[Any] | None:
    these = and_(_c.notice_id == notice_id, shown(account, opens), not_own(conn, account))
    return conn.execute(select(inbox).where(these)).one_or_none()


def still(
    conn: Connection, account: Account, actor: Actor, mails: Mapping[UUID, datetime], on: date
) -> set[UUID]:
    """Return which of the person's mails are about notices that exist for them on this day.

    ``mails``: cause → when it was made, which is the same moment for mail and notice. Of a source
    nothing but that moment leads from the one to the other (decision 0035).
    """
    ids = {derive_id("notice", cause, account.account_id): cause for cause in mails}
    filed = and_(_c.page == Page.SUBMISSION, _c.made_at.in_(set(mails.values())))
    there = exist(actor, frozenset(Page), frozenset(reaches(account)))
    query = select(_c.notice_id, _c.made_at).where(
        or_(_c.notice_id.in_(ids), filed), there, not_own(conn, account)
    )
    rows = conn.execute(query, {TODAY: on}).all()
    moments = {row.made_at for row in rows if row.notice_id not in ids}
    named = {ids[row.notice_id] for row in rows if row.notice_id in ids}
    return named | {cause for cause, made_at in mails.items() if made_at in moments}


def mark(conn: Connection, account: Account, notice_id: UUID, *, read_at: datetime | None) -> None:
    """Note that the person has read it, or has not. What was read first stays so."""
    these = and_(_c.notice_id == notice_id, _mine(account))
    if read_at is not None:
        these = and_(these, _c.read_at.is_(None))
    conn.execute(update(inbox).where(these).values(read_at=read_at))


def mark_all(
    conn: Connection, account: Account, opens: Opens, *, until: datetime, read_at: datetime
) -> int:
    """Note that the person has read all that were there ``until`` then; return how many."""
    these = and_(
        _c.read_at.is_(None), _c.made_at <= until, shown(account, opens), not_own(conn, account)
    )
    return conn.execute(update(inbox).where(these).values(read_at=read_at)).rowcount


def marked_at(conn: Connection, account: Account, read_at: datetime) -> bool:
    """Whether something was marked at this moment."""
    return bool(conn.scalar(select(exists().where(_of(account, read_at)))))


def mark_back(conn: Connection, account: Account, read_at: datetime) -> None:
    """Take back what was marked at this moment."""
    conn.execute(update(inbox).where(_of(account, read_at)).values(read_at=None))


def prune(conn: Connection, *, before: datetime) -> None:
    """Forget what was told before, and what led to something that was erased since."""
    conn.execute(delete(inbox).where(or_(_c.made_at < before, ERASED)))


def about(conn: Connection, actor: Actor, rows: Collection[Row[Any]]) -> Mapping[str, Any]:
    """Return item id → what a line of a list says of it. Ask ``shown`` before this."""
    of_letters = {row.item_id for row in rows if row.page in _OF_LETTERS}
    found: dict[str, Any] = {
        one.communication_id: one for one in letters.some(conn, actor, of_letters)
    }
    for pages, query, key in _ABOUT:
        ids = {row.item_id for row in rows if row.page in pages}
        if ids:
            found |= {row[0]: row for row in conn.execute(query.where(key.in_(ids)))}
    return found


def _of(account: Account, read_at: datetime) -> ColumnElement[bool]:
    return and_(_mine(account), _c.read_at == read_at)


def _mine(account: Account) -> ColumnElement[bool]:
    """A source's notices are kept under its pseudonym."""
    return _c.account_id.in_(known(account).filers)


_ABOUT: tuple[tuple[set[Page], Select[Any], ColumnElement[Any]], ...] = (
    (
        {Page.STATEMENT},
        select(statements_table.c.statement_id, statements_table.c.kind),
        statements_table.c.statement_id,
    ),
    (
        OF_VACANCIES,
        select(vacancies.c.vacancy_id, vacancies.c.mandate),
        vacancies.c.vacancy_id,
    ),
    (
        {Page.APPLICATION},
        select(candidates.c.candidate_id, vacancies.c.mandate).join(
            vacancies, vacancies.c.vacancy_id == candidates.c.vacancy_id
        ),
        candidates.c.candidate_id,
    ),
    (
        {Page.FIRST_WEEKS, Page.NEW_HOLDER},
        select(onboardings.c.term_id, onboardings.c.mandate),
        onboardings.c.term_id,
    ),
    (
        {Page.VISIT_FILE, Page.VISIT_LINE},
        select(files.c.visit_file_id, files.c.mandate, files.c.state),
        files.c.visit_file_id,
    ),
    (
        {Page.VISIT_LETTER},
        select(
            letters_on_visits.c.visit_letter_id,
            letters_on_visits.c.mandates,
            letters_on_visits.c.state,
        ),
        letters_on_visits.c.visit_letter_id,
    ),
    (
        {Page.MISSION, Page.JOINT},
        select(missions.c.mission_id, missions.c.mandate, missions.c.state),
        missions.c.mission_id,
    ),
    (
        {Page.OUR_ROUND},
        select(rounds.c.round_id, rounds.c.mandate, rounds.c.state),
        rounds.c.round_id,
    ),
    (
        {Page.GRADING},
        select(delegations.c.delegation_id, delegations.c.mandate),
        delegations.c.delegation_id,
    ),
    ({Page.TRIAGE}, select(queue.c.submission_id, queue.c.state), queue.c.submission_id),
)
