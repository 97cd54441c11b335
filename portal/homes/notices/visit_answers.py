"""Notices of what a Government answers here about a visit: to the mandate, and to the desk.

They say neither which Government nor what it answers.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.followup.visits import news
from portal.followup.visits.news import AnsweredHere
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.people import serving
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import VISIT_ANSWERED
from portal.web.accounts import offices
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one in news.answered(conn, at - NEWS_FOR):
            yield Notice(
                cause=derive_id("answer here about a visit", one.document_id),
                kind=VISIT_ANSWERED,
                at=one.at,
                told=partial(_whom, one, today),
            )

    return make_due(engine, settings, found, at=at)


def _whom(one: AnsweredHere, on: date, conn: Connection) -> list[Told]:
    """Return who works for the mandate, and the desk, which reads what comes; each once."""
    roles = (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    mandates = [one.mandate] if one.mandate else []
    office = [each for role in roles for each in serving(conn, role, mandates, on)]
    desk = offices.holding(conn, on, Role.QUICK_RESPONSE_DESK)
    theirs = {each.account_id: each for each in office}
    ours = {each.account_id: each for each in desk if each.account_id not in theirs}
    page, item = Page.VISIT_FILE, one.visit_file_id
    return [
        *told(theirs.values(), "dialogue", page, item),
        *told(ours.values(), "desk", page, item),
    ]
