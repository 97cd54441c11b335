"""Notices of reports on visits: to the State that is asked, to the mandate, to who publishes.

No notice says which mandate, State or words it is about.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.followup.visit_reports.news import News, news
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.people import serving
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import (
    DRAFT_DUE,
    DRAFT_JOINED,
    DRAFT_OVER,
    DRAFT_RETURNED,
    DRAFT_SENT,
    DRAFT_SUBMITTED,
)
from portal.web.accounts import offices
from portal.web.accounts.account import Account
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings

_KINDS = {
    "sent": DRAFT_SENT,
    "due": DRAFT_DUE,
    "ended": DRAFT_OVER,
    "returned": DRAFT_RETURNED,
    "joined": DRAFT_JOINED,
    "submitted": DRAFT_SUBMITTED,
}


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one in news(conn, at - NEWS_FOR, today):
            yield Notice(
                cause=derive_id("visit report", one.mission_id, one.what, one.on),
                kind=_KINDS[one.what],
                at=at,
                told=partial(_told, one, today),
            )

    return make_due(engine, settings, found, at=at)


def _told(one: News, on: date, conn: Connection) -> list[Told]:
    return told(_people(one, on, conn), "visit", Page.VISIT_REPORT, one.mission_id)


def _people(one: News, on: date, conn: Connection) -> list[Account]:
    match one.what:
        case "sent" | "due":
            some = offices.holding(conn, on, Role.GOVERNMENT)
            return [each for each in some if one.state in each.state_codes]
        case "ended" | "returned" | "joined":
            roles = (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
            both = [each for role in roles for each in serving(conn, role, one.mandates, on)]
            return list({each.account_id: each for each in both}.values())
        case "submitted":
            return list(offices.holding(conn, on, Role.PUBLICATION_OFFICER))
