"""Notices of custody: to a successor, that open work of a mandate that ended is theirs now.

Letters and statements tell by their own facts. Of recommendations, which may be hundreds, nobody
is told one by one.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, Engine

from portal.homes.custody.news import PassedOn, passed_on
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.people import serving
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import (
    CASE_PASSED,
    FILE_PASSED,
    MISSION_PASSED,
    REPORT_PASSED,
    ROUND_PASSED,
)
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings

_KINDS: Final[Mapping[str, tuple[str, Page]]] = MappingProxyType(
    {
        "reply-cases": (CASE_PASSED, Page.CASE),
        "visit-files": (FILE_PASSED, Page.VISIT_FILE),
        "missions": (MISSION_PASSED, Page.MISSION),
        "visit-reports": (REPORT_PASSED, Page.VISIT_REPORT),
        "rounds": (ROUND_PASSED, Page.OUR_ROUND),
    }
)


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one in passed_on(conn, at - NEWS_FOR):
            kind, page = _KINDS[one.kind]
            of = (one.mandate, one.kind, one.item_id, one.decided_at.isoformat())
            yield Notice(
                cause=derive_id("custody", *of),
                kind=kind,
                at=one.decided_at,
                told=partial(_successors, one, page, today),
            )

    return make_due(engine, settings, found, at=at)


def _successors(one: PassedOn, page: Page, on: date, conn: Connection) -> list[Told]:
    roles = (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    found = [each for role in roles for each in serving(conn, role, [one.to], on)]
    by_id = {each.account_id: each for each in found}
    return told(by_id.values(), "successor", page, one.item_id)
