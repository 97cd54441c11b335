"""Notices of debriefs of visits: to everybody of the offices that are invited (M13).

A notice names no State, no mandate and no place; a partner's says that there is news, and no more.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine, Row

from portal.followup.debriefs import called
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import DEBRIEF_CALLED
from portal.web.accounts import offices
from portal.web.accounts.account import actor_of
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
                cause=derive_id("invitation to a debrief", row.mission_id, row.number),
                kind=DEBRIEF_CALLED,
                at=row.at,
                told=partial(_whom, row, today),
            )

    return make_due(engine, settings, found, at=at)


def _whom(row: Row[tuple[object, ...]], on: date, conn: Connection) -> list[Told]:
    """Return who is invited, each once, without who invited."""
    one = called.of_row(row)
    some = offices.holding(conn, on, *called.READERS)
    invited = [
        each for each in some if each.account_id != row.by_id and one.offices(actor_of(each))
    ]
    partners = [each for each in invited if each.has(Role.UN_PARTNER)]
    others = [each for each in invited if not each.has(Role.UN_PARTNER)]
    page, item_id = Page.DEBRIEF, one.mission_id
    return [*told(others, "debrief", page, item_id), *told(partners, "partner", page, item_id)]
