"""Notices of internal advisory procedures: to who leads in one, to the holder, and to who asked.

Nobody whom a procedure concerns hears of it but as its holder. No notice says which mandate.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection, Engine

from portal.committee.iap import queries, whose
from portal.committee.iap.queries import OVER, REQUESTERS, Procedure, Step
from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import (
    IAP_COMMENTED,
    IAP_DUE,
    IAP_HEARD,
    IAP_INVITED,
    IAP_LATE,
    IAP_OVER,
    IAP_RECEIVED,
    IAP_TOLD,
    IAP_WITHDRAWN,
)
from portal.web.accounts import account as accounts
from portal.web.accounts import offices
from portal.web.accounts.account import Account
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings

_SOON: Final = timedelta(days=7)
_TO_COMMITTEE: Final = {
    "commented": IAP_COMMENTED,
    "withdrawn": IAP_WITHDRAWN,
}


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    on = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one, step in queries.news(conn, at - NEWS_FOR):
            yield from _news(conn, one, step, on)
        for one in queries.open_ones(conn):
            yield from _open(conn, one, on, at)

    return make_due(engine, settings, found, at=at)


def _news(conn: Connection, one: Procedure, step: Step, on: date) -> Iterator[Notice]:
    cause = derive_id("iap", one.iap_id, step.position)
    holders, asker = partial(_holders, one, on), partial(_asker, one, on)
    if step.kind == "received":
        yield from _leading(conn, one, on, IAP_RECEIVED, step.at)
    if step.kind in _TO_COMMITTEE:
        yield from _leading(conn, one, on, _TO_COMMITTEE[step.kind], step.at, step.position)
    if step.kind == "invited":
        yield Notice(cause=cause, kind=IAP_INVITED, at=step.at, told=holders)
    if step.kind in ("told", "not_taken_up"):
        yield Notice(cause=cause, kind=IAP_OVER, at=step.at, told=asker)
    if step.kind in OVER:
        kind = IAP_TOLD if "holder" in (one.told_to or ()) else IAP_OVER
        over = derive_id("iap told", one.iap_id)
        yield Notice(cause=over, kind=kind, at=step.at, told=holders)


def _open(conn: Connection, one: Procedure, on: date, at: datetime) -> Iterator[Notice]:
    """Whoever comes to lead in it is told of it, and of what is due."""
    if on < one.due_on + KEPT:  # not once more, when what was told is forgotten
        yield from _leading(conn, one, on, IAP_RECEIVED, at)
    heard = one.comment_by if one.stage == "categorised" else None
    if heard and heard < on < heard + KEPT:
        of = heard.isoformat()
        cause = derive_id("iap heard", one.iap_id, of)
        yield from _leading(conn, one, on, IAP_HEARD, at, of)
        yield Notice(cause=cause, kind=IAP_HEARD, at=at, told=partial(_holders, one, on))
    if one.due_on - _SOON <= on <= one.due_on:
        yield from _leading(conn, one, on, IAP_DUE, at, one.due_on.isoformat())
    if one.due_on < on < one.due_on + KEPT:
        yield from _leading(conn, one, on, IAP_LATE, at, one.due_on.isoformat())


def _leading(
    conn: Connection, one: Procedure, on: date, kind: str, at: datetime, *of: object
) -> Iterator[Notice]:
    """Yield a notice to each who leads in it. The person is in the cause: the next is told too."""
    for each in whose.leading(conn, one, on):
        cause = derive_id("iap", one.iap_id, kind, *of, each.account_id)
        yield Notice(cause=cause, kind=kind, at=at, told=_told([each], "iap", one))


def _holders(one: Procedure, on: date, conn: Connection) -> list[Told]:
    """Return who was invited, of those who can still sign in as a holder."""
    invited = [each.account_id for each in queries.holders_of(conn, one.iap_id)]
    found = offices.of_all(conn, invited, on).values()
    some = (each for each in found if each.has(Role.MANDATE_HOLDER) and not each.disabled)
    return _told(some, "iapholder", one)


def _asker(one: Procedure, on: date, conn: Connection) -> list[Told]:
    """Return who asked, if they could ask today."""
    found = accounts.by_id(conn, one.received_from)
    if found is None or found.disabled or not offices.as_of(conn, found, on).has(*REQUESTERS):
        return []
    return _told([found], "iapasker", one)


def _told(some: Iterable[Account], reason: str, one: Procedure) -> list[Told]:
    return told(some, reason, Page.IAP, one.iap_id)
