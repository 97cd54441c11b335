"""Notices of a selection that time brings: a call opens or closes, scores are due, a seat ends."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, Connection, Engine, and_, exists, select

from portal.homes.notices import outside
from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import Told, told
from portal.homes.notices.words import CALL_CLOSING, CALL_OPENED, SCORES_DUE, SEAT_ENDING
from portal.selection import seat_terms
from portal.selection.read_model import candidates, vacancies
from portal.web.accounts import account as accounts
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings

_BEFORE = timedelta(days=3)


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due; return how many there were. Each is made once."""

    def found(conn: Connection) -> Iterator[Notice]:
        yield from _opening(conn, at)
        yield from _closing(conn, at)
        yield from _to_score(conn, at)
        yield from _seats_ending(conn, at)

    return make_due(engine, settings, found, at=at)


def _opening(conn: Connection, at: datetime) -> Iterator[Notice]:
    """Tell candidates, and the office that makes it known, of a call that opens after its issue."""
    c = vacancies.c
    begun = and_(c.opens_at > at - _BEFORE, c.opens_at <= at)
    these = select(c.vacancy_id).where(begun, c.closes_at > at, c.lapsed_at.is_(None))
    for vacancy_id in conn.scalars(these):
        officers = accounts.holding(conn, Role.SELECTION_OFFICER)
        office = {one.account_id for one in officers}
        people = [
            one for one in accounts.holding(conn, Role.CANDIDATE) if one.account_id not in office
        ]
        yield Notice(
            cause=derive_id("call-opened", vacancy_id),
            kind=CALL_OPENED,
            at=at,
            told=[
                *told(people, "candidate", Page.VACANCY, vacancy_id),
                *told(officers, "selectors", Page.SELECTION, vacancy_id),
            ],
        )


def _closing(conn: Connection, at: datetime) -> Iterator[Notice]:
    """Tell candidates of a call that they have not answered."""
    c = vacancies.c
    for one in conn.execute(select(c.vacancy_id, c.closes_at).where(_within(at, at + _BEFORE))):
        answered = set(
            conn.scalars(
                select(candidates.c.applicant_id).where(
                    candidates.c.vacancy_id == one.vacancy_id, candidates.c.withdrawn_at.is_(None)
                )
            )
        )
        people = [
            account
            for account in accounts.holding(conn, Role.CANDIDATE)
            if account.account_id not in answered
        ]
        yield Notice(
            cause=derive_id("call-closing", one.vacancy_id),
            kind=CALL_CLOSING,
            at=at,
            told=told(people, "candidate", Page.VACANCY, one.vacancy_id),
        )


def _to_score(conn: Connection, at: datetime) -> Iterator[Notice]:
    """Tell a panel that its call is over, once there is a file to score."""
    c = vacancies.c
    file = exists().where(
        candidates.c.vacancy_id == c.vacancy_id,
        candidates.c.eligible.is_(True),
        candidates.c.withdrawn_at.is_(None),
    )
    rows = conn.execute(
        select(c.vacancy_id).where(
            _within(at - KEPT, at), c.panel_at.is_not(None), c.review_closed_at.is_(None), file
        )
    )
    for one in rows:
        people = outside.members(conn, one.vacancy_id)
        yield Notice(
            cause=derive_id("scores-due", one.vacancy_id),
            kind=SCORES_DUE,
            at=at,
            told=told(people, "panel", Page.FILES, one.vacancy_id),
        )


def _seats_ending(conn: Connection, at: datetime) -> Iterator[Notice]:
    """Tell a member that their seat ends, and who can do something about it."""
    for vacancy_id, member_id, ends_on in seat_terms.ending(conn, day_of(at)):
        yield Notice(
            cause=derive_id(SEAT_ENDING, vacancy_id, member_id, ends_on.isoformat()),
            kind=SEAT_ENDING,
            at=at,
            told=partial(_of_seat, vacancy_id, member_id),
        )


def _of_seat(vacancy_id: str, member_id: str, conn: Connection) -> list[Told]:
    officers = accounts.holding(conn, Role.SELECTION_OFFICER)
    own = outside.on_seat(conn, vacancy_id, member_id)
    chairs = [one for one in outside.chairs(conn, vacancy_id) if one.account_id != member_id]
    return [
        *told(own, "panelseat", Page.PANEL_SEAT, vacancy_id),
        *told(chairs, "panel", Page.REVIEW, vacancy_id),
        *told(officers, "selectors", Page.SELECTION, vacancy_id),
    ]


def _within(first: datetime, last: datetime) -> ColumnElement[bool]:
    return and_(vacancies.c.closes_at > first, vacancies.c.closes_at <= last)
