"""Notices of debriefs of visits: to everybody of the offices that are invited, or no more (M13).

A notice names no State, no mandate and no place; a partner's says that there is news, and no more.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, Row

from portal.followup.debriefs import called
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import DEBRIEF_CALLED, DEBRIEF_OFF
from portal.web.accounts import offices
from portal.web.accounts.account import Account, actor_of
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for row in called.news(conn, at - NEWS_FOR):
            yield Notice(
                cause=derive_id("invitation to a debrief", *_which(row)),
                kind=DEBRIEF_CALLED,
                at=row.at,
                told=partial(_invited, row, today),
            )
        for row in called.no_more(conn, at - NEWS_FOR):
            yield Notice(
                cause=derive_id("no more invited to a debrief", *_which(row)),
                kind=DEBRIEF_OFF,
                at=row.off_at or row.at,
                told=partial(_no_more, row, today),
            )

    return make_due(engine, settings, found, at=at)


def _which(row: Row[Any]) -> list[str | int]:
    """Return which invitation it is, and by which step it was called off or given again."""
    return [row.mission_id, row.number, *([row.changed] if row.changed else [])]


def _invited(row: Row[Any], on: date, conn: Connection) -> list[Told]:
    """Return who is invited, each once, without who invited."""
    one = called.of_row(row)
    some = [each for each in _others(conn, on, row.by_id) if one.offices(actor_of(each))]
    return _told(some, Page.DEBRIEF, one.mission_id)


def _no_more(row: Row[Any], on: date, conn: Connection) -> list[Told]:
    """It leads to the list: the page of an invitation is gone with it."""
    one = called.of_row(row)
    by = row.off_by if one.off else row.by_id
    some = [each for each in _others(conn, on, by) if one.is_off_for(actor_of(each))]
    return _told(some, Page.DEBRIEFS, one.mission_id)


def _others(conn: Connection, on: date, by: str) -> list[Account]:
    some = offices.holding(conn, on, *called.READERS)
    return [each for each in some if each.account_id != by]


def _told(some: list[Account], page: Page, item_id: str) -> list[Told]:
    partners = [each for each in some if each.has(Role.UN_PARTNER)]
    others = [each for each in some if not each.has(Role.UN_PARTNER)]
    return [*told(others, "debrief", page, item_id), *told(partners, "partner", page, item_id)]
