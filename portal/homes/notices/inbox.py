"""A person's inbox: it keeps all notices, and shows those whose pages the person may open now.

A person who lost the role or the mandate behind a notice no longer sees it, nor a notice hidden by
R15 or an erasure; the count of unread notices includes only visible ones.
"""

from collections.abc import Callable, Collection, Mapping
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
    case,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from portal.casefile.queue import sight as triage
from portal.casefile.queue.tables import queue
from portal.casefile.replies import sight as replies
from portal.casefile.replies.tables import cases
from portal.casefile.submissions import queries as submissions
from portal.casefile.submissions.read_model import submissions as submissions_table
from portal.followup.publication import queries as publication
from portal.followup.publication.tables import letters as publication_table
from portal.homes.notices.pages import Page
from portal.homes.notices.tables import inbox
from portal.homes.notices.there import OF_THE_REGISTER, TODAY, is_there, not_own
from portal.homes.notices.told import REASONS, Told
from portal.letters.communications import queries as letters
from portal.letters.communications.tables import letters as letters_table
from portal.letters.statements import queries as statements
from portal.letters.statements.tables import statements as statements_table
from portal.oversight.forgetting.tables import erasures
from portal.selection.foreseen_model import foreseen
from portal.selection.read_model import candidates, seats, vacancies
from portal.selection.recused import takes_part
from portal.stakeholders import kits
from portal.stakeholders.read_model import onboardings
from portal.stakeholders.sessions.read_model import seats as seats_in_sessions
from portal.stakeholders.sessions.read_model import sessions
from portal.stakeholders.sessions.whose import FOR_OTHERS
from portal.web.accounts.access import known
from portal.web.accounts.account import Account
from portal.web.accounts.rights import OF_MANDATES
from portal.web.accounts.tables import api_tokens
from portal.web.paging import Numbers, cut, first
from portal.web.paging import Page as Cut
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role

_c = inbox.c
_KINDS = (
    "submission",
    "communication",
    "statement",
    "candidate",
    "seat",
    "proposal",
    "slot",
    "advice",
    "engagement",
    "meeting",
    "situation",
    "plan",
    "visitreport",
    "committeeadvice",
    "iap",
    "reprisal",
    "report",
    "library",
)
OF_VACANCIES = {
    Page.VACANCY,
    Page.FILES,
    Page.REVIEW,
    Page.DECISION,
    Page.SELECTION,
    Page.APPOINTED,
}
_OF_LETTERS = {Page.LETTER, Page.CASE, Page.CASE_OF_STATE, Page.PUBLICATION}
ADMINISTRATION, CHIEF = "administration", "chief"
FILERS = "filers"
_ANY = (
    select(_c.notice_id)
    .where(_c.account_id.in_(bindparam(FILERS, expanding=True)), _c.read_at.is_(None))
    .limit(1)
)
"""A notice that is not read, whether its page opens or not."""

Opens = Callable[[Page], bool]
"""Whether the person's roles open the door of such a page."""


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


def reaches(account: Account) -> set[str]:
    """Return why a change of somebody's rights concerns this person."""
    found = set(account.mandates) if account.has(*OF_MANDATES) else set[str]()
    if account.has(Role.SYSTEM_ADMIN, Role.DATA_PROTECTION):
        found.add(ADMINISTRATION)
    if account.has(Role.CHIEF):
        found.add(CHIEF)
    return found


def shown(account: Account, opens: Opens) -> ColumnElement[bool]:
    """The notices that exist for this person now."""
    return _shown(*_reader(account, opens))


def _reader(account: Account, opens: Opens) -> tuple[Actor, frozenset[Page], frozenset[str]]:
    pages = frozenset(page for page in Page if opens(page))
    return known(account), pages, frozenset(reaches(account))


@lru_cache(maxsize=256)  # it takes longer to build than to ask
def _shown(actor: Actor, pages: frozenset[Page], reach: frozenset[str]) -> ColumnElement[bool]:
    reasons = [reason for reason, roles in REASONS.items() if actor.has(*roles)]
    items = [
        and_(_c.page == page, _c.reason.in_(reasons), there(actor))
        for page, there in _THERE.items()
        if page in pages
    ]
    if Page.RIGHTS in pages:
        items.append(and_(_c.page == Page.RIGHTS, _c.item_id.in_(sorted(reach))))
    own = and_(_c.page == Page.ACCOUNT, _c.item_id == actor.actor_id)
    return and_(_c.account_id.in_(actor.filers), or_(false(), own, *items), ~_ERASED)


def unread(conn: Connection, account: Account, opens: Opens) -> int:
    """Return how many notices the person has not read. Every page asks for it."""
    actor, pages, reach = _reader(account, opens)
    if conn.scalar(_ANY, {FILERS: sorted(actor.filers)}) is None:
        return 0  # as for most people at most times
    these = _unread(actor, pages, reach)
    if account.has(Role.COORDINATION_COMMITTEE):  # another statement is remembered anew
        these = these.where(not_own(conn, account))
    return conn.scalar(these) or 0


