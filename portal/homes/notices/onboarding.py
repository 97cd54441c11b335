"""Notices of first weeks: what is due, to its owner, and what is red, to the Chief."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine

from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.people import serving
from portal.homes.notices.told import Told, told
from portal.homes.notices.words import ONBOARDING_BEGUN, ONBOARDING_DUE, ONBOARDING_LATE
from portal.stakeholders import kits
from portal.stakeholders.kits import SOON, Item, Weeks
from portal.web.accounts import account as accounts
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings

_A_DAY = timedelta(days=1)


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due; return how many there were.

    Each is made once, for as long as that can be told from ``causes``.
    """
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for weeks in kits.all_under_way(conn, today):
            yield from _of(conn, weeks, today, at)

    return make_due(engine, settings, found, at=at)


def _of(conn: Connection, weeks: Weeks, today: date, at: datetime) -> Iterator[Notice]:
    begun = day_of(weeks.started_at)
    if begun > today - KEPT:
        cause = derive_id("onboarding", weeks.term_id)
        yield Notice(cause=cause, kind=ONBOARDING_BEGUN, at=at, told=_holder(conn, weeks))
    for item in weeks.open:
        of = (weeks.term_id, item.item)
        if today - KEPT < max(begun, item.due_on - SOON) <= today:
            owners = _owners(conn, weeks, item, today)
            cause = derive_id("onboarding-due", *of)
            yield Notice(cause=cause, kind=ONBOARDING_DUE, at=at, told=owners)
        if today - KEPT < max(begun, item.due_on + _A_DAY) <= today:
            cause = derive_id("onboarding-late", *of)
            yield Notice(cause=cause, kind=ONBOARDING_LATE, at=at, told=_chief(conn, weeks))


def _owners(conn: Connection, weeks: Weeks, item: Item, on: date) -> list[Told]:
    if item.owner == "holder":
        return _holder(conn, weeks)
    if item.owner == "chief":
        return _chief(conn, weeks)
    found = serving(conn, Role.HUMAN_RIGHTS_OFFICER, [weeks.mandate], on)
    return told(found, "officers", Page.NEW_HOLDER, weeks.term_id)


def _holder(conn: Connection, weeks: Weeks) -> list[Told]:
    found = accounts.by_id(conn, weeks.holder_id) if weeks.holder_id else None
    still = found is not None and not found.disabled and found.has(Role.MANDATE_HOLDER)
    some = [found] if found is not None and still else []
    return told(some, "holders", Page.FIRST_WEEKS, weeks.term_id)


def _chief(conn: Connection, weeks: Weeks) -> list[Told]:
    found = accounts.holding(conn, Role.CHIEF)
    return told(found, "registry", Page.NEW_HOLDER, weeks.term_id)
