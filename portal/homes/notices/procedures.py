"""Notices of internal advisory procedures: to who leads in one, to the holder, and to who asked.

Nobody whom a procedure concerns hears of it but as its holder. No notice says which mandate.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection, Engine

from portal.committee.iap import queries
from portal.committee.iap.queries import REQUESTERS, Procedure, Step
from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.met import committee
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import (
    IAP_COMMENTED,
    IAP_DUE,
    IAP_INVITED,
    IAP_LATE,
    IAP_OVER,
    IAP_RECEIVED,
    IAP_TOLD,
    IAP_WITHDRAWN,
)
from portal.web.accounts import account as accounts
from portal.web.accounts import offices
from portal.web.accounts.account import Account, actor_of
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings

_SOON: Final = timedelta(days=7)
_TO_COMMITTEE: Final = {
    "received": IAP_RECEIVED,
    "commented": IAP_COMMENTED,
    "withdrawn": IAP_WITHDRAWN,
}


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    on = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one, step in queries.news(conn, at - NEWS_FOR):
            yield from _news(one, step, on)
        for one in queries.open_ones(conn):
            yield from _dates(one, on, at)

    return make_due(engine, settings, found, at=at)


def _news(one: Procedure, step: Step, on: date) -> Iterator[Notice]:
    cause = derive_id("iap", one.iap_id, step.position)
    if kind := _TO_COMMITTEE.get(step.kind):
        yield Notice(cause=cause, kind=kind, at=step.at, told=partial(_leading, one, on))
    if step.kind == "invited":
        yield Notice(cause=cause, kind=IAP_INVITED, at=step.at, told=partial(_holders, one, on))
    if step.kind in ("told", "not_taken_up"):
        yield Notice(cause=cause, kind=IAP_OVER, at=step.at, told=partial(_asker, one, on))
    if step.kind == "told" and "holder" in (one.told_to or ()):
        cause = derive_id("iap told", one.iap_id)
        yield Notice(cause=cause, kind=IAP_TOLD, at=step.at, told=partial(_holders, one, on))


def _dates(one: Procedure, on: date, at: datetime) -> Iterator[Notice]:
    of = (one.iap_id, one.due_on.isoformat())
    if one.due_on - _SOON <= on <= one.due_on:
        cause = derive_id("iap due", *of)
        yield Notice(cause=cause, kind=IAP_DUE, at=at, told=partial(_leading, one, on))
    if one.due_on < on < one.due_on + KEPT:
        cause = derive_id("iap late", *of)
        yield Notice(cause=cause, kind=IAP_LATE, at=at, told=partial(_leading, one, on))


def _leading(one: Procedure, on: date, conn: Connection) -> list[Told]:
    """Return the chair, or who stands in, of those whom it does not concern."""
    some = [
        each
        for each in committee(conn, on)
        for actor in [actor_of(each)]
        if queries.leads(conn, actor.actor_id, one, on)
        and queries.one(conn, one.iap_id, queries.for_committee(conn, actor, on)) is not None
    ]
    return _told(some, "iap", one)


def _holders(one: Procedure, on: date, conn: Connection) -> list[Told]:
    found = offices.holding(conn, on, Role.MANDATE_HOLDER)
    return _told((each for each in found if one.mandate in each.mandates), "iapholder", one)


def _asker(one: Procedure, on: date, conn: Connection) -> list[Told]:
    """Return who asked, if they could ask today."""
    found = accounts.by_id(conn, one.received_from)
    if found is None or found.disabled or not offices.as_of(conn, found, on).has(*REQUESTERS):
        return []
    return _told([found], "iapasker", one)


def _told(some: Iterable[Account], reason: str, one: Procedure) -> list[Told]:
    return told(some, reason, Page.IAP, one.iap_id)