@lru_cache(maxsize=256)  # SQLAlchemy remembers how to write it
def _unread(actor: Actor, pages: frozenset[Page], reach: frozenset[str]) -> Select[tuple[int]]:
    these = and_(_c.read_at.is_(None), _shown(actor, pages, reach))
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
    exist = _shown(actor, frozenset(Page), frozenset(reaches(account)))
    query = select(_c.notice_id, _c.made_at).where(
        or_(_c.notice_id.in_(ids), filed), exist, not_own(conn, account)
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
    conn.execute(delete(inbox).where(or_(_c.made_at < before, _ERASED)))


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


def _letter(actor: Actor) -> ColumnElement[bool]:
    key = letters_table.c.communication_id
    return is_there(key, letters_table.c.state.is_not(None), letters.visible(actor))


def _case(actor: Actor) -> ColumnElement[bool]:
    """Of a case the mandates that signed are told, and nobody else."""
    key = cases.c.communication_id
    return is_there(key, cases.c.reference.is_not(None), replies.signed(actor))


def _case_of_state(actor: Actor) -> ColumnElement[bool]:
    key = cases.c.communication_id
    return is_there(key, cases.c.reference.is_not(None), replies.of_states(actor))


def _publication(actor: Actor) -> ColumnElement[bool]:
    return is_there(publication_table.c.communication_id, publication.visible(actor))


def _vacancy(_: Actor) -> ColumnElement[bool]:
    """A call and its short list are public."""
    return is_there(vacancies.c.vacancy_id, vacancies.c.closes_at.is_not(None))


def _seat(actor: Actor) -> ColumnElement[bool]:
    return exists().where(seats.c.vacancy_id == _c.item_id, takes_part(actor))


def _application(actor: Actor) -> ColumnElement[bool]:
    return is_there(candidates.c.candidate_id, candidates.c.applicant_id == actor.actor_id)


def _statement(actor: Actor) -> ColumnElement[bool]:
    key = statements_table.c.statement_id
    return is_there(key, statements_table.c.state.is_not(None), statements.visible(actor))


def _triage(actor: Actor) -> ColumnElement[bool]:
    return is_there(queue.c.submission_id, triage.visible(actor))


def _submission(actor: Actor) -> ColumnElement[bool]:
    return is_there(submissions_table.c.submission_id, submissions.visible(actor))


def _onboarding(actor: Actor) -> ColumnElement[bool]:
    return is_there(onboardings.c.term_id, kits.visible(actor))


def _program(actor: Actor) -> ColumnElement[bool]:
    mine = api_tokens.c.organisation_id == (actor.organisation_id or actor.actor_id)
    return is_there(api_tokens.c.program_id, mine)


def _seat_in_session(actor: Actor) -> ColumnElement[bool]:
    c = seats_in_sessions.c
    mine = c.holder_id == actor.actor_id
    if actor.has(*FOR_OTHERS):
        mine = or_(mine, c.asked_by == actor.actor_id)
    return is_there(c.registration_id, mine)


def _of_session(_: Actor) -> ColumnElement[bool]:
    return is_there(sessions.c.session_id, sessions.c.starts_at.is_not(None))


def _foreseen(_: Actor) -> ColumnElement[bool]:
    return is_there(foreseen.c.foreseen_id, foreseen.c.gone.is_(None))


def _roster(actor: Actor) -> ColumnElement[bool]:
    """No notice says which entry it is."""
    return _c.item_id == actor.actor_id


_THERE: Mapping[Page, Callable[[Actor], ColumnElement[bool]]] = {
    Page.LETTER: _letter,
    Page.CASE: _case,
    Page.CASE_OF_STATE: _case_of_state,
    Page.STATEMENT: _statement,
    Page.PUBLICATION: _publication,
    Page.VACANCY: _vacancy,
    Page.FILES: _seat,
    Page.REVIEW: _seat,
    Page.APPLICATION: _application,
    Page.DECISION: _vacancy,
    Page.SELECTION: _vacancy,
    Page.APPOINTED: _vacancy,
    Page.FORESEEN: _foreseen,
    Page.ROSTER: _roster,
    Page.TRIAGE: _triage,
    Page.SUBMISSION: _submission,
    Page.FIRST_WEEKS: _onboarding,
    Page.NEW_HOLDER: _onboarding,
    Page.PROGRAMS: _program,
    Page.SEAT: _seat_in_session,
    Page.OF_SESSION: _of_session,
    **OF_THE_REGISTER,
}
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
    ({Page.TRIAGE}, select(queue.c.submission_id, queue.c.state), queue.c.submission_id),
)
# What was erased after the notice came; who a source was is gone with the notices of that source.
_ERASED = exists().where(
    erasures.c.erased_at >= _c.made_at,
    erasures.c.subject.in_(
        [
            *(literal(f"{kind}-").concat(_c.item_id) for kind in _KINDS),
            case((_c.page == Page.SUBMISSION, literal("source-").concat(_c.item_id)), else_=""),
        ]
    ),
)
