"""Notices of dates of visits: to the desk officers of the State and the Resident Coordinator (V8).

The Resident Coordinators are those of the State, from the first days that are proposed, whom the
notice leads to the line of the visit; and those who are admitted to the mission, before it begins.
What these hear says nothing of what it is about; nobody hears why dates were changed.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.followup.partners import news as partners
from portal.followup.visits import news
from portal.followup.visits.news import News
from portal.homes.notices import partnering
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import VISIT_DATES
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
        for one in news.dated(conn, at - NEWS_FOR, today):
            yield Notice(
                cause=derive_id("dates of a visit", one.visit_file_id, one.document_id),
                kind=VISIT_DATES,
                at=one.at,
                told=partial(_whom, one, today),
            )

    return make_due(engine, settings, found, at=at)


def _whom(one: News, on: date, conn: Connection) -> list[Told]:
    """Return each once: who is both reads the file itself, or what they are admitted to."""
    found = [*_of_state(one, on, conn), *_coordinators(one, on, conn), *_desk(one, on, conn)]
    by_id = {each.account.account_id: each for each in found}
    by_id.pop(one.by, None)
    return list(by_id.values())


def _of_state(one: News, on: date, conn: Connection) -> list[Told]:
    """Return who is of the United Nations in this State: no account says who coordinates."""
    some = offices.holding(conn, on, Role.UN_PARTNER)
    theirs = [each for each in some if news.told_as_partner(actor_of(each), one)]
    return told(theirs, "country", Page.VISIT_LINE, one.visit_file_id)


def _desk(one: News, on: date, conn: Connection) -> list[Told]:
    desk = offices.holding(conn, on, Role.DESK_OFFICER)
    theirs = [each for each in desk if news.reads_as_desk(actor_of(each), one.state)]
    return told(theirs, "state", Page.VISIT_FILE, one.visit_file_id)


def _coordinators(one: News, on: date, conn: Connection) -> list[Told]:
    if one.mission_id is None:
        return []
    return [
        each
        for row in partners.coordinators(conn, one.mission_id, on)
        for each in partnering.people(row.partner_id, "rc", row.who, on, conn)
    ]
