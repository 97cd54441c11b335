"""Notices of letters about visits: to each holder who is asked, and to who goes on with the letter.

The mail says neither which letter it is nor to which State, as with letters to Governments.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.followup.visits import letter_news
from portal.followup.visits.letter_news import News
from portal.followup.visits.letter_queries import decides
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.people import serving
from portal.homes.notices.told import NEWS_FOR, Told, told
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
        for one in letter_news.told(conn, at - NEWS_FOR):
            yield Notice(
                cause=derive_id("letter about a visit", one.letter_id, one.position),
                kind=one.kind,
                at=one.at,
                told=partial(_whom, one, today),
            )

    return make_due(engine, settings, found, at=at)


def _whom(one: News, on: date, conn: Connection) -> list[Told]:
    """Return each once; nobody hears of what they did."""
    some = _holders(one, on, conn) if one.kind == letter_news.ASKED else _office(one, on, conn)
    by_id = {each.account.account_id: each for each in some}
    by_id.pop(one.by, None)
    return list(by_id.values())


def _holders(one: News, on: date, conn: Connection) -> list[Told]:
    """Return who decides for a mandate that has not approved: not every member of a group does."""
    some = serving(conn, Role.MANDATE_HOLDER, one.missing, on)
    theirs = [each for each in some if decides(actor_of(each), one.missing)]
    return told(theirs, "holders", Page.VISIT_LETTER, one.letter_id)


def _office(one: News, on: date, conn: Connection) -> list[Told]:
    """Return the officers of the mandates that ask, and the desk once it may read it."""
    ready = one.kind == letter_news.APPROVED
    desk = offices.holding(conn, on, Role.QUICK_RESPONSE_DESK) if ready else []
    officers = serving(conn, Role.HUMAN_RIGHTS_OFFICER, one.mandates, on)
    return [
        *told(desk, "senders", Page.VISIT_LETTER, one.letter_id),
        *told(officers, "officers", Page.VISIT_LETTER, one.letter_id),
    ]
