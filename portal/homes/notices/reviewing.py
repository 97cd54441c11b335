"""Notices of reviews of recommendations: to those of the mandate, a week before and once late.

What a mandate looks at on one day is one notice, which says nothing of what it is.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.followup.recommendations import reviewed
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.people import serving
from portal.homes.notices.told import Told, told
from portal.homes.notices.words import REVIEW_OVERDUE, REVIEW_SOON
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings

_OFFICE = (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one in reviewed.falling(conn, today):
            kind = REVIEW_OVERDUE if one.late else REVIEW_SOON
            cause = derive_id("review of recommendations", one.mandate, one.on, kind)
            whom = partial(_office, one.mandate, today)
            yield Notice(cause=cause, kind=kind, at=at, told=whom)

    return make_due(engine, settings, found, at=at)


def _office(mandate: str, on: date, conn: Connection) -> list[Told]:
    """Return who works for the mandate, each once."""
    both = [each for role in _OFFICE for each in serving(conn, role, [mandate], on)]
    found = {each.account_id: each for each in both}.values()
    return told(found, "grading", Page.REVIEWS, mandate)
