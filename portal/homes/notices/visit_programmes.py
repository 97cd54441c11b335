"""Notices of the exchange of a programme: to each side that the other wrote, and not what.

A Government's says that there is news.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.followup.proposals import news
from portal.followup.proposals.news import News
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.people import serving
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import PROGRAMME_NEWS, PROGRAMME_PUT
from portal.web.accounts import offices
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today, since = day_of(at), at - NEWS_FOR

    def found(conn: Connection) -> Iterator[Notice]:
        for one in news.of_state(conn, since):
            yield _notice(one, PROGRAMME_NEWS, partial(_office, one, today), at)
        for one in news.of_mandate(conn, since):
            yield _notice(one, PROGRAMME_PUT, partial(_government, one, today), at)

    return make_due(engine, settings, found, at=at)


def _notice(one: News, kind: str, whom: partial[list[Told]], at: datetime) -> Notice:
    cause = derive_id("proposal of a programme", one.proposal_id, one.stands, kind)
    return Notice(cause=cause, kind=kind, at=at, told=whom)


def _office(one: News, on: date, conn: Connection) -> list[Told]:
    roles = (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    some = [each for role in roles for each in serving(conn, role, one.mandates, on)]
    each_once = {each.account_id: each for each in some}
    return told(each_once.values(), "dialogue", Page.EXCHANGE, one.mission_id)


def _government(one: News, on: date, conn: Connection) -> list[Told]:
    some = offices.holding(conn, on, Role.GOVERNMENT)
    theirs = [each for each in some if one.state in each.state_codes]
    return told(theirs, "note", Page.PROGRAMME, one.mission_id)
