"""Notices of incidents of visits: to the mandate what others wrote, to a Government what was put.

Neither says what happened, to whom, or who told of it. A Government's says that there is news.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.followup.incidents import news
from portal.followup.incidents.news import News
from portal.followup.missions.queries import mandates_of
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.people import serving
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import INCIDENT_ANSWERED, INCIDENT_PUT, INCIDENT_REPORTED
from portal.web.accounts import offices
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today, since = day_of(at), at - NEWS_FOR

    def found(conn: Connection) -> Iterator[Notice]:
        for one in news.reported(conn, since):
            yield _notice(one, INCIDENT_REPORTED, partial(_office, one, today), at)
        for one in news.put(conn, since):
            yield _notice(one, INCIDENT_PUT, partial(_government, one, today), at)
        for one in news.answered(conn, since):
            yield _notice(one, INCIDENT_ANSWERED, partial(_office, one, today), at)

    return make_due(engine, settings, found, at=at)


def _notice(one: News, kind: str, whom: partial[list[Told]], at: datetime) -> Notice:
    cause = derive_id("incident of a visit", one.incident_id, one.once, kind)
    return Notice(cause=cause, kind=kind, at=at, told=whom)


def _office(one: News, on: date, conn: Connection) -> list[Told]:
    roles = (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    ours = mandates_of(conn, one.mission_id)
    some = [each for role in roles for each in serving(conn, role, ours, on)]
    each_once = {each.account_id: each for each in some}
    return told(each_once.values(), "dialogue", Page.INCIDENTS, one.mission_id)


def _government(one: News, on: date, conn: Connection) -> list[Told]:
    some = offices.holding(conn, on, Role.GOVERNMENT)
    theirs = [each for each in some if one.state in each.state_codes]
    return told(theirs, "note", Page.PUT_INCIDENT, one.incident_id)
